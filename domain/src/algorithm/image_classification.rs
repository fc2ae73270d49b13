//! Image Classification - MXNet: tables only.
//!
//! Source: the developer guide's hyperparameter page; `tests/fixtures/image-classification.json` proves the table.

use super::{Algorithm, ChannelRule};
use crate::{
    hyperparameter::{Group, Hyperparameter, Kind},
    mode::InputMode,
};

const DATA_TYPES: &[&str] = &["application/x-recordio", "application/x-image", "image/jpeg", "image/png"];
const DATA_MODES: &[InputMode] = &[InputMode::File, InputMode::Pipe];
const FILE: &[InputMode] = &[InputMode::File];

/// The algorithm.
pub const ALGORITHM: Algorithm = Algorithm {
    display: "Image Classification - MXNet",
    repository: "image-classification",
    channels: CHANNELS,
    hyperparameters: HYPERPARAMETERS,
    needs_gpu: true,
    must_match: &["num_layers", "image_shape", "num_classes"],
    input_modes: DATA_MODES,
};

const CHANNELS: &[ChannelRule] = &[
    channel("train", true, "Training images", DATA_TYPES, DATA_MODES),
    channel("validation", true, "Validation images", DATA_TYPES, DATA_MODES),
    channel("train_lst", false, "List of the training images (image format)", &["application/x-image"], FILE),
    channel("validation_lst", false, "List of the validation images (image format)", &["application/x-image"], FILE),
    channel("model", false, "The weights that the job starts from", &["application/x-sagemaker-model"], FILE),
];

const fn channel(
    name: &'static str,
    required: bool,
    purpose: &'static str,
    content_types: &'static [&'static str],
    input_modes: &'static [InputMode],
) -> ChannelRule {
    ChannelRule { name, required, purpose, content_types, input_modes }
}

