//! The request as code: JSON, a command, two scripts. Always what the form holds; the JSON can be edited.

use console::job_form::outdated_docs;
use domain::export::{Language, export};
use leptos::prelude::*;

use crate::{
    create_training_job::{
        fields::OutdatedDocs,
        review::json_editor::Editor,
        state::{FormState, use_form},
    },
    ui::{Card, CodeBlock},
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
    let chosen = RwSignal::new(Language::Json);
    let editing = RwSignal::new(false);
    let tab = move |language: Language| {
        let is_chosen = move || chosen.get() == language;
        view! {
            <button
                type="button"
                role="tab"
                id=format!("{id}-tab-{}", language.id())
                aria-controls=format!("{id}-{}", language.id())
                aria-selected=move || if is_chosen() { "true" } else { "false" }
                tabindex=move || if is_chosen() { "0" } else { "-1" }
                on:click=move |_| chosen.set(language)
                on:keydown=move |event| choose_by_key(&event, id, language, chosen)
            >
                {language.title()}
            </button>
        }
    };
    let block = move |language: Language| {
        let code = code(form, language, chosen);
        let label = if language == Language::Json { json_label } else { language.title() };
        let is_edited = move || language == Language::Json && editing.get();
        view! {
            <div
                role="tabpanel"
                id=format!("{id}-{}", language.id())
                aria-labelledby=format!("{id}-tab-{}", language.id())
                class:away=move || chosen.get() != language
            >
                {move || if is_edited() {
                    view! { <Editor id=id editing=editing /> }.into_any()
                } else {
                    view! { <CodeBlock label=label code=code /> }.into_any()
                }}
                {(language == Language::Sdk).then(|| view! { <OutdatedDocs all=outdated_docs::about_sdk() /> })}
            </div>
        }
    };
    let edit = move || {
        let is_offered = chosen.get() == Language::Json && !editing.get();
        is_offered.then(|| {
            view! {
                <button type="button" id=format!("{id}-edit") class="button button-plain live-only" on:click=move |_| editing.set(true)>
                    "Edit JSON"
                </button>
            }
        })
    };
    view! {
        <Card title="Request" end=edit>
            <div class="code-tabs live-only" role="tablist" aria-label="Languages">
                {Language::ALL.map(tab).into_iter().collect_view()}
            </div>
            {Language::ALL.map(block).into_iter().collect_view()}
        </Card>
    }
}

/// The code in a language. Only the one in view follows the form; on the server all are written once.
fn code(form: FormState, language: Language, chosen: RwSignal<Language>) -> Signal<String> {
    let region = form.region();
    let memo = Memo::new(move |before: Option<&String>| match before {
        Some(before) if chosen.get() != language => before.clone(),
        _ => form.with_debounced_draft(|draft| export(&draft.request(&region), &region, language)),
    });
    memo.into()
}

/// The arrow keys go from tab to tab, as they do in every list of tabs.
fn choose_by_key(event: &web_sys::KeyboardEvent, id: &str, language: Language, chosen: RwSignal<Language>) {
    let all = Language::ALL;
    let place = all.iter().position(|known| *known == language).unwrap_or_default();
    let next = match event.key().as_str() {
        "ArrowRight" => (place + 1) % all.len(),
        "ArrowLeft" => (place + all.len() - 1) % all.len(),
        "Home" => 0,
        "End" => all.len() - 1,
        _ => return,
    };
    if let Some(next) = all.get(next) {
        event.prevent_default();
        chosen.set(*next);
        crate::browser::focus(&format!("{id}-tab-{}", next.id()));
    }
}
