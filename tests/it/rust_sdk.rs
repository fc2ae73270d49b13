//! The AWS SDK for Rust against the engine, with nothing but what `baton env` prints.

use std::{collections::HashMap, time::Duration};

use aws_sdk_sagemaker::{
    client::Waiters,
    error::ProvideErrorMetadata,
    types::{
        AlgorithmSpecification, Channel, ContainerDefinition, DataSource, OrderKey, OutputDataConfig, ResourceConfig,
        S3DataSource, S3DataType, StoppingCondition, Tag, TrainingInputMode, TrainingInstanceType, TrainingJobStatus,
    },
};
use tests::{
    command::{baton, printed},
    console::Console,
    http::Request,
};

const BUCKET: &str = "sagemaker-us-west-2-000000000000";
const SAMPLE: &str = "samples/digits/base/train/train.rec";
const IMAGE: &str = "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1";
const ROLE: &str = "arn:aws:iam::000000000000:role/service-role/Tests";

/// The settings of all clients, from the variables.
fn settings(console: &Console) -> aws_config::SdkConfig {
    let output = baton(&["env", "--data", console.data().to_str().expect("text")]);
    let text = printed(&output);
    let variables: HashMap<&str, &str> = text.lines().filter_map(|line| line.strip_prefix("export ")?.split_once('=')).collect();
    let keys = aws_credential_types::Credentials::new(
        variables["AWS_ACCESS_KEY_ID"],
        variables["AWS_SECRET_ACCESS_KEY"].trim_matches('\''),
        None,
        None,
        "baton env",
    );
    aws_config::SdkConfig::builder()
        .behavior_version(aws_config::BehaviorVersion::latest())
        .endpoint_url(variables["AWS_ENDPOINT_URL"])
        .region(aws_config::Region::new(variables["AWS_DEFAULT_REGION"].to_owned()))
        .credentials_provider(aws_credential_types::provider::SharedCredentialsProvider::new(keys))
        .build()
}

/// The first pictures of a RecordIO file, whose records say how long they are.
fn first_records(file: &[u8], count: usize) -> &[u8] {
    let mut end = 0;
    for _ in 0..count {
        let length = u32::from_le_bytes(file[end + 4..end + 8].try_into().expect("four bytes")) & 0x1FFF_FFFF;
        end += 8 + (length as usize).next_multiple_of(4);
    }
    &file[..end]
}

fn channel(name: &str) -> Channel {
    let source = S3DataSource::builder().s3_data_type(S3DataType::S3Prefix).s3_uri(format!("s3://{BUCKET}/rust/"));
    Channel::builder()
        .channel_name(name)
        .content_type("application/x-recordio")
        .data_source(DataSource::builder().s3_data_source(source.build()).build())
        .build()
}

