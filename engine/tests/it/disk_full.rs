//! A moment in which nothing can be written.
//!
//! A limit of the size of files stands for the full disk: it refuses what the database writes, needs no disk of its own, and is
//! lifted again. It belongs to a process and its signal would end it, so each test runs in a process of its own.

use std::env;
use std::process::Command;

use nix::sys::resource::{Resource, getrlimit, setrlimit};

use crate::harness::{BUCKET, World, request};

/// Set in the process of a test.
const CHILD: &str = "BATON_TEST_DISK_FULL";
/// The database's log is larger, and a job's files are smaller.
const LIMIT: u64 = 4096;

/// Runs the test of this name in a process of its own; gives whether this is that process.
fn is_own_process(name: &str) -> bool {
    if env::var_os(CHILD).is_some() {
        return true;
    }
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$0\" --exact \"$1\" --nocapture"])
        .arg(env::current_exe().expect("this program"))
        .arg(format!("disk_full::{name}"))
        .env(CHILD, "1")
        .output()
        .expect("sh runs");
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    false
}

/// Lets all writes of the database fail as long as the value lives.
struct DiskFull(u64, u64);

impl DiskFull {
    fn begin() -> Self {
        let (soft, hard) = getrlimit(Resource::RLIMIT_FSIZE).expect("the limit");
        setrlimit(Resource::RLIMIT_FSIZE, LIMIT, hard).expect("a limit");
        Self(soft, hard)
    }
}

impl Drop for DiskFull {
    fn drop(&mut self) {
        let _ = setrlimit(Resource::RLIMIT_FSIZE, self.0, self.1);
    }
}

#[tokio::test]
async fn everything_is_written_again_when_there_is_room() {
    if !is_own_process("everything_is_written_again_when_there_is_room") {
        return;
    }
    let world = World::start("exit 0").await;
    let full = DiskFull::begin();
    for key in ["a", "b"] {
        let reply = world.client.s3("PUT", &format!("/{BUCKET}/{key}"), "", &[], b"bytes").await;
        assert_eq!(reply.status, 500, "{}", reply.text());
        let reply = world.client.json("SageMaker.CreateTrainingJob", &request(key)).await;
        assert_eq!(reply.status, 500, "{}", reply.text());
    }
    assert!(world.get("train/a.rec").await.is_some(), "what is there can be read");
    drop(full);
    for key in ["a", "b", "c"] {
        world.put(key, b"bytes").await;
        world.create(&request(key)).await;
    }
    for name in ["a", "b", "c"] {
        world.wait(name, "TrainingJobStatus", "Completed").await;
    }
    world.engine.shutdown().await;
}
