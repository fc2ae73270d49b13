//! A limit of time: a number and its unit.

use console::job_form::draft::{Draft, RuntimeUnit, part_name};
use domain::Field;
use leptos::prelude::*;

use crate::{
    create_training_job::{
        fields::{Binding, TextField, words},
        state::use_form,
    },
    ui::{Select, TextKind},
};

/// The field.
#[component]
pub fn TimeField(
    /// [`Field::MaximumRuntime`] or [`Field::MaximumWait`].
    field: Field,
    /// The label.
    label: &'static str,
    /// Element id of the unit.
    unit_id: &'static str,
    /// The unit's name for assistive technology.
    unit_label: &'static str,
    /// What the limit is about.
    help: &'static str,
) -> impl IntoView {
    let form = use_form();
    let is_wait = field == Field::MaximumWait;
    let read = move |draft: &Draft| if is_wait { draft.max_wait_unit } else { draft.max_runtime_unit };
    let unit = Memo::new(move |_| form.draft.with(|draft| read(draft).as_str().to_owned()));
    let set_unit = move |word: String| {
        if let Some(unit) = RuntimeUnit::parse(&word) {
            form.draft.update(|draft| if is_wait { draft.max_wait_unit = unit } else { draft.max_runtime_unit = unit });
        }
    };
    let left = field.clone();
    view! {
        <TextField binding=Binding::new(form, field) label=label kind=TextKind::Number help=help.to_owned()>
            <Select
                id=unit_id.to_owned()
                name=part_name(if is_wait { "max_wait_unit" } else { "max_runtime_unit" })
                value=unit
                options=words(RuntimeUnit::ALL.into_iter().map(RuntimeUnit::as_str))
                on_choose=set_unit
                on_leave=move |()| form.leave(&left)
                aria_label=unit_label
                described_by=""
            />
        </TextField>
    }
}
