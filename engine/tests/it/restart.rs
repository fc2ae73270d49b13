//! Jobs and objects outlive the engine.

use std::fs;

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::{
    harness::{World, request},
    supervisor::lives,
};

/// Says its own and its supervisor's number, and ends when it is told to.
const WAITS: &str = r#"
    echo "$PPID" > "$1/supervisor"
    echo started
    while [ ! -e "$1/finish" ]; do sleep 0.05; done
    echo finished
    echo weights > "$1/model/weights"
"#;

#[tokio::test]
async fn a_training_goes_on_while_no_engine_runs() {
    let world = World::start(WAITS).await;
    world.create(&request("survivor")).await;
    world.wait_for_message("survivor", "started").await;
    let ml = world.working_folder();
    let world = world.restart().await;
    assert_eq!(world.describe("survivor").await["SecondaryStatus"], "Training");
    fs::write(ml.join("finish"), b"").expect("a file");
    world.wait("survivor", "TrainingJobStatus", "Completed").await;
    assert_eq!(world.log("survivor").await, ["started", "finished"]);
    assert!(world.get("output/survivor/output/model.tar.gz").await.is_some());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_training_that_nobody_watches_fails_with_a_reason() {
    let world = World::start(WAITS).await;
    world.create(&request("orphan")).await;
    world.wait_for_message("orphan", "started").await;
    let supervisor = fs::read_to_string(world.working_folder().join("supervisor")).expect("its number");
    let supervisor = Pid::from_raw(supervisor.trim().parse().expect("a number"));
    let (data, script) = (world.folder, world.script);
    world.engine.shutdown().await;
    kill(supervisor, Signal::SIGKILL).expect("the supervisor was alive");
    let world = World::start_in(data, &script).await;
    let job = world.wait("orphan", "TrainingJobStatus", "Failed").await;
    let reason = job["FailureReason"].as_str().unwrap_or_default();
    assert!(reason.starts_with("InternalServerError: "), "{reason}");
    world.engine.shutdown().await;
}

/// Starts a process in a session of its own, and one without any variables.
const LEAVES: &str = r#"
    cd "$1"
    echo "$PPID" > supervisor
    setsid sh -c 'echo $$ > session; while :; do sleep 0.05; done' &
    env -i /bin/sh -c 'echo $$ > bare; while :; do sleep 0.05; done' &
    while [ ! -s session ] || [ ! -s bare ]; do sleep 0.02; done
    echo started
    while :; do sleep 0.05; done
"#;

#[tokio::test]
async fn nothing_of_a_training_runs_on_when_its_supervisor_was_killed() {
    let world = World::start(LEAVES).await;
    world.create(&request("killed")).await;
    world.wait_for_message("killed", "started").await;
    let ml = world.working_folder();
    let number = |name: &str| {
        let text = fs::read_to_string(ml.join(name)).expect("its number");
        Pid::from_raw(text.trim().parse().expect("a number"))
    };
    let (supervisor, left) = (number("supervisor"), ["session", "bare"].map(number));
    assert!(left.into_iter().all(lives));
    kill(supervisor, Signal::SIGKILL).expect("the supervisor was alive");
    world.wait("killed", "TrainingJobStatus", "Failed").await;
    assert_eq!(left.map(lives), [false, false]);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn objects_and_keys_survive() {
    let world = World::start("exit 0").await;
    world.put("kept", b"bytes").await;
    let key = world.engine.credentials().access_key_id().to_owned();
    let world = world.restart().await;
    assert_eq!(world.get("kept").await.as_deref(), Some(&b"bytes"[..]));
    assert_eq!(world.engine.credentials().access_key_id(), key);
    world.engine.shutdown().await;
}
