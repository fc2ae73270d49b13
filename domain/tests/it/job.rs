//! Names, locations, actions and log lines.

use domain::{
    JobName, S3Uri,
    description::Metric,
    job_status::{JobAction, ModelPresence, TrainingJobStatus},
    log_line::{self, Measurement},
    s3_uri::is_bucket_name,
};

#[test]
fn names_are_mended_and_continued() {
    let nearest = |text| JobName::nearest(text).map(|name| name.as_str().to_owned());
    assert_eq!(nearest("my_cats v1."), Some("my-cats-v1".to_owned()));
    assert_eq!(nearest("__"), None);
    assert_eq!(nearest(&"a".repeat(80)).map(|name| name.len()), Some(63));
    let next = |text: &str| JobName::parse(text).unwrap().next().as_str().to_owned();
    assert_eq!(next("cats-v1"), "cats-v2");
    assert_eq!(next("cats-9"), "cats-10");
    assert_eq!(next("cats"), "cats-2");
    assert_eq!(next("99"), "99-2");
    assert_eq!(next(&"a".repeat(63)).len(), 63);
    assert!(JobName::parse(&next(&format!("{}-1", "a".repeat(61)))).is_ok());
}

#[test]
fn locations_know_their_parts() {
    let uri = S3Uri::parse("s3://bucket/a/b/").unwrap();
    assert_eq!((uri.bucket(), uri.key()), ("bucket", "a/b/"));
    assert_eq!(uri.model_artifact("cats").to_string(), "s3://bucket/a/b/cats/output/model.tar.gz");
    assert_eq!(S3Uri::parse("s3://bucket").unwrap().model_artifact("cats").to_string(), "s3://bucket/cats/output/model.tar.gz");
    for bad in ["s3://", "s3:///k", "s3://a/k", "s3://UPPER/k", "s3://a..b/k", "s3://1.2.3.4/k", "https://bucket/k", "bucket/k"] {
        assert!(S3Uri::parse(bad).is_err(), "{bad}");
    }
    assert!(is_bucket_name("sagemaker-us-west-2-000000000000"));
}

#[test]
fn actions_say_why_not() {
    use TrainingJobStatus::{Completed, Failed, InProgress, Stopped, Stopping};
    assert!(JobAction::Stop.allowed(InProgress, ModelPresence::NotLooked).is_ok());
    for status in [Completed, Failed, Stopped, Stopping] {
        assert!(JobAction::Stop.allowed(status, ModelPresence::NotLooked).is_err());
    }
    for status in [Completed, Failed, Stopped] {
        assert!(JobAction::TrainFromModel.allowed(status, ModelPresence::There).is_ok());
        assert!(JobAction::TrainFromModel.allowed(status, ModelPresence::Never).is_err());
    }
    assert!(JobAction::TrainFromModel.allowed(InProgress, ModelPresence::There).is_err());
}

#[test]
fn log_lines_give_their_numbers() {
    let value = |metric, epoch, value| Some(Measurement::Value { metric, epoch, value });
    let line = |text: &str| log_line::parse(&format!("[09/07/2019 22:57:58 INFO 140484553713472] {text}"), None);
    assert_eq!(line("Epoch[0] Train-accuracy=0.375000"), value(Metric::TrainAccuracy, 1, 0.375));
    assert_eq!(line("Epoch[4] Validation-accuracy=0.771429"), value(Metric::ValidationAccuracy, 5, 0.771429));
    assert_eq!(line("Epoch[0] Train-cross-entropy=1.5"), value(Metric::TrainLoss, 1, 1.5));
    assert_eq!(line("Validation-accuracy of the loaded model=0.530000"), value(Metric::ValidationAccuracy, 0, 0.53));
    assert_eq!(line("Validation-cross-entropy of the loaded model=2.5"), value(Metric::ValidationLoss, 0, 2.5));
    let batch = line("Epoch[1] Batch [20]\tSpeed: 3.35 samples/sec\taccuracy=0.01");
    assert_eq!(batch, Some(Measurement::Batch { epoch: 2, batch: 20 }));
    for nothing in [
        "Epoch[0] Time cost=14.863",
        "Epoch[0] Train-accuracy=nan",
        "Epoch[x] Train-accuracy=1",
        "Epoch[4294967295] Train-accuracy=1",
        "hello",
    ] {
        assert_eq!(line(nothing), None, "{nothing}");
    }
}
