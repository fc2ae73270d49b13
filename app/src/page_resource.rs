//! Data that the server sends with a page.
//!
//! Leptos's own resources read JSON from a text, and server functions read it from bytes. Each type that both bring would
//! have two decoders, and decoders are up to a quarter of a page's program. Here everything reads from bytes.

use std::future::Future;

use leptos::{
    prelude::*,
    server::codee::{Decoder, Encoder},
};
use serde::{Serialize, de::DeserializeOwned};

/// A value that the server sends with the page, and that the browser asks for again when its key changes.
pub type PageResource<T> = Resource<T, Json>;

/// A resource that a page reads below a `<Suspense>` or `<Transition>`.
pub fn page_resource<K, T, F>(
    key: impl Fn() -> K + Send + Sync + 'static,
    fetch: impl Fn(K) -> F + Send + Sync + 'static,
) -> PageResource<T>
where
    K: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    PageResource::new_with_options(key, fetch, false)
}

/// The same; the server sends nothing of the page before it has the value, so that title and status may depend on it.
pub fn blocking_page_resource<K, T, F>(
    key: impl Fn() -> K + Send + Sync + 'static,
    fetch: impl Fn(K) -> F + Send + Sync + 'static,
) -> PageResource<T>
where
    K: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    PageResource::new_with_options(key, fetch, true)
}

/// Reads JSON by the decoder that server functions use too.
///
/// # Errors
///
/// The text is no JSON, or none of this type.
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_slice(text.as_bytes())
}

/// How values are written into the page.
#[derive(Debug, Clone, Copy)]
pub struct Json;

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        from_json(text)
    }
}
