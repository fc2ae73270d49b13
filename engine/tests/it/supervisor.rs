//! The process that owns a trainer, without an engine.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use nix::errno::Errno;
use nix::sys::signal::kill;
use nix::unistd::Pid;
use serde_json::{Value, json};

use crate::harness::supervisor;

/// Runs a shell script under a supervisor, in a job's folder, and gives how it ended.
fn supervise(folder: &Path, script: &str, longest_seconds: u64, grace_seconds: u64) -> Value {
    fs::create_dir_all(folder.join("ml")).expect("a folder");
    let words: Vec<OsString> = ["/bin/sh", "-c", script].map(OsString::from).to_vec();
    let spec = json!({
        "command": words,
        "environment": [["TRAINING_JOB_NAME", "alone"]],
        "longest_seconds": longest_seconds,
        "grace_seconds": grace_seconds,
    });
    fs::write(folder.join("spec.json"), spec.to_string()).expect("a file");
    let command = supervisor();
    let status = Command::new(&command[0]).args(&command[1..]).arg(folder).output().expect("it runs").status;
    assert!(status.success());
    serde_json::from_slice(&fs::read(folder.join("exit.json")).expect("an end")).expect("JSON")
}

/// Whether a process exists and is not merely waiting for its parent to notice its end.
fn lives(id: Pid) -> bool {
    let status = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    kill(id, None) != Err(Errno::ESRCH) && !status.contains(") Z ")
}

#[test]
fn a_trainer_that_does_not_listen_is_killed_with_all_that_it_started() {
    let folder = tempfile::tempdir().expect("a folder");
    // The file is how the engine asks.
    let script = "trap '' TERM; sleep 600 & echo $! > child; touch ../stop; while :; do sleep 0.05; done";
    let exit = supervise(folder.path(), script, 60, 1);
    assert_eq!(exit, json!({ "cause": "Stopped", "code": null, "signal": 9 }));
    let child = fs::read_to_string(folder.path().join("ml/child")).expect("its number");
    assert!(!lives(Pid::from_raw(child.trim().parse().expect("a number"))));
}

#[test]
fn output_of_any_kind_becomes_lines_with_times_that_never_go_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = r"printf 'one\r\ntwo\n\377three\n'; echo four >&2; printf 'no end'";
    let exit = supervise(folder.path(), script, 60, 1);
    assert_eq!(exit, json!({ "cause": "Exited", "code": 0, "signal": null }));
    let log = fs::read_to_string(folder.path().join("algo-1.log")).expect("a log");
    let (times, texts): (Vec<i64>, Vec<&str>) = log
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(time, text)| (time.parse::<i64>().expect("a time"), text))
        .unzip();
    assert_eq!(texts, ["one", "two", "\u{fffd}three", "four", "no end"]);
    assert!(times.is_sorted());
}
