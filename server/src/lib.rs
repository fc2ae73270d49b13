//! The executable `baton`, as a library: console, engine, trainer and checks; the only crate that knows every other.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`config`], [`commands`] | flags and environment; one subcommand each |
//! | `state`, `opening` | the composition root: target, history, ports; when an account's history is opened |
//! | `router` | routes and layers, live events, downloads, assets |
//! | `ports` | the ports of the pages, one file each, and what the router is given |
//! | `history`, `artifact` | jobs with everything that is remembered of them; what is inside archives |
//! | `evaluation` | what a job's model makes of its validation images, computed on request |
//! | `history_lock` | one console for each history |
//! | `transfer` | the history as JSON lines |
//! | `mask` | masks of semantic segmentation, for previews |
//! | `aws` | the calls to the target; the only place that knows the AWS SDKs |
//! | `db` | the console's database; the only place with SQL |

mod artifact;
mod aws;
pub mod commands;
pub mod config;
mod db;
mod evaluation;
mod history;
mod history_lock;
mod mask;
mod opening;
mod ports;
mod router;
mod state;
#[cfg(test)]
mod testing;
mod transfer;
