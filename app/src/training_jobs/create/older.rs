//! Where older instructions for the page and today's service differ: what they say, what is true, and one value that mends
//! a form that was filled in after them.
//!
//! Texts only; what must be refused is refused by the rules.

use domain::{ChannelField, Field};

use super::draft::Draft;

/// One difference.
#[derive(Debug, Clone, Copy)]
pub struct Older {
    /// What older instructions say.
    pub says: &'static str,
    /// What is true.
    pub truth: &'static str,
    /// Words of the link that mends the field, and the field's new value, where its present one follows the old text.
    pub fix: fn(&str, &Draft) -> Option<(String, String)>,
}

/// The differences about a field.
pub fn of(field: &Field) -> &'static [Older] {
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
pub fn of_model() -> &'static [Older] {
    MODEL
}

fn none(_: &str, _: &Draft) -> Option<(String, String)> {
    None
}

fn choose(value: &str) -> Option<(String, String)> {
    Some((format!("Choose {value}"), value.to_owned()))
}

fn set(value: &str) -> Option<(String, String)> {
    Some((format!("Set it to {value}"), value.to_owned()))
}

const JOB_NAME: &[Older] = &[Older {
    says: "A job name may contain . : + = @ _ % and -.",
    truth: "Letters, digits and inner hyphens only, at most 63 of them.",
    fix: |value, _| {
        let name = domain::JobName::nearest(value).filter(|name| name.as_str() != value.trim())?;
        Some((format!("Use {name}"), name.to_string()))
    },
}];

const ALGORITHM: &[Older] = &[
    Older {
        says: "Take the image with the tag latest.",
        truth: "\"latest\" can change under you; this form takes the stable tag 1.",
        fix: none,
    },
    Older {
        says: "Only Image Classification, Object Detection and Semantic Segmentation train incrementally.",
        truth: "That is still so for a model channel; the TensorFlow algorithms have a way of their own. Others are warned about.",
        fix: none,
    },
];

const CONTAINER: &[Older] = &[Older {
    says: "Take the image with the tag latest.",
    truth: "\"latest\" can change under you; 1 is the stable tag of the built-in algorithms.",
    fix: |value, _| {
        let image = value.trim().strip_suffix(":latest")?;
        Some(("Use the tag 1".to_owned(), format!("{image}:1")))
    },
}];

const INSTANCE_TYPE: &[Older] = &[Older {
    says: "ml.m4.xlarge is enough in most cases.",
    truth: "The service refuses types without a GPU for the three vision algorithms.",
    fix: |value, draft| {
        let needs_gpu = draft.known_algorithm().is_some_and(|algorithm| algorithm.needs_gpu);
        let has_gpu = domain::instance::InstanceType::find(value.trim()).is_none_or(|instance| instance.has_gpu);
        if needs_gpu && !has_gpu { choose("ml.p3.2xlarge") } else { None }
    },
}];

const VOLUME: &[Older] = &[Older {
    says: "The default is 1 GB.",
    truth: "The service has no default and SDKs send 30. In File mode the volume holds the data, the unpacked model and the output.",
    fix: |value, _| if value.trim() == "1" { set("30") } else { None },
}];

const VOLUME_KEY: &[Older] = &[Older {
    says: "An encryption key is a key ID or a key ARN.",
    truth: "That holds for this key. The output's key also takes an alias or an alias ARN.",
    fix: none,
}];

const OUTPUT_KEY: &[Older] = &[Older {
    says: "An encryption key is a key ID or a key ARN.",
    truth: "The output's key also takes an alias or an alias ARN. The volume's key does not.",
    fix: none,
}];

const NUM_CLASSES: &[Older] = &[Older {
    says: "num_classes is 10 for Caltech-256.",
    truth: "That data has 257 classes: 256 objects and the clutter. 10 is an example of the old text only.",
    fix: |value, _| if value.trim() == "10" { set("257") } else { None },
}];

