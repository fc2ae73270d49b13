//! The texts, each with the value that fixes its field.

use domain::{
    ChannelField, Field,
    incremental::{MODEL_CHANNEL, MODEL_CONTENT_TYPE},
    instance::InstanceType,
    rules::volume,
};

use super::{
    super::{draft::Draft, step::Step},
    OutdatedDoc,
};

fn none(_: &str, _: &Draft, _: &Field) -> Option<(String, String)> {
    None
}

fn choose(value: &str) -> Option<(String, String)> {
    Some((format!("Choose {value}"), value.to_owned()))
}

fn set(value: &str) -> Option<(String, String)> {
    Some((format!("Set it to {value}"), value.to_owned()))
}

pub(super) const JOB_NAME: &[OutdatedDoc] = &[OutdatedDoc {
    says: "A job name may contain . : + = @ _ % and -.",
    truth: "Letters, digits and inner hyphens only, at most 63 of them.",
    fix: |value, _, _| {
        let name = domain::JobName::nearest(value).filter(|name| name.as_str() != value.trim())?;
        Some((format!("Use {name}"), name.to_string()))
    },
    leads: None,
}];

pub(super) const ALGORITHM: &[OutdatedDoc] = &[
    OutdatedDoc {
        says: "Take the image with the tag latest.",
        truth: "\"latest\" can change under you; this form takes the stable tag 1.",
        fix: none,
        leads: None,
    },
    OutdatedDoc {
        says: "Only Image Classification, Object Detection and Semantic Segmentation train incrementally.",
        truth: "That is still so for a model channel; the TensorFlow algorithms have a way of their own. Others are warned about.",
        fix: none,
        leads: None,
    },
];

pub(super) const CONTAINER: &[OutdatedDoc] = &[OutdatedDoc {
    says: "Take the image with the tag latest.",
    truth: "\"latest\" can change under you; 1 is the stable tag of the built-in algorithms.",
    fix: |value, _, _| {
        let image = value.trim().strip_suffix(":latest")?;
        Some(("Use the tag 1".to_owned(), format!("{image}:1")))
    },
    leads: None,
}];

pub(super) const INSTANCE_TYPE: &[OutdatedDoc] = &[OutdatedDoc {
    says: "ml.m4.xlarge is enough in most cases.",
    truth: "The service refuses types without a GPU for the three vision algorithms.",
    fix: |value, draft, _| {
        let needs_gpu = draft.known_algorithm().is_some_and(|algorithm| algorithm.needs_gpu);
        let has_gpu = InstanceType::find(value.trim()).is_none_or(|instance| instance.has_gpu);
        if needs_gpu && !has_gpu { choose(InstanceType::DEFAULT) } else { None }
    },
    leads: None,
}];

pub(super) const VOLUME: &[OutdatedDoc] = &[OutdatedDoc {
    says: "The default is 1 GB.",
    truth: "The service has no default and SDKs send 30. In File mode the volume holds the data, the unpacked model and the output.",
    fix: |value, _, _| if value.trim() == "1" { set(&volume::DEFAULT_SIZE.to_string()) } else { None },
    leads: None,
}];

pub(super) const VOLUME_KEY: &[OutdatedDoc] = &[OutdatedDoc {
    says: "An encryption key is a key ID or a key ARN.",
    truth: "That holds for this key. The output's key also takes an alias or an alias ARN.",
    fix: |value, _, _| value.contains("alias/").then(|| ("Take the alias out".to_owned(), String::new())),
    leads: None,
}];

pub(super) const OUTPUT_KEY: &[OutdatedDoc] = &[OutdatedDoc {
    says: "An encryption key is a key ID or a key ARN.",
    truth: "The output's key also takes an alias or an alias ARN. The volume's key does not.",
    fix: none,
    leads: None,
}];

pub(super) const NUM_CLASSES: &[OutdatedDoc] = &[OutdatedDoc {
    says: "num_classes is 10 for Caltech-256.",
    truth: "That data has 257 classes: 256 objects and the clutter. 10 is an example of the old text only.",
    fix: |value, _, _| if value.trim() == "10" { set("257") } else { None },
    leads: None,
}];

pub(super) const NUM_TRAINING_SAMPLES: &[OutdatedDoc] = &[OutdatedDoc {
    says: "num_training_samples is 50000 for Caltech-256.",
    truth: "The training set of that data has 15420 images. A wrong number makes lr_scheduler_step undefined.",
    fix: |value, _, _| if value.trim() == "50000" { set("15420") } else { None },
    leads: None,
}];

pub(super) const MODEL_PREFIX: &[OutdatedDoc] = &[OutdatedDoc {
    says: "Set model_prefix.",
    truth: "No page documents it. The row is kept and sent, with a warning; take it out if you do not need it.",
    fix: none,
    leads: None,
}];

