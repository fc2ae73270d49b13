//! What an algorithm documents about its input channels.

use crate::InputMode;

/// The channel that carries an earlier model.
pub const MODEL_CHANNEL: &str = "model";
/// Content type of the model channel, as the algorithms' pages and every SDK send it.
pub const MODEL_CONTENT_TYPE: &str = "application/x-sagemaker-model";

/// What an algorithm documents about one input channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelRule {
    /// The fixed name by which the algorithm reads it.
    pub name: &'static str,
    /// Whether every job needs it, unless [`Self::exception`] says otherwise.
    pub required: bool,
    /// When a job needs it although it is not required, or does not although it is.
    pub exception: Option<ChannelException>,
    /// What it carries, in a few words.
    pub purpose: &'static str,
    /// Documented content types, the default first; empty when none is documented.
    pub content_types: &'static [&'static str],
    /// Whether a job fails without a content type.
    pub needs_content_type: bool,
    /// Documented input modes.
    pub input_modes: &'static [InputMode],
}

/// When a channel is needed or not, depending on the data channel that its name begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelException {
    /// Needed when the data channel holds image files in File mode.
    NeededWithImages,
    /// Not needed when the data channel is an augmented manifest.
    UnlessAugmented,
}

impl ChannelRule {
    /// The data channel that this one goes with: `train` of `train_lst`.
    pub fn data_channel(&self) -> &'static str {
        self.name.split('_').next().unwrap_or_default()
    }

    /// Every job needs it.
    pub(crate) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// It is needed when the data channel holds image files in File mode.
    pub(crate) const fn needed_with_images(mut self) -> Self {
        self.exception = Some(ChannelException::NeededWithImages);
        self
    }

    /// It is not needed when the data channel is an augmented manifest.
    pub(crate) const fn unless_augmented(mut self) -> Self {
        self.exception = Some(ChannelException::UnlessAugmented);
        self
    }

    /// Jobs work without a content type.
    pub(crate) const fn content_type_optional(mut self) -> Self {
        self.needs_content_type = false;
        self
    }
}

/// File and Pipe.
pub(crate) const DATA_MODES: &[InputMode] = &[InputMode::File, InputMode::Pipe];
/// File alone.
pub(crate) const FILE: &[InputMode] = &[InputMode::File];

/// A channel that a job may leave out.
pub(crate) const fn channel(
    name: &'static str,
    purpose: &'static str,
    content_types: &'static [&'static str],
    input_modes: &'static [InputMode],
) -> ChannelRule {
    let needs_content_type = !content_types.is_empty();
    ChannelRule { name, required: false, exception: None, purpose, content_types, needs_content_type, input_modes }
}

/// The channel that carries an earlier model.
pub(crate) const MODEL: ChannelRule = channel(MODEL_CHANNEL, "The weights that the job starts from", &[MODEL_CONTENT_TYPE], FILE);
