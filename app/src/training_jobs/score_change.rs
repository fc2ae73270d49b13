//! How much a job changed the score of the model that it started from.

use console::format;
use domain::improvement::EQUAL_WITHIN;
use leptos::prelude::*;

/// What the number compares.
const TITLE: &str = "validation score against the model that the job started from, on the same data";

/// `+0.416`, or `−0.218` in the colour of a warning; a dash where the two cannot be compared.
#[component]
pub fn ScoreChange(
    /// How much the score rose.
    change: Option<f64>,
) -> impl IntoView {
    match change {
        Some(change) => {
            let is_worse = change <= -EQUAL_WITHIN;
            view! { <span class:worse=is_worse title=TITLE>{format::change(change)}</span> }.into_any()
        }
        None => "–".into_any(),
    }
}
