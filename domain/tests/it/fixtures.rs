//! The data that the tests compare with, and a valid request to break.

use domain::TrainingJobRequest;
use serde_json::Value;

use crate::testing::training_job_request;

/// The recommended request, decoded.
pub(crate) fn request() -> TrainingJobRequest {
    serde_json::from_value(training_job_request()).unwrap()
}

/// A fixture.
pub(crate) fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}
