//! What the built-in algorithms document: the tables of the crate `algorithms`, for all who read `domain`.

pub use algorithms::{
    Algorithm, Archive, ChannelException, ChannelRule, Family, LabelForm, PublishedMetric, RANDOM_SEED_VARIABLE, archive,
    channel::{MODEL_CHANNEL, MODEL_CONTENT_TYPE},
    image_classification, object_detection,
    registry::regions,
    residual_network::{self, ResidualNetwork},
    semantic_segmentation,
};
