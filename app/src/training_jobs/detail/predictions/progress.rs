//! An evaluation that is being made: the page asks for its progress until it ends.

use std::time::Duration;

use console::{data::evaluation::EvaluationProgress, format};
use leptos::prelude::*;

use crate::{
    training_jobs::api::CancelEvaluation,
    ui::{Button, Card, HiddenInput},
};

/// The pause between two requests.
const PAUSE: Duration = Duration::from_secs(1);

/// How far it has come, and a button that ends it.
#[component]
pub fn Progress(
    /// The job.
    name: Memo<String>,
    /// How far it has come.
    progress: EvaluationProgress,
    /// Ends it.
    cancel: ServerAction<CancelEvaluation>,
    /// Asks again.
    retry: Callback<()>,
) -> impl IntoView {
    Effect::new(move |_| {
        let handle = set_timeout_with_handle(move || retry.run(()), PAUSE);
        if let Ok(handle) = handle {
            on_cleanup(move || handle.clear());
        }
    });
    let (words, percent) = (words(progress), percent(progress));
    view! {
        <Card title="Evaluating the model">
            <div class="pending">
                <p role="status">{words}</p>
                <progress max="100" value=percent aria-label="Progress of the evaluation"></progress>
                <noscript>
                    <p class="muted">"The evaluation continues in the background. Reload the page to see its progress."</p>
                </noscript>
                <ActionForm action=cancel>
                    <HiddenInput name="name" value=name />
                    <Button submit=true pending=cancel.pending()>
                        "Cancel"
                    </Button>
                </ActionForm>
            </div>
        </Card>
    }
}

fn words(progress: EvaluationProgress) -> String {
    match progress {
        EvaluationProgress::Waiting(1) => "Waiting for another evaluation to end.".to_owned(),
        EvaluationProgress::Waiting(0) => "Starting.".to_owned(),
        EvaluationProgress::Waiting(before) => format!("Waiting for {before} other evaluations to end."),
        EvaluationProgress::Listing => "Looking for the model and the images.".to_owned(),
        EvaluationProgress::Downloading { read, size } => {
            format!("Reading the model and the images: {} of at most {}.", format::bytes(read), format::bytes(size))
        }
        EvaluationProgress::Loading => "Loading the model.".to_owned(),
        EvaluationProgress::Evaluating { done, images, remaining_seconds } => {
            let left =
                remaining_seconds.map_or_else(String::new, |left| format!(" About {} left.", format::rough_duration(left)));
            format!("Evaluating: {} of {} images.{left}", format::count(done), format::count(images))
        }
    }
}

/// Reading is the first half of the bar, evaluating the second.
fn percent(progress: EvaluationProgress) -> u64 {
    let half = |part: u64, of: u64| part.saturating_mul(50).checked_div(of).unwrap_or_default().min(50);
    match progress {
        EvaluationProgress::Waiting(_) | EvaluationProgress::Listing => 0,
        EvaluationProgress::Downloading { read, size } => half(read, size),
        EvaluationProgress::Loading => 50,
        EvaluationProgress::Evaluating { done, images, .. } => 50 + half(done, images),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_only_rises() {
        let evaluating = |done| EvaluationProgress::Evaluating { done, images: 500, remaining_seconds: Some(90) };
        let stages = [
            EvaluationProgress::Waiting(2),
            EvaluationProgress::Listing,
            EvaluationProgress::Downloading { read: 0, size: 0 },
            EvaluationProgress::Downloading { read: 30, size: 60 },
            EvaluationProgress::Loading,
            evaluating(250),
            evaluating(500),
        ];
        assert_eq!(stages.map(percent), [0, 0, 0, 25, 50, 75, 100]);
        assert!(words(evaluating(250)).starts_with("Evaluating: 250 of 500 images. About "), "{}", words(evaluating(250)));
    }
}
