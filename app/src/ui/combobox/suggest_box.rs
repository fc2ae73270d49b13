//! A line of text with suggestions below it, by mouse and by keyboard.

use leptos::prelude::*;

use super::{
    input::ComboboxInput,
    list_box::{EdgeBehavior, ListBox, OnKey},
};

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The value that is chosen.
    pub value: String,
    /// Its words.
    pub words: String,
    /// More about it, at the right.
    pub detail: String,
}

/// The line and its list: the pattern that assistive technology calls a combobox. The arrow keys move through the
/// suggestions, Enter takes one or sends the text, Escape closes the list.
#[component]
pub fn SuggestBox(
    /// Element id; the list gets `<id>-list`.
    id: &'static str,
    /// Name in a posted form.
    #[prop(optional)]
    name: &'static str,
    /// What the line is about, for assistive technology.
    label: &'static str,
    /// What an empty line means.
    placeholder: &'static str,
    /// The text.
    text: RwSignal<String>,
    /// What is suggested now.
    #[prop(into)]
    suggestions: Signal<Vec<Suggestion>>,
    /// Called with the value of a suggestion that was taken.
    #[prop(into)]
    on_choose: Callback<String>,
    /// Called with the text when Enter is pressed without a suggestion.
    #[prop(optional, into)]
    on_enter: Option<Callback<String>>,
    /// Whether the first suggestion is taken by Enter without being pointed at.
    #[prop(optional)]
    takes_first: bool,
    /// Whether the list stays open, as in a dialog of its own.
    #[prop(optional)]
    always_open: bool,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    let is_open = Memo::new(move |_| (always_open || shown.get()) && suggestions.with(|suggestions| !suggestions.is_empty()));
    Effect::new(move |_| {
        // Other suggestions: what was pointed at is no longer there.
        suggestions.track();
        active.set(takes_first.then_some(0));
    });
    let list = list_box(id, is_open.into(), active, suggestions);
    let take = Callback::new(move |place: usize| {
        if let Some(suggestion) = suggestions.with_untracked(|suggestions| suggestions.get(place).cloned()) {
            on_choose.run(suggestion.value);
            // An empty text is complete; any other needs the next suggestions.
            if text.with_untracked(String::is_empty) {
                shown.set(false);
            }
        }
    });
    view! {
        <div class="suggest-box">
            <ComboboxInput
                id=id
                name=name
                value=text
                list=list
                on_key=on_key(shown, text, take, on_enter, always_open)
                on_input=move |typed| {
                    shown.set(true);
                    text.set(typed);
                }
                attr:role="combobox"
                attr:class="input"
                attr:aria-label=label
                attr:placeholder=placeholder
                on:focus=move |_| shown.set(true)
                on:click=move |_| shown.set(true)
                on:blur=move |_| shown.set(false)
            />
            <SuggestionList list=list label=label suggestions=suggestions on_take=take />
        </div>
    }
}

fn list_box(id: &str, is_open: Signal<bool>, active: RwSignal<Option<usize>>, suggestions: Signal<Vec<Suggestion>>) -> ListBox {
    ListBox {
        id: Signal::stored(format!("{id}-list")),
        option_prefix: Signal::stored(format!("{id}-option")),
        is_open,
        active,
        count: Signal::derive(move || suggestions.with(Vec::len)),
        edges: EdgeBehavior::Wrap,
    }
}

fn on_key(
    shown: RwSignal<bool>,
    text: RwSignal<String>,
    take: Callback<usize>,
    on_enter: Option<Callback<String>>,
    always_open: bool,
) -> OnKey {
    OnKey {
        open: Callback::new(move |()| {
            shown.set(true);
            // The same key goes to the first or last suggestion.
            false
        }),
        // The list is closed even while it is empty, so that later suggestions stay hidden.
        close: Callback::new(move |()| shown.set(false)),
        take,
        enter: Callback::new(move |()| {
            let Some(on_enter) = on_enter else { return false };
            // The answer is below the line, where the list would lie.
            shown.set(false);
            on_enter.run(text.get_untracked());
            true
        }),
        keeps_escape: always_open,
    }
}

#[component]
fn SuggestionList(
    /// The list box.
    list: ListBox,
    /// What the line is about.
    label: &'static str,
    /// What is suggested now.
    suggestions: Signal<Vec<Suggestion>>,
    /// Takes the suggestion of this place.
    on_take: Callback<usize>,
) -> impl IntoView {
    let option = move |(place, suggestion)| view! { <Row list=list place=place suggestion=suggestion on_take=on_take /> };
    view! {
        <ul
            id=list.id.get_untracked()
            role="listbox"
            aria-label=label
            class="suggest-list"
            hidden=move || !list.is_open.get()
        >
            {move || suggestions.get().into_iter().enumerate().map(option).collect_view()}
        </ul>
    }
}

#[component]
fn Row(
    /// The list box.
    list: ListBox,
    /// The suggestion's place.
    place: usize,
    /// The suggestion.
    suggestion: Suggestion,
    /// Takes the suggestion of this place.
    on_take: Callback<usize>,
) -> impl IntoView {
    view! {
        <li
            id=move || list.option_id(place)
            role="option"
            aria-selected=move || (list.active.get() == Some(place)).to_string()
            // The line keeps the focus.
            on:mousedown=move |event| event.prevent_default()
            on:click=move |_| on_take.run(place)
        >
            <span>{suggestion.words}</span>
            <small>{suggestion.detail}</small>
        </li>
    }
}
