//! Data that the browser fetches for a page that is already there.
//!
//! A `LocalResource` would make the part of the page around it wait on the server. This one does not:
//! the page is rendered whole, and the browser adds what it fetches.

use std::future::Future;

use leptos::prelude::*;

/// A value that the browser fetches; `None` until it arrives, and always on the server.
#[derive(Debug)]
pub struct ClientResource<T: Send + Sync + 'static> {
    value: RwSignal<Option<T>>,
    fetches: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for ClientResource<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for ClientResource<T> {}

impl<T: Clone + Send + Sync + 'static> ClientResource<T> {
    /// Fetches the value of `key` at each change of the key; `None` fetches nothing.
    pub fn new<K, F>(key: impl Fn() -> Option<K> + Send + Sync + 'static, fetch: impl Fn(K) -> F + 'static) -> Self
    where
        K: Clone + PartialEq + Send + Sync + 'static,
        F: Future<Output = T> + 'static,
    {
        let fetched = Self { value: RwSignal::new(None), fetches: RwSignal::new(0) };
        let key = Memo::new(move |_| key());
        let newest = StoredValue::new(0_u32);
        Effect::new(move |_| {
            fetched.fetches.track();
            let Some(key) = key.get() else { return };
            let own = newest.try_update_value(|newest| {
                *newest = newest.wrapping_add(1);
                *newest
            });
            let answer = fetch(key);
            leptos::task::spawn_local(async move {
                let answer = answer.await;
                // An older answer may arrive after a newer one, and the page may have been left.
                if own.is_some() && newest.try_get_value() == own {
                    fetched.value.try_set(Some(answer));
                }
            });
        });
        fetched
    }

    /// The latest value; tracked.
    pub fn get(self) -> Option<T> {
        self.value.get()
    }

    /// Fetches the value again.
    pub fn refetch(self) {
        self.fetches.update(|fetches| *fetches = fetches.wrapping_add(1));
    }
}
