//! *Launch variants*: several jobs from one form, shown as a table before anything is sent, then sent one by one.

pub mod launch;
pub mod lookups;
pub mod plan;
pub mod table;

use domain::sweep::MAX_VARIATIONS;
use leptos::prelude::*;

use self::{
    launch::{Launch, VariantState},
    plan::{Plan, TypedVariation},
    table::VariantTable,
};
use crate::{
    create_training_job::state::use_form,
    ui::{Button, ButtonKind, Card, Select, TextArea},
};

/// The section of review.
#[component]
pub fn Variants() -> impl IntoView {
    let form = use_form();
    let open = RwSignal::new(false);
    let plan = Plan::new(form);
    let launch = Launch::new(form);
    let preview = move |()| launch.preview(plan);
    let rows = move || {
        plan.rows.get().into_iter().enumerate().map(|(place, _)| view! { <VariationRow plan=plan place=place /> }).collect_view()
    };
    let add = move |()| plan.rows.update(|rows| rows.push(TypedVariation::default()));
    let can_add = move || plan.rows.with(Vec::len) < MAX_VARIATIONS;
    let toggle = move || {
        view! {
            <Button
                class="live-only"
                attr:aria-expanded=move || if open.get() { "true" } else { "false" }
                attr:aria-controls="variants"
                on_press=move |()| open.update(|open| *open = !*open)
            >
                {move || if open.get() { "Close" } else { "Launch variants" }}
            </Button>
        }
    };
    view! {
        <Card title="Variants" end=toggle>
            <p class="muted">
                "Create several jobs from this form: list values for up to three hyperparameters or channels. Every combination becomes a job, and all jobs share a tag."
            </p>
            <div id="variants" class:away=move || !open.get()>
                {move || open.get().then(|| view! {
                    <div class="variation-rows">{rows}</div>
                    <p class="button-row">
                        {move || can_add().then(|| view! {
                            <Button on_press=add>"Vary another setting"</Button>
                        })}
                        <Button on_press=preview>"Preview the jobs"</Button>
                    </p>
                    <div role="status">
                        {move || launch.problem.get().map(|problem| view! { <p class="note note-error">{problem}</p> })}
                    </div>
                    <VariantTable plan=plan launch=launch />
                })}
            </div>
        </Card>
    }
}

#[component]
fn VariationRow(
    /// All rows.
    plan: Plan,
    /// This row's place.
    place: usize,
) -> impl IntoView {
    let options = std::iter::once((String::new(), "Choose a setting".to_owned())).chain(plan.options()).collect::<Vec<_>>();
    let number = place + 1;
    let chosen = move || plan.rows.with(|rows| rows.get(place).map(|row| row.setting.clone()).unwrap_or_default());
    let values = move || plan.rows.with_untracked(|rows| rows.get(place).map(|row| row.values.clone()).unwrap_or_default());
    let choose = move |setting: String| {
        let current = plan.current(&setting);
        plan.rows.update(|rows| {
            if let Some(row) = rows.get_mut(place) {
                row.values = current;
                row.setting = setting;
            }
        });
    };
    let write = move |text: String| {
        // The row is on the page already, so nothing is drawn again.
        plan.rows.update_untracked(|rows| {
            if let Some(row) = rows.get_mut(place) {
                row.values = text;
            }
        });
    };
    let remove = move |()| {
        plan.rows.update(|rows| {
            if place < rows.len() {
                rows.remove(place);
            }
        });
    };
    view! {
        <fieldset class="variation">
            <legend class="visually-hidden">{format!("Setting {number}")}</legend>
            <div class="field">
                <label for=format!("variation-{place}")>{format!("Setting {number}")}</label>
                <Select
                    id=format!("variation-{place}")
                    value=Signal::derive(chosen)
                    options=options
                    on_choose=choose
                    described_by=""
                />
            </div>
            <div class="field">
                <label for=format!("variation-{place}-values")>{format!("Values {number}, one per line")}</label>
                <TextArea
                    id=format!("variation-{place}-values")
                    rows=4
                    value=Signal::derive(values)
                    on_input=write
                    described_by=""
                />
            </div>
            <Button kind=ButtonKind::Plain attr:aria-label=format!("Remove setting {number}") on_press=remove>
                "Remove"
            </Button>
        </fieldset>
    }
}

/// What is said about a row, for the table and for assistive technology.
pub fn words_of(row: &VariantState) -> String {
    use launch::Progress;
    match &row.progress {
        Progress::Ready => match row.warnings.len() {
            0 => "Ready".to_owned(),
            1 => "Ready, with a warning".to_owned(),
            count => format!("Ready, with {count} warnings"),
        },
        Progress::Invalid(message) => message.clone(),
        Progress::Sending => "Sending…".to_owned(),
        Progress::Created => "Created".to_owned(),
        Progress::Refused(message) => format!("Refused: {message}"),
    }
}
