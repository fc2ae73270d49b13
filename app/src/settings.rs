//! What every page says about the target, and the wizard's defaults.

use console::data::ConsoleSettings;
use leptos::prelude::*;

/// Gives [`ConsoleSettings`] to all pages: from the backend on the server, from the document in the browser.
pub fn provide() {
    let settings = SharedValue::new(of_backend).into_inner();
    provide_context(StoredValue::new(settings));
}

/// The settings that the server gave.
pub fn use_settings() -> ConsoleSettings {
    use_context::<StoredValue<ConsoleSettings>>().map_or_else(unknown, |settings| settings.get_value())
}

fn of_backend() -> ConsoleSettings {
    #[cfg(feature = "ssr")]
    if let Some(backend) = use_context::<console::ports::Backend>() {
        return (*backend.settings).clone();
    }
    unknown()
}

/// Without a backend: while the routes are listed at the start of the program.
fn unknown() -> ConsoleSettings {
    ConsoleSettings {
        is_local: false,
        account: None,
        region: String::new(),
        role: None,
        output_path: None,
        samples: None,
        version: String::new(),
    }
}
