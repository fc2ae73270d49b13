//! The tab *Predictions*: what the job's model makes of the validation images.

pub mod against;
pub mod chosen_images;
pub mod classification;
pub mod confusion;
pub mod detection;
pub mod images;
pub mod mistakes;
pub mod progress;
pub mod rescored;
pub mod score;
pub mod segmentation;

use console::{
    data::evaluation::{EvaluationFailure, EvaluationState, EvaluationView, FindingsView},
    format, paths,
};
use domain::evaluation::evaluation_limits;
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use self::{
    against::Against,
    classification::Classified,
    detection::Detected,
    progress::Progress,
    score::{Figure, Score},
    segmentation::Segmented,
};
use super::live::{LiveJob, with_job};
use crate::{
    page_resource::blocking_page_resource,
    training_jobs::api::{CancelEvaluation, StartEvaluation, view_evaluation},
    ui::{Alert, AlertKind, Button, ButtonKind, Card, EmptyState, ErrorPanel, HiddenInput, IconName, Loading},
};

/// Which images the address asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Their class, that of pixels in them, or that of an object that was missed; `None` for all.
    pub truth: Option<u32>,
    /// The class that these were taken for, or that of a prediction that is wrong; `None` for all.
    pub predicted: Option<u32>,
    /// The page, from 1.
    pub page: u64,
}

impl Chosen {
    fn of(query: &ParamsMap) -> Self {
        let class = |name| query.get(name).and_then(|class| class.parse().ok());
        Self { truth: class("truth"), predicted: class("predicted"), page: page(query, "page") }
    }
}

/// The number of a page in the address, from 1.
fn page(query: &ParamsMap, name: &str) -> u64 {
    query.get(name).and_then(|page| page.parse().ok()).unwrap_or(1)
}

/// The evaluation of the model: a button that makes it, its progress, or its result.
#[component]
pub fn PredictionsTab() -> impl IntoView {
    with_job(|job| view! { <Predictions job=job /> })
}

#[component]
fn Predictions(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let query = use_query_map();
    let key = Memo::new(move |_| job.job.with(|job| job.summary.key()));
    // A model may appear when the job ends.
    let stored = Memo::new(move |_| job.job.with(|job| (job.summary.status, job.artifact.clone())));
    let chosen = Memo::new(move |_| query.with(Chosen::of));
    let state = blocking_page_resource(
        move || (key.get(), chosen.get(), stored.get()),
        |(name, Chosen { truth, predicted, page }, _)| view_evaluation(name, truth, predicted, page),
    );
    let (start, cancel) = (ServerAction::<StartEvaluation>::new(), ServerAction::<CancelEvaluation>::new());
    Effect::new(move |before: Option<(usize, usize)>| {
        let versions = (start.version().get(), cancel.version().get());
        if before.is_some_and(|before| before != versions) {
            state.refetch();
        }
        versions
    });
    let retry = Callback::new(move |()| state.refetch());
    let parent = Memo::new(move |_| job.job.with(|job| job.summary.parent.as_ref().and_then(|parent| parent.key())));
    let content = move || {
        Some(match state.get()? {
            Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
            Ok(EvaluationState::NotPossible(reason)) => view! { <NotPossible reason=reason /> }.into_any(),
            Ok(EvaluationState::NotMade) => view! { <NotMade name=key start=start /> }.into_any(),
            Ok(EvaluationState::Running(progress)) => {
                view! { <Progress name=key progress=progress cancel=cancel retry=retry /> }.into_any()
            }
            Ok(EvaluationState::Failed(failure)) => {
                view! { <Failed name=key failure=failure start=start cancel=cancel /> }.into_any()
            }
            Ok(EvaluationState::Done(view)) => {
                view! { <Evaluated name=key view=*view chosen=chosen.get_untracked() start=start parent=parent.get() /> }
                    .into_any()
            }
        })
    };
    let error = move || start.value().get().and_then(Result::err).or_else(|| cancel.value().get().and_then(Result::err));
    let other = Memo::new(move |_| query.with(|query| query.get("against")).filter(|other| !other.is_empty()));
    view! {
        {move || error().map(|error| view! { <ErrorPanel error=error /> })}
        {move || other.get().map(|other| view! { <Against first=other second=key /> })}
        <Transition fallback=|| view! { <Loading what="the evaluation" /> }>{content}</Transition>
    }
}

#[component]
fn NotPossible(
    /// Why.
    reason: String,
) -> impl IntoView {
    view! {
        <section class="container">
            <EmptyState icon=IconName::NotFound title="The model cannot be evaluated" text=reason />
        </section>
    }
}

