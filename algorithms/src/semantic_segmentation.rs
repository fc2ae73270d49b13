//! Semantic Segmentation: tables only.
//!
//! Source: the developer guide's pages.

use crate::{
    Algorithm, Archive, ChannelRule, Family, Hyperparameter, LabelForm, PublishedMetric,
    archive::{Description, FileName},
    channel::{DATA_MODES, FILE, MODEL, channel},
    hyperparameter::{EPOCHS, Group, INNER_SHARE, Kind, POSITIVE_SHARE, SHARE, TRUE_FALSE, at_least, integer, row},
    metric::{LogForm, metric, objective},
    registry::{AccountGroup, Images},
};

/// The algorithm.
pub const ALGORITHM: Algorithm = Algorithm {
    display: "Semantic Segmentation",
    short_name: "Semantic Segmentation",
    repository: "semantic-segmentation",
    images: Images::new(AccountGroup::G1, "1"),
    family: Family::Vision,
    labels: Some(LabelForm::Mask),
    channels: CHANNELS,
    input_modes: DATA_MODES,
    record_io_pipe_needs_all_data: false,
    hyperparameters: HYPERPARAMETERS,
    must_match: &["backbone", "algorithm", "crop_size", "num_classes"],
    archive: Some(ARCHIVE),
    metrics: METRICS,
    needs_gpu: true,
    single_instance: true,
    saves_checkpoints: true,
    // The API's text of 2019 says that it does not; the present text says nothing.
    runs_isolated: false,
    runs_on_engine: true,
    data: "Images",
    machines: "GPU, single instance",
};

/// The last model, then the one with the best `validation:mIOU`.
const PARAMETERS: &[FileName] = &[FileName::Exact("model_algo-1"), FileName::Exact("model_best.params")];

const ARCHIVE: Archive = Archive {
    parameters: PARAMETERS,
    parameters_example: "model_algo-1",
    symbol: None,
    description: Description::Hyperparameters,
    marks: PARAMETERS,
};

// Log lines: a job of December 2020.
const METRICS: &[PublishedMetric] = &[
    metric("train:loss", LogForm::QualityColon("train loss"), "Error of the predicted pixels on the training data."),
    metric("train:throughput", LogForm::ThroughputColon("train throughput"), "Training records per second."),
    objective(
        "validation:mIOU",
        LogForm::QualityColon("validation mIOU"),
        "Mean overlap of predicted and true areas on the validation data.",
    ),
    objective(
        "validation:pixel_accuracy",
        LogForm::QualityColon("validation pixel_accuracy"),
        "Share of the validation pixels that are classified correctly.",
    ),
    metric("validation:throughput", LogForm::ThroughputColon("validation throughput"), "Validation records per second."),
];

const CHANNELS: &[ChannelRule] = &[
    channel("train", "Training images", &["image/jpeg", "application/x-image", "image/png"], DATA_MODES)
        .required()
        .content_type_optional(),
    channel("validation", "Validation images", &["image/jpeg", "application/x-image", "image/png"], DATA_MODES)
        .required()
        .content_type_optional(),
    channel(
        "train_annotation",
        "Masks of the training images, one PNG file per image",
        &["image/png", "application/x-image"],
        FILE,
    )
    .required()
    .unless_augmented()
    .content_type_optional(),
    channel(
        "validation_annotation",
        "Masks of the validation images, one PNG file per image",
        &["image/png", "application/x-image"],
        FILE,
    )
    .required()
    .unless_augmented()
    .content_type_optional(),
    channel("label_map", "How the values of the masks are numbered", &[], FILE),
    MODEL,
];

