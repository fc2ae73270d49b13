//! The score of the model, and what it is of.

use console::{data::evaluation::Agreement, format};
use domain::evaluation::Subject;
use leptos::prelude::*;

use crate::ui::{Alert, AlertKind, KeyValue, KeyValues, RelativeTime};

/// A figure of the result.
pub struct Figure {
    /// What it is called.
    pub name: &'static str,
    /// Its value, 0 to 1.
    pub value: f64,
    /// What it is made of, in words.
    pub words: String,
}

/// The score beside the one that the job measured; model, images and what was left out.
#[component]
pub fn Score(
    /// What was evaluated.
    subject: Subject,
    /// Whether the job measured the same.
    agreement: Agreement,
    /// The score, and others.
    figures: Vec<Figure>,
) -> impl IntoView {
    let left_out =
        subject.left_out.iter().map(|sentence| view! { <li class="break-anywhere">{sentence.clone()}</li> }).collect_view();
    let left_out = (!subject.left_out.is_empty()).then(|| {
        view! {
            <Alert kind=AlertKind::Info title="Not all images were evaluated">
                <ul class="plain-list">{left_out}</ul>
            </Alert>
        }
    });
    let data = subject.channels.iter().map(|data| format!("{}: {}", data.channel, data.words())).collect::<Vec<_>>().join("; ");
    let at = subject.at;
    view! {
        {left_out}
        <dl class="figures">
            {figures.into_iter().map(figure).collect_view()}
        </dl>
        {agreement_view(agreement)}
        <KeyValues>
            <KeyValue key="Model" mono=true wide=true>
                {format!("{} in {}", subject.parameters, subject.artifact)}
            </KeyValue>
            <KeyValue key="Data" wide=true>
                {data}
            </KeyValue>
            <KeyValue key="Evaluated">
                <RelativeTime at=Signal::stored(at) />
            </KeyValue>
        </KeyValues>
    }
}

fn figure(figure: Figure) -> impl IntoView {
    let Figure { name, value, words } = figure;
    view! {
        <div>
            <dt>{name}</dt>
            <dd>
                <b>{format::accuracy(value)}</b>
                <small>{words}</small>
            </dd>
        </div>
    }
}

fn agreement_view(agreement: Agreement) -> AnyView {
    match agreement {
        Agreement::Same { epoch } => {
            let text = format!("The job measured the same after epoch {epoch}, which is the one that the model holds.");
            view! { <p>{text}</p> }.into_any()
        }
        Agreement::Other { epoch, measured } => {
            let title = format!("The job measured {} after epoch {epoch}, on the same data", format::accuracy(measured));
            view! {
                <Alert kind=AlertKind::Warning title=title>
                    <p>
                        "This is the epoch that the model holds, so both should be equal. A small difference is one of arithmetic, when another program than this one has trained the model. A larger one is a fault: report it."
                    </p>
                </Alert>
            }
            .into_any()
        }
        Agreement::NotComparable(reason) => {
            let text = format!("It is not compared with what the job measured, because {reason}.");
            view! { <p class="muted">{text}</p> }.into_any()
        }
    }
}
