mod documents;
mod programs;

use serde_json::{Value, json};

use super::{Form, PasteError, read};
use crate::{
    TrainingJobRequest,
    export::{Destination, Language, export},
};

fn value(request: &TrainingJobRequest) -> Value {
    serde_json::to_value(request).unwrap_or_default()
}

fn example() -> Value {
    json!({
        "TrainingJobName": "cats-1",
        "HyperParameters": { "learning_rate": "0.01", "lr_scheduler_step": "2,3", "note": "it's \"quoted\"\n$HOME \\ ü" },
        "AlgorithmSpecification": { "TrainingImage": "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1", "TrainingInputMode": "File" },
        "RoleArn": "arn:aws:iam::123456789012:role/service-role/MyRole",
        "InputDataConfig": [{
            "ChannelName": "train",
            "DataSource": { "S3DataSource": { "S3DataType": "S3Prefix", "S3Uri": "s3://b/a b/" } },
            "ShuffleConfig": { "Seed": -3 },
        }],
        "OutputDataConfig": { "S3OutputPath": "s3://b/out" },
        "ResourceConfig": { "InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30 },
        "StoppingCondition": { "MaxRuntimeInSeconds": 3600 },
        "Tags": [{ "Key": "team", "Value": "" }],
        "EnableManagedSpotTraining": true,
        "EnableNetworkIsolation": false,
        "DebugHookConfig": { "S3OutputPath": "s3://b/debug" },
    })
}

#[test]
fn what_is_exported_can_be_pasted() {
    let request: TrainingJobRequest = serde_json::from_value(example()).expect("a request");
    for (language, form) in [(Language::Json, Form::Request), (Language::Command, Form::Command)] {
        let pasted = read(&export(&request, "us-west-2", language, Destination::Aws)).expect("readable");
        assert_eq!((pasted.form, value(&pasted.request)), (form, example()), "{language:?}");
    }
}

#[test]
fn code_for_the_engine_names_its_endpoint_and_can_be_pasted() {
    let request: TrainingJobRequest = serde_json::from_value(example()).expect("a request");
    let code = |language| export(&request, "us-west-2", language, Destination::Engine);
    let command = code(Language::Command);
    assert_eq!(command.lines().next(), Some("eval \"$(baton env)\""));
    for language in [Language::Boto3, Language::Sdk] {
        let script = code(language);
        assert!(script.starts_with("import os\n\nimport boto3\n"), "{script}");
        assert!(script.contains("endpoint_url=os.environ[\"AWS_ENDPOINT_URL\"]"), "{script}");
        assert!(!export(&request, "us-west-2", language, Destination::Aws).contains("ENDPOINT"));
    }
    for language in [Language::Command, Language::Boto3] {
        let pasted = read(&code(language)).expect("readable");
        assert_eq!(value(&pasted.request), example(), "{language:?}");
    }
}

#[test]
fn a_description_loses_what_the_service_added() {
    let mut description = example();
    for (member, answer) in [
        ("TrainingJobArn", json!("arn:aws:sagemaker:us-west-2:1:training-job/cats-1")),
        ("TrainingJobStatus", json!("Completed")),
        ("ModelArtifacts", json!({ "S3ModelArtifacts": "s3://b/out/cats-1/output/model.tar.gz" })),
        ("CreationTime", json!(1_700_000_000.5)),
        ("FinalMetricDataList", json!([])),
    ] {
        description[member] = answer;
    }
    description["AlgorithmSpecification"]["MetricDefinitions"] = json!([{ "Name": "train:accuracy", "Regex": "x" }]);
    let pasted = read(&description.to_string()).expect("readable");
    assert_eq!((pasted.form, value(&pasted.request)), (Form::Description, example()));
    assert_eq!(pasted.notes.len(), 1);
}

#[test]
fn commands_are_read_in_the_forms_that_people_paste() {
    let command = r#"$ AWS_PROFILE=work aws sagemaker create-training-job \
        --training-job-name cats-1 --region eu-west-1 \
        # a remark
        --role-arn "arn:aws:iam::123456789012:role/MyRole" \
        --algorithm-specification TrainingImage=433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1,TrainingInputMode=File \
        --resource-config=InstanceType=ml.p3.2xlarge,InstanceCount=1,VolumeSizeInGB=10 \
        --hyper-parameters epochs=3,lr_scheduler_step=2,3 \
        --vpc-config SecurityGroupIds=sg-1,sg-2,Subnets=subnet-1 \
        --input-data-config ChannelName=train,DataSource={S3DataSource={S3DataType=Manifest,S3Uri=s3://b/train/}} '{"ChannelName": "x"}' \
        --tags Key=a,Value=b Key=c,Value= --enable-managed-spot-training --no-enable-network-isolation --no-cli-pager"#;
    let command = command.replace(" '{\"ChannelName\": \"x\"}'", "");
    let pasted = read(&command).expect("readable");
    assert_eq!(
        value(&pasted.request),
        json!({
            "TrainingJobName": "cats-1",
            "RoleArn": "arn:aws:iam::123456789012:role/MyRole",
            "AlgorithmSpecification": { "TrainingImage": "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1", "TrainingInputMode": "File" },
            "ResourceConfig": { "InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 10 },
            "HyperParameters": { "epochs": "3", "lr_scheduler_step": "2,3" },
            "VpcConfig": { "SecurityGroupIds": ["sg-1", "sg-2"], "Subnets": ["subnet-1"] },
            "InputDataConfig": [{ "ChannelName": "train", "DataSource": { "S3DataSource": { "S3DataType": "ManifestFile", "S3Uri": "s3://b/train/" } } }],
            "Tags": [{ "Key": "a", "Value": "b" }, { "Key": "c", "Value": "" }],
            "EnableManagedSpotTraining": true,
            "EnableNetworkIsolation": false,
        })
    );
    assert_eq!(pasted.notes.len(), 1, "{:?}", pasted.notes);
    assert_eq!((pasted.notes_in("eu-west-1").len(), pasted.notes_in("us-west-2").len()), (1, 2), "its own Region is no news");
    let windows = "aws sagemaker create-training-job ^\r\n --training-job-name a --cli-input-json \"{\\\"RoleArn\\\": \\\"r\\\", \\\"TrainingJobName\\\": \\\"b\\\"}\"";
    assert_eq!(value(&read(windows).expect("readable").request), json!({ "TrainingJobName": "a", "RoleArn": "r" }));
}

#[test]
fn what_cannot_be_understood_says_why() {
    let refused = |text: &str| read(text).expect_err("refused");
    let command = |rest: &str| format!("aws sagemaker create-training-job {rest}");
    assert_eq!(refused("  "), PasteError::Empty);
    assert_eq!(refused("hello"), PasteError::Unknown);
    assert!(matches!(refused("{ \"a\": "), PasteError::Json(_)));
    let type_of = |text: &str| refused(text).to_string();
    assert_eq!(type_of("{ \"TrainingJobName\": 3 }"), "TrainingJobName is integer 3 and must be a text in quotes.");
    assert_eq!(
        type_of(r#"{"ResourceConfig": {"InstanceCount": "1"}}"#),
        "ResourceConfig.InstanceCount is the text \"1\" and must be a whole number."
    );
    assert_eq!(
        type_of(r#"{"InputDataConfig": [{}, {"ChannelName": true}]}"#),
        "InputDataConfig[1].ChannelName is boolean true and must be a text in quotes."
    );
    assert_eq!(type_of(r#"{"Tags": {"a": "b"}}"#), "Tags is map and must be a list in brackets.");
    assert_eq!(refused(r#"{"foo": 1}"#), PasteError::NoMember("foo".to_owned()));
    assert_eq!(refused(&command("--role-arn 'x")), PasteError::Quote);
    assert_eq!(refused("aws s3 ls"), PasteError::OtherCommand("aws s3 ls".to_owned()));
    let file = "file://channels.json".to_owned();
    assert_eq!(
        refused(&command("--input-data-config file://channels.json")),
        PasteError::File { option: "input-data-config".to_owned(), file }
    );
    for (rest, option) in [
        ("--role-arn", "role-arn"),
        ("--role-arn a b", "role-arn"),
        ("--rolearn a", "rolearn"),
        ("--resource-config InstanceType", "resource-config"),
        ("--resource-config '{\"a\"'", "resource-config"),
        ("--tags 'Key=a,Value={'", "tags"),
    ] {
        assert!(matches!(refused(&command(rest)), PasteError::Option { option: found, .. } if found == option), "{rest}");
    }
}

#[test]
fn a_list_that_is_written_as_a_text_is_refused_or_said() {
    let command = |specification: &str| {
        read(&format!("aws sagemaker create-training-job --training-job-name a --algorithm-specification {specification}"))
    };
    let refused = command(r#"'{"ContainerEntrypoint": "[\"sh\", \"-c\"]"}'"#).expect_err("a text").to_string();
    assert!(refused.starts_with("AlgorithmSpecification.ContainerEntrypoint is the text"), "{refused}");
    assert!(refused.ends_with("and must be a list in brackets."), "{refused}");
    let refused = read(r#"{"AlgorithmSpecification": {"ContainerArguments": "[\"a\"]"}}"#).expect_err("a text").to_string();
    assert!(refused.contains("must be a list"), "{refused}");
    let refused = command(r#"'{"MetricDefinitions": {"Name": "a"}}'"#).expect_err("an object").to_string();
    assert!(refused.contains("must be a list"), "{refused}");
    let pasted = command(r#"'{"ContainerEntrypoint": ["[\"sh\"]"]}'"#).expect("readable");
    assert!(pasted.notes[0].starts_with("ContainerEntrypoint has one item, the text [\"sh\"]."), "{:?}", pasted.notes);
    let tags = read("aws sagemaker create-training-job --tags '{\"Key\": \"a\"}'").expect("one item of a list");
    assert_eq!(value(&tags.request), json!({ "Tags": [{ "Key": "a" }] }));
}

#[test]
fn members_in_the_wrong_case_are_never_lost_in_silence() {
    let pasted =
        read(r#"{"TrainingJobName": "a", "Tags": [{"key": "cart", "value": "b"}], "ExperimentConfig": {"trialName": "t"}}"#);
    let pasted = pasted.expect("readable");
    assert_eq!(
        pasted.notes,
        [
            "CreateTrainingJob has no member Tags[0].key. Did you mean Key?",
            "CreateTrainingJob has no member Tags[0].value. Did you mean Value?",
        ]
    );
    assert_eq!(pasted.strange, ["CreateTrainingJob has no member ExperimentConfig.trialName. Did you mean TrialName?"]);
    assert_eq!(value(&pasted.request)["Tags"], json!([{ "key": "cart", "value": "b" }]));
}

#[test]
fn what_stands_around_a_command_is_no_part_of_it() {
    for command in [
        "aws --region eu-west-1 --profile work sagemaker create-training-job --training-job-name cats-1",
        "aws sagemaker create-training-job --training-job-name cats-1 --output json | jq -r .TrainingJobArn",
        "aws sagemaker create-training-job --training-job-name cats-1 2>&1 > log.txt",
        "aws sagemaker create-training-job --training-job-name cats-1 && echo done",
        "aws sagemaker create-training-job --training-job-name \\   \n  cats-1",
        "aws sagemaker create-training-job `\r\n  --training-job-name cats-1",
        "aws.exe sagemaker create-training-job --cli-input-json '{\\\"TrainingJobName\\\": \\\"cats-1\\\"}'",
    ] {
        let pasted = read(command).unwrap_or_else(|error| panic!("{error}: {command}"));
        assert_eq!(value(&pasted.request), json!({ "TrainingJobName": "cats-1" }), "{command}");
    }
}

#[test]
fn what_the_shell_would_have_filled_in_is_named() {
    let command = "aws sagemaker create-training-job --role-arn $ROLE --training-job-name \"cats-${N}-$(date +%s)\" --tags 'Key=a,Value=$5'";
    let pasted = read(command).expect("readable");
    assert_eq!(pasted.request.role_arn.as_deref(), Some("$ROLE"));
    assert_eq!(pasted.request.training_job_name.as_deref(), Some("cats-${N}-$(date +%s)"));
    assert_eq!(pasted.notes.len(), 1);
    assert!(pasted.notes[0].contains("$ROLE, ${N}, $(date +%s);"), "{}", pasted.notes[0]);
}

#[test]
fn members_that_the_api_does_not_have_are_named() {
    let pasted = read(
        r#"{"TrainingJobName": "a", "EnableManagedSpotTraning": true, "InstanceTypo": 3, "Odd": 1, "DebugHookConfig": {},
            "InputDataConfig": [{"ChannelName": "b", "DataSource": {"S3DataSource": {"S3Url": "s3://b"}}}]}"#,
    );
    assert_eq!(
        pasted.expect("readable").strange,
        [
            "CreateTrainingJob has no member EnableManagedSpotTraning. Did you mean EnableManagedSpotTraining?",
            "CreateTrainingJob has no member InstanceTypo. Did you mean ResourceConfig.InstanceType?",
            "CreateTrainingJob has no member Odd.",
            "CreateTrainingJob has no member InputDataConfig[0].DataSource.S3DataSource.S3Url. Did you mean S3Uri?",
        ]
    );
}

#[test]
fn numbers_among_hyperparameters_are_read_as_text() {
    let pasted = read(r#"{"HyperParameters": {"epochs": 1, "learning_rate": 0.010, "flag": true, "num_classes": "10"}}"#);
    let pasted = pasted.expect("readable");
    let values = value(&pasted.request);
    assert_eq!(values["HyperParameters"], json!({"epochs": "1", "learning_rate": "0.01", "flag": "true", "num_classes": "10"}));
    let note = "The values of HyperParameters are text; put into quotes: epochs, learning_rate, flag.";
    assert_eq!(pasted.notes, [note]);
}

#[test]
fn python_is_read_where_it_is_made_of_literals() {
    let call = r#"import boto3
role = "arn:aws:iam::123456789012:role/MyRole"  # a remark
common = {'EnableManagedSpotTraining': True, "VpcConfig": None}
client = boto3.client("sagemaker", region_name='eu-west-1')
client.create_training_job(
    TrainingJobName='cats-' "1",
    RoleArn=role,
    HyperParameters=dict(epochs="3", note=r'a\d', odd='it\'s\n'),
    ResourceConfig={"InstanceType": ("ml.p3.2xlarge"), "InstanceCount": 1, "VolumeSizeInGB": 1_0,},
    Tags=[{"Key": "a", "Value": """b"""}],
    **common,
)
print("done")"#;
    let pasted = read(call).expect("readable");
    assert_eq!((pasted.form, pasted.region.as_deref()), (Form::Python, Some("eu-west-1")));
    assert_eq!(
        value(&pasted.request),
        json!({
            "TrainingJobName": "cats-1",
            "RoleArn": "arn:aws:iam::123456789012:role/MyRole",
            "HyperParameters": { "epochs": "3", "note": "a\\d", "odd": "it's\n" },
            "ResourceConfig": { "InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 10 },
            "Tags": [{ "Key": "a", "Value": "b" }],
            "EnableManagedSpotTraining": true,
        })
    );
    for dictionary in [
        "{'TrainingJobName': 'a', 'EnableNetworkIsolation': True}",
        "request = {\"TrainingJobName\": \"a\", \"EnableNetworkIsolation\": True}",
    ] {
        let pasted = read(dictionary).unwrap_or_else(|error| panic!("{error}: {dictionary}"));
        assert_eq!(value(&pasted.request), json!({ "TrainingJobName": "a", "EnableNetworkIsolation": true }), "{dictionary}");
    }
}

#[test]
fn python_that_cannot_be_read_is_refused_with_its_line() {
    let refused = |text: &str| read(text).expect_err("refused").to_string();
    let line = |text: &str, words: &str| assert!(refused(text).contains(words), "{text}: {}", refused(text));
    line("x = 1\nc.create_training_job(\n  **params)", "line 3 cannot be read: params is no dictionary that this text holds");
    line(
        "c.create_training_job(\n  TrainingJobName='a' RoleArn='b')",
        "line 2 cannot be read: a comma is missing before RoleArn",
    );
    line("c.create_training_job(TrainingJobName=name", "a comma or ) is missing");
    line("c.create_training_job(RoleArn=2 ** 99)", "the result is too large");
    let chain: String = (1..60).map(|n| format!("a{n} = a{}\n", n - 1)).collect();
    line(&format!("{chain}c.create_training_job(RoleArn=a59)"), "nested too deeply");
    let many = format!("a = [{}]\nb = [{}]\nc.create_training_job(RoleArn=[b])", "1, ".repeat(300), "a, ".repeat(300));
    line(&many, "too many values");
    line("{'TrainingJobName': 'a", "a quote is opened");
    line("estimator = Estimator(role=role)\nestimator.fit()", "SageMaker SDK");
    line("{ \"TrainingJobName\": ", "The JSON cannot be read");
    line(&"x = {".repeat(3), "cannot be read");
    line(&format!("x = {{'a': {}", "[".repeat(5_000)), "nested too deeply");
}
