//! Images that run as programs.

use std::{fs, os::unix::fs::PermissionsExt};

use serde_json::{Value, json};

use crate::harness::{World, channel, request};

const IMAGE: &str = "000000000000.dkr.ecr.us-west-2.amazonaws.com/own:1";

/// Settings with the test image as a shell script.
pub(crate) fn registered(script: &str) -> Value {
    json!({ "Limits": { "RunningJobs": 1 }, "Containers": [{
        "Image": "*.amazonaws.com/own:*",
        "Program": ["/bin/sh", "-c", script, "own"],
        "Environment": { "FIXED": "by the owner" },
        "AllowedEnvironment": ["GIVEN", "WANDB_*", "AWS_*"],
    }] })
}

/// A job of that image.
pub(crate) fn own(name: &str) -> Value {
    let mut job = request(name);
    job["AlgorithmSpecification"]["TrainingImage"] = json!(IMAGE);
    job["HyperParameters"] = json!({ "depth": "3" });
    job
}

#[tokio::test]
async fn a_program_finds_what_a_container_finds() {
    let script = r#"
        echo "argument $1, home $SAGEMAKER_BASE_DIR, here $PWD"
        cd "$SAGEMAKER_BASE_DIR"
        cat input/config/hyperparameters.json; echo
        cat input/data/train/a.rec; echo
        echo "$SM_HP_DEPTH $SM_CHANNEL_TRAIN $GIVEN $FIXED ${LD_PRELOAD:-clean}"
        echo "$SM_CURRENT_INSTANCE_TYPE $SM_CURRENT_INSTANCE_GROUP $SM_INSTANCE_GROUPS $SM_NETWORK_INTERFACE_NAME $SM_USER_ARGS"
        echo "environment $SM_TRAINING_ENV"
        echo "loss=0.5;"; echo "loss=0.25;"
        echo done > "$SM_MODEL_DIR/model.txt"
    "#;
    let world = World::start_with("exit 9", &registered(script)).await;
    let mut job = own("program");
    job["Environment"] = json!({ "GIVEN": "by the request", "FIXED": "by the request", "LD_PRELOAD": "/evil.so" });
    job["AlgorithmSpecification"]["MetricDefinitions"] = json!([{ "Name": "loss", "Regex": "loss=([0-9.]+);" }]);
    world.create(&job).await;
    let job = world.wait("program", "TrainingJobStatus", "Completed").await;
    let log = world.log("program").await;
    for line in [
        "argument train, home /opt/ml, here /opt/ml",
        r#"{"depth":"3"}"#,
        "training data",
        "3 /opt/ml/input/data/train by the request by the owner clean",
        r#"ml.p3.2xlarge homogeneousCluster ["homogeneousCluster"] lo ["--depth","3"]"#,
    ] {
        assert!(log.iter().any(|found| found == line), "{line} in {log:#?}");
    }
    let environment = log.iter().find_map(|line| line.strip_prefix("environment ")).expect("the variable");
    let environment: Value = serde_json::from_str(environment).expect("JSON");
    assert_eq!(environment["channel_input_dirs"]["train"], "/opt/ml/input/data/train");
    let resources = json!({
        "current_host": "algo-1",
        "hosts": ["algo-1"],
        "current_instance_type": "ml.p3.2xlarge",
        "current_group_name": "homogeneousCluster",
        "instance_groups": [
            { "instance_group_name": "homogeneousCluster", "instance_type": "ml.p3.2xlarge", "hosts": ["algo-1"] },
        ],
        "network_interface_name": "lo",
    });
    assert_eq!(environment["resource_config"], resources);
    assert_eq!((&environment["job_name"], &environment["hyperparameters"]["depth"]), (&json!("program"), &json!("3")));
    assert!(log.iter().any(|line| line.contains("LD_PRELOAD") && line.contains("not set")), "{log:#?}");
    assert_eq!(job["FinalMetricDataList"][0]["MetricName"], "loss");
    assert_eq!(job["FinalMetricDataList"][0]["Value"], 0.25);
    assert!(world.get("output/program/output/model.tar.gz").await.is_some());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn fast_files_are_there_before_the_training_and_no_program_changes_the_objects() {
    let script = r#"
        cd "$SAGEMAKER_BASE_DIR/input/data/train"
        find . -type f | sort; cat deep/b; echo
        (echo changed > deep/b) 2>/dev/null; rm -f a 2>/dev/null; true
    "#;
    let world = World::start_with("exit 9", &registered(script)).await;
    world.put("fast/a", b"one").await;
    world.put("fast/deep/b", b"two").await;
    let mut job = own("fast");
    job["InputDataConfig"] = json!([channel("train", "fast/")]);
    job["InputDataConfig"][0]["InputMode"] = json!("FastFile");
    world.create(&job).await;
    let job = world.wait("fast", "TrainingJobStatus", "Completed").await;
    let log = world.log("fast").await;
    // A system without namespaces says so first, and the files are copies.
    let log = match log.split_first() {
        Some((first, rest)) if first.contains("private root") => rest.to_vec(),
        _ => log,
    };
    assert_eq!(log[..3], ["./a", "./deep/b", "two"], "{log:#?}");
    assert_eq!(world.get("fast/a").await.as_deref(), Some(&b"one"[..]));
    assert_eq!(world.get("fast/deep/b").await.as_deref(), Some(&b"two"[..]));
    let transitions = job["SecondaryStatusTransitions"].as_array().expect("a list");
    assert_eq!(transitions[1]["Status"], "Training");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn an_image_that_nobody_registered_is_refused() {
    let world = World::start("exit 0").await;
    let reply = world.client.json("SageMaker.CreateTrainingJob", &own("unknown")).await;
    assert_eq!(reply.json()["__type"], "ValidationException");
    assert!(reply.text().contains("engine.json"), "{}", reply.text());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_program_that_does_not_exist_is_the_owners_mistake() {
    let settings = json!({ "Containers": [{ "Image": "*", "Program": ["/no/such/program"] }] });
    let world = World::start_with("exit 0", &settings).await;
    world.create(&own("missing")).await;
    let job = world.wait("missing", "TrainingJobStatus", "Failed").await;
    let reason = job["FailureReason"].as_str().unwrap_or_default();
    assert!(reason.starts_with("ClientError: ") && reason.contains("/no/such/program"), "{reason}");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_request_sets_no_variable_that_nobody_allowed() {
    let world = World::start_with("exit 9", &registered("env -0 | tr '\\n\\0' ' \\n'")).await;
    let hostile = [
        "PYTHONUSERBASE",
        "PYTHONPLATLIBDIR",
        "PYTHONINSPECT",
        "PYTHONHOME",
        "PYTHONWARNINGS",
        "BASH_ENV",
        "ENV",
        "PERL5OPT",
        "PERL5LIB",
        "RUBYOPT",
        "NODE_OPTIONS",
        "JAVA_TOOL_OPTIONS",
        "_JAVA_OPTIONS",
        "CLASSPATH",
        "GCONV_PATH",
        "LD_PRELOAD",
        "LD_AUDIT",
        "GLIBC_TUNABLES",
        "R_PROFILE_USER",
        "JULIA_LOAD_PATH",
        "GIT_SSH_COMMAND",
        "IFS",
        "PS4",
        "TMPDIR",
        "FIXED",
        "AWS_ENDPOINT_URL",
        "BATON_ATTEMPT",
        "TRAINING_JOB_NAME",
        "SM_MODEL_DIR",
        "PATH",
        "HOME",
    ];
    let mut job = own("variables");
    let variables = hostile.iter().chain(&["GIVEN", "WANDB_MODE", "JOB_SEED"]);
    job["Environment"] = variables.map(|name| ((*name).to_owned(), json!("from-the-request"))).collect();
    world.create(&job).await;
    world.wait("variables", "TrainingJobStatus", "Completed").await;
    let log = world.log("variables").await;
    let mut set: Vec<&str> = log.iter().filter_map(|line| line.strip_suffix("=from-the-request")).collect();
    set.sort_unstable();
    assert_eq!(set, ["GIVEN", "JOB_SEED", "WANDB_MODE"]);
    assert!(log.contains(&"TRAINING_JOB_NAME=variables".to_owned()), "{log:#?}");
    let told = log.iter().find(|line| line.contains("were not set")).expect("a line");
    for name in hostile {
        assert!(told.contains(name), "{name} in {told}");
    }
    assert!(!told.contains("from-the-request") && !told.contains("JOB_SEED"), "{told}");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn hyperparameters_become_no_variables_but_those_of_the_toolkit() {
    let world = World::start_with("exit 9", &registered("env -0 | tr '\\n\\0' ' \\n'")).await;
    let mut job = own("names");
    let odd = ["PYTHONUSERBASE", "A=B", "=LD_PRELOAD", "BASH_FUNC_ls%%"];
    job["HyperParameters"] = odd.iter().map(|name| ((*name).to_owned(), json!("() { LD_AUDIT=the request; }"))).collect();
    world.create(&job).await;
    world.wait("names", "TrainingJobStatus", "Completed").await;
    let log = world.log("names").await;
    let names = log.iter().filter(|line| line.contains("the request")).filter_map(|line| line.split('=').next());
    let names: Vec<&str> = names.collect();
    assert!(names.len() >= odd.len() && names.iter().all(|name| name.starts_with("SM_")), "{log:#?}");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_built_in_algorithm_gets_no_variables_of_the_request() {
    let world = World::start("env").await;
    let mut job = request("plain");
    job["Environment"] = json!({ "JOB_SEED": "from-the-request", "MALLOC_CHECK_": "from-the-request" });
    world.create(&job).await;
    world.wait("plain", "TrainingJobStatus", "Completed").await;
    let log = world.log("plain").await;
    assert!(!log.iter().any(|line| line.contains("from-the-request")), "{log:#?}");
    assert!(log.iter().any(|line| line.contains("JOB_SEED, MALLOC_CHECK_")), "{log:#?}");
    world.engine.shutdown().await;
}

/// An engine for which Docker is a script.
async fn with_docker(script: &str) -> (tempfile::TempDir, World) {
    let folder = tempfile::tempdir().expect("a folder");
    let docker = folder.path().join("docker");
    fs::write(&docker, format!("#!/bin/sh\n{script}\n")).expect("a file");
    fs::set_permissions(&docker, fs::Permissions::from_mode(0o755)).expect("a mode");
    let path = format!("PATH={}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default());
    let settings = json!({ "Containers": [{ "Image": "*", "Docker": true, "Environment": { "FIXED": "value" } }] });
    let world = World::start_with("exit 0", &settings).await.restart_with_supervisor(&["/usr/bin/env", &path]).await;
    (folder, world)
}

/// What matters is what Docker is told.
#[tokio::test]
async fn docker_is_told_the_folder_the_limits_and_the_command() {
    let (_folder, world) = with_docker("echo \"$@\"").await;
    let mut job = own("docker");
    job["EnableNetworkIsolation"] = json!(true);
    job["InputDataConfig"][0]["InputMode"] = json!("FastFile");
    job["Environment"] = json!({ "LD_PRELOAD": "/opt/own.so", "FIXED": "by the request" });
    world.create(&job).await;
    world.wait("docker", "TrainingJobStatus", "Completed").await;
    let log = world.log("docker").await;
    assert!(log.iter().any(|line| line.starts_with("These variables of Environment were not set: FIXED.")), "{log:#?}");
    let log = log.into_iter().find(|line| line.starts_with("run ")).expect("what docker was told");
    for part in [
        "run --rm --pull never --name baton-",
        ":/opt/ml",
        ":/opt/ml/input/data/train:ro",
        "--memory ",
        "--network none",
        "--env FIXED=value",
        "--env LD_PRELOAD=/opt/own.so",
    ] {
        assert!(log.contains(part), "{part} in {log}");
    }
    assert!(log.ends_with(&format!("{IMAGE} train")), "{log}");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn docker_without_a_daemon_is_no_fault_of_the_algorithm() {
    let (_folder, world) = with_docker("echo 'Cannot connect to the Docker daemon' >&2; exit 125").await;
    world.create(&own("helpless")).await;
    let job = world.wait("helpless", "TrainingJobStatus", "Failed").await;
    let reason = job["FailureReason"].as_str().unwrap_or_default();
    assert!(reason.starts_with("ClientError: Docker cannot run the training image"), "{reason}");
    assert_eq!(world.log("helpless").await, ["Cannot connect to the Docker daemon"]);
    world.engine.shutdown().await;
}
