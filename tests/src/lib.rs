//! The harness of the whole-program tests: the real executable, started with a data folder and ports of its own.
//!
//! | Module | What |
//! | --- | --- |
//! | [`console`] | a running `baton serve`, killed and cleaned up on drop |
//! | [`command`] | one run of a subcommand: exit code and output |
//! | [`http`] | requests whose every byte the test decides, which no ordinary client would send |

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a harness that fails is a test that fails")]

pub mod command;
pub mod console;

pub mod http;
