//! The subcommands that end by themselves.

use std::fs;

use serde_json::{Value, json};
use tests::{
    command::{baton, printed},
    console::Console,
};

#[test]
fn check_accepts_a_valid_request() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("request.json");
    fs::write(&file, request().to_string()).unwrap();
    let output = baton(&["check", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
}

#[test]
fn check_names_each_violation_with_code_field_and_message() {
    let mut bad = request();
    bad["TrainingJobName"] = json!("under_score");
    bad["ResourceConfig"]["InstanceType"] = json!("ml.m5.xlarge");
    bad["InputDataConfig"][0]["CompressionType"] = json!("Gzip");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("request.json");
    fs::write(&file, bad.to_string()).unwrap();
    let output = baton(&["check", file.to_str().unwrap()]);
    let text = printed(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    for (code, words) in
        [("E-NAME-CHARS", "letters, digits and hyphens"), ("E-INST-GPU", "GPU instances only"), ("E-GZIP-MODE", "Pipe mode")]
    {
        let line = text.lines().find(|line| line.contains(code)).unwrap_or_else(|| panic!("no {code} in:\n{text}"));
        assert!(line.contains(words), "{line}");
    }
}

#[test]
fn check_reads_a_file_as_windows_saves_it_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("request.json");
    let text = format!("\u{FEFF}{}", request());
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, words) in [(text.into_bytes(), "begins with a byte order mark"), (utf16, "is saved as UTF-16")] {
        fs::write(&file, bytes).unwrap();
        let output = baton(&["check", file.to_str().unwrap()]);
        let printed = printed(&output);
        assert_eq!(output.status.code(), Some(0), "{printed}");
        assert!(printed.contains(words) && printed.contains("valid"), "{printed}");
    }
}

#[test]
fn check_warns_of_what_the_service_would_pass_over_in_silence() {
    let mut odd = request();
    odd["Tags"] = json!([{ "Key": "a", "value": "b" }]);
    odd["OutputDataConfig"]["KmsKeyId"] = json!("None");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("request.json");
    fs::write(&file, odd.to_string()).unwrap();
    let text = printed(&baton(&["check", file.to_str().unwrap()]));
    assert!(text.contains("no member Tags[0].value, so it does nothing. Did you mean Value?"), "{text}");
    assert!(text.contains("KmsKeyId is the text \"None\""), "{text}");
}

#[test]
fn check_says_what_is_wrong_with_a_file_that_is_no_request() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("request.json");
    fs::write(&file, "{ not json").unwrap();
    assert!(!baton(&["check", file.to_str().unwrap()]).status.success());
    assert!(!baton(&["check", "/no/such/file.json"]).status.success());
}

#[test]
fn env_prints_lines_that_a_shell_can_read() {
    let console = Console::start();
    let output = baton(&["env", "--data", console.data().to_str().unwrap()]);
    assert!(output.status.success());
    let text = printed(&output);
    for name in
        ["AWS_ENDPOINT_URL", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "SAGEMAKER_USER_CONFIG_OVERRIDE"]
    {
        assert!(text.lines().any(|line| line.starts_with(&format!("export {name}="))), "no {name} in:\n{text}");
    }
    assert!(text.contains(&console.engine), "the endpoint is the running engine's:\n{text}");
}

#[test]
fn serve_refuses_an_address_that_others_can_reach() {
    let folder = tempfile::tempdir().unwrap();
    let output = baton(&["serve", "--listen", "0.0.0.0:0", "--data", folder.path().to_str().unwrap()]);
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("127.0.0.1"), "the refusal says what to use instead");
}

#[test]
fn the_data_folder_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let console = Console::start();
    let mut open = Vec::new();
    let mut folders = vec![console.data().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().filter_map(Result::ok) {
            let Ok(metadata) = entry.metadata() else { continue };
            if metadata.is_dir() {
                folders.push(entry.path());
            } else if entry.file_name().to_string_lossy().contains("credentials") {
                let mode = metadata.permissions().mode() & 0o777;
                if mode & 0o077 != 0 {
                    open.push((entry.path(), mode));
                }
            }
        }
    }
    assert!(open.is_empty(), "others can read {open:?}");
}

fn request() -> Value {
    let channel = |name: &str| {
        json!({
            "ChannelName": name,
            "DataSource": { "S3DataSource": {
                "S3DataType": "S3Prefix",
                "S3Uri": format!("s3://my-bucket/{name}/"),
                "S3DataDistributionType": "FullyReplicated",
            } },
            "ContentType": "application/x-recordio",
            "CompressionType": "None",
            "RecordWrapperType": "None",
            "InputMode": "File",
        })
    };
    json!({
        "TrainingJobName": "cats-1",
        "RoleArn": "arn:aws:iam::123456789012:role/service-role/MyRole",
        "AlgorithmSpecification": {
            "TrainingImage": "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1",
            "TrainingInputMode": "File",
        },
        "HyperParameters": { "num_classes": "10", "num_training_samples": "2000", "num_layers": "20", "image_shape": "3,28,28" },
        "InputDataConfig": [channel("train"), channel("validation")],
        "OutputDataConfig": { "S3OutputPath": "s3://my-bucket/output" },
        "ResourceConfig": { "InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30 },
        "StoppingCondition": { "MaxRuntimeInSeconds": 86400 },
    })
}
