//! Waiting until typing rests before something costly happens.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

/// How long typing rests before the server is asked, in milliseconds.
const REST: u64 = 400;

/// A callback that acts on its last value once no other has come for a while; never after its component is gone.
pub fn rested<T: Send + Sync + 'static>(act: impl Fn(T) + Clone + Send + Sync + 'static) -> Callback<T> {
    rested_for(REST, act)
}

/// The same with a rest of `milliseconds`.
pub fn rested_for<T: Send + Sync + 'static>(milliseconds: u64, act: impl Fn(T) + Clone + Send + Sync + 'static) -> Callback<T> {
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
        waiting.set_value(set_timeout_with_handle(move || act(value), Duration::from_millis(milliseconds)).ok());
    })
}