const HYPERPARAMETERS: &[Hyperparameter] = &[
    Hyperparameter {
        name: "num_classes",
        kind: Kind::Integer { minimum: 1 },
        required: true,
        default: None,
        group: Group::Architecture,
        help: "How many classes the data has. Labels run from 0 to one less.",
    },
    Hyperparameter {
        name: "num_training_samples",
        kind: Kind::Integer { minimum: 1 },
        required: true,
        default: None,
        group: Group::Data,
        help: "How many images the training channel holds.",
    },
    Hyperparameter {
        name: "num_layers",
        kind: Kind::IntegerChoice(&[18, 34, 50, 101, 152, 200, 20, 32, 44, 56, 110]),
        required: false,
        default: Some("152"),
        group: Group::Architecture,
        help: "Depth of the residual network: 20, 32, 44, 56 or 110 for images up to 32 pixels, the others for larger ones.",
    },
    Hyperparameter {
        name: "image_shape",
        kind: Kind::ImageShape,
        required: false,
        default: Some("3,224,224"),
        group: Group::Architecture,
        help: "Channels, height and width that the network sees.",
    },
    Hyperparameter {
        name: "use_pretrained_model",
        kind: Kind::IntegerChoice(&[0, 1]),
        required: false,
        default: Some("0"),
        group: Group::Architecture,
        help: "1 starts from public ImageNet weights; ignored when the job has a model channel.",
    },
    Hyperparameter {
        name: "epochs",
        kind: Kind::Integer { minimum: 1 },
        required: false,
        default: Some("30"),
        group: Group::Training,
        help: "How many times training passes over all images.",
    },
    Hyperparameter {
        name: "mini_batch_size",
        kind: Kind::Integer { minimum: 1 },
        required: false,
        default: Some("32"),
        group: Group::Training,
        help: "How many images make one step. At least this many images are needed.",
    },
    Hyperparameter {
        name: "learning_rate",
        kind: Kind::Float { minimum: 0.0, maximum: 1.0 },
        required: false,
        default: Some("0.1"),
        group: Group::Training,
        help: "Size of the first steps. A job that continues a model usually needs a smaller one.",
    },
    Hyperparameter {
        name: "optimizer",
        kind: Kind::Choice(&["sgd", "adam", "rmsprop", "nag"]),
        required: false,
        default: Some("sgd"),
        group: Group::Training,
        help: "How weights are updated.",
    },
    Hyperparameter {
        name: "momentum",
        kind: Kind::Float { minimum: 0.0, maximum: 1.0 },
        required: false,
        default: Some("0.9"),
        group: Group::Training,
        help: "Share of the last step that is carried into the next (sgd and nag).",
    },
    Hyperparameter {
        name: "weight_decay",
        kind: Kind::Float { minimum: 0.0, maximum: 1.0 },
        required: false,
        default: Some("0.0001"),
        group: Group::Training,
        help: "Pull of the weights towards zero (sgd and nag).",
    },
    Hyperparameter {
        name: "beta_1",
        kind: Kind::Float { minimum: 0.0, maximum: 1.0 },
        required: false,
        default: Some("0.9"),
        group: Group::Training,
        help: "Decay of the first moment (adam).",
    },
    Hyperparameter {
        name: "beta_2",
        kind: Kind::Float { minimum: 0.0, maximum: 1.0 },
        required: false,
        default: Some("0.999"),
        group: Group::Training,
        help: "Decay of the second moment (adam).",
    },
    Hyperparameter {
        name: "eps",
        kind: Kind::Float { minimum: 0.0, maximum: 1.0 },
        required: false,
        default: Some("1e-8"),
        group: Group::Training,
        help: "Smallest divisor (adam and rmsprop).",
    },
    Hyperparameter {
        name: "gamma",
        kind: Kind::Float { minimum: 0.0, maximum: 1.0 },
        required: false,
        default: Some("0.9"),
        group: Group::Training,
        help: "Decay of the moving average (rmsprop).",
    },
    Hyperparameter {
        name: "lr_scheduler_factor",
        kind: Kind::Float { minimum: 0.0, maximum: 1.0 },
        required: false,
        default: Some("0.1"),
        group: Group::Training,
        help: "The learning rate is multiplied by this at each scheduler step.",
    },
    Hyperparameter {
        name: "lr_scheduler_step",
        kind: Kind::EpochList,
        required: false,
        default: None,
        group: Group::Training,
        help: "Epochs at which the learning rate drops, for example 10,20.",
    },
    Hyperparameter {
        name: "augmentation_type",
        kind: Kind::Choice(&["crop", "crop_color", "crop_color_transform"]),
        required: false,
        default: None,
        group: Group::Data,
        help: "Random changes to training images: crop and flip; colour too; rotation, shear and aspect too.",
    },
    Hyperparameter {
        name: "resize",
        kind: Kind::Integer { minimum: 1 },
        required: false,
        default: None,
        group: Group::Data,
        help: "Shortest side in pixels that images are scaled to before cropping. Needed for image files.",
    },
    Hyperparameter {
        name: "checkpoint_frequency",
        kind: Kind::Integer { minimum: 1 },
        required: false,
        default: None,
        group: Group::Training,
        help: "Epochs between stored parameter files. Empty keeps only the best epoch.",
    },
    Hyperparameter {
        name: "top_k",
        kind: Kind::Integer { minimum: 2 },
        required: false,
        default: None,
        group: Group::Training,
        help: "Also report how often the right class is among the best k.",
    },
    Hyperparameter {
        name: "multi_label",
        kind: Kind::IntegerChoice(&[0, 1]),
        required: false,
        default: Some("0"),
        group: Group::Data,
        help: "1 when an image may belong to several classes.",
    },
    Hyperparameter {
        name: "use_weighted_loss",
        kind: Kind::IntegerChoice(&[0, 1]),
        required: false,
        default: Some("0"),
        group: Group::Training,
        help: "1 balances rare labels (only with multi_label).",
    },
    Hyperparameter {
        name: "precision_dtype",
        kind: Kind::Choice(&["float32", "float16"]),
        required: false,
        default: Some("float32"),
        group: Group::Training,
        help: "Number format of the weights while training.",
    },
    Hyperparameter {
        name: "kv_store",
        kind: Kind::Choice(&["dist_sync", "dist_async"]),
        required: false,
        default: None,
        group: Group::Training,
        help: "How several instances exchange gradients.",
    },
    Hyperparameter {
        name: "early_stopping",
        kind: Kind::Choice(&["True", "False"]),
        required: false,
        default: Some("False"),
        group: Group::EarlyStopping,
        help: "Ends training when validation accuracy no longer improves.",
    },
    Hyperparameter {
        name: "early_stopping_min_epochs",
        kind: Kind::Integer { minimum: 1 },
        required: false,
        default: Some("10"),
        group: Group::EarlyStopping,
        help: "Epochs before early stopping may act.",
    },
    Hyperparameter {
        name: "early_stopping_patience",
        kind: Kind::Integer { minimum: 1 },
        required: false,
        default: Some("5"),
        group: Group::EarlyStopping,
        help: "Epochs without improvement that are tolerated.",
    },
    Hyperparameter {
        name: "early_stopping_tolerance",
        kind: Kind::Float { minimum: 0.0, maximum: 1.0 },
        required: false,
        default: Some("0.0"),
        group: Group::EarlyStopping,
        help: "Relative improvement that counts as one.",
    },
];
