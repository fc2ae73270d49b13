//! The process that owns a trainer, without an engine.

use std::{
    ffi::OsString,
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use nix::{errno::Errno, sys::signal::kill, unistd::Pid};
use serde_json::{Value, json};

use crate::harness::supervisor;

/// Runs a shell script under a supervisor, in a job's folder, and gives how it ended.
fn supervise(folder: &Path, script: &str, longest_seconds: u64, grace_seconds: u64) -> Value {
    supervise_with(folder, script, &json!({ "longest_seconds": longest_seconds, "grace_seconds": grace_seconds }))
}

/// The same with other members of the specification.
fn supervise_with(folder: &Path, script: &str, members: &Value) -> Value {
    let status = prepare(folder, script, members).output().expect("it runs").status;
    assert!(status.success());
    serde_json::from_slice(&fs::read(folder.join("exit.json")).expect("an end")).expect("JSON")
}

/// The command of a supervisor whose folder is ready.
fn prepare(folder: &Path, script: &str, members: &Value) -> Command {
    fs::create_dir_all(folder.join("ml")).expect("a folder");
    let words: Vec<OsString> = ["/bin/sh", "-c", script].map(OsString::from).to_vec();
    let mut spec = json!({ "command": words, "environment": [["TRAINING_JOB_NAME", "alone"]], "longest_seconds": 60 });
    spec.as_object_mut().expect("an object").extend(members.as_object().expect("an object").clone());
    fs::write(folder.join("spec.json"), spec.to_string()).expect("a file");
    let words = supervisor();
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).arg(folder);
    command
}

/// Whether a process exists and is not merely waiting for its parent to notice its end.
pub(crate) fn lives(id: Pid) -> bool {
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

/// A process in a session of its own that holds the trainer's output and writes into its model.
const ESCAPES: &str = "mkdir -p model
    setsid sh -c 'trap \"\" TERM HUP; echo $$ > child; while :; do echo more >> model/weights; sleep 0.05; done' &
    while [ ! -s child ]; do sleep 0.02; done";

#[test]
fn what_left_the_trainers_session_ends_with_the_trainer() {
    for (end, cause) in [("exit 0", "Exited"), ("touch ../stop; while :; do sleep 0.05; done", "Stopped")] {
        let folder = tempfile::tempdir().expect("a folder");
        let began = Instant::now();
        let exit = supervise(folder.path(), &format!("{ESCAPES}\n{end}"), 60, 1);
        assert_eq!(exit["cause"], cause);
        assert!(began.elapsed() < Duration::from_secs(5), "nothing holds the output any more");
        let child = fs::read_to_string(folder.path().join("ml/child")).expect("its number");
        assert!(!lives(Pid::from_raw(child.trim().parse().expect("a number"))), "{cause}");
    }
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
    assert_eq!(texts, ["one#015", "two", "\u{fffd}three", "four", "no end"]);
    assert!(times.is_sorted());
}

/// A supervisor that is killed cannot end its trainer: the kernel does.
#[test]
fn a_trainer_dies_with_its_supervisor() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "trap '' TERM; echo $$ > number.tmp; mv number.tmp number; while :; do sleep 0.05; done";
    let mut supervisor = prepare(folder.path(), script, &json!({})).stdout(Stdio::null()).spawn().expect("it runs");
    let end = Instant::now() + Duration::from_secs(60);
    let number = folder.path().join("ml/number");
    while !number.exists() {
        assert!(Instant::now() < end, "the trainer did not start");
        thread::sleep(Duration::from_millis(10));
    }
    let trainer = fs::read_to_string(number).expect("its number").trim().parse().expect("a number");
    assert!(lives(Pid::from_raw(trainer)));
    supervisor.kill().expect("it lived");
    supervisor.wait().expect("it ended");
    while lives(Pid::from_raw(trainer)) {
        assert!(Instant::now() < end, "the trainer outlived its supervisor");
        thread::sleep(Duration::from_millis(10));
    }
    assert!(!folder.path().join("exit.json").exists(), "nobody claims to know how it ended");
}

/// What `/proc/net` shows is the network of who looks.
#[test]
fn a_program_that_is_isolated_has_a_network_of_its_own_with_a_loopback() {
    let own = fs::read_link("/proc/self/ns/net").expect("a network").display().to_string();
    for isolated in [true, false] {
        let folder = tempfile::tempdir().expect("a folder");
        let script = "readlink /proc/self/ns/net; grep -c 127.0.0.1 /proc/net/fib_trie";
        supervise_with(folder.path(), script, &json!({ "contract": "Program", "isolated": isolated }));
        let log = fs::read_to_string(folder.path().join("algo-1.log")).expect("a log");
        // A system without namespaces says so.
        let shared = !isolated || log.contains("EnableNetworkIsolation is not applied");
        assert_eq!(log.contains(&own), shared, "{log}");
        assert!(!log.ends_with("\t0\n"), "no loopback: {log}");
    }
}

#[test]
fn files_beyond_the_volume_end_the_trainer() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "mkdir -p model; head -c 9000000 /dev/zero > model/weights; while :; do sleep 0.05; done";
    let exit = supervise_with(folder.path(), script, &json!({ "volume": 8_000_000, "grace_seconds": 60 }));
    assert_eq!(exit["cause"], "VolumeFull");
    assert_eq!(exit["signal"], 9);
}

