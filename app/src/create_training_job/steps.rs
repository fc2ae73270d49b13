//! The list of steps at the side; below it the steps themselves.

pub mod advanced;
pub mod job_settings;
pub mod metrics;
pub mod output;
pub mod resources;
pub mod start_from;

use console::job_form::step::Step;
use leptos::prelude::*;

use super::state::use_form;

/// All steps with what each holds; visited ones can be gone to. Without scripts all steps stand on the page and the
/// links lead to them.
#[component]
pub fn Steps() -> impl IntoView {
    let form = use_form();
    let position = move || {
        let step = form.step.get();
        let number = Step::ALL.into_iter().filter(|known| *known <= step).count();
        format!("Step {number} of {}: {}", Step::ALL.len(), step.title())
    };
    Effect::new(move |_| {
        let step = form.step.get();
        // The row of steps may be wider than the screen.
        request_animation_frame(move || crate::browser::center_in_list(&link_id(step)));
    });
    view! {
        <nav class="wizard-steps" aria-label="Steps">
            // The list names the current step for assistive technology.
            <p class="steps-position live-only" aria-hidden="true">{position}</p>
            <ol class="steps">{Step::ALL.map(|step| view! { <StepLink step=step /> }).into_iter().collect_view()}</ol>
            <span class="visually-hidden" role="status">{move || form.announcement.get()}</span>
        </nav>
    }
}

fn link_id(step: Step) -> String {
    format!("{}-link", step.id())
}

#[component]
fn StepLink(
    /// The step.
    step: Step,
) -> impl IntoView {
    let form = use_form();
    let is_current = Memo::new(move |_| form.step.get() == step);
    let is_visited = Memo::new(move |_| form.visited.with(|visited| visited.contains(&step)));
    let source_job = move || form.source().and_then(|source| source.job).map(|job| job.name);
    // The example may have been given a model; a clone keeps its own.
    let provenance = move || {
        form.provenance
            .get()
            .filter(|provenance| provenance.is_baseline() || source_job().is_none())
            .map(|provenance| provenance.title())
    };
    let found = Memo::new(move |_| {
        form.violations.with(|violations| violations.errors().filter(|error| Step::of(&error.field) == step).count())
    });
    // Errors are counted when the step was left; until then it is not complete.
    let errors = Memo::new(move |_| if form.marked.with(|marked| marked.contains(&step)) { found.get() } else { 0 });
    let is_complete = Memo::new(move |_| is_visited.get() && found.get() == 0 && step != Step::Review);
    let summary = move || match errors.get() {
        0 if step == Step::StartFrom && provenance().is_some() => provenance().unwrap_or_default(),
        0 => form.shown.with(|draft| step.summary(draft, source_job().as_deref())),
        1 => "1 error".to_owned(),
        count => format!("{count} errors"),
    };
    let on_click = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        if is_visited.get_untracked() {
            form.go(step);
        }
    };
    view! {
        <li class:complete=is_complete class:has-errors=move || errors.get() != 0>
            <a
                id=link_id(step)
                href=format!("#{}", step.id())
                aria-current=move || is_current.get().then_some("step")
                aria-disabled=move || (!is_visited.get()).then_some("true")
                on:click=on_click
            >
                {step.title()}
            </a>
            <span class="visually-hidden">{move || is_complete.get().then_some(" complete. ")}</span>
            <small>{move || if is_visited.get() { summary() } else { String::new() }}</small>
        </li>
    }
}
