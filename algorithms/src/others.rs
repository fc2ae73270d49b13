//! The built-in algorithms whose hyperparameters are free rows: tables only.
//!
//! Source: the developer guide's table of built-in algorithms.

use crate::{
    Algorithm, ChannelRule, Family, InputMode,
    channel::{DATA_MODES, FILE, channel},
    registry::{AccountGroup, Images},
};

/// The algorithms, by name.
pub(crate) const ALL: &[Algorithm] = &[
    Algorithm {
        repository: "blazingtext",
        images: Images::new(AccountGroup::G1, "1"),
        family: Family::Text,
        channels: TRAIN_STREAMED,
        input_modes: DATA_MODES,
        data: "Text, one sentence per line",
        machines: "CPU or GPU, single instance",
        ..free("BlazingText")
    },
    Algorithm {
        repository: "forecasting-deepar",
        images: Images::new(AccountGroup::G2, "1"),
        family: Family::TimeSeries,
        channels: TRAIN_TEST,
        input_modes: FILE,
        data: "JSON Lines or Parquet",
        machines: "CPU or GPU",
        ..free("DeepAR Forecasting")
    },
    Algorithm {
        repository: "factorization-machines",
        images: Images::new(AccountGroup::G3, "1"),
        family: Family::Tables,
        channels: TRAIN_TEST_STREAMED,
        input_modes: DATA_MODES,
        data: "RecordIO-protobuf",
        machines: "CPU (GPU for dense data)",
        ..free("Factorization Machines")
    },
    Algorithm {
        repository: "ipinsights",
        images: Images::new(AccountGroup::G3, "1"),
        family: Family::Tables,
        channels: TRAIN_VALIDATION,
        input_modes: FILE,
        data: "CSV",
        machines: "CPU or GPU",
        ..free("IP Insights")
    },
    Algorithm {
        repository: "kmeans",
        images: Images::new(AccountGroup::G3, "1"),
        family: Family::Tables,
        channels: TRAIN_TEST_STREAMED,
        input_modes: DATA_MODES,
        data: "RecordIO-protobuf or CSV",
        machines: "CPU or GPU",
        ..free("K-Means")
    },
    Algorithm {
        repository: "knn",
        images: Images::new(AccountGroup::G3, "1"),
        family: Family::Tables,
        channels: TRAIN_TEST_STREAMED,
        input_modes: DATA_MODES,
        data: "RecordIO-protobuf or CSV",
        machines: "CPU or GPU",
        ..free("k-Nearest Neighbors")
    },
    Algorithm {
        repository: "lda",
        images: Images::new(AccountGroup::G4, "1"),
        family: Family::Text,
        channels: TRAIN_TEST_STREAMED,
        single_instance: true,
        input_modes: DATA_MODES,
        data: "RecordIO-protobuf or CSV",
        machines: "CPU, single instance",
        ..free("Latent Dirichlet Allocation")
    },
    Algorithm {
        repository: "linear-learner",
        images: Images::new(AccountGroup::G3, "1"),
        family: Family::Tables,
        channels: TRAIN_VALIDATION_TEST_STREAMED,
        input_modes: DATA_MODES,
        data: "RecordIO-protobuf or CSV",
        machines: "CPU or GPU",
        ..free("Linear Learner")
    },
    Algorithm {
        repository: "ntm",
        images: Images::new(AccountGroup::G3, "1"),
        family: Family::Text,
        channels: TRAIN_VALIDATION_TEST_STREAMED,
        input_modes: DATA_MODES,
        data: "RecordIO-protobuf or CSV",
        machines: "CPU or GPU",
        ..free("Neural Topic Model")
    },
    Algorithm {
        repository: "object2vec",
        images: Images::new(AccountGroup::G3, "1"),
        family: Family::Text,
        channels: TRAIN_VALIDATION_TEST,
        single_instance: true,
        input_modes: FILE,
        data: "JSON Lines",
        machines: "CPU or GPU, single instance",
        ..free("Object2Vec")
    },
    Algorithm {
        repository: "pca",
        images: Images::new(AccountGroup::G3, "1"),
        family: Family::Tables,
        channels: TRAIN_TEST_STREAMED,
        input_modes: DATA_MODES,
        data: "RecordIO-protobuf or CSV",
        machines: "CPU or GPU",
        ..free("Principal Component Analysis")
    },
    Algorithm {
        repository: "randomcutforest",
        images: Images::new(AccountGroup::G3, "1"),
        family: Family::Tables,
        channels: TRAIN_TEST_STREAMED,
        input_modes: DATA_MODES,
        data: "RecordIO-protobuf or CSV",
        machines: "CPU",
        ..free("Random Cut Forest")
    },
    Algorithm {
        repository: "seq2seq",
        images: Images::new(AccountGroup::G1, "1"),
        family: Family::Text,
        channels: TRAIN_VALIDATION_VOCAB,
        needs_gpu: true,
        single_instance: true,
        input_modes: FILE,
        data: "RecordIO-protobuf",
        machines: "GPU, single instance",
        ..free("Sequence-to-Sequence")
    },
    Algorithm {
        repository: "sagemaker-xgboost",
        images: Images::new(AccountGroup::G5, "1.7-1"),
        family: Family::Tables,
        channels: TRAIN_VALIDATION_STREAMED,
        saves_checkpoints: true,
        input_modes: DATA_MODES,
        data: "CSV, LibSVM or Parquet",
        machines: "CPU (GPU from 1.2-1)",
        ..free("XGBoost")
    },
];

