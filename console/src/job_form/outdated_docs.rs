//! Where older instructions for the page and today's service differ: what they say, what is true, and one value that fixes
//! a form that was filled in after them.
//!
//! Texts only; what must be refused is refused by the rules.

mod texts;

use domain::{ChannelField, Field};

use super::{draft::Draft, step::Step};
use texts::*;

/// One difference.
#[derive(Debug, Clone, Copy)]
pub struct OutdatedDoc {
    /// What older instructions say.
    pub says: &'static str,
    /// What is true.
    pub truth: &'static str,
    /// Words of the link that fixes the field, and the field's new value, where its present one follows the old text.
    pub fix: fn(&str, &Draft, &Field) -> Option<(String, String)>,
    /// Words of the link that leads to where it is done today, where that is another step.
    pub leads: Option<(&'static str, Step)>,
}

/// The differences about a field.
pub fn about(field: &Field) -> &'static [OutdatedDoc] {
    match field {
        Field::JobName => JOB_NAME,
        Field::Algorithm => ALGORITHM,
        Field::Container => CONTAINER,
        Field::InstanceType => INSTANCE_TYPE,
        Field::Volume => VOLUME,
        Field::VolumeKmsKey => VOLUME_KEY,
        Field::OutputKmsKey => OUTPUT_KEY,
        Field::Hyperparameter(name) => match name.as_str() {
            "num_classes" => NUM_CLASSES,
            "num_training_samples" => NUM_TRAINING_SAMPLES,
            _ => &[],
        },
        Field::Hyperparameters => MODEL_PREFIX,
        Field::Channel(_, part) => match part {
            ChannelField::Name => CHANNEL_NAME,
            ChannelField::InputMode => INPUT_MODE,
            ChannelField::ContentType => CONTENT_TYPE,
            ChannelField::Compression => COMPRESSION,
            ChannelField::RecordWrapper => RECORD_WRAPPER,
            ChannelField::S3DataType => S3_DATA_TYPE,
            _ => &[],
        },
        _ => &[],
    }
}

/// The differences about the channel `model` and its source.
pub fn about_model_channel() -> &'static [OutdatedDoc] {
    MODEL
}

/// The differences about code for the SageMaker Python SDK.
pub fn about_sdk() -> &'static [OutdatedDoc] {
    SDK
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(field: Field, value: &str) -> Option<String> {
        let draft = Draft { algorithm: "image-classification".to_owned(), ..Draft::default() };
        about(&field).iter().find_map(|older| (older.fix)(value, &draft, &field)).map(|(_, value)| value)
    }

    #[test]
    fn values_of_older_instructions_are_mended() {
        let channel = |part| Field::Channel(0, part);
        assert_eq!(fix(Field::JobName, "my_job.1").as_deref(), Some("my-job-1"));
        assert_eq!(fix(Field::JobName, "my-job-1"), None);
        assert_eq!(fix(Field::InstanceType, "ml.m4.xlarge").as_deref(), Some("ml.p3.2xlarge"));
        assert_eq!(fix(Field::Volume, "1").as_deref(), Some("30"));
        assert_eq!(fix(Field::Container, "1.dkr/x:latest").as_deref(), Some("1.dkr/x:1"));
        assert_eq!(fix(channel(ChannelField::Name), "expanded-training-dataset").as_deref(), Some("train"));
        assert_eq!(fix(channel(ChannelField::ContentType), "").as_deref(), Some("application/x-recordio"));
        assert_eq!(fix(channel(ChannelField::Compression), "Gzip").as_deref(), Some("None"));
        assert_eq!(fix(channel(ChannelField::RecordWrapper), "RecordIO").as_deref(), Some("None"));
        assert_eq!(fix(channel(ChannelField::S3DataType), "Manifest").as_deref(), Some("ManifestFile"));
        assert_eq!(fix(Field::Hyperparameter("num_classes".to_owned()), "10").as_deref(), Some("257"));
        assert_eq!(fix(Field::Hyperparameter("num_training_samples".to_owned()), "50000").as_deref(), Some("15420"));
    }
}
