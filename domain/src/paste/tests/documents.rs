//! Documents of other programs that hold a request.

use serde_json::{Value, json};

use super::value;
use crate::paste::{Form, PasteError, Pasted, read};

fn document(text: &str) -> Pasted {
    let pasted = read(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(pasted.form, Form::Document, "{text}");
    pasted
}

fn unknown(pasted: &Pasted) -> Vec<&str> {
    pasted.unknown_values.iter().filter_map(|note| note.split_once(" is ")).map(|(place, _)| place).collect()
}

#[test]
fn a_state_machine_gives_its_parameters_and_names_what_only_it_knows() {
    let parameters = json!({
        "TrainingJobName.$": "$$.Execution.Name",
        "AlgorithmSpecification": { "TrainingImage.$": "$.Image", "TrainingInputMode": "File" },
        "ResourceConfig": { "InstanceCount.$": "$.Count", "InstanceType": "ml.p3.2xlarge" },
        "VpcConfig": { "Subnets.$": "$.Subnets", "SecurityGroupIds": ["sg-1"] },
        "HyperParameters": { "epochs": "1", "num_classes.$": "States.Format('{}', $.Classes)" },
        "InputDataConfig": [{ "ChannelName": "train", "DataSource": { "S3DataSource": { "S3Uri.$": "$.Data" } } }],
    });
    let state =
        json!({ "Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync", "Parameters": parameters });
    let machine = json!({
        "StartAt": "Fork",
        "States": { "Fork": { "Type": "Parallel", "Branches": [{ "States": { "Train": state, "Train again": state } }] } },
    });
    let expected = json!({
        "TrainingJobName": "$$.Execution.Name",
        "AlgorithmSpecification": { "TrainingImage": "$.Image", "TrainingInputMode": "File" },
        "ResourceConfig": { "InstanceType": "ml.p3.2xlarge" },
        "VpcConfig": { "SecurityGroupIds": ["sg-1"] },
        "HyperParameters": { "epochs": "1", "num_classes": "States.Format('{}', $.Classes)" },
        "InputDataConfig": [{ "ChannelName": "train", "DataSource": { "S3DataSource": { "S3Uri": "$.Data" } } }],
    });
    for text in [state.to_string(), machine.to_string(), json!({ "Train": state }).to_string()] {
        let pasted = document(&text);
        assert_eq!(value(&pasted.request), expected);
        assert_eq!(unknown(&pasted).len(), 6, "{:?}", pasted.notes);
        assert!(
            pasted.notes.iter().any(|note| note.contains("of Step Functions; its parameters are read")),
            "{:?}",
            pasted.notes
        );
    }
    assert_eq!(document(&machine.to_string()).notes[0], "The text holds 2 requests; this is the first.");
    let alone = read(&parameters.to_string()).expect("readable");
    assert_eq!((alone.form, value(&alone.request), unknown(&alone).len()), (Form::Request, expected, 6));
    let jsonata = r#"{"Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTrainingJob", "Arguments": {"RoleArn": "{% $role %}"}}"#;
    assert_eq!(unknown(&document(jsonata)), ["RoleArn"]);
}

#[test]
fn a_pipeline_gives_the_arguments_of_its_training_step() {
    let step = json!({
        "Name": "Train", "Type": "Training",
        "Arguments": {
            "RoleArn": "r",
            "OutputDataConfig": { "S3OutputPath": { "Std:Join": { "On": "/", "Values": ["s3://b", { "Get": "Parameters.Folder" }] } } },
            "ResourceConfig": { "InstanceType": { "Get": "Parameters.Type" }, "InstanceCount": 1 },
            "HyperParameters": { "x": { "Std:Join": { "On": "-", "Values": ["a", 1] } } },
        },
    });
    for text in [step.to_string(), json!({ "Version": "2020-12-01", "Steps": [{ "Type": "Processing" }, step] }).to_string()] {
        let pasted = document(&text);
        assert_eq!(
            value(&pasted.request),
            json!({
                "RoleArn": "r",
                "OutputDataConfig": { "S3OutputPath": "s3://b/{Parameters.Folder}" },
                "ResourceConfig": { "InstanceType": "Parameters.Type", "InstanceCount": 1 },
                "HyperParameters": { "x": "a-1" },
            })
        );
        assert_eq!(unknown(&pasted), ["OutputDataConfig.S3OutputPath", "ResourceConfig.InstanceType"]);
    }
}

#[test]
fn a_definition_in_the_text_of_an_answer_is_read() {
    let step = json!({ "Type": "Training", "Arguments": { "RoleArn": "r", "AlgorithmSpecification": {} } });
    let state = json!({ "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync", "Parameters": step["Arguments"] });
    let event = json!({ "eventSource": "s", "requestParameters": { "roleArn": "r", "algorithmSpecification": {} } });
    for answer in [
        json!({ "PipelineArn": "a", "PipelineDefinition": json!({ "Steps": [step] }).to_string() }),
        json!({ "stateMachineArn": "a", "definition": json!({ "States": { "Train": state } }).to_string() }),
        json!({ "Events": [{ "EventName": "CreateTrainingJob", "CloudTrailEvent": event.to_string() }] }),
    ] {
        assert_eq!(value(&document(&answer.to_string()).request), json!({ "RoleArn": "r", "AlgorithmSpecification": {} }));
    }
}

#[test]
fn names_of_other_programs_become_those_of_the_api() {
    let spec = json!({
        "trainingJobName": "lung-1",
        "algorithmSpecification": { "metricDefinitions": [{ "name": "a", "regex": "a=(.*)" }] },
        "roleARN": "r",
        "hyperParameters": { "max_depth": "5" },
        "inputDataConfig": [{ "channelName": "train", "dataSource": { "s3DataSource": { "s3URI": "s3://b" } } }],
        "resourceConfig": { "volumeSizeInGB": 5, "volumeKMSKeyID": "k" },
        "vpcConfig": { "securityGroupIDs": ["sg-1"] },
        "tags": [{ "key": "a", "value": "b" }],
        "enableManagedSpotTraining": true,
    });
    let expected = json!({
        "TrainingJobName": "lung-1",
        "AlgorithmSpecification": { "MetricDefinitions": [{ "Name": "a", "Regex": "a=(.*)" }] },
        "RoleArn": "r",
        "HyperParameters": { "max_depth": "5" },
        "InputDataConfig": [{ "ChannelName": "train", "DataSource": { "S3DataSource": { "S3Uri": "s3://b" } } }],
        "ResourceConfig": { "VolumeSizeInGB": 5, "VolumeKmsKeyId": "k" },
        "VpcConfig": { "SecurityGroupIds": ["sg-1"] },
        "Tags": [{ "Key": "a", "Value": "b" }],
        "EnableManagedSpotTraining": true,
    });
    let manifest =
        json!({ "apiVersion": "sagemaker.services.k8s.aws/v1alpha1", "kind": "TrainingJob", "metadata": {}, "spec": spec });
    let event = json!({ "eventVersion": "1.08", "eventSource": "sagemaker.amazonaws.com", "awsRegion": "eu-west-1",
        "eventName": "CreateTrainingJob", "requestParameters": spec });
    let log = json!({ "Records": [event] });
    for (text, words) in [(manifest, "of Kubernetes"), (event, "of CloudTrail"), (log, "of CloudTrail"), (spec, "otherwise than")]
    {
        let pasted = read(&text.to_string()).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(value(&pasted.request), expected, "{text}");
        assert!(pasted.notes.iter().any(|note| note.contains(words)), "{:?}", pasted.notes);
        assert_eq!(pasted.region.as_deref(), words.contains("Trail").then_some("eu-west-1"));
    }
    let older = json!({ "apiVersion": "sagemaker.aws.amazon.com/v1", "kind": "TrainingJob", "spec": {
        "region": "us-east-1", "roleArn": "r", "hyperParameters": [{ "name": "epochs", "value": "3" }] } });
    let pasted = document(&older.to_string());
    assert_eq!(value(&pasted.request), json!({ "RoleArn": "r", "HyperParameters": { "epochs": "3" } }));
    assert_eq!(pasted.region.as_deref(), Some("us-east-1"));
}

#[test]
fn tuning_jobs_events_and_terraform_give_the_job_in_them() {
    let tuning = json!({
        "HyperParameterTuningJobName": "t", "Tags": [],
        "HyperParameterTuningJobConfig": { "Strategy": "Bayesian" },
        "TrainingJobDefinition": { "RoleArn": "r", "StaticHyperParameters": { "epochs": "3" }, "HyperParameterRanges": {} },
    });
    let job = json!({ "RoleArn": "r", "HyperParameters": { "epochs": "3" } });
    assert_eq!(value(&document(&tuning.to_string()).request), job);
    let event = json!({ "detail-type": "SageMaker Training Job State Change", "region": "us-west-2", "detail": {
        "TrainingJobName": "a", "TrainingJobStatus": "Failed", "CreationTime": 1, "RoleArn": "r" } });
    let pasted = read(&event.to_string()).expect("readable");
    assert_eq!((pasted.form, value(&pasted.request)), (Form::Description, json!({ "TrainingJobName": "a", "RoleArn": "r" })));
    let terraform = json!({ "resource": { "aws_sagemaker_training_job": { "this": {
        "training_job_name": "a", "role_arn": "${aws_iam_role.this.arn}", "resource_config": [{ "instance_count": 1 }] } } } });
    let pasted = document(&terraform.to_string());
    assert_eq!(value(&pasted.request)["ResourceConfig"], json!({ "InstanceCount": 1 }));
    assert_eq!(unknown(&pasted), ["RoleArn"]);
    let own = "resource \"aws_sagemaker_training_job\" \"this\" {\n  training_job_name = \"a\"\n}";
    assert_eq!(read(own), Err(PasteError::Terraform));
    let member = json!({ "Training": { "TrainingJobName": "a", "RoleArn": "r" }, "S3Operations": {} });
    let pasted = document(&member.to_string());
    assert_eq!(pasted.notes, ["The request stands in the member Training; only that is read."]);
}

#[test]
fn yaml_is_read_where_the_reader_is_compiled() {
    let text = "# a remark\napiVersion: sagemaker.services.k8s.aws/v1alpha1\nkind: TrainingJob\nspec:\n  trainingJobName: a\n  \
                roleARN: &role arn:aws:iam::123456789012:role/r\n  resourceConfig: {instanceCount: 1, volumeSizeInGB: 0x}\n  \
                hyperParameters:\n    max_depth: \"5\"\n    rate: 0.1\n  inputDataConfig:\n    - channelName: train\n      \
                compressionType: None\n";
    let found = read(&text.replace("0x", "30"));
    if cfg!(not(feature = "yaml")) {
        assert!(found.is_err_and(|error| error.is_for_the_server()));
        return;
    }
    let pasted = found.expect("readable");
    assert_eq!(
        value(&pasted.request),
        json!({
            "TrainingJobName": "a",
            "RoleArn": "arn:aws:iam::123456789012:role/r",
            "ResourceConfig": { "InstanceCount": 1, "VolumeSizeInGB": 30 },
            "HyperParameters": { "max_depth": "5", "rate": "0.1" },
            "InputDataConfig": [{ "ChannelName": "train", "CompressionType": "None" }],
        })
    );
    let option = "aws sagemaker create-training-job --cli-input-yaml 'TrainingJobName: a'";
    assert_eq!(value(&read(option).expect("readable").request), json!({ "TrainingJobName": "a" }));
    let two = "RoleArn: a\nTrainingJobName: one\n---\nRoleArn: b\nTrainingJobName: two\n";
    assert_eq!(read(two).expect("readable").request.training_job_name.as_deref(), Some("one"));
    let aliases =
        format!("a0: &a0 [1,1]\n{}", (1..40).map(|n| format!("a{n}: &a{n} [*a{0}, *a{0}]\n", n - 1)).collect::<String>());
    for (text, words) in [
        (aliases, "too many values"),
        ("a: [1".to_owned(), "cannot be read"),
        (format!("a: {}", "[".repeat(5000)), "cannot be read"),
        ("foo: 1".to_owned(), "no member foo"),
    ] {
        let error = read(&text).expect_err("refused").to_string();
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn json_with_place_holders_and_marks_of_windows_is_read() {
    let text = "\u{FEFF}{\"RoleArn\": \"${ROLE}\", \"StoppingCondition\": {\"MaxRuntimeInSeconds\": ${MAX_RUNTIME}},
        \"TrainingJobName\": <name>, \"EnableManagedSpotTraining\": {{ spot }}, \"Tags\": $TAGS}";
    let pasted = read(text).expect("readable");
    assert_eq!(value(&pasted.request), json!({ "RoleArn": "${ROLE}", "TrainingJobName": "<name>", "StoppingCondition": {} }));
    assert_eq!(
        unknown(&pasted),
        ["StoppingCondition.MaxRuntimeInSeconds", "TrainingJobName", "EnableManagedSpotTraining", "Tags"]
    );
    let many: Value = (0..100).map(|index| (format!("x{index}.$"), json!("$.a"))).collect::<serde_json::Map<_, _>>().into();
    let pasted = read(&json!({ "HyperParameters": many }).to_string()).expect("readable");
    assert_eq!((pasted.unknown_values.len(), pasted.unknown_values[30].as_str()), (31, "70 more values are not known here."));
}

#[test]
fn what_holds_no_request_names_its_first_member() {
    for text in ["{\"foo\": {\"RoleArn\": \"only one\"}}", "{\"foo\": [1, {}]}"] {
        assert_eq!(read(text), Err(PasteError::NoMember("foo".to_owned())), "{text}");
    }
    assert_eq!(read("[1, {}]"), Err(PasteError::Unknown));
    let deep = format!("{}1{}", "{\"foo\":".repeat(100), "}".repeat(100));
    assert_eq!(read(&deep), Err(PasteError::NoMember("foo".to_owned())));
}
