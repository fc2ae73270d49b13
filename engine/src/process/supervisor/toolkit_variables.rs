//! The variables that tell a program where its folders are. Source: the sagemaker-training toolkit, which sets them in the
//! framework containers.

use std::{fs, path::Path};

use domain::wire::CheckpointConfig;
use serde_json::{Map, Value, json};

/// The variables for the job `job`, whose `/opt/ml` is at `base`. Its configuration is read from there.
pub(super) fn variables(base: &Path, job: &str) -> Vec<(String, String)> {
    let path = |relative: &str| base.join(relative).display().to_string();
    let read = |name: &str| -> Map<String, Value> {
        let text = fs::read(base.join("input/config").join(name)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    };
    let (hyperparameters, channels, resources) =
        (read("hyperparameters.json"), read("inputdataconfig.json"), read("resourceconfig.json"));
    let names: Vec<&String> = channels.keys().collect();
    let resource = |name: &str| resources.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (host, group) = (resource("current_host"), resource("current_group_name"));
    let groups = resources.get("instance_groups").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let groups: Vec<&str> = groups.iter().filter_map(|group| group.get("instance_group_name")?.as_str()).collect();
    let inputs: Map<String, Value> =
        names.iter().map(|name| ((*name).clone(), json!(path(&format!("input/data/{name}"))))).collect();
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    // The members of the toolkit's `Environment`, without those that only its frameworks use.
    let environment = json!({
        "channel_input_dirs": inputs,
        "current_host": host,
        "current_instance_group": group,
        "current_instance_type": resource("current_instance_type"),
        "hosts": resources.get("hosts"),
        "hyperparameters": hyperparameters,
        "input_config_dir": path("input/config"),
        "input_data_config": channels,
        "input_dir": path("input"),
        "instance_groups": groups,
        "is_master": true,
        "job_name": job,
        "master_hostname": host,
        "model_dir": path("model"),
        "network_interface_name": resource("network_interface_name"),
        "num_cpus": processors,
        "num_gpus": 0,
        "output_data_dir": path("output/data"),
        "output_dir": path("output"),
        "resource_config": resources,
    });
    let mut variables = vec![
        ("SAGEMAKER_BASE_DIR".to_owned(), base.display().to_string()),
        ("SM_MODEL_DIR".to_owned(), path("model")),
        ("SM_INPUT_DIR".to_owned(), path("input")),
        ("SM_INPUT_CONFIG_DIR".to_owned(), path("input/config")),
        ("SM_OUTPUT_DIR".to_owned(), path("output")),
        ("SM_OUTPUT_DATA_DIR".to_owned(), path("output/data")),
        ("SM_CHECKPOINT_DIR".to_owned(), path(CheckpointConfig::DEFAULT_LOCAL_PATH.trim_start_matches("/opt/ml/"))),
        ("SM_CHANNELS".to_owned(), json!(names).to_string()),
        ("SM_HPS".to_owned(), json!(hyperparameters).to_string()),
        ("SM_INPUT_DATA_CONFIG".to_owned(), json!(channels).to_string()),
        ("SM_RESOURCE_CONFIG".to_owned(), json!(resources).to_string()),
        ("SM_CURRENT_HOST".to_owned(), host),
        ("SM_CURRENT_INSTANCE_TYPE".to_owned(), resource("current_instance_type")),
        ("SM_CURRENT_INSTANCE_GROUP".to_owned(), group),
        ("SM_INSTANCE_GROUPS".to_owned(), json!(groups).to_string()),
        ("SM_NETWORK_INTERFACE_NAME".to_owned(), resource("network_interface_name")),
        ("SM_USER_ARGS".to_owned(), json!(arguments(&hyperparameters)).to_string()),
        ("SM_TRAINING_ENV".to_owned(), environment.to_string()),
        ("SM_HOSTS".to_owned(), json!(resources.get("hosts")).to_string()),
        ("SM_NUM_GPUS".to_owned(), "0".to_owned()),
        ("SM_NUM_CPUS".to_owned(), processors.to_string()),
    ];
    for name in &names {
        let variable = format!("SM_CHANNEL_{}", name.to_uppercase().replace(['.', '-'], "_"));
        variables.push((variable, path(&format!("input/data/{name}"))));
    }
    for (name, value) in &hyperparameters {
        let variable = format!("SM_HP_{}", name.to_uppercase().replace('-', "_"));
        variables.push((variable, value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
    }
    variables
}

/// The hyperparameters as arguments of a program, without those of the toolkit itself.
fn arguments(hyperparameters: &Map<String, Value>) -> Vec<String> {
    let own = hyperparameters.iter().filter(|(name, _)| !name.starts_with("sagemaker_"));
    own.flat_map(|(name, value)| {
        let dashes = if name.chars().count() == 1 { "-" } else { "--" };
        [format!("{dashes}{name}"), value.as_str().map_or_else(|| value.to_string(), str::to_owned)]
    })
    .collect()
}
