use domain::{ChannelField, Field, TrainingJobRequest, algorithm::Algorithm};

use crate::job_form::draft::{AlgorithmSource, Draft};

/// A request with every member that the form has a field for, and some that it has none for.
const WHOLE: &str = r#"{
    "TrainingJobName": "cats-1",
    "HyperParameters": {"num_layers": "18", "model_prefix": "", "mine": "a b"},
    "AlgorithmSpecification": {
        "TrainingImage": "123456789012.dkr.ecr.us-west-2.amazonaws.com/mine:3", "TrainingInputMode": "Pipe",
        "MetricDefinitions": [{"Name": "loss", "Regex": "loss=(\\S+)"}],
        "EnableSageMakerMetricsTimeSeries": false, "ContainerEntrypoint": ["python", "train.py"], "ContainerArguments": ["", "--fast"],
        "TrainingImageConfig": {"TrainingRepositoryAccessMode": "Vpc"}},
    "RoleArn": "arn:aws:iam::123456789012:role/R",
    "InputDataConfig": [
        {"ChannelName": "train", "ContentType": "application/x-recordio", "CompressionType": "Gzip", "RecordWrapperType": "None",
         "InputMode": "Pipe", "ShuffleConfig": {"Seed": -7},
         "DataSource": {"S3DataSource": {"S3DataType": "AugmentedManifestFile", "S3Uri": "s3://b/m.json",
            "S3DataDistributionType": "ShardedByS3Key", "AttributeNames": ["source-ref", "class"], "InstanceGroupNames": ["g"]}}},
        {"ChannelName": "files", "DataSource": {"FileSystemDataSource": {"FileSystemId": "fs-01234567",
            "FileSystemAccessMode": "rw", "FileSystemType": "FSxLustre", "DirectoryPath": "/a"}}}],
    "OutputDataConfig": {"KmsKeyId": "alias/k", "S3OutputPath": "s3://b/out", "CompressionType": "NONE"},
    "ResourceConfig": {"InstanceType": "ml.p3.2xlarge", "InstanceCount": 2, "VolumeSizeInGB": 40, "VolumeKmsKeyId": "k",
        "KeepAlivePeriodInSeconds": 600, "TrainingPlanArn": "arn:aws:sagemaker:us-west-2:123456789012:training-plan/p"},
    "VpcConfig": {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1", "subnet-2"]},
    "StoppingCondition": {"MaxRuntimeInSeconds": 7200, "MaxWaitTimeInSeconds": 7201, "MaxPendingTimeInSeconds": 3600},
    "Tags": [{"Key": "team", "Value": ""}],
    "EnableNetworkIsolation": true, "EnableInterContainerTrafficEncryption": true, "EnableManagedSpotTraining": true,
    "CheckpointConfig": {"S3Uri": "s3://b/c", "LocalPath": "/opt/ml/checkpoints"},
    "Environment": {"A": " b "},
    "RetryStrategy": {"MaximumRetryAttempts": 3},
    "ExperimentConfig": {"TrialName": "t"}
}"#;

#[test]
fn every_member_comes_back_as_it_was() -> Result<(), serde_json::Error> {
    let request: TrainingJobRequest = serde_json::from_str(WHOLE)?;
    let draft = Draft::from_request(&Draft::default(), &request);
    assert_eq!(draft.algorithm_source(), AlgorithmSource::Container);
    assert_eq!(serde_json::to_value(draft.request("us-west-2"))?, serde_json::to_value(&request)?);
    Ok(())
}

#[test]
fn what_a_request_leaves_out_is_not_added() -> Result<(), serde_json::Error> {
    let body = r#"{"TrainingJobName": "a", "AlgorithmSpecification": {"AlgorithmName": "mine", "TrainingInputMode": "File"},
        "InputDataConfig": [{"ChannelName": "x", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://b/"}}}],
        "OutputDataConfig": {"S3OutputPath": "s3://b"}, "ResourceConfig": {}, "StoppingCondition": {}}"#;
    let request: TrainingJobRequest = serde_json::from_str(body)?;
    let draft = Draft::from_request(&Draft::default(), &request);
    assert_eq!(draft.algorithm_source(), AlgorithmSource::Resource);
    assert_eq!(serde_json::to_value(draft.request("us-west-2"))?, serde_json::to_value(&request)?);
    Ok(())
}

#[test]
fn an_image_of_the_service_is_a_built_in_algorithm_and_another_tag_is_not() {
    let mut draft = Draft::default();
    let image = Algorithm::DEFAULT.training_image("eu-west-1").unwrap_or_default();
    draft.take_image(&image);
    assert_eq!((draft.algorithm_source(), draft.algorithm.as_str()), (AlgorithmSource::BuiltIn, "image-classification"));
    draft.take_image(&image.replace(":1", ":latest"));
    assert_eq!(draft.algorithm_source(), AlgorithmSource::Container);
    assert_eq!(draft.known_algorithm().map(|known| known.repository), Some("image-classification"), "its rows stay typed");
}

#[test]
fn rows_become_typed_when_their_algorithm_is_chosen() {
    let container = AlgorithmSource::Container.as_str().to_owned();
    let mut draft = Draft { algorithm: "image-classification".to_owned(), algorithm_source: container, ..Draft::default() };
    draft.add(super::super::List::OtherHyperparameters);
    draft.set(&Field::HyperparameterKey(0), "epochs".to_owned());
    draft.set(&Field::Hyperparameter("epochs".to_owned()), "3".to_owned());
    draft.set(&Field::AlgorithmSource, AlgorithmSource::BuiltIn.as_str().to_owned());
    assert_eq!(draft.hyperparameters.get("epochs").map(String::as_str), Some("3"));
    assert!(draft.other_hyperparameters.is_empty());
}

#[test]
fn spot_capacity_brings_a_wait_time_and_takes_it_away() {
    let mut draft = Draft { max_runtime: "2".to_owned(), max_runtime_unit: super::RuntimeUnit::Hours, ..Draft::default() };
    draft.set(&Field::ManagedSpot, "true".to_owned());
    assert_eq!((draft.max_wait.as_str(), draft.max_wait_unit.as_str()), ("4", "hours"));
    draft.set(&Field::ManagedSpot, String::new());
    assert_eq!(draft.max_wait, "");
    draft.add_channel();
    draft.set(&Field::Channel(0, ChannelField::Source), "file-system".to_owned());
    assert!(draft.channels[0].is_file_system());
}
