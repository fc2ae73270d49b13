use super::*;

#[test]
fn every_field_gives_back_what_was_set() {
    let mut draft = Draft { algorithm: "image-classification".to_owned(), ..Draft::default() };
    draft.add_channel();
    draft.other_hyperparameters.push(crate::job_form::draft::OtherHyperparameter::default());
    draft.tags.push(crate::job_form::draft::TagDraft::default());
    let fields = [
        Field::JobName,
        Field::MaximumRuntime,
        Field::HyperparameterKey(0),
        Field::Hyperparameter("epochs".to_owned()),
        Field::Channel(0, ChannelField::S3Uri),
        Field::Channel(0, ChannelField::ShuffleSeed),
        Field::TagKey(0),
        Field::TagValue(0),
        Field::OutputPath,
    ];
    for field in fields {
        draft.set(&field, "7".to_owned());
        assert_eq!(draft.value(&field), Some("7"), "{field:?}");
    }
    assert_eq!(draft.value(&Field::Hyperparameter("7".to_owned())), Some(""), "a row's value is found by the row's name");
    assert_eq!(draft.value(&Field::Channel(3, ChannelField::Name)), None);
    draft.set(&Field::Channel(3, ChannelField::Name), "x".to_owned());
    assert_eq!(draft.channels.len(), 1);
}

#[test]
fn the_place_after_the_last_channel_is_the_model_channel() {
    let mut draft = Draft { source: "s3://bucket/model.tar.gz".to_owned(), ..Draft::default() };
    assert_eq!(draft.value(&Field::Channel(0, ChannelField::S3Uri)), Some("s3://bucket/model.tar.gz"));
    draft.add_channel();
    assert_eq!(draft.value(&Field::Channel(0, ChannelField::S3Uri)), Some(""));
    assert_eq!(draft.value(&Field::Channel(1, ChannelField::S3Uri)), Some("s3://bucket/model.tar.gz"));
}