const NUM_TRAINING_SAMPLES: &[Older] = &[Older {
    says: "num_training_samples is 50000 for Caltech-256.",
    truth: "The training set of that data has 15420 images. A wrong number makes lr_scheduler_step undefined.",
    fix: |value, _| if value.trim() == "50000" { set("15420") } else { None },
}];

const MODEL_PREFIX: &[Older] = &[Older {
    says: "Set model_prefix.",
    truth: "No page documents it. The row is kept and sent, with a warning; take it out if you do not need it.",
    fix: none,
}];

const CHANNEL_NAME: &[Older] = &[Older {
    says: "A channel may be called expanded-training-dataset.",
    truth: "Built-in algorithms read fixed names such as train and validation. Free names are for your own containers.",
    fix: |value, draft| {
        let algorithm = draft.known_algorithm()?;
        let is_unknown = algorithm.channel(value.trim()).is_none();
        let is_free = !draft.channels.iter().any(|channel| channel.name.trim() == "train");
        (is_unknown && is_free).then(|| ("Call it train".to_owned(), "train".to_owned()))
    },
}];

const INPUT_MODE: &[Older] = &[Older {
    says: "The train channel must use File for incremental training.",
    truth: "Only the model channel must. The algorithms read train and validation in File or in Pipe mode.",
    fix: none,
}];

const CONTENT_TYPE: &[Older] = &[Older {
    says: "Leave the content type empty in File mode.",
    truth: "The vision algorithms document a content type in File mode too, such as application/x-recordio.",
    fix: |value, draft| {
        let usual = draft.known_algorithm()?.channels.first()?.content_types.first()?;
        value.trim().is_empty().then(|| (format!("Use {usual}"), (*usual).to_owned()))
    },
}];

const COMPRESSION: &[Older] = &[Older {
    says: "Choose Gzip for compressed data in File mode.",
    truth: "Compression works in Pipe mode only.",
    fix: |value, _| if value == "Gzip" { choose("None") } else { None },
}];

const RECORD_WRAPPER: &[Older] = &[Older {
    says: "Choose RecordIO when the data is RecordIO.",
    truth: "The opposite: RecordIO wraps raw objects in Pipe mode. Data that already is RecordIO needs None.",
    fix: |value, _| if value == "RecordIO" { choose("None") } else { None },
}];

const S3_DATA_TYPE: &[Older] = &[
    Older {
        says: "The type for a list of files is Manifest.",
        truth: "The service calls it ManifestFile.",
        fix: |value, _| if value == "Manifest" { choose("ManifestFile") } else { None },
    },
    Older {
        says: "S3Prefix is a single file, Manifest several files in a folder.",
        truth: "S3Prefix is every object whose key starts with the location: one file or a whole folder. ManifestFile is a JSON list that names the objects.",
        fix: |value, _| if value == "ManifestFile" { choose("S3Prefix") } else { None },
    },
];

const MODEL: &[Older] = &[
    Older {
        says: "Leave the model channel's content type empty.",
        truth: "The algorithms' pages, the sample notebooks and every SDK send application/x-sagemaker-model.",
        fix: none,
    },
    Older {
        says: "Find the model's location under Inference, Models.",
        truth: "A model stands there only after somebody created it. The training job itself names its artifact: choose the job.",
        fix: none,
    },
    Older {
        says: "A stopped job can be resumed.",
        truth: "It cannot. A new job with a new name starts from the weights that the stopped one saved.",
        fix: none,
    },
    Older {
        says: "The artifacts of any public model may be used.",
        truth: "The algorithms document models of their own making only. Others may be tried and are warned about.",
        fix: none,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(field: Field, value: &str) -> Option<String> {
        let draft = Draft { algorithm: "image-classification".to_owned(), ..Draft::default() };
        of(&field).iter().find_map(|older| (older.fix)(value, &draft)).map(|(_, value)| value)
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
