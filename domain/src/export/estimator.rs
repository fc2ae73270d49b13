//! A script with the SageMaker Python SDK, version 2: an estimator and its inputs.
//!
//! The SDK cannot say everything that the API can; what is left out stands in a comment of the script.

use serde_json::{Value, json};

use super::{Destination, python};
use crate::{
    incremental::{self, MODEL_CHANNEL},
    wire::{Channel, TrainingJobRequest},
};

/// The script; it prints the job's name.
pub(super) fn write(request: &TrainingJobRequest, region: &str, destination: Destination) -> String {
    let channels = request.input_data_config.as_deref().unwrap_or_default();
    let model = channels.iter().find_map(usual_model);
    let is_model = |channel: &Channel| model.is_some() && channel.channel_name.as_deref() == Some(MODEL_CHANNEL);
    let inputs: Vec<&Channel> = channels.iter().filter(|channel| !is_model(channel)).collect();

    let specification = request.algorithm_specification.clone().unwrap_or_default();
    let is_resource = specification.training_image.is_none() && specification.algorithm_name.is_some();
    let has_files = inputs.iter().any(|channel| file_system(channel).is_some());
    let has_shuffle = inputs.iter().any(|channel| channel.shuffle_config.is_some());

    let class = if is_resource { "AlgorithmEstimator" } else { "Estimator" };
    let module = if is_resource { "sagemaker.algorithm" } else { "sagemaker.estimator" };
    let mut input_classes = vec!["TrainingInput"];
    if has_files {
        input_classes.insert(0, "FileSystemInput");
    }
    if has_shuffle {
        input_classes.insert(0, "ShuffleConfig");
    }
    let os = if destination == Destination::Engine { "import os\n\n" } else { "" };
    let mut script = format!("{os}import boto3\nimport sagemaker\nfrom {module} import {class}\n");
    if !inputs.is_empty() {
        script.push_str(&format!("from sagemaker.inputs import {}\n", input_classes.join(", ")));
    }
    script.push_str(&session(region, destination));
    for words in left_out(request, is_resource) {
        script.push_str(&format!("# Not expressible with {class}, left out: {words}\n"));
    }
    script.push_str(&format!("\nestimator = {class}(\n"));
    for (name, value) in arguments(request, model.as_deref(), is_resource) {
        if !value.is_null() {
            script.push_str(&format!("    {name}={},\n", python::literal(&value, 4)));
        }
    }
    script.push_str("    sagemaker_session=session,\n)\n");
    let hyperparameters = json!(request.hyper_parameters);
    if is_resource && !hyperparameters.is_null() {
        script.push_str(&format!("estimator.set_hyperparameters(**{})\n", python::literal(&hyperparameters, 0)));
    }
    let name = request.training_job_name.as_deref().unwrap_or_default();
    script.push_str("estimator.fit(\n");
    if !inputs.is_empty() {
        script.push_str("    inputs={\n");
        for channel in inputs {
            let name = channel.channel_name.as_deref().unwrap_or_default();
            script.push_str(&format!("        {}: {},\n", python::string(name), input(channel)));
        }
        script.push_str("    },\n");
    }
    script.push_str(&format!(
        "    job_name={},\n    wait=False,\n)\nprint(estimator.latest_training_job.name)\n",
        python::string(name)
    ));
    script
}

/// The SDK's session.
fn session(region: &str, destination: Destination) -> String {
    let boto_session = format!("boto3.Session(region_name={})", python::string(region));
    match destination {
        Destination::Aws => format!("\nsession = sagemaker.Session(boto_session={boto_session})\n"),
        Destination::Engine => format!(
            "\n{}boto_session = {boto_session}\nsession = sagemaker.Session(\n    boto_session=boto_session,\n    \
             sagemaker_client=boto_session.client(\"sagemaker\", endpoint_url={}),\n)\n",
            python::ENGINE_NOTE,
            python::ENGINE_ENDPOINT
        ),
    }
}

/// The estimator's arguments; null ones are left out.
fn arguments(request: &TrainingJobRequest, model: Option<&str>, is_resource: bool) -> Vec<(&'static str, Value)> {
    let specification = request.algorithm_specification.clone().unwrap_or_default();
    let resources = request.resource_config.clone().unwrap_or_default();
    let stopping = request.stopping_condition.clone().unwrap_or_default();
    let output = request.output_data_config.clone().unwrap_or_default();
    let vpc = request.vpc_config.clone().unwrap_or_default();
    let checkpoint = request.checkpoint_config.clone().unwrap_or_default();
    let tags = request.tags.as_ref().filter(|tags| !tags.is_empty());
    // What the SDK would add by itself: a hook of the debugger, and the profiler.
    let quiet = if is_resource { Value::Null } else { json!(false) };
    let not_quiet = if is_resource { Value::Null } else { json!(true) };
    let only_image = |value: Value| if is_resource { Value::Null } else { value };
    vec![
        ("image_uri", json!(specification.training_image)),
        ("algorithm_arn", only_resource(is_resource, json!(specification.algorithm_name))),
        ("role", json!(request.role_arn)),
        ("instance_count", json!(resources.instance_count)),
        ("instance_type", json!(resources.instance_type)),
        ("volume_size", json!(resources.volume_size_in_gb)),
        ("volume_kms_key", json!(resources.volume_kms_key_id)),
        ("keep_alive_period_in_seconds", only_image(json!(resources.keep_alive_period_in_seconds))),
        ("max_run", json!(stopping.max_runtime_in_seconds)),
        ("use_spot_instances", json!(request.enable_managed_spot_training)),
        ("max_wait", json!(stopping.max_wait_time_in_seconds)),
        ("input_mode", json!(specification.training_input_mode)),
        ("output_path", json!(output.s3_output_path)),
        ("output_kms_key", json!(output.kms_key_id)),
        ("model_uri", json!(model)),
        ("hyperparameters", only_image(json!(request.hyper_parameters))),
        ("metric_definitions", json!(specification.metric_definitions)),
        ("enable_sagemaker_metrics", only_image(json!(specification.enable_sage_maker_metrics_time_series))),
        ("container_entry_point", only_image(json!(specification.container_entrypoint))),
        ("container_arguments", only_image(json!(specification.container_arguments))),
        ("subnets", json!(vpc.subnets)),
        ("security_group_ids", json!(vpc.security_group_ids)),
        ("enable_network_isolation", only_image(json!(request.enable_network_isolation))),
        ("encrypt_inter_container_traffic", json!(request.enable_inter_container_traffic_encryption)),
        ("checkpoint_s3_uri", only_image(json!(checkpoint.s3_uri))),
        ("checkpoint_local_path", only_image(json!(checkpoint.local_path))),
        ("environment", only_image(json!(request.environment))),
        ("max_retry_attempts", only_image(json!(request.retry_strategy.as_ref().and_then(|retry| retry.maximum_retry_attempts)))),
        ("tags", json!(tags)),
        ("debugger_hook_config", quiet),
        ("disable_profiler", not_quiet),
    ]
}

