//! The whole program, over HTTP and at the command line.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod architecture;
mod command_line;
mod pages;
mod refusals;
mod rust_sdk;
