//! A program that runs for a job, in a folder that has the form of `/opt/ml`: its description, start, limits, observation and
//! end.
//!
//! - [`folder`], [`spec`] — the job's folder, and the files by which engine and supervisor communicate
//! - [`machine`] — the number of slots, and the share of the machine that each gets
//! - [`containers`] — the programs of the images that `engine.json` registers
//! - [`launch`] — starts and observes the supervisor
//! - [`supervisor`] — the process that owns the program and outlives the engine
//! - [`orphans`], [`process_table`] — the processes that a program leaves running, and how they are ended
//! - [`untrusted_dir`] — folders that a program may write, read without following links

pub(crate) mod containers;
pub(crate) mod folder;
pub(crate) mod launch;
pub(crate) mod machine;
mod orphans;
mod process_table;
pub(crate) mod spec;
mod supervisor;
pub(crate) mod untrusted_dir;

pub use supervisor::supervise;
