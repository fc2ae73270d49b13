//! The executable `baton`.

use std::process::ExitCode;

use clap::Parser;
use server::{commands, config::Arguments};

fn main() -> ExitCode {
    commands::run(Arguments::parse())
}
