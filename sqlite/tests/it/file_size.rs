//! A file system that refuses to write, as an operator sets it with `ulimit -f`: the commit itself fails.

use std::{env, process::Command};

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use sqlite::ErrorKind;

use crate::{add, database, entries};

/// Set in the process that has the limit.
const LIMITED: &str = "SQLITE_TEST_LIMITED";
const NAME: &str = "file_size::a_commit_that_the_file_system_refuses_does_not_end_writing";

#[test]
fn a_commit_that_the_file_system_refuses_does_not_end_writing() {
    if env::var_os(LIMITED).is_some() {
        return tokio::runtime::Runtime::new().expect("a runtime").block_on(refused());
    }
    // The limit belongs to a process and its signal ends it, so the test runs in a process that ignores the signal.
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$0\" --exact \"$1\" --nocapture"])
        .arg(env::current_exe().expect("this program"))
        .arg(NAME)
        .env(LIMITED, "1")
        .output()
        .expect("sh runs");
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

async fn refused() {
    let (database, _folder) = database().await;
    add(&database, "a").await.expect("there is room");
    let (soft, hard) = getrlimit(Resource::RLIMIT_FSIZE).expect("the limit");
    setrlimit(Resource::RLIMIT_FSIZE, 4096, hard).expect("a limit");
    for _ in 0..3 {
        let error = add(&database, &"b".repeat(100_000)).await.expect_err("there is no room");
        assert_eq!(ErrorKind::of(&error), ErrorKind::Io, "{error}");
    }
    setrlimit(Resource::RLIMIT_FSIZE, soft, hard).expect("the limit of before");
    add(&database, &"c".repeat(100_000)).await.expect("there is room again");
    assert_eq!(entries(&database).await, "ac");
}