#[tokio::test]
async fn the_rust_sdk_trains_reads_and_is_refused() {
    let console = Console::start();
    let settings = settings(&console);
    let s3 = aws_sdk_s3::Client::from_conf(aws_sdk_s3::config::Builder::from(&settings).force_path_style(true).build());
    let sagemaker = aws_sdk_sagemaker::Client::new(&settings);
    let identity = aws_sdk_sts::Client::new(&settings).get_caller_identity().send().await.expect("an identity");
    assert_eq!(identity.account(), Some("000000000000"));

    let sample = s3.get_object().bucket(BUCKET).key(SAMPLE).send().await.expect("the sample");
    let sample = sample.body.collect().await.expect("its bytes").into_bytes();
    let pictures = first_records(&sample, 32).to_vec();
    s3.put_object().bucket(BUCKET).key("rust/train.rec").body(pictures.clone().into()).send().await.expect("stored");

    let create = |name: &str| {
        sagemaker
            .create_training_job()
            .training_job_name(name)
            .role_arn(ROLE)
            .algorithm_specification(
                AlgorithmSpecification::builder().training_image(IMAGE).training_input_mode(TrainingInputMode::File).build(),
            )
            .set_hyper_parameters(Some(
                [("num_layers", "20"), ("image_shape", "3,28,28"), ("num_classes", "10"), ("num_training_samples", "32")]
                    .into_iter()
                    .chain([("mini_batch_size", "16"), ("epochs", "1")])
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect(),
            ))
            .input_data_config(channel("train"))
            .input_data_config(channel("validation"))
            .output_data_config(OutputDataConfig::builder().s3_output_path(format!("s3://{BUCKET}/output")).build())
            .resource_config(
                ResourceConfig::builder()
                    .instance_type(TrainingInstanceType::MlP32Xlarge)
                    .instance_count(1)
                    .volume_size_in_gb(1)
                    .build(),
            )
            .stopping_condition(StoppingCondition::builder().max_runtime_in_seconds(600).build())
            .tags(Tag::builder().key("sdk").value("rust").build())
    };
    create("rust-1").send().await.expect("created");
    let taken = create("rust-1").send().await.expect_err("the name is taken").into_service_error();
    assert!(taken.is_resource_in_use(), "{taken:?}");
    assert!(taken.message().is_some_and(|text| text.starts_with("Training job names must be unique")), "{taken:?}");
    let malformed = create("rust_1").send().await.expect_err("an underscore").into_service_error();
    assert_eq!(malformed.code(), Some("ValidationException"));

    let describe = || sagemaker.describe_training_job().training_job_name("rust-1").send();
    while describe().await.expect("a description").training_job_status() == Some(&TrainingJobStatus::InProgress) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // The SDK's own waiter asks at once and then every two minutes, so it is asked about a job that has ended.
    let waiter = sagemaker.wait_until_training_job_completed_or_stopped().training_job_name("rust-1");
    waiter.wait(Duration::from_secs(300)).await.expect("it completed");
    let job = describe().await.expect("a description");
    assert_eq!(job.training_job_status(), Some(&TrainingJobStatus::Completed), "{:?}", job.failure_reason());
    assert!(job.billable_time_in_seconds() >= Some(1));
    let artifact = job.model_artifacts().and_then(|artifacts| artifacts.s3_model_artifacts()).expect("an artifact");

    let logs = aws_sdk_cloudwatchlogs::Client::new(&settings);
    let group = "/aws/sagemaker/TrainingJobs";
    let streams = logs.describe_log_streams().log_group_name(group).log_stream_name_prefix("rust-1/").send().await;
    let streams = streams.expect("streams");
    let stream = streams.log_streams()[0].log_stream_name().expect("a name");
    let events = logs.get_log_events().log_group_name(group).log_stream_name(stream).start_from_head(true).send().await;
    let events = events.expect("events");
    assert!(events.events().iter().any(|event| event.message().is_some_and(|text| text.contains("Validation-accuracy="))));

    let container = ContainerDefinition::builder().image(IMAGE).model_data_url(artifact).build();
    sagemaker
        .create_model()
        .model_name("rust")
        .execution_role_arn(ROLE)
        .primary_container(container)
        .send()
        .await
        .expect("a model");
    let model = sagemaker.describe_model().model_name("rust").send().await.expect("a model");
    assert_eq!(model.primary_container().and_then(|container| container.model_data_url()), Some(artifact));
    let mut models = sagemaker.list_models().sort_order(OrderKey::Ascending).into_paginator().page_size(1).send();
    assert_eq!(models.next().await.expect("a page").expect("models").models()[0].model_name(), Some("rust"));
    assert!(models.next().await.is_none());
    let missing =
        sagemaker.describe_training_job().training_job_name("nobody").send().await.expect_err("nobody").into_service_error();
    assert_eq!((missing.code(), missing.message()), (Some("ValidationException"), Some("Requested resource not found.")));

    let mut pages = s3.list_objects_v2().bucket(BUCKET).prefix("output/rust-1/").into_paginator().page_size(1).send();
    let page = pages.next().await.expect("a page").expect("objects");
    assert_eq!(page.contents()[0].key(), Some("output/rust-1/output/model.tar.gz"));
    let link = aws_sdk_s3::presigning::PresigningConfig::expires_in(Duration::from_secs(60)).expect("a minute");
    let link = s3.get_object().bucket(BUCKET).key("rust/train.rec").presigned(link).await.expect("a link");
    let path = link.uri().split_once(&console.engine).expect("the engine's address").1.to_owned();
    let address = console.engine.clone();
    let read = tokio::task::spawn_blocking(move || Request::get(&path).send(&address)).await.expect("an answer");
    assert_eq!((read.status.as_u16(), read.body.as_ref()), (200, pictures.as_slice()));
}
