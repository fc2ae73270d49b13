//! The time that pages show things relative to.
//!
//! The server sends its time with the page, so that server and browser render the same words; the browser's clock
//! takes over once the page is live, corrected by the difference of the two.

use std::time::Duration;

use domain::Timestamp;
use leptos::prelude::*;

/// The present, a new value each second in the browser.
#[derive(Clone, Copy)]
pub struct Now(ReadSignal<Timestamp>);

impl Now {
    /// The present, tracked.
    pub fn get(self) -> Timestamp {
        self.0.get()
    }

    /// The present, untracked.
    pub fn get_untracked(self) -> Timestamp {
        self.0.get_untracked()
    }
}

/// Clocks that differ by less than this are the same clock plus the time that the page took to arrive.
const TOLERANCE: Duration = Duration::from_secs(10);

/// Gives [`Now`] to all pages.
pub fn provide() {
    let rendered = SharedValue::new(of_backend).into_inner();
    let (now, set_now) = signal(rendered);
    provide_context(Now(now));
    Effect::new(move |_| {
        let opened = of_browser();
        let is_same_clock = rendered.abs_diff(opened) < TOLERANCE;
        let reference = if is_same_clock { opened } else { rendered };
        let (behind, ahead) = (reference.since(opened), opened.since(reference));
        let tick = move || set_now.set(of_browser().saturating_add(behind).saturating_sub(ahead));
        tick();
        if let Ok(ticking) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || ticking.clear());
        }
    });
}

/// The clock of the page.
pub fn use_now() -> Now {
    use_context::<Now>().unwrap_or_else(|| Now(signal(Timestamp::UNIX_EPOCH).0))
}

fn of_backend() -> Timestamp {
    #[cfg(feature = "ssr")]
    if let Some(backend) = use_context::<console::ports::Backend>() {
        return backend.clock.now();
    }
    Timestamp::UNIX_EPOCH
}

/// The browser's clock, in whole milliseconds.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit in 53 bits")]
fn of_browser() -> Timestamp {
    Timestamp::from_milliseconds(js_sys::Date::now() as i64)
}
