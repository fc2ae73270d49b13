use std::collections::{BTreeMap, HashSet};

use domain::{
    ChannelField, Field, JobName,
    incremental::{ArchiveFacts, SourceJob, SourceModel, model_channel},
    job_status::TrainingJobStatus,
};

use super::super::{AlgorithmSource, Draft, LockedHyperparameter, OtherHyperparameter, RuntimeUnit};

const ARTIFACT: &str = "s3://bucket/output/cats-1/output/model.tar.gz";

fn parent() -> Draft {
    let mut draft = Draft { job_name: "cats-1".to_owned(), algorithm: "image-classification".to_owned(), ..Draft::default() };
    draft.algorithm_source = AlgorithmSource::BuiltIn.as_str().to_owned();
    draft.add_channel();
    draft.set(&Field::Channel(0, ChannelField::S3Uri), "s3://bucket/base/train/".to_owned());
    draft.hyperparameters.insert("num_layers".to_owned(), "20".to_owned());
    draft.hyperparameters.insert("learning_rate".to_owned(), "0.05".to_owned());
    draft.other_hyperparameters.push(OtherHyperparameter { key: "model_prefix".to_owned(), value: String::new() });
    draft.max_runtime = "90".to_owned();
    draft.max_runtime_unit = RuntimeUnit::Minutes;
    draft
}

fn child() -> Result<Draft, domain::job_name::JobNameError> {
    let mut request = parent().request("us-west-2");
    // A parent that itself started from a model: its model channel must not become a data channel.
    request.input_data_config.get_or_insert_default().push(model_channel("s3://bucket/grandparent/model.tar.gz"));
    Ok(Draft::from_source(&Draft::default(), &request, ARTIFACT, &JobName::parse("cats-2")?))
}

fn locked(value: &str, origin: &str) -> LockedHyperparameter {
    LockedHyperparameter { value: value.to_owned(), origin: origin.to_owned() }
}

fn source(hyperparameters: BTreeMap<String, String>) -> SourceModel {
    SourceModel {
        artifact: ARTIFACT.to_owned(),
        job: Some(SourceJob {
            name: "cats-1".to_owned(),
            status: TrainingJobStatus::Completed,
            repository: Some("image-classification".to_owned()),
            hyperparameters,
            uncompressed: false,
        }),
        exists: Some(true),
        size: Some(1_000_000),
        archive: None,
        unreadable: None,
    }
}

#[test]
fn everything_is_copied_but_the_name_and_the_model() -> Result<(), domain::job_name::JobNameError> {
    let child = child()?;
    let expected = Draft { job_name: "cats-2".to_owned(), source: ARTIFACT.to_owned(), ..parent() };
    assert_eq!(child, expected);
    assert_eq!(child.model_channel(), Some(1));
    Ok(())
}

#[test]
fn what_defines_the_network_is_locked_with_the_documented_default_where_the_parent_said_nothing()
-> Result<(), domain::job_name::JobNameError> {
    let source = source(BTreeMap::from([("num_layers".to_owned(), "20".to_owned())]));
    let mut child = child()?;
    child.adopt(&source);
    assert_eq!(child.locked("num_layers", Some(&source)), Some(locked("20", "cats-1")));
    assert_eq!(child.locked("image_shape", Some(&source)), Some(locked("3,224,224", "cats-1")));
    assert_eq!(child.locked("learning_rate", Some(&source)), None);
    assert_eq!(child.locked("num_layers", None), None);
    assert_eq!(child.hyperparameters.get("image_shape").map(String::as_str), Some("3,224,224"));
    child.source = String::new();
    assert_eq!(child.locked("num_layers", Some(&source)), None, "a job from scratch is free");
    Ok(())
}

#[test]
fn a_model_of_an_unknown_maker_locks_what_its_archive_says() -> Result<(), domain::job_name::JobNameError> {
    let values = BTreeMap::from([("num_classes".to_owned(), "10".to_owned()), ("num_layers".to_owned(), "20".to_owned())]);
    let files = vec!["image-classification-symbol.json".to_owned()];
    let archive = ArchiveFacts { files, values, ..ArchiveFacts::default() };
    let source = SourceModel { job: None, archive: Some(archive), ..source(BTreeMap::new()) };
    let mut child = child()?;
    child.adopt(&source);
    let archive = "the model's archive";
    assert_eq!(child.locked("num_classes", Some(&source)), Some(locked("10", archive)));
    assert_eq!(child.locked("num_layers", Some(&source)), Some(locked("20", archive)));
    assert_eq!(child.locked("image_shape", Some(&source)), None, "the archive does not tell, so nothing is locked");
    assert_eq!(child.hyperparameters.get("num_classes").map(String::as_str), Some("10"));
    Ok(())
}

#[test]
fn what_was_typed_before_a_source_was_chosen_stays() -> Result<(), domain::job_name::JobNameError> {
    let mut typed = Draft { job_name: "my-own-name".to_owned(), ..parent() };
    typed.add_channel();
    let fields = HashSet::from([Field::JobName, Field::Channel(1, ChannelField::S3Uri)]);
    let mut child = child()?;
    child.keep_typed(&typed, &fields);
    assert_eq!(child.job_name, "my-own-name");
    assert_eq!(child.channels.len(), 1);
    assert_eq!(child.source, ARTIFACT, "the place of a typed channel may now be the model's");
    Ok(())
}
