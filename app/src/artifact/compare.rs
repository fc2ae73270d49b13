//! Two models side by side: which layers differ, and by how much.

pub mod table;

use console::{data::artifact_scan::ArtifactScan, error::AppError, paths};
use domain::{
    S3Uri,
    artifact::{Nearness, WeightsDistance},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use self::table::DistanceTable;
use super::{api::compare_artifacts, pending::Pending};
use crate::{
    page_resource::blocking_page_resource,
    s3_picker::S3Picker,
    ui::{
        Alert, AlertKind, Breadcrumbs, Button, ButtonKind, Card, Crumb, ErrorPanel, KeyValue, KeyValues, LabelledField, Loading,
        PageHead, TextInput, TextKind,
    },
};

/// The page. Both locations are in the address.
#[component]
pub fn ComparePage() -> impl IntoView {
    let query = use_query_map();
    let value = move |name: &'static str| query.with(|query| query.get(name)).unwrap_or_default();
    let asked = Memo::new(move |_| (value("first"), value("second")));
    let content = move || {
        let (first, second) = asked.get();
        if first.trim().is_empty() || second.trim().is_empty() {
            return ().into_any();
        }
        match [&first, &second].map(|text| S3Uri::parse(text.trim())) {
            [Ok(first), Ok(second)] => view! { <Comparison first=first second=second /> }.into_any(),
            [Err(error), _] | [_, Err(error)] => view! {
                <Alert kind=AlertKind::Error title=format!("Both must be S3 locations: {error}.") />
            }
            .into_any(),
        }
    };
    view! {
        <Breadcrumbs crumbs=vec![Crumb::link("Models", paths::models()), Crumb::here("Compare weights")] />
        <PageHead title="Compare weights" />
        {move || {
            let (first, second) = asked.get();
            view! { <ModelLocations first=first second=second /> }
        }}
        {content}
    }
}

#[component]
fn ModelLocations(
    /// The first location.
    first: String,
    /// The second location.
    second: String,
) -> impl IntoView {
    let (first, second) = (RwSignal::new(first), RwSignal::new(second));
    let (open, picks_second) = (RwSignal::new(false), RwSignal::new(false));
    let picked = move || if picks_second.get() { second } else { first };
    let start = Signal::derive(move || picked().get());
    let browse = move |is_second: bool| {
        Callback::new(move |()| {
            picks_second.set(is_second);
            open.set(true);
        })
    };
    view! {
        <Card title="Two models">
            <form method="get" action=paths::compare_artifacts_page() class="two-archives">
                <LocationInput
                    id="first"
                    label="First model"
                    help="The earlier one, such as the model that a job started from."
                    value=first
                    on_browse=browse(false)
                />
                <LocationInput id="second" label="Second model" help="The later one." value=second on_browse=browse(true) />
                <div class="form-actions">
                    <Button submit=true kind=ButtonKind::Primary>
                        "Compare"
                    </Button>
                </div>
            </form>
            // The dialog has a form of its own, and forms do not nest.
            <S3Picker id="archive-picker" open=open start=start on_choose=move |uri| if picks_second.get_untracked() { second.set(uri) } else { first.set(uri) } />
        </Card>
    }
}

#[component]
fn LocationInput(
    /// The field's id and name.
    id: &'static str,
    /// Its label.
    label: &'static str,
    /// What it is about.
    help: &'static str,
    /// The location.
    value: RwSignal<String>,
    /// Opens the picker.
    on_browse: Callback<()>,
) -> impl IntoView {
    view! {
        <LabelledField id=id label=label help=help wide=true>
            <div class="input-row">
                <TextInput
                    id=id
                    name=id
                    value=value
                    kind=TextKind::Code
                    placeholder="s3://bucket/path/model.tar.gz"
                    on_input=move |text| value.set(text)
                />
                <Button on_press=on_browse>"Browse"</Button>
            </div>
        </LabelledField>
    }
}

/// The comparison of two models, with every layer or the verdict alone.
#[component]
pub fn Comparison(
    /// The first model.
    first: S3Uri,
    /// The second model.
    second: S3Uri,
    /// Whether the layers are left out.
    #[prop(optional)]
    brief: bool,
) -> impl IntoView {
    let asked = (first.to_string(), second.to_string());
    let scan = blocking_page_resource(move || asked.clone(), |(first, second)| compare_artifacts(first, second));
    let retry = Callback::new(move |()| scan.refetch());
    let content = move || {
        Some(match scan.get()? {
            // A missing parent is no error on the page of a model that can be read.
            Err(AppError::NotFound(words) | AppError::Refused(words)) if brief => {
                view! { <p class="muted">{format!("The weights were not compared with the parent's. {words}")}</p> }.into_any()
            }
            Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
            Ok(ArtifactScan::Running { read, size }) => view! {
                <Card title="Result">
                    <Pending what="Reading both archives" read=read size=size retry=retry />
                </Card>
            }
            .into_any(),
            Ok(ArtifactScan::Done { found, .. }) => view! { <ComparisonResult distance=found brief=brief /> }.into_any(),
        })
    };
    view! { <Transition fallback=|| view! { <Loading what="the comparison" /> }>{content}</Transition> }
}

#[component]
fn ComparisonResult(
    /// What was measured.
    distance: WeightsDistance,
    /// Whether the layers are left out.
    brief: bool,
) -> impl IntoView {
    let (kind, title, text) = verdict(&distance);
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.4}"));
    let changed = format!("{} of {}", distance.changed(), distance.layers.len());
    let (relative, cosine) = (number(distance.relative), number(distance.cosine));
    view! {
        <Alert kind=kind title=title>
            <p>{text}</p>
        </Alert>
        <Card title=if brief { "Against its parent" } else { "Result" }>
            <KeyValues>
                <KeyValue key="Relative distance">{relative}</KeyValue>
                <KeyValue key="Cosine">{cosine}</KeyValue>
                <KeyValue key="Layers changed">{changed}</KeyValue>
            </KeyValues>
        </Card>
        {(!brief).then(|| view! { <DistanceTable distance=distance /> })}
    }
}

/// What the numbers mean. They say how near two models are, and never which one was trained from the other.
fn verdict(distance: &WeightsDistance) -> (AlertKind, &'static str, String) {
    let cosine = distance.cosine.unwrap_or_default();
    let reference =
        "Two models of one network that began with different random weights typically have a cosine between -0.1 and 0.1.";
    match distance.nearness() {
        Nearness::Identical => (AlertKind::Info, "Both models are the same", "All values are identical, bit for bit.".to_owned()),
        Nearness::Near => (
            AlertKind::Info,
            "The models are close to each other",
            format!(
                "The cosine of their weights is {cosine:.3}. {reference} Close models may share an ancestor; this comparison does not show which one was trained from the other."
            ),
        ),
        Nearness::Far => (
            AlertKind::Info,
            "The models are far from each other",
            format!("The cosine of their weights is {cosine:.3}. {reference}"),
        ),
        Nearness::NotKnown => (
            AlertKind::Warning,
            "The models cannot be compared",
            "They have no weights with the same names and shapes.".to_owned(),
        ),
    }
}
