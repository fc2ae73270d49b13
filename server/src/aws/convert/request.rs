//! `CreateTrainingJob`: the checked request into the SDK's input.

use aws_sdk_sagemaker::{
    Client,
    operation::create_training_job::builders::CreateTrainingJobFluentBuilder,
    types::{self, builders},
};
use domain::{CreateTrainingJob, TrainingJobRequest, wire};

/// The call with every member that the domain knows.
pub(crate) fn input(client: &Client, request: &TrainingJobRequest) -> CreateTrainingJobFluentBuilder {
    client
        .create_training_job()
        .set_training_job_name(request.training_job_name.clone())
        .set_hyper_parameters(request.hyper_parameters.clone().map(|values| values.into_iter().collect()))
        .set_algorithm_specification(request.algorithm_specification.as_ref().map(algorithm_specification))
        .set_role_arn(request.role_arn.clone())
        .set_input_data_config(request.input_data_config.as_deref().map(|channels| channels.iter().map(channel).collect()))
        .set_output_data_config(request.output_data_config.as_ref().map(output_data_config))
        .set_resource_config(request.resource_config.as_ref().map(resource_config))
        .set_stopping_condition(request.stopping_condition.as_ref().map(stopping_condition))
        .set_tags(request.tags.as_deref().map(|tags| tags.iter().map(tag).collect()))
}

/// The whole body as the domain writes it, when the request has members that [`input`] cannot carry.
///
/// They were typed or pasted by somebody who knows them; they travel on unchanged and the service judges them.
pub(crate) fn body_with_other_members(request: &CreateTrainingJob) -> Option<String> {
    let sources = request.input_data_config.iter().flatten().filter_map(|channel| channel.data_source.as_ref());
    let is_plain = request.other.is_empty()
        && request.algorithm_specification.as_ref().is_none_or(|part| part.other.is_empty())
        && request.resource_config.as_ref().is_none_or(|part| part.other.is_empty())
        && request.stopping_condition.as_ref().is_none_or(|part| part.other.is_empty())
        && sources.into_iter().all(|source| source.other.is_empty());
    if is_plain { None } else { serde_json::to_string(request).ok() }
}

fn algorithm_specification(part: &wire::AlgorithmSpecification) -> types::AlgorithmSpecification {
    types::AlgorithmSpecification::builder()
        .set_training_image(part.training_image.clone())
        .set_training_input_mode(part.training_input_mode.as_deref().map(Into::into))
        .build()
}

fn channel(part: &wire::Channel) -> types::Channel {
    types::Channel::builder()
        .set_channel_name(part.channel_name.clone())
        .set_data_source(part.data_source.as_ref().map(data_source))
        .set_content_type(part.content_type.clone())
        .set_compression_type(part.compression_type.as_deref().map(Into::into))
        .set_record_wrapper_type(part.record_wrapper_type.as_deref().map(Into::into))
        .set_input_mode(part.input_mode.as_deref().map(Into::into))
        .set_shuffle_config(
            part.shuffle_config.as_ref().map(|shuffle| types::ShuffleConfig::builder().set_seed(shuffle.seed).build()),
        )
        .build()
}

fn data_source(part: &wire::DataSource) -> types::DataSource {
    types::DataSource::builder().set_s3_data_source(part.s3_data_source.as_ref().map(s3_data_source)).build()
}

fn s3_data_source(part: &wire::S3DataSource) -> types::S3DataSource {
    types::S3DataSource::builder()
        .set_s3_data_type(part.s3_data_type.as_deref().map(Into::into))
        .set_s3_uri(part.s3_uri.clone())
        .set_s3_data_distribution_type(part.s3_data_distribution_type.as_deref().map(Into::into))
        .set_attribute_names(part.attribute_names.clone())
        .build()
}

fn output_data_config(part: &wire::OutputDataConfig) -> types::OutputDataConfig {
    types::OutputDataConfig::builder()
        .set_s3_output_path(part.s3_output_path.clone())
        .set_kms_key_id(part.kms_key_id.clone())
        .set_compression_type(part.compression_type.as_deref().map(Into::into))
        .build()
}

fn resource_config(part: &wire::ResourceConfig) -> types::ResourceConfig {
    types::ResourceConfig::builder()
        .set_instance_type(part.instance_type.as_deref().map(Into::into))
        .set_instance_count(part.instance_count.map(whole))
        .set_volume_size_in_gb(part.volume_size_in_gb.map(whole))
        .set_volume_kms_key_id(part.volume_kms_key_id.clone())
        .build()
}

fn stopping_condition(part: &wire::StoppingCondition) -> types::StoppingCondition {
    types::StoppingCondition::builder().set_max_runtime_in_seconds(part.max_runtime_in_seconds.map(whole)).build()
}

fn tag(part: &wire::Tag) -> types::Tag {
    let builder: builders::TagBuilder = types::Tag::builder();
    builder.set_key(part.key.clone()).set_value(part.value.clone()).build()
}

/// The service's integers have 32 bits; a larger number is sent as the largest, which the service refuses by name.
fn whole(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::{Target, arn, body, checked};

    /// Sends a request and gives the JSON that arrived.
    async fn sent(body: &Value) -> Value {
        let target = Target::start(|_, body| (200, json!({ "TrainingJobArn": arn(&body["TrainingJobName"].to_string()) }))).await;
        target.aws.create_training_job(&checked(body)).await.expect("an accepted request");
        let bodies = target.bodies("CreateTrainingJob");
        assert_eq!(bodies.len(), 1);
        serde_json::from_slice(&bodies[0]).expect("JSON")
    }

    #[tokio::test]
    async fn what_is_sent_is_what_the_page_showed() {
        let body = body("cats-v1");
        let shown = serde_json::to_value(checked(&body)).expect("JSON");
        assert_eq!(shown, body);
        assert_eq!(sent(&body).await, shown);
    }

    #[tokio::test]
    async fn members_that_the_form_does_not_know_travel_on() {
        let mut body = body("cats-v1");
        body["EnableNetworkIsolation"] = true.into();
        body["Environment"] = json!({ "A": "b" });
        body["StoppingCondition"]["MaxPendingTimeInSeconds"] = 7200.into();
        body["AlgorithmSpecification"]["MetricDefinitions"] = json!([{ "Name": "m", "Regex": "m=(.*)" }]);
        assert_eq!(sent(&body).await, body);
    }
}
