//! The page: the list of steps, the step in view or all of them, the live request.

pub mod single_page;
pub mod step_history;
pub mod summary;

use console::{
    job_form::{
        provenance::Provenance,
        start::{Start, address::AddressParameters},
        step::Step,
    },
    paths,
};
use domain::Field;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use self::{
    single_page::SinglePageLink,
    summary::{ImportNotice, Summary},
};
use super::{
    api::prepare_form,
    channels::DataStep,
    fields::location::LocationPicker,
    hyperparameters::HyperparametersStep,
    review::{ReviewStep, code_panel::CodePanel},
    saving::{DraftStatus, DraftTrouble, ReplacedNotice, typed_before_hydration, unload_guard::UnloadGuard},
    state::{FORM_ID, FormState, SUMMARY_ID},
    steps::{Steps, job_settings::SettingsStep, output::OutputStep, start_from::StartStep},
    submit::CreateTrainingJob,
};
use crate::ui::{
    Alert, AlertKind, Badge, BadgeKind, Breadcrumbs, Button, ButtonKind, Crumb, ErrorPanel, LinkButton, Loading, PageHead,
};

/// The page. The address says what to start from: `?from=JOB`, `?artifact=S3URI`, `?model=NAME`,
/// `?clone=JOB`, `?continue=JOB`, `?draft=ID` or `?example=base`; `&field=` is the field, as JSON, that gets the focus.
#[component]
pub fn CreatePage() -> impl IntoView {
    let query = use_query_map();
    let start = Resource::new_blocking(move || query.with(parameters), prepare_form);
    let crumbs = vec![Crumb::link("Training jobs", paths::training_jobs()), Crumb::here("Create training job")];
    view! {
        <Breadcrumbs crumbs=crumbs />
        <Suspense fallback=|| view! { <Loading what="the form" /> }>
            {move || Suspend::new(async move {
                match start.await {
                    Ok(start) => view! { <Wizard start=start /> }.into_any(),
                    Err(error) => view! { <ErrorPanel error=error /> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn parameters(query: &ParamsMap) -> AddressParameters {
    let text = |name: &str| query.get(name).unwrap_or_default();
    AddressParameters {
        from: text("from"),
        artifact: text("artifact"),
        model: text("model"),
        example: text("example"),
        clone_of: text("clone"),
        continue_of: text("continue"),
        draft: text("draft"),
        paste: text("paste"),
        form: text("form"),
    }
}

/// An element that exists only where scripts do not run.
const NO_SCRIPTS: &str = r#"<span class="no-scripts"></span>"#;

/// The wizard.
#[component]
fn Wizard(
    /// How the form begins.
    start: Start,
) -> impl IntoView {
    let notice = start.notice.clone();
    // This comes first: a live page would overwrite what was typed into the server's page.
    let single = use_query_map().with_untracked(single_page::of_page);
    let form = FormState::new(start, typed_before_hydration::typed_draft(), single);
    provide_context(form);
    Effect::new(move |_| {
        form.look_up_all_locations();
        form.look_up_suggestions();
    });
    // A failed job's page leads to the field that its reason is about.
    let asked = use_query_map().with_untracked(|query| query.get("field"));
    Effect::new(move |_| {
        if let Some(field) = asked.as_deref().and_then(|json| serde_json::from_str::<Field>(json).ok()) {
            form.focus(&field);
        }
    });
    step_history::follow(form);
    let create = ServerAction::<CreateTrainingJob>::new();
    Effect::new(move |_| {
        if let Some(Err(error)) = create.value().get() {
            form.autosave.resume();
            form.refused(error);
        }
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
                create.dispatch(CreateTrainingJob { draft: form.draft.get_untracked(), draft_id: form.autosave.submitted() });
            } else {
                request_animation_frame(|| crate::browser::focus(SUMMARY_ID));
            }
        }
    };
    let origin = Memo::new(move |_| {
        let source = || form.source().and_then(|source| source.job).map(|job| format!("from {}", job.name));
        form.provenance.with(|provenance| provenance.as_ref().and_then(Provenance::badge)).or_else(source)
    });
    let badge = move || origin.get().map(|words| view! { <Badge kind=BadgeKind::Info>{words}</Badge> });
    // The badge is a closure of its own, because the view beside a title is made once.
    let beside = move || view! { {badge} };
    view! {
        <PageHead title="Create training job" beside=beside>
            <SinglePageLink />
        </PageHead>
        {notice.map(|notice| view! { <Alert kind=AlertKind::Warning title=notice /> })}
        <div
            class="wizard"
            class:wizard-single=move || form.single.get()
            class:wizard-review=move || form.step.get() == Step::Review && !form.single.get()
        >
            // The style sheet then shows all steps.
            <noscript inner_html=NO_SCRIPTS></noscript>
            <Steps />
            <form id=FORM_ID method="post" action=CreateTrainingJob::url() class="wizard-form" on:submit=on_submit novalidate>
                // Without scripts the Enter key presses the first submit button, which must not be one that edits rows.
                <button type="submit" class="visually-hidden" tabindex="-1" aria-hidden="true">"Create training job"</button>
                <input type="hidden" name="draft_id" value=move || form.autosave.stored.get().map(|draft| draft.id).unwrap_or_default() />
                <Summary />
                <DraftTrouble />
                <ReplacedNotice />
                <ImportNotice />
                {Step::ALL.map(|step| view! { <StepSection step=step /> }).into_iter().collect_view()}
                <Foot pending=create.pending() />
            </form>
            <aside class="request-panel" aria-label="Request">
                <CodePanel id="code" json_label="Request JSON" />
            </aside>
        </div>
        <form id="artifact-form" method="get" action=paths::create()></form>
        <form id="model-form" method="get" action=paths::create()></form>
        <form id="paste-form" method="get" action=paths::create()></form>
        <LocationPicker />
        <UnloadGuard />
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

#[component]
fn Foot(
    /// Whether a submission is under way.
    #[prop(into)]
    pending: Signal<bool>,
) -> impl IntoView {
    let form = expect_context::<FormState>();
    let is_single = form.single;
    let is_review = Memo::new(move |_| is_single.get() || form.step.get() == Step::Review);
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
            <span class="muted" role="status">{move || if pending.get() { "Creating the training job…" } else { "" }}</span>
            <DraftStatus />
            <LinkButton href=paths::training_jobs() kind=ButtonKind::Plain>
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
            <button type="submit" class="button button-primary" class:away=move || !is_review.get() aria-disabled=move || pending.get().then_some("true")>
                "Create training job"
            </button>
        </div>
    }
}
