//! Files that cannot be opened because the process has too many open, as while many clients are connected.

use std::fs::File;

use nix::sys::resource::{Resource, getrlimit, setrlimit};

use crate::{
    disk_full::is_own_process,
    harness::{World, request},
};

/// Files that the process may have open: those of an engine and a few more.
const LIMIT: u64 = 256;
/// The two ends of a connection.
const CONNECTION: usize = 2;

/// Opens files until no more can be opened.
fn take_all() -> Vec<File> {
    std::iter::from_fn(|| File::open("/dev/null").ok()).collect()
}

#[tokio::test]
async fn a_job_waits_until_files_can_be_opened() {
    if !is_own_process("open_files::a_job_waits_until_files_can_be_opened") {
        return;
    }
    let world = World::start("echo model > \"$1/model/weights\"").await;
    world.create(&request("before")).await;
    world.wait("before", "TrainingJobStatus", "Completed").await;
    let (_, hard) = getrlimit(Resource::RLIMIT_NOFILE).expect("the limit");
    setrlimit(Resource::RLIMIT_NOFILE, LIMIT, hard).expect("a limit");
    let mut taken = take_all();
    for name in ["a", "b", "c"] {
        // As soon as the connection of the call is open, the job finds no file that it can open.
        taken.truncate(taken.len() - CONNECTION);
        world.create(&request(name)).await;
        taken.extend(take_all());
    }
    drop(taken);
    for name in ["a", "b", "c"] {
        let job = world.wait(name, "TrainingJobStatus", "Completed").await;
        let states = job["SecondaryStatusTransitions"].as_array().expect("transitions").iter();
        let states = states.map(|state| state["Status"].as_str().expect("a state"));
        // A job may have waited for its turn, and none began anew in its states.
        let states: Vec<_> = states.filter(|state| *state != "Pending").collect();
        assert_eq!(states, ["Starting", "Downloading", "Training", "Uploading", "Completed"], "{name}");
    }
    world.engine.shutdown().await;
}
