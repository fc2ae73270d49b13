//! Object Detection - MXNet: tables only.
//!
//! Source: the developer guide's pages.

use crate::{
    Algorithm, Archive, ChannelRule, Family, Hyperparameter, LabelForm, PublishedMetric,
    archive::{Description, FileName},
    channel::{DATA_MODES, FILE, MODEL, channel},
    hyperparameter::{EPOCHS, Group, INNER_SHARE, Kind, POSITIVE_SHARE, SHARE, TEXT, TRUE_FALSE, at_least, row},
    metric::{LogForm, metric, objective},
    registry::{AccountGroup, Images},
};

/// The algorithm.
pub const ALGORITHM: Algorithm = Algorithm {
    display: "Object Detection - MXNet",
    short_name: "Object Detection",
    repository: "object-detection",
    images: Images::new(AccountGroup::G1, "1"),
    family: Family::Vision,
    labels: Some(LabelForm::Boxes),
    channels: CHANNELS,
    input_modes: DATA_MODES,
    record_io_pipe_needs_all_data: false,
    hyperparameters: HYPERPARAMETERS,
    must_match: &["base_network", "num_classes"],
    archive: Some(ARCHIVE),
    metrics: METRICS,
    needs_gpu: true,
    single_instance: false,
    saves_checkpoints: true,
    runs_isolated: true,
    runs_on_engine: true,
    data: "Images",
    machines: "GPU",
};

/// What the names of a model's files begin with.
pub const FILE_PREFIX: &str = "model_algo_1";
/// The network's graph.
pub const SYMBOL: &str = "model_algo_1-symbol.json";

const ARCHIVE: Archive = Archive {
    // Always 0000 now; earlier containers wrote the epoch.
    parameters: &[FileName::Prefixed(FILE_PREFIX)],
    parameters_example: "model_algo_1-0000.params",
    symbol: Some(SYMBOL),
    description: Description::Hyperparameters,
    marks: &[FileName::Prefixed(FILE_PREFIX)],
};

// Log lines: a job of May 2020.
const METRICS: &[PublishedMetric] = &[
    metric("train:progress", LogForm::Progress, "Share of the epochs that are completed, in percent."),
    metric("train:smooth_l1", LogForm::QualityEquals("train smooth_l1"), "Error of the predicted boxes on the training data."),
    metric(
        "train:cross_entropy",
        LogForm::QualityEquals("train cross_entropy"),
        "Error of the predicted classes on the training data.",
    ),
    metric("train:throughput", LogForm::ThroughputEquals("train throughput"), "Training records per second."),
    objective("validation:mAP", LogForm::QualityEquals("validation mAP"), "Mean average precision on the validation data."),
];

const CHANNELS: &[ChannelRule] = &[
    channel(
        "train",
        "Training images",
        &["application/x-recordio", "application/x-image", "image/jpeg", "image/png"],
        DATA_MODES,
    )
    .required(),
    channel(
        "validation",
        "Validation images",
        &["application/x-recordio", "application/x-image", "image/jpeg", "image/png"],
        DATA_MODES,
    )
    .required(),
    channel(
        "train_annotation",
        "Boxes of the training images, one JSON file per image",
        &["application/x-image", "image/jpeg", "image/png"],
        FILE,
    )
    .needed_with_images(),
    channel(
        "validation_annotation",
        "Boxes of the validation images, one JSON file per image",
        &["application/x-image", "image/jpeg", "image/png"],
        FILE,
    )
    .needed_with_images(),
    MODEL,
];

const HYPERPARAMETERS: &[Hyperparameter] = &[
    row(
        "num_classes",
        at_least(1),
        None,
        Group::Architecture,
        "How many classes of objects the data has. Labels run from 0 to one less.",
    )
    .required(),
    row("num_training_samples", at_least(1), None, Group::Data, "How many images the training channel holds.").required(),
    row(
        "base_network",
        Kind::Choice(&["vgg-16", "resnet-50"]),
        Some("vgg-16"),
        Group::Architecture,
        "The network that looks at the image before boxes are found.",
    ),
    row(
        "use_pretrained_model",
        Kind::IntegerChoice(&[0, 1]),
        Some("1"),
        Group::Architecture,
        "1 starts the base network from public ImageNet weights. Documents and containers disagree on the default: choose one.",
    )
    .but_container_has("0"),
    row(
        "image_shape",
        at_least(300),
        Some("300"),
        Group::Architecture,
        "Side of the square that images are scaled to, in pixels; 300 and 512 work best.",
    ),
    row("epochs", at_least(1), Some("30"), Group::Training, "How many times training passes over all images."),
    row("mini_batch_size", at_least(1), Some("32"), Group::Training, "How many images make one step on one machine.")
        .tunable("8..64"),
    row(
        "learning_rate",
        POSITIVE_SHARE,
        Some("0.001"),
        Group::Training,
        "Size of the first steps. A job that continues a model usually needs a smaller one.",
    )
    .tunable("1e-6..0.5"),
    row(
        "optimizer",
        Kind::Choice(&["sgd", "adam", "rmsprop", "adadelta"]),
        Some("sgd"),
        Group::Training,
        "How weights are updated.",
    ),
    row("momentum", POSITIVE_SHARE, Some("0.9"), Group::Training, "Share of the last step that is carried into the next (sgd).")
        .when("optimizer", &["sgd"])
        .tunable("0..0.999"),
    row("weight_decay", INNER_SHARE, Some("0.0005"), Group::Training, "Pull of the weights towards zero (sgd and rmsprop).")
        .when("optimizer", &["sgd", "rmsprop"])
        .tunable("0..0.999"),
    row(
        "lr_scheduler_factor",
        INNER_SHARE,
        Some("0.1"),
        Group::Training,
        "The learning rate is multiplied by this at each scheduler step.",
    ),
    row("lr_scheduler_step", EPOCHS, None, Group::Training, "Epochs at which the learning rate drops, for example 10,20."),
    row(
        "overlap_threshold",
        POSITIVE_SHARE,
        Some("0.5"),
        Group::Evaluation,
        "How much a found box must overlap the labelled one to count as right.",
    ),
    row(
        "nms_threshold",
        POSITIVE_SHARE,
        Some("0.45"),
        Group::Evaluation,
        "Found boxes that overlap more than this count as one.",
    ),
    row(
        "label_width",
        at_least(1),
        Some("350"),
        Group::Data,
        "Longest label of one image in numbers: 5 for each object, and 2 more.",
    ),
    row(
        "freeze_layer_pattern",
        TEXT,
        None,
        Group::Architecture,
        "Regular expression over layer names of the base network; what it matches is not trained.",
    ),
    row(
        "kv_store",
        Kind::Choice(&["dist_sync", "dist_async"]),
        None,
        Group::Training,
        "How several instances exchange gradients.",
    )
    .but_container_has("device"),
    row(
        "early_stopping",
        TRUE_FALSE,
        Some("False"),
        Group::EarlyStopping,
        "Ends training when validation mAP no longer improves.",
    ),
    row("early_stopping_min_epochs", at_least(1), Some("10"), Group::EarlyStopping, "Epochs before early stopping may act.")
        .when("early_stopping", &["True"]),
    row(
        "early_stopping_patience",
        at_least(1),
        Some("5"),
        Group::EarlyStopping,
        "Epochs without improvement that are tolerated.",
    )
    .when("early_stopping", &["True"]),
    row("early_stopping_tolerance", SHARE, Some("0.0"), Group::EarlyStopping, "Relative improvement that counts as one.")
        .when("early_stopping", &["True"]),
];
