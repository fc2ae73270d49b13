//! The columns of an algorithm.

use crate::{
    Archive, ChannelRule, Hyperparameter, InputMode, PublishedMetric,
    registry::{self, Images},
};

/// A built-in algorithm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Algorithm {
    /// Its name for people.
    pub display: &'static str,
    /// The same without the framework, where a sentence names the algorithm.
    pub short_name: &'static str,
    /// Its image's repository, which identifies it.
    pub repository: &'static str,
    /// Where its image is.
    pub images: Images,
    /// What kind of data it learns from.
    pub family: Family,
    /// What says what is right for an example; `None` where no table describes it.
    pub labels: Option<LabelForm>,
    /// Its channels.
    pub channels: &'static [ChannelRule],
    /// Input modes for its data.
    pub input_modes: &'static [InputMode],
    /// Whether each instance must get all data when it reads RecordIO in Pipe mode.
    pub record_io_pipe_needs_all_data: bool,
    /// Its hyperparameters, in the form's order; empty when the form offers free rows only.
    pub hyperparameters: &'static [Hyperparameter],
    /// Hyperparameters that must equal those of the model that a job starts from, because the network follows from them;
    /// empty when it cannot start from one.
    pub must_match: &'static [&'static str],
    /// The files of a model that it trained; `None` where it starts from none.
    pub archive: Option<Archive>,
    /// What its log measures and the service publishes.
    pub metrics: &'static [PublishedMetric],
    /// Whether it trains on GPU instances only.
    pub needs_gpu: bool,
    /// Whether it trains on one instance only.
    pub single_instance: bool,
    /// Whether it saves checkpoints, so that a job on spot capacity can go on after an interruption.
    pub saves_checkpoints: bool,
    /// `false` where a text of the service says that its container cannot run without a network.
    pub runs_isolated: bool,
    /// Whether the local engine trains it.
    pub runs_on_engine: bool,
    /// What its data is, in a few words.
    pub data: &'static str,
    /// What machines it trains on, in a few words.
    pub machines: &'static str,
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

/// What says what is right for an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelForm {
    /// The number of its class, or a 0 or 1 for each class.
    Class,
    /// A class and a rectangle for each object.
    Boxes,
    /// A mask with the class of each pixel.
    Mask,
}

impl Algorithm {
    /// Whether its jobs may start from an earlier model.
    pub fn is_incremental(&self) -> bool {
        !self.must_match.is_empty()
    }

    /// The registry path of its image in a Region, with the tag that the guide recommends; `None` where the Region has no
    /// registry with it.
    pub fn training_image(&self, region: &str) -> Option<String> {
        registry::training_image(self.images, self.repository, region)
    }

    /// Whether it has an image in a Region.
    pub fn is_offered(&self, region: &str) -> bool {
        registry::account(self.images, region).is_some()
    }

    /// What the algorithm documents about a hyperparameter.
    pub fn hyperparameter(&self, name: &str) -> Option<&'static Hyperparameter> {
        self.hyperparameters.iter().find(|hyperparameter| hyperparameter.name == name)
    }

    /// What the algorithm documents about a channel.
    pub fn channel(&self, name: &str) -> Option<&'static ChannelRule> {
        self.channels.iter().find(|channel| channel.name == name)
    }

    /// The metric by which a model is judged first; `None` where no table describes any.
    pub fn primary_metric(&self) -> Option<&'static PublishedMetric> {
        self.metrics.iter().find(|metric| metric.is_objective)
    }
}
