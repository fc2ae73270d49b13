//! Hyperparameters with a name of one's own.

use domain::Field;
use leptos::prelude::*;

use super::{
    binding::Binding,
    control::TextField,
    draft::{List, OtherHyperparameter, other_hyperparameter_id, other_hyperparameter_name},
    form::use_form,
};
use crate::{layout::Container, ui::TextKind};

/// The rows and the button that adds one.
#[component]
pub fn OtherHyperparameters() -> impl IntoView {
    let form = use_form();
    let count = Memo::new(move |_| form.draft.with(|draft| u32::try_from(draft.other_hyperparameters.len()).unwrap_or(u32::MAX)));
    let add = move |_| {
        let row = count.get_untracked();
        form.draft.update(|draft| draft.other_hyperparameters.push(OtherHyperparameter::default()));
        form.focus(&Field::HyperparameterKey(row));
    };
    view! {
        <Container title="Other names">
            <p class="muted">"Names that the algorithm does not document are sent as they are."</p>
            <div id=Field::Hyperparameters.id() class="rows" tabindex="-1">
                <For each=move || 0..count.get() key=|row| *row let(row)>
                    <Row row=row />
                </For>
            </div>
            <button type="button" class="button live-only" on:click=add>
                "Add hyperparameter"
            </button>
        </Container>
    }
}

#[component]
fn Row(
    /// Its place.
    row: u32,
) -> impl IntoView {
    let form = use_form();
    let index = usize::try_from(row).unwrap_or(usize::MAX);
    let value = Memo::new(move |_| {
        form.draft.with(|draft| draft.other_hyperparameters.get(index).map(|row| row.value.clone()).unwrap_or_default())
    });
    let set = Callback::new(move |value: String| {
        form.draft.update(|draft| {
            if let Some(row) = draft.other_hyperparameters.get_mut(index) {
                row.value = value;
            }
        });
    });
    // The value's messages are known by the name that is typed beside it.
    let field = move || {
        let key = form.shown.with(|draft| draft.other_hyperparameters.get(index).map(|row| row.key.trim().to_owned()));
        Field::Hyperparameter(key.unwrap_or_default())
    };
    let value_binding = Binding {
        id: other_hyperparameter_id(row).into(),
        name: other_hyperparameter_name(row).into(),
        value: value.into(),
        set,
        leave: Callback::new(move |()| form.leave(&field())),
        note: Memo::new(move |_| form.note(&field(), false)).into(),
        mend: Callback::new(move |()| form.mend(&field())),
    };
    view! {
        <div class="row">
            <TextField binding=Binding::new(form, Field::HyperparameterKey(row)) label="Name" kind=TextKind::Code />
            <TextField binding=value_binding label="Value" kind=TextKind::Code />
            <button
                type="button"
                class="button button-plain"
                aria-label=format!("Remove hyperparameter {}", row + 1)
                on:click=move |_| form.remove(List::OtherHyperparameters, row, "Hyperparameter")
            >
                "Remove"
            </button>
        </div>
    }
}
