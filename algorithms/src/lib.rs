//! What the built-in algorithms document, one table for each. Tables and the questions that a row answers, and nothing
//! else: no dependencies, so the page, the server, the engine and the trainer read the same rows.
//!
//! * [`image_classification`], [`object_detection`], [`semantic_segmentation`] – the three that start from earlier models
//! * `others` – those whose hyperparameters are free rows
//! * `catalog` – all of them, by repository and by image
//! * [`algorithm`], [`channel`], [`hyperparameter`], [`metric`], [`archive`] – the columns
//! * [`registry`], [`image`] – where images are, and the parts of their names
//! * [`residual_network`] – the networks that image classification trains
//!
//! Sources: the developer guide (its last public source is of June 2023), SDK 2.257.7, logs and archives that owners of real
//! jobs published. `tests/fixtures/algorithms.json` holds them, and `tests/guide.rs` proves the tables.

pub mod algorithm;
pub mod archive;
mod catalog;
pub mod channel;
mod defaults;
pub mod hyperparameter;
pub mod image;
pub mod image_classification;
mod input_mode;
pub mod metric;
pub mod object_detection;
mod others;
pub mod registry;
pub mod residual_network;
pub mod semantic_segmentation;

pub use algorithm::{Algorithm, Family, LabelForm};
pub use archive::Archive;
pub use channel::{ChannelException, ChannelRule};
pub use hyperparameter::Hyperparameter;
pub use input_mode::InputMode;
pub use metric::PublishedMetric;

/// The variable of a request's `Environment` that gives the seed of a job's random numbers. Source: our own; the service's
/// containers draw a seed and do not read it.
pub const RANDOM_SEED_VARIABLE: &str = "JOB_RANDOM_SEED";
