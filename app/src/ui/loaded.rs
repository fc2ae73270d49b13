//! A part of a page that a resource's value makes.
//!
//! Leptos calls the closures inside a `<Suspense>` or `<Transition>` several times while the server renders: once to find the
//! resources in it, once to look for more, and once for the HTML. A resource that is created inside such a closure is then
//! created, and fetched, several times. The browser reads the first of them, and the HTML shows the last; where their values
//! differ, because a job changed in between, the page does not come alive. So the server builds the part once.

use leptos::prelude::*;

use crate::page_resource::PageResource;

/// What `show` makes of the value: in the browser at each change, on the server once.
#[cfg(not(feature = "ssr"))]
pub fn loaded<T, V>(resource: PageResource<T>, show: impl Fn(T) -> V + Send + Sync + 'static) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    // The value is read at once and not awaited: a view of an earlier value must not outlive its signals.
    move || resource.get().map(&show)
}

/// What `show` makes of the value: in the browser at each change, on the server once.
#[cfg(feature = "ssr")]
pub fn loaded<T, V>(resource: PageResource<T>, show: impl Fn(T) -> V + Send + Sync + 'static) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    Suspend::new(async move { Some(show(resource.await)) })
}
