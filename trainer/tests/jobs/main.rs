//! Whole jobs: a directory of the container contract in, a model or a clear error out.
#![expect(clippy::expect_used, reason = "a test that cannot prepare its input has failed")]

mod artifact;
mod data_errors;
mod detection;
mod evaluation;
mod image_files;
mod interruption;
mod limits;
mod model_channel;
mod multi_label;
mod parents;
mod resuming;
mod segmentation;
mod stopping;
mod support;
mod training;