const TRAIN_STREAMED: &[ChannelRule] = &[data("train", DATA_MODES).required()];
const TRAIN_TEST: &[ChannelRule] = &[data("train", FILE).required(), data("test", FILE)];
const TRAIN_TEST_STREAMED: &[ChannelRule] = &[data("train", DATA_MODES).required(), data("test", DATA_MODES)];
const TRAIN_VALIDATION: &[ChannelRule] = &[data("train", FILE).required(), data("validation", FILE)];
const TRAIN_VALIDATION_TEST_STREAMED: &[ChannelRule] =
    &[data("train", DATA_MODES).required(), data("validation", DATA_MODES), data("test", DATA_MODES)];
const TRAIN_VALIDATION_TEST: &[ChannelRule] = &[data("train", FILE).required(), data("validation", FILE), data("test", FILE)];
const TRAIN_VALIDATION_VOCAB: &[ChannelRule] =
    &[data("train", FILE).required(), data("validation", FILE).required(), data("vocab", FILE).required()];
const TRAIN_VALIDATION_STREAMED: &[ChannelRule] = &[data("train", DATA_MODES).required(), data("validation", DATA_MODES)];

const fn data(name: &'static str, modes: &'static [InputMode]) -> ChannelRule {
    let purpose = match name.as_bytes().first() {
        Some(b't') if name.len() == 5 => "Training data",
        Some(b't') => "Test data",
        Some(b'v') if name.len() == 5 => "Vocabularies",
        _ => "Validation data",
    };
    channel(name, purpose, &[], modes)
}

/// What is the same for all: nothing typed, nothing that an earlier model fixes.
const fn free(display: &'static str) -> Algorithm {
    Algorithm {
        display,
        short_name: display,
        repository: "",
        images: Images::new(AccountGroup::G1, "1"),
        family: Family::Tables,
        labels: None,
        channels: &[],
        input_modes: FILE,
        record_io_pipe_needs_all_data: false,
        hyperparameters: &[],
        must_match: &[],
        archive: None,
        metrics: &[],
        needs_gpu: false,
        single_instance: false,
        saves_checkpoints: false,
        runs_isolated: true,
        runs_on_engine: false,
        data: "",
        machines: "",
    }
}
