//! The built-in algorithms that the form knows.

pub mod image_classification;

use crate::{hyperparameter::Hyperparameter, image, mode::InputMode};

/// What a built-in algorithm documents about one input channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelRule {
    /// The fixed name by which the algorithm reads it.
    pub name: &'static str,
    /// Whether every job needs it.
    pub required: bool,
    /// What it carries, in a few words.
    pub purpose: &'static str,
    /// Documented content types, the usual one first.
    pub content_types: &'static [&'static str],
    /// Documented input modes.
    pub input_modes: &'static [InputMode],
}

/// A built-in algorithm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Algorithm {
    /// Its name for people.
    pub display: &'static str,
    /// Its image's repository, which identifies it.
    pub repository: &'static str,
    /// Its channels.
    pub channels: &'static [ChannelRule],
    /// Its hyperparameters, in the form's order.
    pub hyperparameters: &'static [Hyperparameter],
    /// Whether it trains on GPU instances only.
    pub needs_gpu: bool,
    /// Hyperparameters that must equal those of the model that a job starts from.
    pub must_match: &'static [&'static str],
    /// Input modes for its data.
    pub input_modes: &'static [InputMode],
}

impl Algorithm {
    /// All algorithms that the form offers.
    pub const ALL: &[&'static Self] = &[&image_classification::ALGORITHM];

    /// The algorithm of a repository, for example `image-classification`.
    pub fn of_repository(repository: &str) -> Option<&'static Self> {
        Self::ALL.iter().copied().find(|algorithm| algorithm.repository == repository)
    }

    /// The algorithm of a container image.
    pub fn of_image(image: &str) -> Option<&'static Self> {
        image::repository(image).and_then(Self::of_repository)
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
