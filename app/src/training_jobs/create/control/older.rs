//! What older instructions say about a field, folded to one line.

use console::job_form::{
    draft::{InputKey, List},
    outdated_docs::{self, OutdatedDoc},
};
use domain::Field;
use leptos::prelude::*;

use crate::training_jobs::create::{binding::Binding, form::use_form};

/// The differences about the control's field, each with the link that fixes its value; nothing where there are none.
#[component]
pub fn OlderView(
    /// The control's ties.
    binding: Binding,
) -> impl IntoView {
    let form = use_form();
    let field = binding.slot.with_value(|slot| match slot {
        InputKey::Field(field) => Some(field.clone()),
        _ => None,
    });
    let all = field.as_ref().map(outdated_docs::about).unwrap_or_default();
    let fix = move |older: OutdatedDoc, field: &Field| {
        let fixed = binding.value.with(|value| form.draft.with_untracked(|draft| (older.fix)(value, draft, field)));
        fixed.map(|(words, value)| {
            let on_click = move |_| {
                binding.set.run(value.clone());
                binding.leave.run(());
            };
            view! { " " <button type="button" class="cure live-only" on:click=on_click>{words}</button> }
        })
    };
    field.filter(|_| !all.is_empty()).map(|field| {
        let texts = all.iter().map(|older| {
            let field = field.clone();
            view! { <Text older=*older />{move || fix(*older, &field)} }
        });
        view! {
            <details class="older">
                <summary>"Older instructions differ"</summary>
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
            <summary>"Older instructions differ"</summary>
            {all.iter().map(|older| view! { <Text older=*older /> }).collect_view()}
        </details>
    }
}

/// The difference about hyperparameters that nobody documents, with the link that takes such a row out.
#[component]
pub fn OlderHyperparameters() -> impl IntoView {
    let form = use_form();
    let row = Memo::new(move |_| {
        let place = form.shown.with(|draft| draft.other_hyperparameters.iter().position(|row| row.key.trim() == "model_prefix"));
        place.and_then(|place| u32::try_from(place).ok())
    });
    let fix = move || {
        row.get().map(|row| {
            let on_click = move |_| form.remove(List::OtherHyperparameters, row, "hyperparameter model_prefix");
            view! { " " <button type="button" class="cure live-only" on:click=on_click>"Take model_prefix out"</button> }
        })
    };
    let all = outdated_docs::about(&Field::Hyperparameters);
    view! {
        <details class="older">
            <summary>"Older instructions differ"</summary>
            {all.iter().map(|older| view! { <Text older=*older /> }).collect_view()}
            {fix}
        </details>
    }
}

#[component]
fn Text(
    /// The difference.
    older: OutdatedDoc,
) -> impl IntoView {
    let form = use_form();
    let leads = older.leads.map(|(words, step)| {
        view! { " " <button type="button" class="cure live-only" on:click=move |_| form.go(step)>{words}</button> }
    });
    view! {
        <p>
            <b>"They say: "</b>
            {older.says}
            <br />
            <b>"Today: "</b>
            {older.truth}
            {leads}
        </p>
    }
}
