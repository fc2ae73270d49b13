//! The page: the list of steps, the step in view or all of them, the live request.

pub mod form;
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
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use self::{form::WizardForm, single_page::SinglePageLink};
use super::{
    api::prepare_form,
    fields::location::LocationPicker,
    review::code_panel::CodePanel,
    saving::{typed_before_hydration, unload_guard::UnloadGuard},
    state::FormState,
    steps::Steps,
};
use crate::{
    page_resource::{blocking_page_resource, from_json},
    ui::{Alert, AlertKind, Badge, BadgeKind, Breadcrumbs, Crumb, ErrorPanel, Loading, PageHead, loaded},
};

/// The page. The address says what to start from: `?from=JOB`, `?artifact=S3URI`, `?model=NAME`,
/// `?clone=JOB`, `?continue=JOB`, `?draft=ID` or `?example=WORD`; `&field=` is the field, as JSON, that gets the focus.
#[component]
pub fn CreatePage() -> impl IntoView {
    let query = use_query_map();
    let start = blocking_page_resource(move || query.with(parameters), prepare_form);
    let crumbs = vec![Crumb::link("Training jobs", paths::training_jobs()), Crumb::here("Create training job")];
    let content = loaded(start, |start| match start {
        Ok(start) => view! { <Wizard start=start /> }.into_any(),
        Err(error) => view! { <ErrorPanel error=error /> }.into_any(),
    });
    view! {
        <Breadcrumbs crumbs=crumbs />
        <Suspense fallback=|| view! { <Loading what="the form" /> }>{content}</Suspense>
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
        if let Some(field) = asked.as_deref().and_then(|json| from_json::<Field>(json).ok()) {
            form.focus(&field);
        }
    });
    step_history::follow(form);
    let origin = Memo::new(move |_| {
        let source = || form.source().and_then(|source| source.job).map(|job| format!("from {}", job.name));
        form.provenance.with(|provenance| provenance.as_ref().and_then(Provenance::badge)).or_else(source)
    });
    let badge = move || origin.get().map(|words| view! { <Badge kind=BadgeKind::Info>{words}</Badge> });
    let title = Signal::derive(move || match form.single.get() {
        true => "Create training job".to_owned(),
        false => format!("{} – Create training job", form.step.get().title()),
    });
    // The badge is a closure of its own, because the view beside a title is made once.
    let beside = move || view! { {badge} };
    view! {
        <PageHead title="Create training job" document_title=title beside=beside>
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
            <WizardForm />
            <aside class="request-panel" aria-label="Request">
                <details open=true>
                    <summary>"Request"</summary>
                    <CodePanel id="code" json_label="Request JSON" />
                </details>
            </aside>
        </div>
        <form id="artifact-form" method="get" action=paths::create()></form>
        <form id="model-form" method="get" action=paths::create()></form>
        <form id="paste-form" method="get" action=paths::create()></form>
        <LocationPicker />
        <UnloadGuard />
    }
}
