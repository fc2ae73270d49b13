//! Jobs that start from an earlier model.

use std::collections::BTreeMap;

use domain::{
    Surroundings, Violations, check,
    incremental::{SourceJob, SourceModel, model_channel, values_agree},
    job_status::TrainingJobStatus,
};
use serde_json::json;

use crate::fixtures::{changed, recommended, request};

fn source() -> SourceModel {
    let hyperparameters: BTreeMap<String, String> = request().hyper_parameters.unwrap();
    SourceModel {
        artifact: request().model_location().unwrap().to_owned(),
        job: Some(SourceJob {
            name: "cats-v1".to_owned(),
            status: TrainingJobStatus::Completed,
            repository: Some("image-classification".to_owned()),
            hyperparameters,
            uncompressed: false,
        }),
        exists: Some(true),
    }
}

fn with(change: impl FnOnce(&mut SourceModel)) -> Violations {
    let mut source = source();
    change(&mut source);
    check(&request(), &Surroundings::of("us-west-2").with_source(Some(&source)))
}

#[test]
fn a_finished_parent_of_the_same_shape_is_fine() {
    assert!(!with(|_| {}).has_errors());
}

#[test]
fn what_defines_the_network_must_be_the_same() {
    for (name, other) in [("num_classes", "12"), ("num_layers", "34"), ("image_shape", "3,32,32")] {
        let request = changed(&format!("/HyperParameters/{name}"), Some(json!(other)));
        let source = source();
        let found = check(&request, &Surroundings::of("us-west-2").with_source(Some(&source)));
        let violation = found.0.iter().find(|violation| violation.code == "E-HP-MATCH").unwrap();
        assert_eq!(violation.field.id(), format!("hp-value-{name}"));
        assert!(violation.message.contains(other), "{}", violation.message);
    }
    // What the parent left out counts with its documented default.
    let found = with(|source| {
        source.job.as_mut().unwrap().hyperparameters.remove("num_layers");
    });
    assert!(found.contains("E-HP-MATCH"));
}

#[test]
fn values_compare_by_meaning() {
    for (left, right) in [("3,28,28", " 3, 28 ,28"), ("10", "10.0"), ("True", "true")] {
        assert!(values_agree(left, right), "{left} {right}");
    }
    for (left, right) in [("3,28,28", "3,28"), ("10", "11"), ("fcn", "psp")] {
        assert!(!values_agree(left, right), "{left} {right}");
    }
}

#[test]
fn a_parent_that_cannot_be_continued_is_explained() {
    let job = |change: fn(&mut SourceJob)| with(|source| change(source.job.as_mut().unwrap()));
    assert!(job(|job| job.status = TrainingJobStatus::InProgress).contains("E-MODEL-RUNNING"));
    assert!(job(|job| job.status = TrainingJobStatus::Stopped).contains("W-MODEL-STOPPED"));
    assert!(job(|job| job.status = TrainingJobStatus::Failed).contains("W-MODEL-FAILED"));
    assert!(job(|job| job.uncompressed = true).contains("E-MODEL-UNCOMP"));
    assert!(job(|job| job.repository = Some("object-detection".to_owned())).contains("E-MODEL-ALG"));
    assert!(with(|source| source.exists = Some(false)).contains("E-MODEL-GONE"));
    assert!(with(|source| source.job = None).contains("W-MODEL-UNKNOWN"));
}

#[test]
fn the_model_channel_is_the_recorded_one() {
    let recorded = recommended()["InputDataConfig"][2].clone();
    let ours = model_channel(request().model_location().unwrap());
    assert_eq!(serde_json::to_value(ours).unwrap(), recorded);
}
