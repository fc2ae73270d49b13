//! Programs in Python and scripts for shells.

use serde_json::json;

use super::value;
use crate::paste::{Form, PasteError, read};

#[test]
fn simple_expressions_are_computed() {
    let program = r#"%%time
bucket, other = 'a', 'b'
bucket = "pets"
prefix = "images"
layers = 18
settings = {"rate": 1e-07, "sizes": [1, 2]}
params = \
{
    "TrainingJobName": "-".join([prefix, "run", str(layers)]).lower(),
    "RoleArn": 'arn:aws:iam::{}:role/{name}'.format(123456789012, name="x"),
    "OutputDataConfig": {"S3OutputPath": 's3://%s/%s/out' % (bucket, prefix)},
    "ResourceConfig": {"InstanceCount": settings["sizes"][-2], "VolumeSizeInGB": 2 * (3 + 4) ** 1 - 4},
    "StoppingCondition": {"MaxRuntimeInSeconds": 24 * 60 * 60 // 2},
    "HyperParameters": {
        "learning_rate": str(settings['rate']),
        "layers": f'{layers}',
        "text": "a" "b" + f"{{{bucket}}}",
        "early": str(True),
        "int": str(int("7")),
    },
}
bucket = "later"
client.create_training_job(**params)
"#;
    let pasted = read(program).expect("readable");
    assert_eq!((pasted.form, &pasted.notes[..], &pasted.unknown_values[..]), (Form::Python, &[][..], &[][..]));
    assert_eq!(
        value(&pasted.request),
        json!({
            "TrainingJobName": "images-run-18",
            "RoleArn": "arn:aws:iam::123456789012:role/x",
            "OutputDataConfig": { "S3OutputPath": "s3://pets/images/out" },
            "ResourceConfig": { "InstanceCount": 1, "VolumeSizeInGB": 10 },
            "StoppingCondition": { "MaxRuntimeInSeconds": 43200 },
            "HyperParameters": { "learning_rate": "1e-07", "layers": "18", "text": "ab{pets}", "early": "True", "int": "7" },
        })
    );
}

#[test]
fn what_only_a_running_program_knows_is_named_and_never_chosen() {
    let program = r#"
role = get_execution_role()
client.create_training_job(
    TrainingJobName=f"cats-{datetime.now():%Y}" if fresh else name,
    RoleArn=role,
    OutputDataConfig={"S3OutputPath": "s3://{}/out".format(bucket)},
    InputDataConfig=[{"ChannelName": "train", "DataSource": {"S3DataSource": {"S3Uri": "s3://" + bucket + "/train"}}}],
    ResourceConfig={"InstanceCount": count, "InstanceType": os.environ.get("TYPE", 'ml.m5.large')},
    StoppingCondition={"MaxRuntimeInSeconds": hours * 60},
    HyperParameters={"epochs": str(epochs), "classes": len([1, 2])},
    Tags=[{"Key": k, "Value": v} for k, v in tags.items()],
)"#;
    let pasted = read(program).expect("readable");
    let request = value(&pasted.request);
    assert_eq!(
        request,
        json!({
            "TrainingJobName": "f\"cats-{datetime.now():%Y}\" if fresh else name",
            "RoleArn": "get_execution_role()",
            "OutputDataConfig": { "S3OutputPath": "s3://{bucket}/out" },
            "InputDataConfig": [{ "ChannelName": "train", "DataSource": { "S3DataSource": { "S3Uri": "s3://{bucket}/train" } } }],
            "ResourceConfig": { "InstanceType": "os.environ.get(\"TYPE\", 'ml.m5.large')" },
            "StoppingCondition": {},
            "HyperParameters": { "epochs": "{epochs}", "classes": "len([1, 2])" },
        })
    );
    let notes = pasted.unknown_values.join("\n");
    for place in [
        "TrainingJobName is f\"cats-",
        "RoleArn is get_execution_role() in this text, a value that is not known here; fill it in.",
        "ResourceConfig.InstanceCount is count in this text, a value that is not known here; it is left out, fill it in.",
        "StoppingCondition.MaxRuntimeInSeconds is hours * 60 ",
        "HyperParameters.epochs is {epochs} ",
        "Tags is [{\"Key\": k,",
    ] {
        assert!(notes.contains(place), "{place}: {notes}");
    }
}

#[test]
fn nothing_that_is_not_known_passes_for_a_request() {
    for (text, named) in [
        ("train = SageMakerTrainingOperator(task_id='t', config=make())", "make()"),
        ("{{ request }}", "{{ request }}"),
        ("request = {'Other': 1, 'rest': 7 // 0}", "Other"),
    ] {
        assert_eq!(read(text), Err(PasteError::NoMember(named.to_owned())), "{text}");
    }
    let odd = read("c.create_training_job(StoppingCondition={'MaxRuntimeInSeconds': 7 // -2})").expect("readable");
    assert_eq!(odd.unknown_values.len(), 1, "{:?}", odd.unknown_values);
}

#[test]
fn a_printed_answer_is_a_description() {
    let text = "{'TrainingJobName': 'a',\n 'TrainingJobStatus': 'Completed',\n 'ResourceConfig': {'InstanceCount': 1},\n \
                'CreationTime': datetime.datetime(2022, 1, 11, 1, 30, 48, 870000, tzinfo=tzlocal()),\n \
                'SecondaryStatusTransitions': [{'Status': 'Starting', 'StartTime': datetime.datetime(2022, 1, 11)}],\n \
                'EnableNetworkIsolation': False, 'ResponseMetadata': {'RetryAttempts': 0}}";
    let pasted = read(text).expect("readable");
    assert_eq!((pasted.form, &pasted.notes[..], &pasted.unknown_values[..]), (Form::Description, &[][..], &[][..]));
    let expected = json!({ "TrainingJobName": "a", "ResourceConfig": { "InstanceCount": 1 }, "EnableNetworkIsolation": false });
    assert_eq!(value(&pasted.request), expected);
    assert_eq!(value(&read(&format!("answer = {text}")).expect("readable").request), expected);
}

#[test]
fn a_notebook_and_an_operator_of_airflow_are_programs() {
    let cells = json!([
        { "cell_type": "markdown", "source": ["# create_training_job( …"] },
        { "cell_type": "code", "source": ["name = 'a'\n", "x = 1"] },
        { "cell_type": "code", "source": "client.create_training_job(TrainingJobName=name)" },
    ]);
    let notebook = json!({ "nbformat": 4, "cells": cells }).to_string();
    assert_eq!(value(&read(&notebook).expect("readable").request), json!({ "TrainingJobName": "a" }));
    let operator = "config = {'TrainingJobName': 'a', 'RoleArn': 'r'}\ntrain = SageMakerTrainingOperator(\n    task_id='t',\n    config=config,\n)";
    assert_eq!(value(&read(operator).expect("readable").request), json!({ "TrainingJobName": "a", "RoleArn": "r" }));
}

#[test]
fn a_script_gives_the_json_that_it_writes_or_its_command() {
    let json_of = |opening: &str| {
        format!(
            "#!/bin/bash\nJOB=\"cats-$(date +%s)\"\nexport MAX_RUNTIME=3600 # an hour\nREGION='eu-west-3'\ncat > job.json {opening}\n\
             {{\"TrainingJobName\": \"${{JOB}}\", \"StoppingCondition\": {{\"MaxRuntimeInSeconds\": ${{MAX_RUNTIME}}}},\n\
             \"HyperParameters\": {{\"price\": \"$5\"}}}}\nEOF\naws sagemaker create-training-job --cli-input-json file://job.json --region $REGION\n"
        )
    };
    let pasted = read(&json_of("<< EOF")).expect("readable");
    let job = json!({ "TrainingJobName": "${JOB}", "StoppingCondition": { "MaxRuntimeInSeconds": 3600 }, "HyperParameters": { "price": "$5" } });
    assert_eq!((pasted.form, value(&pasted.request), pasted.region.as_deref()), (Form::Document, job, Some("eu-west-3")));
    assert_eq!(pasted.notes[0], "This is a script; the JSON that it writes is read.");
    assert!(pasted.unknown_values[0].starts_with("TrainingJobName is ${JOB} in this text"), "{:?}", pasted.unknown_values);
    assert_eq!((pasted.notes.len(), pasted.unknown_values.len()), (1, 1), "{:?}", pasted.notes);
    let literal = read(&json_of("<<-'EOF'")).expect("readable");
    assert_eq!(value(&literal.request)["StoppingCondition"], json!({}), "the shell puts nothing in its place");

    let powershell = "$ROLE = \"r\"\n$JOB = @\"\n{\"TrainingJobName\": \"a\", \"RoleArn\": \"$ROLE\"}\n\"@\nWrite-Output $JOB";
    assert_eq!(value(&read(powershell).expect("readable").request), json!({ "TrainingJobName": "a", "RoleArn": "r" }));

    let command = "set -e\nNAME=cats-1\naws s3 ls\naws sagemaker create-training-job \\\n  --training-job-name $NAME --role-arn \"$ROLE\"\necho done";
    let pasted = read(command).expect("readable");
    assert_eq!(value(&pasted.request), json!({ "TrainingJobName": "cats-1", "RoleArn": "$ROLE" }));
    assert_eq!(pasted.notes[0], "This is a script; its create-training-job command is read.");

    let inline = "aws sagemaker create-training-job --region eu-west-3 --cli-input-json \"$(cat <<EOF\n{\"TrainingJobName\": \"a\", \
                  \"RoleArn\": \"${ROLE}\"}\nEOF\n)\"";
    let pasted = read(inline).expect("readable");
    assert_eq!(value(&pasted.request), json!({ "TrainingJobName": "a", "RoleArn": "${ROLE}" }));
    assert_eq!((pasted.region.as_deref(), pasted.unknown_values.len()), (Some("eu-west-3"), 1));

    let broken = "cat << EOF\n{\"TrainingJobName\": \nEOF\naws sagemaker create-training-job --cli-input-json file://job.json";
    assert!(matches!(read(broken), Err(PasteError::File { .. })));
    assert_eq!(read("cat << EOF\nhello\nEOF"), Err(PasteError::Script));
}