fn only_resource(is_resource: bool, value: Value) -> Value {
    if is_resource { value } else { Value::Null }
}

/// Members that the SDK has no argument for.
fn left_out(request: &TrainingJobRequest, is_resource: bool) -> Vec<String> {
    let mut words: Vec<String> = request.other.keys().cloned().collect();
    let is_set = |member: &str, value: bool| value.then(|| member.to_owned());
    let output = request.output_data_config.as_ref();
    let stopping = request.stopping_condition.as_ref();
    words.extend(is_set(
        "OutputDataConfig.CompressionType",
        output.is_some_and(|output| output.compression_type.as_deref().is_some_and(|kind| kind != "GZIP")),
    ));
    words.extend(is_set(
        "StoppingCondition.MaxPendingTimeInSeconds",
        stopping.is_some_and(|stopping| stopping.max_pending_time_in_seconds.is_some()),
    ));
    if let Some(resources) = &request.resource_config {
        words.extend(resources.other.keys().map(|member| format!("ResourceConfig.{member}")));
    }
    if let Some(specification) = &request.algorithm_specification {
        words.extend(specification.other.keys().map(|member| format!("AlgorithmSpecification.{member}")));
    }
    if is_resource {
        words.extend(is_set("CheckpointConfig", request.checkpoint_config.is_some()));
        words.extend(is_set("Environment", request.environment.is_some()));
        words.extend(is_set("RetryStrategy", request.retry_strategy.is_some()));
    }
    words
}

/// The location of a model channel that the SDK makes by itself from `model_uri`.
fn usual_model(channel: &Channel) -> Option<String> {
    let uri = channel.data_source.as_ref()?.s3_data_source.as_ref()?.s3_uri.clone()?;
    let explicit = |channel: &Channel| {
        let mut channel = channel.clone();
        // Left out, both are None.
        channel.compression_type.get_or_insert_with(|| "None".to_owned());
        channel.record_wrapper_type.get_or_insert_with(|| "None".to_owned());
        channel
    };
    (explicit(channel) == explicit(&incremental::model_channel(&uri))).then_some(uri)
}

fn file_system(channel: &Channel) -> Option<&crate::wire::FileSystemDataSource> {
    channel.data_source.as_ref()?.file_system_data_source.as_ref()
}

/// The input of one channel.
fn input(channel: &Channel) -> String {
    let mut arguments: Vec<(&str, Value)> = Vec::new();
    let class = if let Some(source) = file_system(channel) {
        arguments.push(("file_system_id", json!(source.file_system_id)));
        arguments.push(("file_system_type", json!(source.file_system_type)));
        arguments.push(("directory_path", json!(source.directory_path)));
        arguments.push(("file_system_access_mode", json!(source.file_system_access_mode)));
        arguments.push(("content_type", json!(channel.content_type)));
        "FileSystemInput"
    } else {
        let source = channel.data_source.as_ref().and_then(|source| source.s3_data_source.clone()).unwrap_or_default();
        arguments.push(("s3_data", json!(source.s3_uri)));
        arguments.push(("s3_data_type", json!(source.s3_data_type)));
        arguments.push(("distribution", json!(source.s3_data_distribution_type)));
        arguments.push(("content_type", json!(channel.content_type)));
        arguments.push(("compression", json!(channel.compression_type)));
        arguments.push(("record_wrapping", json!(channel.record_wrapper_type)));
        arguments.push(("input_mode", json!(channel.input_mode)));
        arguments.push(("attribute_names", json!(source.attribute_names)));
        "TrainingInput"
    };
    let arguments = arguments.into_iter().filter(|(_, value)| !value.is_null());
    let mut lines: String =
        arguments.map(|(name, value)| format!("            {name}={},\n", python::literal(&value, 12))).collect();
    if let Some(seed) = channel.shuffle_config.as_ref().and_then(|config| config.seed) {
        lines.push_str(&format!("            shuffle_config=ShuffleConfig({seed}),\n"));
    }
    format!("{class}(\n{lines}        )")
}