pub(super) const CHANNEL_NAME: &[OutdatedDoc] = &[OutdatedDoc {
    says: "A channel may be called expanded-training-dataset.",
    truth: "Built-in algorithms read fixed names such as train and validation. Free names are for your own containers.",
    fix: |value, draft, _| {
        let algorithm = draft.known_algorithm()?;
        let is_unknown = algorithm.channel(value.trim()).is_none();
        let is_free = !draft.channels.iter().any(|channel| channel.name.trim() == "train");
        (is_unknown && is_free).then(|| ("Call it train".to_owned(), "train".to_owned()))
    },
    leads: None,
}];

pub(super) const INPUT_MODE: &[OutdatedDoc] = &[OutdatedDoc {
    says: "The train channel must use File for incremental training.",
    truth: "Only the model channel must. The algorithms read train and validation in File or in Pipe mode.",
    fix: none,
    leads: None,
}];

pub(super) const CONTENT_TYPE: &[OutdatedDoc] = &[
    OutdatedDoc {
        says: "Leave the content type empty in File mode.",
        truth: "The vision algorithms document a content type in File mode too, such as application/x-recordio.",
        fix: |value, draft, field| {
            let algorithm = draft.known_algorithm()?;
            let rule = algorithm.channel(channel_name(draft, field)).or(algorithm.channels.first())?;
            let default = rule.content_types.first()?;
            value.trim().is_empty().then(|| (format!("Use {default}"), (*default).to_owned()))
        },
        leads: None,
    },
    OutdatedDoc {
        says: "Leave the content type of the channel model empty.",
        truth: "The algorithms' pages, the sample notebooks and every SDK send application/x-sagemaker-model.",
        fix: |value, draft, field| {
            let is_model = channel_name(draft, field) == MODEL_CHANNEL;
            let is_other = value.trim() != MODEL_CONTENT_TYPE;
            // An empty one is fixed by the difference above where the algorithm documents the channel.
            (is_model && is_other && !value.trim().is_empty())
                .then(|| (format!("Use {MODEL_CONTENT_TYPE}"), MODEL_CONTENT_TYPE.to_owned()))
        },
        leads: None,
    },
];

fn channel_name<'a>(draft: &'a Draft, field: &Field) -> &'a str {
    match field {
        Field::Channel(index, _) => draft.value(&Field::Channel(*index, ChannelField::Name)).unwrap_or_default().trim(),
        _ => "",
    }
}

pub(super) const COMPRESSION: &[OutdatedDoc] = &[OutdatedDoc {
    says: "Choose Gzip for compressed data in File mode.",
    truth: "Compression works in Pipe mode only.",
    fix: |value, _, _| if value == "Gzip" { choose("None") } else { None },
    leads: None,
}];

pub(super) const RECORD_WRAPPER: &[OutdatedDoc] = &[OutdatedDoc {
    says: "Choose RecordIO when the data is RecordIO.",
    truth: "The opposite: RecordIO wraps raw objects in Pipe mode. Data that already is RecordIO needs None.",
    fix: |value, _, _| if value == "RecordIO" { choose("None") } else { None },
    leads: None,
}];

pub(super) const S3_DATA_TYPE: &[OutdatedDoc] = &[
    OutdatedDoc {
        says: "The type for a list of files is Manifest.",
        truth: "The service calls it ManifestFile.",
        fix: |value, _, _| if value == "Manifest" { choose("ManifestFile") } else { None },
        leads: None,
    },
    OutdatedDoc {
        says: "S3Prefix is a single file, Manifest several files in a folder.",
        truth: "S3Prefix is every object whose key starts with the location: one file or a folder. ManifestFile is a JSON list that names the objects.",
        fix: |value, _, _| if value == "ManifestFile" { choose("S3Prefix") } else { None },
        leads: None,
    },
];

pub(super) const MODEL: &[OutdatedDoc] = &[
    OutdatedDoc {
        says: "Leave the model channel's content type empty.",
        truth: "The algorithms' pages, the sample notebooks and every SDK send application/x-sagemaker-model.",
        fix: none,
        leads: None,
    },
    OutdatedDoc {
        says: "Find the model's location under Inference, Models.",
        truth: "A model stands there only after somebody created it. The training job itself names its artifact: choose the job.",
        fix: none,
        leads: Some(("Choose the job", Step::StartFrom)),
    },
    OutdatedDoc {
        says: "A stopped job can be resumed.",
        truth: "It cannot. A new job with a new name starts from the weights that the stopped one saved.",
        fix: none,
        leads: Some(("Choose the stopped job's model", Step::StartFrom)),
    },
    OutdatedDoc {
        says: "The artifacts of any public model may be used.",
        truth: "The algorithms document models of their own making only. Others may be tried and are warned about.",
        fix: none,
        leads: Some(("Choose a job of this algorithm", Step::StartFrom)),
    },
];

pub(super) const SDK: &[OutdatedDoc] = &[OutdatedDoc {
    says: "The SDK's names are train_instance_count, train_instance_type, s3_input and get_image_uri.",
    truth: "Those are names of version 1. Since version 2 they are instance_count, instance_type, TrainingInput and image_uris.retrieve; this code has them.",
    fix: none,
    leads: None,
}];
