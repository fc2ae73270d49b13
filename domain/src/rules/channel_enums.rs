//! A channel's enumerations, and the messages for words that the API does not know.

use super::{
    Violations,
    channel::CheckedChannel,
    member::not_one_of,
    subject::{Subject, s3},
};
use crate::{
    field::ChannelField,
    mode::{Compression, InputMode, RecordWrapper, S3DataDistribution, S3DataType},
    wire::Channel,
};

/// The enumerations of a channel. An unknown word counts as the default, so that one mistake gives one message.
pub(super) struct ChannelEnums<'a> {
    channel: &'a Channel,
    pub(super) mode: InputMode,
    pub(super) compression: Compression,
    pub(super) wrapper: RecordWrapper,
    pub(super) data_type: S3DataType,
    pub(super) distribution: S3DataDistribution,
}

impl<'a> ChannelEnums<'a> {
    pub(super) fn read(channel: &'a Channel, subject: &Subject<'_>) -> Self {
        let s3 = s3(channel);
        let distribution = s3.and_then(|s3| s3.s3_data_distribution_type.as_deref());
        Self {
            channel,
            mode: subject.mode(channel),
            compression: channel.compression_type.as_deref().and_then(Compression::parse).unwrap_or_default(),
            wrapper: channel.record_wrapper_type.as_deref().and_then(RecordWrapper::parse).unwrap_or_default(),
            data_type: s3.and_then(|s3| s3.s3_data_type.as_deref()).and_then(S3DataType::parse).unwrap_or_default(),
            distribution: distribution.and_then(S3DataDistribution::parse).unwrap_or_default(),
        }
    }

    /// Messages for words that the API does not know.
    pub(super) fn unknown(&self, checked: &CheckedChannel<'_>) -> Violations {
        macro_rules! expect_word {
            ($violations:ident, $word:expr, $kind:ty, $part:ident) => {
                if let Some(word) = $word.filter(|word| <$kind>::parse(word).is_none()) {
                    let choices = <$kind>::ALL.iter().map(|value| value.as_str());
                    $violations.push(not_one_of(checked.field(ChannelField::$part), word, choices));
                }
            };
        }
        let mut violations = Violations::default();
        let s3 = s3(self.channel);
        // `Converse` is a word of the API for language models; it passes here and is of no use to vision jobs.
        let data_type = s3.and_then(|s3| s3.s3_data_type.as_deref()).filter(|word| *word != "Converse");
        let distribution = s3.and_then(|s3| s3.s3_data_distribution_type.as_deref());
        expect_word!(violations, self.channel.input_mode.as_deref(), InputMode, InputMode);
        expect_word!(violations, self.channel.compression_type.as_deref(), Compression, Compression);
        expect_word!(violations, self.channel.record_wrapper_type.as_deref(), RecordWrapper, RecordWrapper);
        expect_word!(violations, data_type, S3DataType, S3DataType);
        expect_word!(violations, distribution, S3DataDistribution, S3DataDistribution);
        violations
    }
}
