//! A SQLite database as the engine and the console use it: one connection writes, a few read.
//!
//! Writers wait for each other in order and never meet a busy database.
//! Every commit is on the disk before it is answered (`synchronous=FULL`).

mod database;
mod error;
mod file;
mod pool;

pub use database::{Database, Options};
pub use error::{ErrorKind, OpenError};
