//! What is true of a SageMaker training job: names, locations, channels, hyperparameters, and the request that exists
//! only when it is valid. Pure: no input or output, nothing asynchronous; the browser, the server and the engine call
//! the same parsers.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`job_name`], [`s3_uri`], [`arn`], [`image`], [`instance`], [`mode`], [`region`], [`account_id`] | single values |
//! | [`timestamp`], [`clock`] | a moment, and where the current one comes from |
//! | [`percent`], [`grouped_digits`] | percent encoding, of addresses and of what is signed; counts as people read them |
//! | [`metric_regex`] | the syntax of a metric's expression; the feature `metric_expressions` applies it to log lines |
//! | [`hyperparameter`], [`algorithm`] | what the built-in algorithms document |
//! | [`wire`], [`training_job`] | the request as it travels, and the request that was checked |
//! | [`rules`], [`constraint`], [`field`] | the rules with their messages and fixes, and the fields that they are about |
//! | [`check_context`], [`image_facts`] | what the rules must know besides the request: Region, source model, facts from outside |
//! | [`incremental`] | starting from the model of an earlier job |
//! | [`paste`], [`export`], [`sweep`] | a request as others write it, and several from one |
//! | [`artifact`], [`model`] | what is inside a model's archive and what can go on from it; SageMaker models |
//! | [`job_status`], [`description`], [`log_line`], [`event`] | a job after it was created |
//! | [`job_query`] | a query of the job list, and its form in an address |
//! | [`operations`], [`engine_images`], [`fault_injection`] | what the local engine answers and runs, and where it fails on purpose |
//! | [`channel_data`] | what a channel held when it was listed, and whether two jobs had the same data |
//! | [`evaluation`] | what a model makes of the validation images, and what another does better |
//! | [`lineage`], [`diff`], [`service_defaults`], [`warm_start`], [`improvement`], [`continuation`] | jobs beside and after each other |

pub mod account_id;
pub mod algorithm;
pub mod arn;
pub mod artifact;
pub mod authority;
pub mod channel_data;
pub mod check_context;
pub mod clock;
pub mod constraint;
pub mod continuation;
pub mod description;
pub mod diff;
pub mod engine_images;
pub mod evaluation;
pub mod event;
pub mod export;
pub mod fault_injection;
pub mod field;
pub mod grouped_digits;
pub mod image_facts;
pub mod improvement;
pub mod incremental;
pub mod instance;
pub mod job_key;
pub mod job_name;
pub mod job_query;
pub mod job_status;
pub mod lineage;
pub mod log_line;
#[cfg(feature = "metric_expressions")]
pub mod metric_expressions;
pub mod metric_regex;
pub mod mode;
pub mod model;
pub mod operations;
pub mod paste;
pub mod percent;
pub mod region;
pub mod rules;
pub mod s3_uri;
pub mod schedule;
pub mod service_defaults;
pub mod sweep;
#[cfg(test)]
mod testing;
pub mod timestamp;
pub mod training_job;
pub mod warm_pool;
pub mod warm_start;
pub mod wire;

pub use account_id::AccountId;
pub use algorithms::{hyperparameter, image};
pub use check_context::{Access, CheckContext, Facts, LocationFacts};
pub use clock::Clock;
pub use constraint::Constraint;
pub use engine_images::EngineImages;
pub use field::{ChannelField, Field};
pub use job_key::JobKey;
pub use job_name::JobName;
pub use region::Region;
pub use rules::{RuleCode, Severity, Violation, Violations, check};
pub use s3_uri::S3Uri;
pub use timestamp::Timestamp;
pub use training_job::CreateTrainingJob;
pub use wire::TrainingJobRequest;
