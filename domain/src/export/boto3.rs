//! A script with boto3.

use serde_json::{Map, Value};

use super::python;

/// The script; it prints the new job's ARN.
pub(super) fn write(members: &Map<String, Value>, region: &str) -> String {
    let arguments: String =
        members.iter().map(|(member, value)| format!("    {member}={},\n", python::literal(value, 4))).collect();
    let region = python::string(region);
    format!(
        "import boto3\n\nsagemaker = boto3.client(\"sagemaker\", region_name={region})\n\nresponse = sagemaker.create_training_job(\n\
         {arguments})\nprint(response[\"TrainingJobArn\"])\n"
    )
}
