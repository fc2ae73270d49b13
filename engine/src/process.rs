//! A program that runs for a job, in a folder that has the form of `/opt/ml`: how it is described, started, limited, watched and
//! ended.
//!
//! - [`folder`], [`spec`] — the job's folder, and what the engine and the supervisor tell each other in it
//! - [`machine`] — how many jobs run at once, and what of the machine each gets
//! - [`containers`] — what runs for an image that `engine.json` registers
//! - [`launch`] — starts the supervisor and looks at what it does
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
