//! Which algorithms can start from an archive, and why others cannot.

use std::sync::Arc;

use domain::artifact::{ArtifactReport, Seeding, seedings};
use leptos::prelude::*;

use crate::ui::{Card, StatusKind, StatusWord};

/// One line for each algorithm that trains incrementally.
#[component]
pub fn Seeds(
    /// What a scan found.
    report: Arc<ArtifactReport>,
) -> impl IntoView {
    let (possible, others): (Vec<_>, Vec<_>) = seedings(&report).into_iter().partition(Seeding::is_possible);
    // Where one can start from it, what the others miss interests few.
    let is_folded = !possible.is_empty();
    let names = others.iter().map(|seeding| seeding.algorithm).collect::<Vec<_>>().join(" and ");
    let others = others.into_iter().map(line).collect_view();
    let others = if is_folded {
        view! {
            <details>
                <summary>{format!("Why {names} cannot")}</summary>
                <ul class="seeds">{others}</ul>
            </details>
        }
        .into_any()
    } else {
        view! { <ul class="seeds" aria-label="Algorithms">{others}</ul> }.into_any()
    };
    let possible = is_folded.then(|| {
        view! { <ul class="seeds" aria-label="Algorithms">{possible.into_iter().map(line).collect_view()}</ul> }
    });
    view! { <Card title="Training from it">{possible} {others}</Card> }
}

fn line(seeding: Seeding) -> impl IntoView {
    let (kind, words) = if seeding.is_possible() {
        (StatusKind::Success, "can start from it")
    } else {
        (StatusKind::Failed, "cannot start from it")
    };
    let words = format!("{} {words}", seeding.algorithm);
    let details = if seeding.is_possible() {
        let values = seeding.must_match.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(", ");
        let text = if values.is_empty() {
            "The archive does not record which hyperparameters must match; copy them from the job that made it.".to_owned()
        } else {
            format!("The new job must keep {values}.")
        };
        view! { <p class="muted">{text}</p> }.into_any()
    } else {
        let reasons =
            seeding.obstacles.into_iter().map(|reason| view! { <li class="break-anywhere">{reason}</li> }).collect_view();
        view! { <ul class="plain-list muted">{reasons}</ul> }.into_any()
    };
    view! {
        <li>
            <StatusWord kind=kind words=words />
            {details}
        </li>
    }
}
