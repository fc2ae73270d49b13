//! What older instructions say about a field, folded to one line.

use console::job_form::{
    draft::{InputKey, List},
    outdated_docs::{self, OutdatedDoc},
};
use domain::Field;
use leptos::prelude::*;

use crate::{
    create_training_job::{fields::Binding, state::use_form},
    ui::{Button, ButtonKind},
};

/// The differences about the control's field, each with the link that fixes its value; nothing where there are none.
#[component]
pub fn OutdatedDocsOfControl(
    /// The control's ties.
    binding: Binding,
) -> impl IntoView {
    let form = use_form();
    let field = binding.key.with_value(|key| match key {
        InputKey::Field(field) => Some(field.clone()),
        _ => None,
    });
    let all = field.as_ref().map(outdated_docs::about).unwrap_or_default();
    let fix = move |doc: OutdatedDoc, field: &Field| {
        let fixed = binding.value.with(|value| form.draft.with_untracked(|draft| (doc.fix)(value, draft, field)));
        fixed.map(|(words, value)| {
            let on_press = move |()| {
                binding.set.run(value.clone());
                binding.leave.run(());
            };
            view! { " " <Button kind=ButtonKind::Inline class="live-only" on_press=on_press>{words}</Button> }
        })
    };
    field.filter(|_| !all.is_empty()).map(|field| {
        let texts = all.iter().map(|doc| {
            let field = field.clone();
            view! { <OutdatedDocText doc=*doc />{move || fix(*doc, &field)} }
        });
        view! {
            <details class="older">
                <summary>"Differs from the AWS guide"</summary>
                {texts.collect_view()}
            </details>
        }
    })
}

/// The same without a control.
#[component]
pub fn OutdatedDocs(
    /// The differences.
    all: &'static [OutdatedDoc],
) -> impl IntoView {
    view! {
        <details class="older">
            <summary>"Differs from the AWS guide"</summary>
            {all.iter().map(|doc| view! { <OutdatedDocText doc=*doc /> }).collect_view()}
        </details>
    }
}

/// The difference about undocumented hyperparameters, with the link that removes such a row.
#[component]
pub fn OutdatedDocsOfHyperparameters() -> impl IntoView {
    let form = use_form();
    let row = Memo::new(move |_| {
        let place = form.shown.with(|draft| draft.other_hyperparameters.iter().position(|row| row.key.trim() == "model_prefix"));
        place.and_then(|place| u32::try_from(place).ok())
    });
    let fix = move || {
        row.get().map(|row| {
            let on_press = move |()| form.remove(List::OtherHyperparameters, row, "hyperparameter model_prefix");
            view! { " " <Button kind=ButtonKind::Inline class="live-only" on_press=on_press>"Take model_prefix out"</Button> }
        })
    };
    let all = outdated_docs::about(&Field::Hyperparameters);
    view! {
        <details class="older">
            <summary>"Differs from the AWS guide"</summary>
            {all.iter().map(|doc| view! { <OutdatedDocText doc=*doc /> }).collect_view()}
            {fix}
        </details>
    }
}

#[component]
fn OutdatedDocText(
    /// The difference.
    doc: OutdatedDoc,
) -> impl IntoView {
    let form = use_form();
    let leads = doc.leads.map(|(words, step)| {
        view! { " " <Button kind=ButtonKind::Inline class="live-only" on_press=move |()| form.go(step)>{words}</Button> }
    });
    view! {
        <p>
            <b>"The guide says: "</b>
            {doc.says}
            <br />
            <b>"The API now: "</b>
            {doc.truth}
            {leads}
        </p>
    }
}
