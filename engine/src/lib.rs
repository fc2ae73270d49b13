//! A local SageMaker: the JSON protocol, S3, CloudWatch, KMS, STS and IAM on one loopback port, with jobs that really train.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`engine`](self) | start and stop: [`Config`], [`Engine`], [`RunningEngine`]; [`environment()`] for other programs |
//! | `gateway`, `signature`, `credentials` | the port: who may call, whom a request is for, how errors look |
//! | `s3`, `sagemaker`, `logs`, `cloudwatch`, `kms`, `sts`, `iam` | the services |
//! | `json_protocol`, `query_protocol` | how the services but S3 answer: JSON for SageMaker, Logs and KMS, XML for STS and IAM; CloudWatch speaks both, and CBOR |
//! | `account` | what the operations of all services stand on: database, clock, Region, number and settings |
//! | `master_key`, `secret_key` | the key that seals all others, and what keys do |
//! | `jobs` | the queue, and a job's way from its data to its model |
//! | `process` | the program of a job, and the supervisor that owns it and outlives the engine: [`supervise`] |
//! | `db`, `data_folder`, `atomic_write`, `log_file`, `blocking` | what is on the disk, and how it is read and written |
//! | `settings` | `engine.json`: quotas, limits, registered images, faults |
//! | `fault_injection` | failures on purpose |
//! | `clock`, `random`, `samples` | time, unguessable names, example data |
//!
//! The engine does not do everything: a job has one instance and works in a plain folder that no key encrypts, and CloudWatch
//! has the metrics of training jobs alone.

mod account;
mod atomic_write;
mod blocking;
mod clock;
mod cloudwatch;
mod credentials;
mod data_folder;
mod db;
mod engine;
mod environment;
mod fault_injection;
mod gateway;
mod iam;
mod jobs;
mod json_protocol;
mod kms;
mod log_file;
mod logs;
mod master_key;
mod page_token;
mod process;
mod query_protocol;
mod random;
mod s3;
mod sagemaker;
mod samples;
mod secret_key;
mod settings;
mod signature;
mod sts;

pub use clock::SystemClock;
pub use credentials::Credentials;
pub use db::OpenError;
pub use engine::{Config, Engine, RunningEngine, Samples, StartError};
pub use environment::{Environment, EnvironmentError, environment};
pub use gateway::{BreakableListener, Peer};
pub use process::supervise;
pub use settings::settings_file;
