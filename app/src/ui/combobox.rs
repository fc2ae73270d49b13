//! A line of text with a list to choose from that is searched while one types, for lists that are too long to read.
//!
//! The pattern is the editable combobox of the ARIA Authoring Practices: the focus stays in the text, the arrow keys move
//! through the list, Enter takes the marked choice, Escape closes the list. Without scripts the browser's own list of
//! suggestions stands in.

pub mod list;

use leptos::{ev::KeyboardEvent, prelude::*};

use self::list::{ChoiceList, matching};
use super::field::note_id;

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// A few words on it, which are searched too.
    pub words: String,
    /// The heading that it stands below; choices of one group stand together.
    pub group: String,
}

/// The control.
#[component]
pub fn Combobox(
    /// Element id; the line under it is `<id>-note`, the list `<id>-choices`.
    #[prop(into)]
    id: Signal<String>,
    /// Name in a posted form.
    #[prop(into)]
    name: Signal<String>,
    /// The text.
    #[prop(into)]
    value: Signal<String>,
    /// All choices; any other text may be typed too.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// What the choices are, for the sentence that counts them, for example `instance types`.
    noun: &'static str,
    /// Hears each change.
    #[prop(into)]
    on_input: Callback<String>,
    /// Hears when the field is left.
    #[prop(into)]
    on_leave: Callback<()>,
    /// Whether the value must be fixed.
    #[prop(optional, into)]
    invalid: Signal<bool>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    // What is searched for: nothing until something is typed, so that the whole list can be seen.
    let search = RwSignal::new(String::new());
    let marked = RwSignal::new(None::<usize>);
    let found =
        Memo::new(
            move |_| {
                if open.get() { choices.with(|choices| search.with(|search| matching(choices, search))) } else { Vec::new() }
            },
        );
    let show = move || {
        if !open.get_untracked() {
            search.set(String::new());
            open.set(true);
            let value = value.get_untracked();
            marked.set(found.with_untracked(|found| found.iter().position(|choice| choice.value == value)));
        }
    };
    let choose = Callback::new(move |value: String| {
        open.set(false);
        on_input.run(value);
        on_leave.run(());
    });
    let step = move |by: isize| {
        let count = found.with_untracked(Vec::len);
        if count > 0 {
            let from = marked.get_untracked().and_then(|at| isize::try_from(at).ok());
            let count = isize::try_from(count).unwrap_or(isize::MAX);
            let to = from.map_or(if by > 0 { 0 } else { count - 1 }, |at| (at + by).clamp(0, count - 1));
            marked.set(usize::try_from(to).ok());
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let is_open = open.get_untracked();
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" | "PageDown" | "PageUp" => {
                event.prevent_default();
                if is_open {
                    step(match event.key().as_str() {
                        "ArrowDown" => 1,
                        "ArrowUp" => -1,
                        "PageDown" => 10,
                        _ => -10,
                    });
                } else {
                    show();
                }
            }
            "Enter" if is_open => {
                event.prevent_default();
                let at = marked.get_untracked();
                let taken = at.and_then(|at| found.with_untracked(|found| found.get(at).map(|choice| choice.value.clone())));
                match taken {
                    Some(value) => choose.run(value),
                    None => open.set(false),
                }
            }
            "Escape" if is_open => {
                event.prevent_default();
                event.stop_propagation();
                open.set(false);
            }
            _ => {}
        }
    };
    // An input with the browser's own list is a combobox already and may not be called one; with scripts it has ours.
    let live = RwSignal::new(false);
    Effect::new(move |_| live.set(true));
    let list_id = Signal::derive(move || format!("{}-choices", id.get()));
    let rendered = value.get_untracked();
    let fallback = list::datalist(&format!("{}-list", id.get_untracked()), &choices.get_untracked());
    view! {
        <div class="combobox">
            <input
                type="text"
                role=move || live.get().then_some("combobox")
                class="input mono"
                id=move || id.get()
                name=move || name.get()
                value=rendered
                prop:value=move || value.get()
                list=move || (!live.get()).then(|| format!("{}-list", id.get()))
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-autocomplete="list"
                aria-expanded=move || open.get().to_string()
                aria-controls=move || list_id.get()
                aria-activedescendant=move || marked.get().filter(|_| open.get()).map(|at| format!("{}-{at}", list_id.get()))
                aria-describedby=move || note_id(&id.get())
                aria-invalid=move || invalid.get().then_some("true")
                on:input=move |event| {
                    let text = event_target_value(&event);
                    open.set(true);
                    search.set(text.clone());
                    marked.set(found.with_untracked(|found| (!found.is_empty()).then_some(0)));
                    on_input.run(text);
                }
                on:click=move |_| show()
                on:keydown=on_key
                on:blur=move |_| {
                    open.set(false);
                    on_leave.run(());
                }
            />
            <ChoiceList id=list_id open=open found=found marked=marked value=value noun=noun on_choose=choose />
            <noscript inner_html=fallback></noscript>
        </div>
    }
}
