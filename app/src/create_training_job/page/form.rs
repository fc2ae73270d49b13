//! The form of the wizard: its steps, its buttons, and what a submission does.

use console::{job_form::step::Step, paths};
use leptos::{prelude::*, server_fn::ServerFn};

use super::summary::{ImportNotice, Summary};
use crate::{
    browser,
    create_training_job::{
        channels::DataStep,
        hyperparameters::HyperparametersStep,
        review::ReviewStep,
        saving::{DraftStatus, DraftTrouble, ReplacedNotice},
        state::{FORM_ID, FormState, SUMMARY_ID},
        steps::{
            job_settings::SettingsStep,
            output::OutputStep,
            start_from::{StartStep, examples::ExpandedSamples},
        },
        submit::CreateTrainingJob,
    },
    flash::{Flash, FlashKind, use_flashes},
    ui::{Button, ButtonKind, HiddenInput, LinkButton},
};

/// The form with all steps, and its submission.
#[component]
pub fn WizardForm() -> impl IntoView {
    let form = expect_context::<FormState>();
    let flashes = use_flashes();
    let create = ServerAction::<CreateTrainingJob>::new();
    Effect::new(move |_| match create.value().get() {
        Some(Ok(name)) => flashes.push(Flash::new(FlashKind::Success, format!("Training job {name} was created."))),
        Some(Err(error)) => {
            form.autosave.resume();
            form.refused(error);
        }
        None => {}
    });
    let draft_id = Signal::derive(move || form.autosave.id());
    let copied_from = Memo::new(move |_| {
        form.provenance.with(|provenance| Some(provenance.as_ref()?.copied_job()?.to_owned())).unwrap_or_default()
    });
    let on_submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if form.step.get_untracked() != Step::Review && !form.single.get_untracked() {
            // The Enter key in a field.
            form.go_on();
        } else if !create.pending().get_untracked() {
            if form.is_ready() && !form.has_accepted_warnings() {
                // The tick has the focus and says what is missing.
            } else if form.is_ready() {
                create.dispatch(CreateTrainingJob {
                    draft: form.draft.get_untracked(),
                    draft_id: form.autosave.submitted(),
                    copied_from: copied_from.get_untracked(),
                });
            } else {
                request_animation_frame(|| browser::focus(SUMMARY_ID));
            }
        }
    };
    view! {
        <form id=FORM_ID method="post" action=CreateTrainingJob::url() class="wizard-form" on:submit=on_submit novalidate>
            // Without scripts the Enter key presses the first submit button, which must not be one that edits rows.
            <Button kind=ButtonKind::Bare class="visually-hidden" submit=true attr:tabindex="-1" attr:aria-hidden="true">
                "Create training job"
            </Button>
            <HiddenInput name="draft_id" value=draft_id />
            <HiddenInput name="copied_from" value=copied_from />
            <Summary />
            <DraftTrouble />
            <ReplacedNotice />
            <ImportNotice />
            <ExpandedSamples />
            {Step::ALL.map(|step| view! { <StepSection step=step /> }).into_iter().collect_view()}
            <FormFooter pending=create.pending() />
        </form>
    }
}

/// One step's section: only the step in view is shown; without scripts all are.
#[component]
fn StepSection(
    /// The step.
    step: Step,
) -> impl IntoView {
    let form = expect_context::<FormState>();
    let heading = format!("{}-heading", step.id());
    let labelled_by = heading.clone();
    view! {
        <section
            id=step.id()
            class="step"
            class:away=move || form.step.get() != step
            aria-labelledby=labelled_by
        >
            <h2 id=heading class="step-heading" tabindex="-1">
                {step.title()}
            </h2>
            {match step {
                Step::StartFrom => view! { <StartStep /> }.into_any(),
                Step::JobSettings => view! { <SettingsStep /> }.into_any(),
                Step::Hyperparameters => view! { <HyperparametersStep /> }.into_any(),
                Step::InputData => view! { <DataStep /> }.into_any(),
                Step::Output => view! { <OutputStep /> }.into_any(),
                Step::Review => view! { <ReviewStep /> }.into_any(),
            }}
        </section>
    }
}

/// The row that was removed last, with the button that brings it back.
#[component]
fn RemovedNotice() -> impl IntoView {
    let form = expect_context::<FormState>();
    move || {
        let (words, _) = form.removed.get()?;
        Some(view! {
            <span class="removed-notice">
                {words} " "
                <Button kind=ButtonKind::Inline on_press=move |()| form.undo_removal()>
                    "Undo"
                </Button>
            </span>
        })
    }
}

#[component]
fn FormFooter(
    /// Whether a submission is under way.
    #[prop(into)]
    pending: Signal<bool>,
) -> impl IntoView {
    let form = expect_context::<FormState>();
    let is_single = form.single;
    let is_review = Memo::new(move |_| is_single.get() || form.step.get() == Step::Review);
    // Once the variants of the form are jobs, one more is no longer what comes next.
    let kind = move || if form.has_launched.get() { ButtonKind::Normal } else { ButtonKind::Primary };
    let flashes = use_flashes();
    let say_what_is_kept = move |_| {
        // A draft that is not saved yet has the question of its own.
        if let Some(draft) = form.autosave.kept() {
            let flash = Flash::new(FlashKind::Info, format!("This form is kept as the draft {}.", draft.name()));
            flashes.push(flash.with_link(paths::create_from_draft(&draft.id), "Continue with it"));
        }
    };
    let previous = move |()| {
        if let Some(step) = form.step.get_untracked().previous() {
            form.go(step);
        }
    };
    let review = move |()| {
        form.visited.update(|visited| visited.extend(Step::ALL));
        form.go(Step::Review);
    };
    view! {
        <div class="foot">
            <RemovedNotice />
            <span class="muted" role="status">{move || if pending.get() { "Creating the training job…" } else { "" }}</span>
            <DraftStatus />
            <LinkButton href=paths::training_jobs() kind=ButtonKind::Plain on:click=say_what_is_kept>
                "Cancel"
            </LinkButton>
            <Button class="live-only" attr:hidden=move || is_single.get() || form.step.get() == Step::StartFrom on_press=previous>
                "Previous"
            </Button>
            <Button class="live-only" attr:hidden=is_review on_press=review>
                "Review"
            </Button>
            <Button kind=ButtonKind::Primary class="live-only" attr:hidden=is_review on_press=move |()| form.go_on()>
                "Next"
            </Button>
            {move || {
                view! {
                    <Button kind=kind() submit=true pending=pending class:away=move || !is_review.get()>
                        "Create training job"
                    </Button>
                }
            }}
        </div>
    }
}
