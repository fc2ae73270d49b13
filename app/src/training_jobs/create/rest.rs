//! Waiting until typing rests before the server is asked.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

/// How long typing rests.
const REST: Duration = Duration::from_millis(400);

/// A callback that acts on its last value once no other has come for a while; never after its component is gone.
pub fn rested<T: Send + Sync + 'static>(act: impl Fn(T) + Clone + Send + Sync + 'static) -> Callback<T> {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let forget = move || {
        if let Some(timeout) = waiting.try_get_value().flatten() {
            timeout.clear();
        }
    };
    on_cleanup(forget);
    Callback::new(move |value| {
        forget();
        let act = act.clone();
        waiting.set_value(set_timeout_with_handle(move || act(value), REST).ok());
    })
}
