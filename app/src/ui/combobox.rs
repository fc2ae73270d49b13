//! A line of text with a list to choose from that is searched while one types, for lists that are too long to read.
//!
//! The pattern is the editable combobox of the ARIA Authoring Practices: the focus stays in the text, the arrow keys move
//! through the list, Enter takes the active choice, Escape closes the list. Without scripts the browser's own list of
//! suggestions stands in.

pub mod choice_list;
pub mod input;
pub mod list_box;
pub mod suggest_box;

use leptos::prelude::*;

use self::{
    choice_list::{ChoiceList, datalist, matching},
    input::ComboboxInput,
    list_box::{EdgeBehavior, ListBox, OnKey},
};
use super::{field::note_id, live::use_live};

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
    /// Called at each change.
    #[prop(into)]
    on_input: Callback<String>,
    /// Called when the field is left.
    #[prop(into)]
    on_leave: Callback<()>,
    /// Whether the value must be fixed.
    #[prop(optional, into)]
    invalid: Signal<bool>,
) -> impl IntoView {
    let search = Search::new(value, choices);
    let list_id = Signal::derive(move || format!("{}-choices", id.get()));
    let list = search.list_box(list_id);
    let take = Callback::new(move |value: String| {
        search.is_open.set(false);
        on_input.run(value);
        on_leave.run(());
    });
    // An input with the browser's own list is a combobox already and may not be called one; with scripts it has ours.
    let live = use_live();
    let fallback = datalist(&format!("{}-list", id.get_untracked()), &choices.get_untracked());
    view! {
        <div class="combobox">
            <ComboboxInput
                id=id
                name=name
                value=value
                list=list
                on_key=search.on_key(take)
                on_input=move |text: String| {
                    search.type_text(&text);
                    on_input.run(text);
                }
                attr:role=move || live.get().then_some("combobox")
                attr:class="input mono"
                attr:list=move || (!live.get()).then(|| format!("{}-list", id.get()))
                attr:autocapitalize="off"
                attr:aria-describedby=move || note_id(&id.get())
                attr:aria-invalid=move || invalid.get().then_some("true")
                on:click=move |_| {
                    search.open();
                }
                on:blur=move |_| {
                    search.is_open.set(false);
                    on_leave.run(());
                }
            />
            <ChoiceList list=list found=search.found value=value noun=noun on_choose=take />
            <noscript inner_html=fallback></noscript>
        </div>
    }
}

/// The search for a choice.
#[derive(Clone, Copy)]
struct Search {
    /// The text of the field.
    value: Signal<String>,
    /// Whether the list is shown.
    is_open: RwSignal<bool>,
    /// What is searched for: nothing until something is typed, so that the whole list can be seen.
    words: RwSignal<String>,
    /// What is found; nothing while the list is closed.
    found: Memo<Vec<Choice>>,
    /// The place of the active choice.
    active: RwSignal<Option<usize>>,
}

impl Search {
    fn new(value: Signal<String>, choices: Signal<Vec<Choice>>) -> Self {
        let (is_open, words) = (RwSignal::new(false), RwSignal::new(String::new()));
        let search = move || choices.with(|choices| words.with(|words| matching(choices, words)));
        let found = Memo::new(move |_| if is_open.get() { search() } else { Vec::new() });
        Self { value, is_open, words, found, active: RwSignal::new(None) }
    }

    fn list_box(self, id: Signal<String>) -> ListBox {
        ListBox {
            id,
            option_prefix: id,
            is_open: self.is_open.into(),
            active: self.active,
            count: Signal::derive(move || self.found.with(Vec::len)),
            edges: EdgeBehavior::Stop,
        }
    }

    /// *Enter* without an active choice closes the list and keeps what was typed.
    fn on_key(self, take: Callback<String>) -> OnKey {
        OnKey {
            open: Callback::new(move |()| self.open()),
            close: Callback::new(move |()| self.is_open.set(false)),
            take: Callback::new(move |place: usize| {
                let value = self.found.with_untracked(|found| found.get(place).map(|choice| choice.value.clone()));
                match value {
                    Some(value) => take.run(value),
                    None => self.is_open.set(false),
                }
            }),
            enter: Callback::new(move |()| {
                let was_open = self.is_open.get_untracked();
                self.is_open.set(false);
                was_open
            }),
            keeps_escape: false,
        }
    }

    /// Shows all choices, the field's own active; false when they are shown already.
    fn open(self) -> bool {
        if self.is_open.get_untracked() {
            return false;
        }
        self.words.set(String::new());
        self.is_open.set(true);
        let value = self.value.get_untracked();
        self.active.set(self.found.with_untracked(|found| found.iter().position(|choice| choice.value == value)));
        true
    }

    /// Searches for what was typed; the first that is found is active.
    fn type_text(self, text: &str) {
        self.is_open.set(true);
        self.words.set(text.to_owned());
        self.active.set(self.found.with_untracked(|found| (!found.is_empty()).then_some(0)));
    }
}
