//! The executable `baton`, as a library: console, engine, trainer and checks; the only crate that knows every other.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`config`], [`commands`] | flags and environment; one subcommand each |
//! | `state`, `opening` | the composition root: target, history, ports; when an account's history is opened |
//! | `router` | routes and layers, live events, downloads, assets |
//! | `history`, `objects`, `artifact`, `models`, `console_info`, `rehearsals` | the ports of the pages: jobs with their history, S3, archives, models, facts for the settings, faults of the engine |
//! | `transfer` | the history as JSON lines |
//! | `aws` | the calls to the target; the only place that knows the AWS SDKs |
//! | `db` | the console's database; the only place with SQL |

mod artifact;
mod aws;
pub mod commands;
pub mod config;
mod console_info;
mod db;
mod drafts;
mod history;
mod models;
mod objects;
mod opening;
mod prices;
mod rehearsals;
mod router;
mod sources;
mod state;
#[cfg(test)]
mod testing;
mod transfer;
