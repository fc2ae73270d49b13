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
    let mut seedings = seedings(&report);
    // What is possible comes first.
    seedings.sort_by_key(|seeding| !seeding.is_possible());
    view! {
        <Card title="Training from it">
            <ul class="seeds" aria-label="Algorithms">
                {seedings.into_iter().map(line).collect_view()}
            </ul>
        </Card>
    }
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
