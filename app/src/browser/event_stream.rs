//! Server-sent events: the server speaks, the page listens.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

/// An open stream; closed by [`EventStream::close`] or when the owner that opened it is disposed of.
#[derive(Clone, Copy)]
pub struct EventStream(StoredValue<Option<EventSource>, LocalStorage>);

impl EventStream {
    /// Opens the stream at `address`. The browser connects again by itself when the connection is lost.
    pub fn open(address: &str) -> Self {
        let stream = Self(StoredValue::new_local(EventSource::new(address).ok()));
        on_cleanup(move || stream.close());
        stream
    }

    /// Calls `handler` with the data of each event of this name.
    pub fn on(self, event: &str, handler: impl FnMut(String) + 'static) -> Self {
        let mut handler = handler;
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(data) = event.data().as_string() {
                handler(data);
            }
        });
        self.0.with_value(|source| {
            if let Some(source) = source {
                // Fails for unknown event targets only.
                let _ = source.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
            }
        });
        self.keep(listener);
        self
    }

    /// Calls `handler` with whether the stream is connected, at each change.
    pub fn on_connection(self, handler: impl Fn(bool) + Clone + 'static) -> Self {
        let opened = handler.clone();
        let open = Closure::<dyn FnMut(MessageEvent)>::new(move |_| opened(true));
        let error = Closure::<dyn FnMut(MessageEvent)>::new(move |_| handler(false));
        self.0.with_value(|source| {
            if let Some(source) = source {
                source.set_onopen(Some(open.as_ref().unchecked_ref()));
                source.set_onerror(Some(error.as_ref().unchecked_ref()));
            }
        });
        self.keep(open);
        self.keep(error);
        self
    }

    /// Ends the stream; the browser does not connect again.
    pub fn close(self) {
        self.0.try_update_value(|source| {
            if let Some(source) = source.take() {
                source.close();
            }
        });
    }

    /// Keeps a listener for as long as the owner that opened the stream.
    fn keep(self, listener: Closure<dyn FnMut(MessageEvent)>) {
        StoredValue::new_local(listener);
    }
}