/// The files of a linked channel take no room, and nothing else does who takes the folder's name.
#[test]
fn files_in_place_of_a_linked_channel_count() {
    let folder = tempfile::tempdir().expect("a folder");
    let channel = folder.path().join("ml/input/data/train");
    fs::create_dir_all(&channel).expect("folders");
    fs::write(channel.join("object"), vec![7; 9_000_000]).expect("a file");
    let script = "mv input moved; mkdir -p input/data/train; head -c 9000000 /dev/zero > input/data/train/more
                  while :; do sleep 0.05; done";
    let exit = supervise_with(folder.path(), script, &json!({ "volume": 8_000_000, "linked": ["train"] }));
    assert_eq!(exit["cause"], "VolumeFull");
    let folder = tempfile::tempdir().expect("a folder");
    let channel = folder.path().join("ml/input/data/train");
    fs::create_dir_all(&channel).expect("folders");
    fs::write(channel.join("object"), vec![7; 9_000_000]).expect("a file");
    let script = "mv input moved; while :; do sleep 0.05; done";
    let members = json!({ "volume": 8_000_000, "linked": ["train"], "longest_seconds": 4, "grace_seconds": 0 });
    assert_eq!(supervise_with(folder.path(), script, &members)["cause"], "TimedOut");
}

#[test]
fn a_trainer_has_the_memory_and_the_processors_that_it_was_given() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "ulimit -d; grep Cpus_allowed_list /proc/self/status | cut -f2";
    let allowed = nix::sched::sched_getaffinity(Pid::from_raw(0)).expect("a set");
    let first = (0..nix::sched::CpuSet::count()).find(|number| allowed.is_set(*number) == Ok(true)).expect("a processor");
    supervise_with(folder.path(), script, &json!({ "memory": 64 << 20, "processors": [first] }));
    let log = fs::read_to_string(folder.path().join("algo-1.log")).expect("a log");
    let texts: Vec<&str> = log.lines().filter_map(|line| line.split_once('\t')).map(|(_, text)| text).collect();
    assert_eq!(texts, ["65536", first.to_string().as_str()]);
}

#[test]
fn memory_beyond_the_limit_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    // Without an end of line in it, all input is the line that `tail` keeps.
    let script = "head -c 100000000 /dev/zero | tail -n 1 >/dev/null 2>&1 || exit 7";
    assert_eq!(supervise_with(folder.path(), script, &json!({ "memory": 32 << 20 }))["code"], 7);
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(supervise_with(folder.path(), script, &json!({ "memory": 1 << 30 }))["code"], 0);
}

#[test]
fn a_log_names_the_folder_as_a_container_knows_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let exit = supervise(folder.path(), "echo \"Saved checkpoint to \\\"$PWD/model/a.params\\\"\"", 60, 1);
    assert_eq!(exit["code"], 0);
    let log = fs::read_to_string(folder.path().join("algo-1.log")).expect("a log");
    assert!(log.ends_with("\tSaved checkpoint to \"/opt/ml/model/a.params\"\n"), "{log}");
}

/// A limit of the size of files refuses what a full disk refuses, and needs no disk of its own.
fn set_file_size(process: u32, limit: &str) {
    let done = Command::new("prlimit").args([format!("--pid={process}"), format!("--fsize={limit}")]).status();
    assert!(done.expect("prlimit runs").success());
}

#[test]
fn the_end_of_a_training_is_written_when_there_is_room_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "mkdir -p model; echo weights > model/weights; while [ ! -e ../go ]; do sleep 0.02; done";
    let prepared = prepare(folder.path(), script, &json!({}));
    // The limit's signal would end the process.
    let mut supervisor = Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"])
        .arg(prepared.get_program())
        .args(prepared.get_args())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let end = Instant::now() + Duration::from_secs(60);
    while !folder.path().join("ml/model/weights").exists() {
        assert!(Instant::now() < end, "the trainer did not start");
        thread::sleep(Duration::from_millis(10));
    }
    assert!(fs::metadata(folder.path().join("reserve")).is_ok_and(|reserve| reserve.len() > 0), "room is reserved");
    set_file_size(supervisor.id(), "0:unlimited");
    fs::write(folder.path().join("go"), b"").expect("a file");
    let mut errors = BufReader::new(supervisor.stderr.take().expect("a pipe")).lines();
    let told = errors.next().expect("a line").expect("text");
    assert!(told.starts_with("the end of the training cannot be written yet"), "{told}");
    assert!(!folder.path().join("exit.json").exists() && !folder.path().join("reserve").exists());
    assert_eq!(supervisor.try_wait().expect("its state"), None, "it waits");
    set_file_size(supervisor.id(), "unlimited:unlimited");
    assert!(supervisor.wait().expect("it ended").success());
    let exit: Value = serde_json::from_slice(&fs::read(folder.path().join("exit.json")).expect("an end")).expect("JSON");
    assert_eq!(exit, json!({ "cause": "Exited", "code": 0, "signal": null }));
}
