//! Server-sent events: the server speaks, the page listens.
//!
//! A stream is closed while its tab is hidden, so that a page that nobody sees costs the server nothing, and opened
//! again when the tab is shown.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

type Listener = Closure<dyn FnMut(MessageEvent)>;

/// How long a connection may be lost before the page says so: a restart of the server takes less.
const DISCONNECTED_TIMEOUT: Duration = Duration::from_secs(3);

/// Whether a page with an open stream has lost the connection to the server; given to all pages.
#[derive(Clone, Copy)]
pub struct ConnectionLost(pub RwSignal<bool>);

/// An open stream; closed by [`EventStream::close`] or when the owner that opened it is disposed of.
#[derive(Clone, Copy)]
pub struct EventStream(StoredValue<Option<Stream>, LocalStorage>);

struct Stream {
    /// The stream's address. It is computed at each opening, since it may say what the page has already.
    address: Box<dyn Fn() -> String>,
    listeners: Vec<(String, Listener)>,
    on_open: Option<Listener>,
    on_error: Option<Listener>,
    source: Option<EventSource>,
    /// Whether the server has answered since the connection was lost.
    is_connected: bool,
    lost: Option<ConnectionLost>,
}

impl EventStream {
    /// A stream at the address that `address` gives; [`EventStream::start`] opens it. The browser connects again by itself
    /// when the connection is lost.
    pub fn new(address: impl Fn() -> String + 'static) -> Self {
        let stream = Stream {
            address: Box::new(address),
            listeners: Vec::new(),
            on_open: None,
            on_error: None,
            source: None,
            is_connected: true,
            lost: use_context(),
        };
        let stream = Self(StoredValue::new_local(Some(stream)));
        on_cleanup(move || stream.close());
        stream
    }

    /// Calls `handler` with the data of each event of this name.
    #[must_use]
    pub fn on(self, event: &str, mut handler: impl FnMut(String) + 'static) -> Self {
        let listener = Listener::new(move |event: MessageEvent| {
            if let Some(data) = event.data().as_string() {
                handler(data);
            }
        });
        self.change(|stream| stream.listeners.push((event.to_owned(), listener)));
        self
    }

    /// Calls `handler` with whether the stream is connected, at each change.
    #[must_use]
    pub fn on_connection(self, handler: impl Fn(bool) + Clone + 'static) -> Self {
        let opened = handler.clone();
        let open = Listener::new(move |_| {
            self.change(|stream| stream.set_connected(true));
            opened(true);
        });
        let error = Listener::new(move |_| {
            self.change(|stream| stream.is_connected = false);
            set_timeout(move || self.change(|stream| stream.set_connected(stream.is_connected)), DISCONNECTED_TIMEOUT);
            handler(false);
        });
        self.change(|stream| {
            stream.on_open = Some(open);
            stream.on_error = Some(error);
        });
        self
    }

    /// Opens the stream, and keeps it open only while the tab is shown. `resumed` is called when the stream is opened again:
    /// it has missed the events in between.
    pub fn start(self, resumed: impl Fn() + 'static) -> Self {
        if !is_hidden() {
            self.change(Stream::open);
        }
        let handle = window_event_listener_untyped("visibilitychange", move |_| {
            if is_hidden() {
                self.change(Stream::pause);
            } else if self.0.try_with_value(|stream| stream.as_ref().is_some_and(|stream| stream.source.is_none())) == Some(true)
            {
                self.change(Stream::open);
                resumed();
            }
        });
        on_cleanup(move || handle.remove());
        self
    }

    /// Ends the stream for good.
    pub fn close(self) {
        self.0.try_update_value(|stream| {
            if let Some(mut stream) = stream.take() {
                stream.pause();
                // The listener that is running now may have called this: it must outlive its call.
                set_timeout(move || drop(stream), std::time::Duration::ZERO);
            }
        });
    }

    fn change(self, change: impl FnOnce(&mut Stream)) {
        self.0.try_update_value(|stream| {
            if let Some(stream) = stream {
                change(stream);
            }
        });
    }
}

impl Stream {
    fn set_connected(&mut self, is_connected: bool) {
        self.is_connected = is_connected;
        if let Some(ConnectionLost(lost)) = self.lost
            && lost.try_get_untracked() == Some(is_connected)
        {
            lost.set(!is_connected);
        }
    }

    fn open(&mut self) {
        let Ok(source) = EventSource::new(&(self.address)()) else { return };
        for (event, listener) in &self.listeners {
            // Fails for unknown event targets only.
            let _ = source.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
        }
        source.set_onopen(self.on_open.as_ref().map(|open| open.as_ref().unchecked_ref()));
        source.set_onerror(self.on_error.as_ref().map(|error| error.as_ref().unchecked_ref()));
        self.source = Some(source);
    }

    fn pause(&mut self) {
        if let Some(source) = self.source.take() {
            source.close();
            // A stream that was closed on purpose is no lost connection.
            self.set_connected(true);
        }
    }
}

fn is_hidden() -> bool {
    document().hidden()
}
