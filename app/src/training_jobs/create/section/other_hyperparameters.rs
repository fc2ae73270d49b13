//! Hyperparameters with a name of one's own.

use console::job_form::draft::{InputKey, List};
use domain::Field;
use leptos::prelude::*;

use crate::training_jobs::create::{
    binding::Binding,
    control::{AddButton, OlderHyperparameters, RemoveButton, TextField},
    form::use_form,
    list_messages::ListMessages,
};
use crate::ui::{Card, TextKind};

/// The rows and the button that adds one.
#[component]
pub fn OtherHyperparameters() -> impl IntoView {
    let form = use_form();
    let count = form.count(List::OtherHyperparameters);
    let is_typed = Memo::new(move |_| {
        form.shown.with(|draft| draft.known_algorithm().is_some_and(|algorithm| !algorithm.hyperparameters.is_empty()))
    });
    let words = move || {
        if is_typed.get() {
            "Names that the algorithm does not document are sent as they are."
        } else {
            "Up to 100 pairs of name and value; all values travel as text."
        }
    };
    view! {
        <Card title="Other names">
            <p class="muted">{words}</p>
            <OlderHyperparameters />
            <ListMessages field=Field::Hyperparameters />
            <div class="rows">
                <For each=move || 0..count.get() key=|row| *row let(row)>
                    <div class="row">
                        <TextField binding=Binding::new(form, Field::HyperparameterKey(row)) label="Name" kind=TextKind::Code />
                        <TextField binding=Binding::new(form, InputKey::OtherHyperparameter(row)) label="Value" kind=TextKind::Code />
                        <RemoveButton list=List::OtherHyperparameters row=row what=format!("hyperparameter {}", row + 1) />
                    </div>
                </For>
            </div>
            <AddButton list=List::OtherHyperparameters words="Add hyperparameter" />
        </Card>
    }
}
