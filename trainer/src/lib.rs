//! Trains built-in algorithms in a directory of the container contract: input and configuration are read below it, the model is
//! written below it.
//!
//! * `process` – the trainer as a program: signals, the failure file, the exit code
//! * `container` – the directory's files
//! * `training` – the loop over epochs
//! * `task` – what an algorithm adds to it
//! * `tasks` – the algorithms: their hyperparameters, channels, log lines and files
//! * `hyperparameters`, `data` – what their hyperparameters and channels have in common
//! * `model_channel`, `artifact` – a parent job's model, and files of parameters
//! * `prediction` – what a model makes of images; `evaluation` – and what of it is wrong
//! * `symbol`, `networks` – networks as data
//! * `program`, `operations`, `numerics` – how a network is computed, what an operation does to an image, the loops under it
//! * `objective`, `boxes` – what a network is to learn
//! * `learner`, `optimizer` – a network that learns from batches
//! * `parameter`, `parameters` – what a parameter is, and the values of all
//! * `benchmark` – how fast networks train on this machine
//! * `log`, `error`, `stop`, `random`, `seed`, `memory` – log lines, errors, the request to stop, random numbers and their seed,
//!   what room there is

mod artifact;
pub mod benchmark;
mod boxes;
mod container;
mod data;
mod error;
mod evaluation;
mod hyperparameters;
mod learner;
mod log;
mod memory;
mod model_channel;
mod networks;
mod numerics;
mod objective;
mod operations;
mod optimizer;
mod parameter;
mod parameters;
mod prediction;
mod process;
mod program;
mod random;
mod seed;
mod stop;
mod symbol;
mod task;
mod tasks;
mod training;

pub use error::TrainingError;
pub use evaluation::{evaluate, main as evaluation_main};
pub use prediction::predict;
pub use process::{main, run};
pub use stop::StopFlag;
pub use tasks::{BuiltInAlgorithm, UnknownAlgorithm};
pub use training::Report;