const HYPERPARAMETERS: &[Hyperparameter] = &[
    row("num_classes", integer(2, 254), None, Group::Data, "How many classes the masks hold, background included.").required(),
    row("num_training_samples", at_least(1), None, Group::Data, "How many images the training channel holds.").required(),
    row(
        "backbone",
        Kind::Choice(&["resnet-50", "resnet-101"]),
        Some("resnet-50"),
        Group::Architecture,
        "The network that looks at the image before pixels are labelled.",
    ),
    row(
        "algorithm",
        Kind::Choice(&["fcn", "psp", "deeplab"]),
        Some("fcn"),
        Group::Architecture,
        "How pixels are labelled: fully convolutional, pyramid pooling, or dilated convolutions.",
    ),
    row(
        "use_pretrained_model",
        TRUE_FALSE,
        Some("True"),
        Group::Architecture,
        "True starts the backbone from public weights; the rest always starts anew.",
    ),
    row(
        "crop_size",
        at_least(17),
        Some("240"),
        Group::Data,
        "Side of the square that is cut from each image, in pixels, rounded up to a multiple of 8. Older documents gave 480 as the default: set it.",
    ),
    row(
        "base_size",
        at_least(17),
        Some("520"),
        Group::Data,
        "Images are scaled to about this side before they are cropped, in pixels.",
    ),
    row("epochs", at_least(1), Some("10"), Group::Training, "How many times training passes over all images."),
    row("mini_batch_size", at_least(1), Some("16"), Group::Training, "How many images make one step.").tunable("1..128"),
    row("validation_mini_batch_size", at_least(1), Some("16"), Group::Training, "How many images are validated at once."),
    row(
        "learning_rate",
        POSITIVE_SHARE,
        Some("0.001"),
        Group::Training,
        "Size of the first steps. A job that continues a model usually needs a smaller one.",
    )
    .tunable("1e-4..1e-1"),
    row(
        "optimizer",
        Kind::Choice(&["adam", "adagrad", "nag", "rmsprop", "sgd"]),
        Some("sgd"),
        Group::Training,
        "How weights are updated.",
    ),
    row("momentum", POSITIVE_SHARE, Some("0.9"), Group::Training, "Share of the last step that is carried into the next (sgd).")
        .when("optimizer", &["sgd"])
        .tunable("0.9..0.999"),
    row("weight_decay", INNER_SHARE, Some("0.0001"), Group::Training, "Pull of the weights towards zero (sgd).")
        .when("optimizer", &["sgd"])
        .tunable("1e-5..1e-3"),
    row("gamma1", SHARE, Some("0.9"), Group::Training, "Decay of the first moving average (rmsprop).")
        .when("optimizer", &["rmsprop"]),
    row("gamma2", SHARE, Some("0.9"), Group::Training, "Decay of the second moving average (rmsprop).")
        .when("optimizer", &["rmsprop"]),
    row(
        "lr_scheduler",
        Kind::Choice(&["step", "poly", "cosine"]),
        Some("poly"),
        Group::Training,
        "How the learning rate falls: at given epochs, or along a polynomial or a cosine.",
    ),
    row(
        "lr_scheduler_factor",
        SHARE,
        Some("0.1"),
        Group::Training,
        "The learning rate is multiplied by this at each scheduler step.",
    )
    .when("lr_scheduler", &["step"]),
    row(
        "lr_scheduler_step",
        EPOCHS,
        None,
        Group::Training,
        "Epochs at which the learning rate drops, for example 10,20. Needed when lr_scheduler is step.",
    )
    .needed_when("lr_scheduler", &["step"]),
    row("syncbn", TRUE_FALSE, Some("False"), Group::Training, "True averages batch statistics over all GPUs."),
    row(
        "early_stopping",
        TRUE_FALSE,
        Some("False"),
        Group::EarlyStopping,
        "Ends training when validation mIOU no longer improves.",
    ),
    row("early_stopping_min_epochs", at_least(0), Some("5"), Group::EarlyStopping, "Epochs before early stopping may act.")
        .when("early_stopping", &["True"]),
    row(
        "early_stopping_patience",
        at_least(0),
        Some("4"),
        Group::EarlyStopping,
        "Epochs without improvement that are tolerated.",
    )
    .when("early_stopping", &["True"]),
    row("early_stopping_tolerance", SHARE, Some("0.0"), Group::EarlyStopping, "Relative improvement that counts as one.")
        .when("early_stopping", &["True"]),
];
