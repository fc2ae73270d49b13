//! The variables that tell a program where things are. Source: the sagemaker-training toolkit, which sets them in the
//! framework containers.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

/// The variables for a job whose `/opt/ml` is at `base`; its configuration is read there.
pub(super) fn variables(base: &Path) -> Vec<(String, String)> {
    let path = |relative: &str| base.join(relative).display().to_string();
    let read = |name: &str| -> Map<String, Value> {
        let text = fs::read(base.join("input/config").join(name)).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    };
    let (hyperparameters, channels, resources) =
        (read("hyperparameters.json"), read("inputdataconfig.json"), read("resourceconfig.json"));
    let names: Vec<&String> = channels.keys().collect();
    let host = resources.get("current_host").and_then(Value::as_str).unwrap_or("algo-1");
    let mut variables = vec![
        ("SAGEMAKER_BASE_DIR".to_owned(), base.display().to_string()),
        ("SM_MODEL_DIR".to_owned(), path("model")),
        ("SM_INPUT_DIR".to_owned(), path("input")),
        ("SM_INPUT_CONFIG_DIR".to_owned(), path("input/config")),
        ("SM_OUTPUT_DIR".to_owned(), path("output")),
        ("SM_OUTPUT_DATA_DIR".to_owned(), path("output/data")),
        ("SM_CHECKPOINT_DIR".to_owned(), path("checkpoints")),
        ("SM_CHANNELS".to_owned(), json!(names).to_string()),
        ("SM_HPS".to_owned(), json!(hyperparameters).to_string()),
        ("SM_INPUT_DATA_CONFIG".to_owned(), json!(channels).to_string()),
        ("SM_RESOURCE_CONFIG".to_owned(), json!(resources).to_string()),
        ("SM_CURRENT_HOST".to_owned(), host.to_owned()),
        ("SM_HOSTS".to_owned(), json!(resources.get("hosts")).to_string()),
        ("SM_NUM_GPUS".to_owned(), "0".to_owned()),
        ("SM_NUM_CPUS".to_owned(), std::thread::available_parallelism().map_or(1, usize::from).to_string()),
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
