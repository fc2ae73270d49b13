//! The time that pages show things relative to.
//!
//! The server sends its time with the page, so that server and browser render the same words; the browser's clock
//! takes over once the page is live, corrected by the difference of the two.

use std::time::Duration;

use leptos::prelude::*;

/// The present in Unix milliseconds, a new value each second in the browser.
#[derive(Clone, Copy)]
pub struct Now(ReadSignal<i64>);

impl Now {
    /// The present, tracked.
    pub fn get(self) -> i64 {
        self.0.get()
    }

    /// The present, for those who do not follow it.
    pub fn get_untracked(self) -> i64 {
        self.0.get_untracked()
    }
}

/// Clocks that differ by less than this are the same clock plus the time that the page took to arrive.
const TOLERANCE: i64 = 10_000;

/// Gives [`Now`] to all pages.
pub fn provide() {
    let rendered = SharedValue::new(of_backend).into_inner();
    let (now, set_now) = signal(rendered);
    provide_context(Now(now));
    Effect::new(move |_| {
        let difference = rendered - of_browser();
        let correction = if difference.abs() < TOLERANCE { 0 } else { difference };
        let tick = move || set_now.set(of_browser() + correction);
        tick();
        if let Ok(ticking) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || ticking.clear());
        }
    });
}

/// The clock of the page.
pub fn use_now() -> Now {
    use_context::<Now>().unwrap_or_else(|| Now(signal(0).0))
}

fn of_backend() -> i64 {
    #[cfg(feature = "ssr")]
    if let Some(backend) = use_context::<console::ports::Backend>() {
        return (backend.now)();
    }
    0
}

/// Whole milliseconds of the browser's clock.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit in 53 bits")]
fn of_browser() -> i64 {
    js_sys::Date::now() as i64
}
