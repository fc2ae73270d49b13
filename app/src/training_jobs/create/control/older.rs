//! What older instructions say about a field, folded to one line.

use leptos::prelude::*;

use crate::training_jobs::create::{
    binding::Binding,
    draft::Slot,
    form::use_form,
    older::{self, Older},
};

/// The differences about the control's field, each with the link that mends its value; nothing where there are none.
#[component]
pub fn OlderView(
    /// The control's ties.
    binding: Binding,
) -> impl IntoView {
    let form = use_form();
    let all = binding.slot.with_value(|slot| match slot {
        Slot::Field(field) => older::of(field),
        _ => &[],
    });
    let fix = move |older: Older| {
        let mended = binding.value.with(|value| form.draft.with_untracked(|draft| (older.fix)(value, draft)));
        mended.map(|(words, value)| {
            let on_click = move |_| {
                binding.set.run(value.clone());
                binding.leave.run(());
            };
            view! { " " <button type="button" class="cure live-only" on:click=on_click>{words}</button> }
        })
    };
    (!all.is_empty()).then(|| {
        view! {
            <details class="older">
                <summary>"Older instructions differ"</summary>
                {all.iter().map(|older| view! { <Text older=*older />{move || fix(*older)} }).collect_view()}
            </details>
        }
    })
}

/// The same without a control.
#[component]
pub fn OlderTexts(
    /// The differences.
    all: &'static [Older],
) -> impl IntoView {
    view! {
        <details class="older">
            <summary>"Older instructions differ"</summary>
            {all.iter().map(|older| view! { <Text older=*older /> }).collect_view()}
        </details>
    }
}

#[component]
fn Text(
    /// The difference.
    older: Older,
) -> impl IntoView {
    view! {
        <p>
            <b>"They say: "</b>
            {older.says}
            <br />
            <b>"Today: "</b>
            {older.truth}
        </p>
    }
}