/// A button that evaluates; it works without scripts, too.
#[component]
fn EvaluateButton(
    /// The job.
    name: Memo<String>,
    /// The action.
    start: ServerAction<StartEvaluation>,
    /// Its words.
    words: &'static str,
    /// How much it stands out.
    #[prop(optional)]
    kind: ButtonKind,
) -> impl IntoView {
    view! {
        <ActionForm action=start>
            <HiddenInput name="name" value=name />
            <Button submit=true kind=kind pending=start.pending()>
                {words}
            </Button>
        </ActionForm>
    }
}

#[component]
fn NotMade(
    /// The job.
    name: Memo<String>,
    /// The action.
    start: ServerAction<StartEvaluation>,
) -> impl IntoView {
    let text = format!(
        "The console reads the model and the validation images, and computes here which images the model gets wrong. It takes at most {}.",
        evaluation_limits()
    );
    view! {
        <section class="container">
            <EmptyState icon=IconName::Search title="Nobody has looked at the predictions yet" text=text>
                <EvaluateButton name=name start=start words="Evaluate the model" kind=ButtonKind::Primary />
            </EmptyState>
        </section>
    }
}

#[component]
fn Failed(
    /// The job.
    name: Memo<String>,
    /// What happened.
    failure: EvaluationFailure,
    /// Evaluates again.
    start: ServerAction<StartEvaluation>,
    /// Takes note.
    cancel: ServerAction<CancelEvaluation>,
) -> impl IntoView {
    view! {
        <Alert kind=AlertKind::Error title=failure.title>
            <p class="break-anywhere">{failure.text}</p>
        </Alert>
        <div class="form-actions">
            <ActionForm action=cancel>
                <HiddenInput name="name" value=name />
                <Button submit=true pending=cancel.pending()>
                    "Dismiss"
                </Button>
            </ActionForm>
            <EvaluateButton name=name start=start words="Try again" kind=ButtonKind::Primary />
        </div>
    }
}

#[component]
fn Evaluated(
    /// The job.
    name: Memo<String>,
    /// The result.
    view: EvaluationView,
    /// Which images are shown.
    chosen: Chosen,
    /// Evaluates again.
    start: ServerAction<StartEvaluation>,
    /// The job that it started from.
    parent: Option<String>,
) -> impl IntoView {
    let EvaluationView { subject, agreement, findings } = view;
    let end = move || view! { <EvaluateButton name=name start=start words="Evaluate again" /> };
    let beside_parent = parent.map(|parent| {
        let href = paths::predictions_against(&name.get(), &parent, (1, 1));
        view! { <p><a href=href>{format!("What got better than in {parent}, and what was forgotten")}</a></p> }
    });
    let (job, images) = (name.get(), subject.images);
    let figures = figures_of(&findings, images);
    let title = figures.first().map(|figure| figure.name).unwrap_or_default();
    let content = match findings {
        FindingsView::ImageClassification(found) => view! { <Classified name=job found=found chosen=chosen /> }.into_any(),
        FindingsView::ObjectDetection(found) => view! { <Detected name=job found=found chosen=chosen /> }.into_any(),
        FindingsView::SemanticSegmentation(found) => view! { <Segmented name=job found=found chosen=chosen /> }.into_any(),
    };
    view! {
        <Card title=title end=end>
            <Score subject=subject agreement=agreement figures=figures />
            {beside_parent}
        </Card>
        {content}
    }
}

/// The score that the job measures, and what it is made of.
fn figures_of(findings: &FindingsView, images: u64) -> Vec<Figure> {
    match findings {
        FindingsView::ImageClassification(found) => {
            // With multi_label an image has an answer for each class.
            let noun = if found.answers == images { "images" } else { "answers" };
            let words = format!("{} of {} {noun} right", format::count(found.correct), format::count(found.answers));
            vec![Figure { name: "Accuracy", value: found.correct as f64 / found.answers.max(1) as f64, words }]
        }
        FindingsView::ObjectDetection(found) => {
            let (objects, right) = found.objects;
            let words = format!("{} of {} objects found", format::count(right), format::count(objects));
            vec![Figure { name: "Mean average precision", value: found.mean_average_precision, words }]
        }
        FindingsView::SemanticSegmentation(found) => {
            let (counted, right) = found.pixels;
            let classes = format!("of {} classes", found.classes.len());
            let ignored = match found.ignored {
                0 => String::new(),
                ignored => format!("; {} do not count", format::count(ignored)),
            };
            let pixels = format!("{} of {} pixels right{ignored}", format::count(right), format::count(counted));
            vec![
                Figure { name: "Mean intersection over union", value: found.mean_iou, words: classes },
                Figure { name: "Pixel accuracy", value: right as f64 / counted.max(1) as f64, words: pixels },
            ]
        }
    }
}
