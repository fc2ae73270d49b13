//! A local SageMaker: the JSON protocol, S3, CloudWatch Logs and STS on one loopback port, with jobs that really train.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`engine`](self) | start and stop: [`Config`], [`Engine`], [`RunningEngine`]; [`environment`] for other programs |
//! | `gateway`, `signature`, `wire`, `credentials` | the port: who may call, whom a request is for, how errors look |
//! | `s3`, `sagemaker`, `logs`, `sts`, `iam` | the services; `query` is the protocol of the last two |
//! | `jobs` | the queue, and a job's way from its data to its model |
//! | `supervisor` | the process that owns a trainer and outlives the engine: [`supervise`] |
//! | `processes` | what a training leaves running, and how it is ended |
//! | `db`, `data_folder`, `durable`, `log_file` | what is on the disk |
//! | `beneath` | folders that a trainer may write, read without following links |
//! | `settings`, `rehearsal` | `engine.json`: quotas, and failures on purpose |
//! | `clock`, `random`, `samples` | time, unguessable names, example data |
//!
//! What it cannot do it says: encryption keys are echoed and not applied, a job has one instance, and there is no
//! CloudWatch metrics API.

mod account;
mod beneath;
mod blocking;
mod clock;
mod credentials;
mod data_folder;
mod db;
mod durable;
mod engine;
mod environment;
mod gateway;
mod iam;
mod jobs;
mod log_file;
mod logs;
mod processes;
mod query;
mod random;
mod rehearsal;
mod s3;
mod sagemaker;
mod samples;
mod settings;
mod signature;
mod sts;
mod supervisor;
mod wire;

pub use clock::SystemClock;
pub use credentials::Credentials;
pub use db::OpenError;
pub use engine::{Config, Engine, RunningEngine, StartError};
pub use environment::{Environment, EnvironmentError, environment};
pub use settings::settings_file;
pub use supervisor::supervise;
