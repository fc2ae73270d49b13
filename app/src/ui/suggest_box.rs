//! A line of text with suggestions below it, by mouse and by keyboard.

use leptos::{html, prelude::*};

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What is chosen, for the one who listens.
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
    /// Hears the value of a suggestion that was taken.
    #[prop(into)]
    on_choose: Callback<String>,
    /// Hears the text when Enter is pressed without a suggestion.
    #[prop(optional, into)]
    on_enter: Option<Callback<String>>,
    /// Whether the first suggestion is taken by Enter without being pointed at.
    #[prop(optional)]
    takes_first: bool,
    /// Whether the list stays open, as in a dialog of its own.
    #[prop(optional)]
    always_open: bool,
    /// The line itself, for those who move the focus.
    #[prop(optional)]
    node: NodeRef<html::Input>,
) -> impl IntoView {
    let (focused, set_focused) = signal(false);
    let active = RwSignal::new(None::<usize>);
    let rendered = text.get_untracked();
    let is_open = Memo::new(move |_| (always_open || focused.get()) && suggestions.with(|suggestions| !suggestions.is_empty()));
    Effect::new(move |_| {
        // Other suggestions: what was pointed at is no longer there.
        suggestions.track();
        active.set(takes_first.then_some(0));
    });
    let option_id = move |index: usize| format!("{id}-option-{index}");
    let step = move |forward: bool| {
        let count = suggestions.with_untracked(Vec::len);
        if count > 0 {
            active.update(|active| {
                *active = Some(match (*active, forward) {
                    (None, true) => 0,
                    (None, false) => count - 1,
                    (Some(at), true) => (at + 1) % count,
                    (Some(at), false) => (at + count - 1) % count,
                });
            });
            if let Some(index) = active.get_untracked() {
                crate::browser::reveal(&option_id(index));
            }
        }
    };
    let choose = move |index: usize| {
        if let Some(suggestion) = suggestions.with_untracked(|suggestions| suggestions.get(index).cloned()) {
            on_choose.run(suggestion.value);
            // A text that was taken as a whole is done; one that goes on needs the next suggestions.
            if text.with_untracked(String::is_empty) {
                set_focused.set(false);
            }
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            set_focused.set(true);
            step(true);
        }
        "ArrowUp" => {
            event.prevent_default();
            step(false);
        }
        "Escape" if !always_open => {
            if is_open.get_untracked() {
                event.prevent_default();
            }
            // Also where nothing is suggested yet: what comes later stays closed.
            set_focused.set(false);
        }
        "Enter" => match active.get_untracked().filter(|_| is_open.get_untracked()) {
            Some(index) => {
                event.prevent_default();
                choose(index);
            }
            None => {
                if let Some(on_enter) = on_enter {
                    event.prevent_default();
                    // The answer is below the line, where the list would lie.
                    set_focused.set(false);
                    on_enter.run(text.get_untracked());
                }
            }
        },
        _ => {}
    };
    let option = move |(index, suggestion): (usize, Suggestion)| {
        view! {
            <li
                id=option_id(index)
                role="option"
                aria-selected=move || (active.get() == Some(index)).to_string()
                // The line keeps the focus.
                on:mousedown=move |event| event.prevent_default()
                on:click=move |_| choose(index)
            >
                <span>{suggestion.words}</span>
                <small>{suggestion.detail}</small>
            </li>
        }
    };
    view! {
        <div class="suggest-box">
            <input
                node_ref=node
                id=id
                name=(!name.is_empty()).then_some(name)
                class="input"
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                aria-label=label
                aria-autocomplete="list"
                aria-controls=format!("{id}-list")
                aria-expanded=move || is_open.get().to_string()
                aria-activedescendant=move || active.get().filter(|_| is_open.get()).map(option_id)
                placeholder=placeholder
                value=rendered
                prop:value=move || text.get()
                on:input=move |event| {
                    set_focused.set(true);
                    text.set(event_target_value(&event));
                }
                on:focus=move |_| set_focused.set(true)
                on:click=move |_| set_focused.set(true)
                on:blur=move |_| set_focused.set(false)
                on:keydown=on_key
            />
            <ul id=format!("{id}-list") role="listbox" aria-label=label class="suggest-list" hidden=move || !is_open.get()>
                {move || suggestions.get().into_iter().enumerate().map(option).collect_view()}
            </ul>
        </div>
    }
}
