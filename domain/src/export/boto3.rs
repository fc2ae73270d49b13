//! A script with boto3.

use serde_json::{Map, Value};

use super::{Destination, python};

/// The script; it prints the new job's ARN.
pub(super) fn write(members: &Map<String, Value>, region: &str, destination: Destination) -> String {
    let arguments: String =
        members.iter().map(|(member, value)| format!("    {member}={},\n", python::literal(value, 4))).collect();
    let region = python::string(region);
    let (imports, endpoint) = match destination {
        Destination::Aws => ("import boto3\n".to_owned(), String::new()),
        Destination::Engine => (
            format!("import os\n\nimport boto3\n\n{}", python::ENGINE_NOTE),
            format!(", endpoint_url={}", python::ENGINE_ENDPOINT),
        ),
    };
    let gap = if destination == Destination::Aws { "\n" } else { "" };
    format!(
        "{imports}{gap}sagemaker = boto3.client(\"sagemaker\", region_name={region}{endpoint})\n\n\
         response = sagemaker.create_training_job(\n{arguments})\nprint(response[\"TrainingJobArn\"])\n"
    )
}
