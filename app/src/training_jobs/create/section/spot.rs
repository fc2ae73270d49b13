//! Managed spot training.

use console::job_form::draft::ON;
use domain::Field;
use leptos::prelude::*;

use super::time_field::TimeField;
use crate::training_jobs::create::{binding::Binding, control::CheckField, form::use_form};
use crate::ui::Card;

/// The section. The wait time is also shown without spot capacity when a request brought one.
#[component]
pub fn SpotSection() -> impl IntoView {
    let form = use_form();
    let has_no_wait = Memo::new(move |_| form.shown.with(|draft| draft.spot != ON && draft.max_wait.trim().is_empty()));
    view! {
        <Card title="Managed spot training">
            <div class="form">
                <CheckField
                    binding=Binding::new(form, Field::ManagedSpot)
                    label="Enable managed spot training"
                    help="Cheaper capacity that may be taken away; the job then waits for more and goes on from its checkpoints."
                />
                <div class:away=has_no_wait>
                    <TimeField
                        field=Field::MaximumWait
                        label="Stopping condition: maximum wait time"
                        unit_id="max-wait-unit"
                        unit_label="Unit of the maximum wait time"
                        help="Waiting and running together; at least the maximum runtime."
                    />
                </div>
            </div>
        </Card>
    }
}
