//! What went wrong in an evaluation, for people: what happened, what it means, what to do.

use std::io::ErrorKind;

use console::{data::evaluation::EvaluationFailure, error::AppError};
use domain::S3Uri;

use crate::aws::error::{Failure, Kind};

/// An evaluation that failed.
pub(super) fn failed(title: impl Into<String>, text: impl Into<String>) -> EvaluationFailure {
    EvaluationFailure { title: title.into(), text: text.into() }
}

/// Another object lies where the job's model was.
pub(super) fn replaced(artifact: &S3Uri) -> EvaluationFailure {
    failed(
        "The model was replaced",
        format!(
            "Another object lies at {artifact} than the one that this job stored. What it predicts would not be what this job's model \
             predicts. Evaluate the job that stored the present object."
        ),
    )
}

/// An object that the evaluation reads is gone.
pub(super) fn gone(object: &S3Uri) -> EvaluationFailure {
    failed(
        "An object is gone",
        format!("Nothing is stored at {object} any more. Without it the model cannot be evaluated. Restore it, then try again."),
    )
}

/// A call to the target failed while `object` was read.
pub(super) fn of_target(failure: Failure, object: &S3Uri) -> EvaluationFailure {
    match failure.kind {
        Kind::NotFound => gone(object),
        _ if failure.code == "PreconditionFailed" => failed(
            "An object was replaced while it was read",
            format!(
                "The object {object} is another one now than when the evaluation began. Try again to evaluate the present one."
            ),
        ),
        _ => failed(format!("{object} cannot be read"), failure.sentence()),
    }
}

/// A file of the console's own could not be written or read.
pub(super) fn of_disk(error: &std::io::Error) -> EvaluationFailure {
    tracing::error!(%error, "an evaluation could not use its folder");
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => failed(
            "The disk of the console is full",
            "An evaluation copies the model and the validation images below the console's data folder while it runs. Free some space \
             there, then try again. What was copied is removed again.",
        ),
        _ => failed(
            "The console's data folder cannot be used",
            format!(
                "An evaluation copies the model and the validation images there while it runs: {error}. Mend that, then try again."
            ),
        ),
    }
}

/// A failure of the history or of a port.
pub(super) fn of_console(error: &AppError) -> EvaluationFailure {
    failed("The evaluation could not begin", error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_and_a_replaced_object_say_what_to_do() {
        let full = of_disk(&ErrorKind::StorageFull.into());
        assert_eq!(full.title, "The disk of the console is full");
        assert!(full.text.contains("Free some space there, then try again."));
        assert!(of_disk(&ErrorKind::PermissionDenied.into()).title.contains("data folder cannot be used"));
        let object = S3Uri::parse("s3://bucket/a.rec").expect("a location");
        let cut = of_target(Failure { code: "PreconditionFailed".to_owned(), ..Failure::cut("") }, &object);
        assert!(cut.title.contains("replaced while it was read") && cut.text.contains("s3://bucket/a.rec"));
        assert_eq!(of_target(Failure::cut("the line broke"), &object).title, "s3://bucket/a.rec cannot be read");
    }
}
