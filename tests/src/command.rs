//! One run of a subcommand.

use std::{
    path::PathBuf,
    process::{Command, Output, Stdio},
};

/// Runs `baton` with arguments, without input and without the caller's `AWS_*` and `BATON_*` variables.
pub fn baton(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the executable starts")
}

/// The prepared command, for a test that changes its environment.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(executable());
    command.args(arguments).stdin(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("AWS_") || name.starts_with("BATON_")) {
        command.env_remove(name);
    }
    command
}

/// What the run printed to standard output.
pub fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The executable under test: `BATON_EXECUTABLE`, or the one beside the test's own binary.
fn executable() -> PathBuf {
    if let Some(named) = std::env::var_os("BATON_EXECUTABLE") {
        return named.into();
    }
    let test = std::env::current_exe().expect("a test has a path");
    // target/debug/deps/it-0123 lies two folders below target/debug/baton's.
    let built = test.parent().and_then(|deps| deps.parent()).expect("target/debug").join("baton");
    assert!(built.exists(), "{} is missing: run `make build` first", built.display());
    built
}
