//! The browser's own list of suggestions below a line of text.

use leptos::prelude::*;

/// Values to choose from, with a few words on each; any other may be typed. The [`TextInput`](super::TextInput) names the list
/// with `attr:list=suggestions_id(id, values)`.
#[component]
pub fn Suggestions(
    /// Id of the text input.
    id: Signal<String>,
    /// The values; without any there is no list.
    values: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let list = suggestions_id(id, values);
    let option = |(value, words): (String, String)| view! { <option value=value>{words}</option> };
    move || list().map(|list| view! { <datalist id=list>{values.get().into_iter().map(option).collect_view()}</datalist> })
}

/// Id of the list; `None` while there is none.
pub fn suggestions_id(
    id: Signal<String>,
    values: Signal<Vec<(String, String)>>,
) -> impl Fn() -> Option<String> + Copy + Send + Sync + 'static {
    move || values.with(|values| !values.is_empty()).then(|| format!("{}-list", id.get()))
}
