//! Image Classification - MXNet: tables only.
//!
//! Source: the developer guide's pages.

use crate::{
    Algorithm, Archive, ChannelRule, Family, Hyperparameter, LabelForm, PublishedMetric,
    archive::{Description, FileName},
    channel::{DATA_MODES, FILE, MODEL, channel},
    hyperparameter::{EPOCHS, Group, IMAGE_SHAPE, Kind, SHARE, TRUE_FALSE, at_least, row},
    metric::{LogForm, metric, objective},
    registry::{AccountGroup, Images},
};

/// The algorithm.
pub const ALGORITHM: Algorithm = Algorithm {
    display: "Image Classification - MXNet",
    short_name: "Image Classification",
    repository: "image-classification",
    images: Images::new(AccountGroup::G1, "1"),
    family: Family::Vision,
    labels: Some(LabelForm::Class),
    channels: CHANNELS,
    input_modes: DATA_MODES,
    record_io_pipe_needs_all_data: true,
    hyperparameters: HYPERPARAMETERS,
    must_match: &["num_layers", "image_shape", "num_classes"],
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
pub const FILE_PREFIX: &str = "image-classification";
/// The network's graph.
pub const SYMBOL: &str = "image-classification-symbol.json";

const ARCHIVE: Archive = Archive {
    parameters: &[FileName::Numbered(FILE_PREFIX)],
    parameters_example: "image-classification-NNNN.params",
    symbol: Some(SYMBOL),
    description: Description::Arrays,
    marks: &[FileName::Exact(SYMBOL), FileName::Prefixed(FILE_PREFIX)],
};

const METRICS: &[PublishedMetric] = &[
    metric(
        "train:accuracy",
        LogForm::MxnetBatch("accuracy"),
        "Share of the training images that are classified correctly, every few batches.",
    ),
    metric(
        "train:accuracy:epoch",
        LogForm::MxnetEpoch("Train-accuracy"),
        "Share of the training images that are classified correctly, after each epoch.",
    ),
    objective(
        "validation:accuracy",
        LogForm::MxnetEpoch("Validation-accuracy"),
        "Share of the validation images that are classified correctly, after each epoch.",
    ),
    metric(
        "validation:accuracy:epoch",
        LogForm::MxnetEpoch("Validation-accuracy"),
        "Share of the validation images that are classified correctly, after each epoch.",
    ),
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
    channel("train_lst", "List of the training images (image format)", &["application/x-image"], FILE).needed_with_images(),
    channel("validation_lst", "List of the validation images (image format)", &["application/x-image"], FILE)
        .needed_with_images(),
    MODEL,
];

const HYPERPARAMETERS: &[Hyperparameter] = &[
    row("num_classes", at_least(1), None, Group::Architecture, "How many classes the data has. Labels run from 0 to one less.")
        .required(),
    row("num_training_samples", at_least(1), None, Group::Data, "How many images the training channel holds.").required(),
    row(
        "num_layers",
        Kind::IntegerChoice(&[18, 34, 50, 101, 152, 200, 20, 32, 44, 56, 110]),
        Some("152"),
        Group::Architecture,
        "Depth of the residual network: 20, 32, 44, 56 or 110 for images up to 32 pixels, the others for larger ones.",
    ),
    row("image_shape", IMAGE_SHAPE, Some("3,224,224"), Group::Architecture, "Channels, height and width that the network sees."),
    row(
        "use_pretrained_model",
        Kind::IntegerChoice(&[0, 1]),
        Some("0"),
        Group::Architecture,
        "1 starts from public ImageNet weights; ignored when the job has a model channel.",
    )
    .ignored_with_model(),
    row("epochs", at_least(1), Some("30"), Group::Training, "How many times training passes over all images."),
    row(
        "mini_batch_size",
        at_least(1),
        Some("32"),
        Group::Training,
        "How many images make one step. It must not exceed the number of training images.",
    )
    .tunable("8..512"),
    row(
        "learning_rate",
        SHARE,
        Some("0.1"),
        Group::Training,
        "Size of the first steps. A job that continues a model usually needs a smaller one.",
    )
    .tunable("1e-6..0.5"),
    row("optimizer", Kind::Choice(&["sgd", "adam", "rmsprop", "nag"]), Some("sgd"), Group::Training, "How weights are updated."),
    row(
        "momentum",
        SHARE,
        Some("0.9"),
        Group::Training,
        "Share of the last step that is carried into the next (sgd and nag). Set it explicitly: some container versions default to 0.",
    )
    .when("optimizer", &["sgd", "nag"])
    .tunable("0..0.999")
    .but_container_has("0"),
    row("weight_decay", SHARE, Some("0.0001"), Group::Training, "Pull of the weights towards zero (sgd and nag).")
        .when("optimizer", &["sgd", "nag"])
        .tunable("0..0.999"),
    row("beta_1", SHARE, Some("0.9"), Group::Training, "Decay of the first moment (adam).")
        .when("optimizer", &["adam"])
        .tunable("1e-6..0.999"),
    row("beta_2", SHARE, Some("0.999"), Group::Training, "Decay of the second moment (adam).")
        .when("optimizer", &["adam"])
        .tunable("1e-6..0.999"),
    row("eps", SHARE, Some("1e-8"), Group::Training, "Smallest divisor (adam and rmsprop).")
        .when("optimizer", &["adam", "rmsprop"])
        .tunable("1e-8..1.0"),
    row("gamma", SHARE, Some("0.9"), Group::Training, "Decay of the moving average (rmsprop).")
        .when("optimizer", &["rmsprop"])
        .tunable("1e-8..0.999"),
    row(
        "lr_scheduler_factor",
        SHARE,
        Some("0.1"),
        Group::Training,
        "The learning rate is multiplied by this at each scheduler step.",
    ),
    row("lr_scheduler_step", EPOCHS, None, Group::Training, "Epochs at which the learning rate drops, for example 10,20."),
    row(
        "augmentation_type",
        Kind::Choice(&["crop", "crop_color", "crop_color_transform"]),
        None,
        Group::Data,
        "Random changes to training images: crop and flip; colour too; rotation, shear and aspect too.",
    ),
    row(
        "resize",
        at_least(1),
        None,
        Group::Data,
        "Shortest side in pixels that images are scaled to before cropping. Needed for image files.",
    )
    .needed_with_images(),
    row(
        "checkpoint_frequency",
        at_least(1),
        None,
        Group::Training,
        "Epochs between stored parameter files. Empty keeps only the best epoch.",
    ),
    row("top_k", at_least(2), None, Group::Training, "Also report how often the right class is among the best k."),
    row("multi_label", Kind::IntegerChoice(&[0, 1]), Some("0"), Group::Data, "1 when an image may belong to several classes."),
    row(
        "use_weighted_loss",
        Kind::IntegerChoice(&[0, 1]),
        Some("0"),
        Group::Training,
        "1 balances rare labels (only with multi_label).",
    )
    .when("multi_label", &["1"]),
    row(
        "precision_dtype",
        Kind::Choice(&["float32", "float16"]),
        Some("float32"),
        Group::Training,
        "Number format of the weights while training.",
    ),
    row(
        "kv_store",
        Kind::Choice(&["dist_sync", "dist_async"]),
        None,
        Group::Training,
        "How several instances exchange gradients.",
    ),
    row(
        "early_stopping",
        TRUE_FALSE,
        Some("False"),
        Group::EarlyStopping,
        "Ends training when validation accuracy no longer improves.",
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
