//! The built-in algorithms that the form knows.

mod channel;
pub mod image_classification;
pub mod object_detection;
mod others;
pub mod semantic_segmentation;
mod usual;

pub use channel::{ChannelException, ChannelRule};

use crate::{hyperparameter::Hyperparameter, image, mode::InputMode};

/// A built-in algorithm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Algorithm {
    /// Its name for people.
    pub display: &'static str,
    /// Its image's repository, which identifies it.
    pub repository: &'static str,
    /// Where its image is.
    pub images: Images,
    /// What kind of data it learns from.
    pub family: Family,
    /// Its channels.
    pub channels: &'static [ChannelRule],
    /// Its hyperparameters, in the form's order; empty when the form offers free rows only.
    pub hyperparameters: &'static [Hyperparameter],
    /// Whether it trains on GPU instances only.
    pub needs_gpu: bool,
    /// Whether it trains on one instance only.
    pub single_instance: bool,
    /// Whether it saves checkpoints, so that a job on spot capacity can go on after an interruption.
    pub saves_checkpoints: bool,
    /// Hyperparameters that must equal those of the model that a job starts from; empty when it cannot start from one.
    pub must_match: &'static [&'static str],
    /// Input modes for its data.
    pub input_modes: &'static [InputMode],
    /// Names of the metrics that the service reads from its log.
    pub metrics: &'static [&'static str],
    /// Those of them that say how good a model is.
    pub objectives: &'static [&'static str],
    /// What its data is, in a few words.
    pub data: &'static str,
    /// What machines it trains on, in a few words.
    pub machines: &'static str,
}

/// Where an algorithm's image is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Images {
    /// The group of algorithms that share a registry account in each Region.
    pub(crate) group: usize,
    /// The tag that the guide recommends.
    pub tag: &'static str,
}

/// What kind of data an algorithm learns from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Images.
    Vision,
    /// Words and documents.
    Text,
    /// Rows of numbers.
    Tables,
    /// Values over time.
    TimeSeries,
}

impl Family {
    /// All families, in the order of the list.
    pub const ALL: [Self; 4] = [Self::Vision, Self::Text, Self::Tables, Self::TimeSeries];

    /// The heading of the family's group in the list.
    pub fn title(self) -> &'static str {
        match self {
            Self::Vision => "Vision",
            Self::Text => "Text",
            Self::Tables => "Tables",
            Self::TimeSeries => "Time series",
        }
    }
}

impl Images {
    pub(crate) const fn new(group: usize, tag: &'static str) -> Self {
        Self { group, tag }
    }
}

impl Algorithm {
    /// The algorithms whose jobs may start from an earlier model.
    pub const INCREMENTAL: &[&'static Self] =
        &[&image_classification::ALGORITHM, &object_detection::ALGORITHM, &semantic_segmentation::ALGORITHM];

    /// All algorithms that the form offers, those of [`Self::INCREMENTAL`] first.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        Self::INCREMENTAL.iter().copied().chain(others::ALL)
    }

    /// Whether its jobs may start from an earlier model.
    pub fn is_incremental(&self) -> bool {
        !self.must_match.is_empty()
    }

    /// The algorithm of a repository, for example `image-classification`.
    pub fn of_repository(repository: &str) -> Option<&'static Self> {
        Self::all().find(|algorithm| algorithm.repository == repository)
    }

    /// The algorithm of a container image; `None` when the registry is not the service's own.
    pub fn of_image(image: &str) -> Option<&'static Self> {
        let algorithm = image::repository(image).and_then(Self::of_repository)?;
        image::is_in_registry(image, algorithm.images.group).then_some(algorithm)
    }

    /// What the algorithm documents about a hyperparameter.
    pub fn hyperparameter(&self, name: &str) -> Option<&'static Hyperparameter> {
        self.hyperparameters.iter().find(|hyperparameter| hyperparameter.name == name)
    }

    /// What the algorithm documents about a channel.
    pub fn channel(&self, name: &str) -> Option<&'static ChannelRule> {
        self.channels.iter().find(|channel| channel.name == name)
    }
}
