//! The request as code: JSON, a command, two scripts. Always what the form holds; the JSON can be edited.

use console::job_form::outdated_docs;
use domain::export::{Destination, Language, export};
use leptos::prelude::*;

use crate::{
    create_training_job::{
        fields::OutdatedDocs,
        review::json_editor::JsonEditor,
        state::{FormState, use_form},
    },
    settings::use_settings,
    ui::{Button, ButtonKind, Card, CodeBlock, TabChoice, TabList, TabPanel},
};

/// The panel. It stands on the page twice, so its parts get ids that begin with `id`.
#[component]
pub fn CodePanel(
    /// What the ids begin with.
    id: &'static str,
    /// What the JSON is called for assistive technology.
    json_label: &'static str,
) -> impl IntoView {
    let form = use_form();
    let chosen = RwSignal::new(Language::Json.id());
    let editing = RwSignal::new(false);
    let tabs = Language::ALL.map(|language| TabChoice { key: language.id(), words: language.title() });
    let panel = move |language: Language| {
        let code = code(form, language, chosen);
        let label = if language == Language::Json { json_label } else { language.title() };
        let is_edited = move || language == Language::Json && editing.get();
        view! {
            <TabPanel id=id key=language.id() chosen=chosen>
                {move || if is_edited() {
                    view! { <JsonEditor id=id editing=editing /> }.into_any()
                } else {
                    view! { <CodeBlock label=label code=code coloured=true /> }.into_any()
                }}
                {(language == Language::Sdk).then(|| view! { <OutdatedDocs all=outdated_docs::about_sdk() /> })}
            </TabPanel>
        }
    };
    let edit = move || {
        let is_offered = chosen.get() == Language::Json.id() && !editing.get();
        is_offered.then(|| {
            view! {
                <Button id=format!("{id}-edit") kind=ButtonKind::Plain class="live-only" on_press=move |()| editing.set(true)>
                    "Edit JSON"
                </Button>
            }
        })
    };
    view! {
        <Card title="Request" end=edit>
            <TabList id=id label="Languages" class="code-tabs live-only" tabs=tabs.to_vec() chosen=chosen />
            {Language::ALL.map(panel).into_iter().collect_view()}
        </Card>
    }
}

/// The code in a language. Only the code in view follows the form; the server writes all of it once.
fn code(form: FormState, language: Language, chosen: RwSignal<&'static str>) -> Signal<String> {
    let region = form.region();
    let destination = if use_settings().is_local { Destination::Engine } else { Destination::Aws };
    let memo = Memo::new(move |before: Option<&String>| match before {
        Some(before) if chosen.get() != language.id() => before.clone(),
        _ => form.with_debounced_draft(|draft| export(&draft.request(&region), &region, language, destination)),
    });
    memo.into()
}
