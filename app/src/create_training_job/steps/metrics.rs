//! What the service reads from the log of one's own container, with a place to try the expressions.

pub mod trial;

use console::job_form::draft::{AlgorithmSource, List};
use domain::{
    Field,
    algorithm::{Algorithm, PublishedMetric},
};
use leptos::prelude::*;

use self::trial::{Trial, try_metrics};
use crate::{
    create_training_job::{
        fields::{AddButton, Binding, ListMessages, RemoveButton, TextField},
        state::{debounce::debounced, use_form},
    },
    ui::{Badge, BadgeKind, Card, KeyValues, LabelledField, TextArea, TextKind},
};

/// The section: rows for one's own container, a sentence for everything else.
#[component]
pub fn MetricsSection() -> impl IntoView {
    let form = use_form();
    let source = Memo::new(move |_| form.shown.with(|draft| draft.algorithm_source()));
    let is_fixed = Memo::new(move |_| source.get() != AlgorithmSource::Container);
    let fixed_words = move || match source.get() {
        AlgorithmSource::BuiltIn => "SageMaker publishes the metrics of this algorithm. They are not part of the request.",
        AlgorithmSource::Resource | AlgorithmSource::Subscription => {
            "The algorithm resource defines its metrics. They are not part of the request."
        }
        AlgorithmSource::Container => "",
    };
    view! {
        <Card title="Metrics">
            <p class="muted" hidden=move || !is_fixed.get()>{fixed_words}</p>
            <PublishedMetrics />
            <div class:away=is_fixed>
                <Definitions />
            </div>
        </Card>
    }
}

/// What the service publishes for the built-in algorithm that is chosen; nothing for those whose metrics are not known.
#[component]
fn PublishedMetrics() -> impl IntoView {
    let form = use_form();
    let algorithm = Memo::new(move |_| {
        form.shown.with(|draft| {
            let is_built_in = draft.algorithm_source() == AlgorithmSource::BuiltIn;
            draft.known_algorithm().filter(|_| is_built_in).map(|algorithm| algorithm.repository)
        })
    });
    let row = |metric: &PublishedMetric| {
        view! {
            <div>
                <dt class="mono">{metric.name}</dt>
                <dd>
                    {metric.meaning}
                    {metric.is_objective.then(|| view! { " " <Badge kind=BadgeKind::Quiet>"objective"</Badge> })}
                    <details class="older">
                        <summary>"Regex"</summary>
                        <p class="mono break-anywhere">{metric.regex()}</p>
                    </details>
                </dd>
            </div>
        }
    };
    move || {
        let metrics = algorithm.get().and_then(Algorithm::of_repository)?.metrics;
        (!metrics.is_empty()).then(|| view! { <KeyValues>{metrics.iter().map(row).collect_view()}</KeyValues> })
    }
}

#[component]
fn Definitions() -> impl IntoView {
    let form = use_form();
    let count = form.count(List::Metrics);
    let sample = RwSignal::new(String::new());
    let trials = RwSignal::new(Vec::<(String, Trial)>::new());
    let regexes =
        Memo::new(move |_| form.shown.with(|draft| draft.metrics.iter().map(|metric| metric.regex.clone()).collect::<Vec<_>>()));
    let try_all = debounced(move |()| {
        let (regexes, text) = (regexes.get_untracked(), sample.get_untracked());
        leptos::task::spawn_local(async move {
            // Without an answer the last one stands, under the expressions that it was given for.
            if let Ok(found) = try_metrics(regexes.clone(), text).await {
                trials.set(regexes.into_iter().zip(found).collect());
            }
        });
    });
    Effect::new(move |_| {
        if regexes.with(|regexes| !regexes.is_empty()) && !sample.read().is_empty() {
            try_all.run(());
        }
    });
    let trial = move |row: u32| {
        let regex = regexes.with(|all| all.get(usize::try_from(row).unwrap_or(usize::MAX)).cloned())?;
        trials.with(|trials| trials.iter().find(|(own, _)| *own == regex).map(|(_, trial)| trial::words(trial)))
    };
    view! {
        <p class="muted">"Up to 40 metrics. Each expression is applied to every log line; the text of its one group is the value."</p>
        <ListMessages field=Field::Metrics />
        <div class="rows">
            <For each=move || 0..count.get() key=|row| *row let(row)>
                <div class="row">
                    <TextField binding=Binding::new(form, Field::MetricName(row)) label="Metric name" kind=TextKind::Code placeholder="validation:accuracy" />
                    <TextField
                        binding=Binding::new(form, Field::MetricRegex(row))
                        label="Regex"
                        kind=TextKind::Code
                        placeholder="Validation-accuracy=([0-9.]+)"
                        help=Signal::derive(move || trial(row).unwrap_or_default())
                    />
                    <RemoveButton list=List::Metrics row=row what=format!("metric {}", row + 1) />
                </div>
            </For>
        </div>
        <AddButton list=List::Metrics words="Add metric" />
        <div class="tester live-only" hidden=move || count.get() == 0>
            <LabelledField
                id="metric-sample".to_owned()
                label="Try them on log lines".to_owned()
                optional=true
                help=trial::ENGINE.to_owned()
            >
                <TextArea
                    id="metric-sample".to_owned()
                    value=sample
                    on_input=move |text| sample.set(text)
                    placeholder="Epoch[3] Validation-accuracy=0.981"
                />
            </LabelledField>
        </div>
    }
}
