//! A channel's enumerations, and the rules about its effective input mode.

use super::Subject;
use crate::{
    algorithm::Family,
    check::{Context, algorithm::unsupported_mode, context::s3, location::not_one_of},
    field::ChannelField,
    mode::{Compression, InputMode, RecordWrapper, S3DataDistribution, S3DataType},
    rule,
    violation::Violations,
    wire::Channel,
};

/// The enumerations of a channel, read; what is unknown counts as the usual value so that one mistake gives one message.
pub(super) struct Words<'a> {
    channel: &'a Channel,
    pub(super) mode: InputMode,
    pub(super) compression: Compression,
    pub(super) wrapper: RecordWrapper,
    pub(super) data_type: S3DataType,
    pub(super) distribution: S3DataDistribution,
}

impl<'a> Words<'a> {
    pub(super) fn of(channel: &'a Channel, context: &Context<'_>) -> Self {
        let s3 = s3(channel);
        let distribution = s3.and_then(|s3| s3.s3_data_distribution_type.as_deref());
        Self {
            channel,
            mode: context.mode(channel),
            compression: channel.compression_type.as_deref().and_then(Compression::parse).unwrap_or_default(),
            wrapper: channel.record_wrapper_type.as_deref().and_then(RecordWrapper::parse).unwrap_or_default(),
            data_type: s3.and_then(|s3| s3.s3_data_type.as_deref()).and_then(S3DataType::parse).unwrap_or_default(),
            distribution: distribution.and_then(S3DataDistribution::parse).unwrap_or_default(),
        }
    }

    /// Messages for words that the API does not know.
    pub(super) fn unknown(&self, subject: &Subject<'_>) -> Violations {
        macro_rules! expect_word {
            ($violations:ident, $word:expr, $kind:ty, $part:ident) => {
                if let Some(word) = $word.filter(|word| <$kind>::parse(word).is_none()) {
                    let choices = <$kind>::ALL.iter().map(|value| value.as_str());
                    $violations.push(not_one_of(subject.field(ChannelField::$part), word, choices));
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

/// Rules about the effective input mode: the channel's own, else the job's.
pub(super) fn modes(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let words = &subject.words;
    let algorithm = subject.context.algorithm;
    let is_model = subject.is_model();
    let pipe = words.mode == InputMode::Pipe;
    let mut push = |rule: &rule::Rule, part: ChannelField| violations.push(rule.violation(subject.field(part), &[]));
    // On the model channel its own messages say the same thing better.
    if words.compression == Compression::Gzip && !pipe && !is_model {
        push(&rule::E_GZIP_MODE, ChannelField::Compression);
    }
    if words.wrapper == RecordWrapper::RecordIo && !pipe && !is_model {
        push(&rule::E_WRAP_MODE, ChannelField::RecordWrapper);
    }
    if words.mode == InputMode::FastFile && words.data_type != S3DataType::S3Prefix && s3(subject.channel).is_some() {
        push(&rule::E_FAST_TYPE, ChannelField::InputMode);
    }
    if words.data_type == S3DataType::AugmentedManifestFile && !pipe {
        push(&rule::E_AMF_MODE, ChannelField::S3DataType);
    }
    if subject.channel.input_mode.is_some() && !is_model {
        violations.0.extend(unsupported_mode(algorithm, words.mode, subject.field(ChannelField::InputMode)));
    }
    if words.data_type == S3DataType::AugmentedManifestFile
        && let Some(vision) = algorithm.filter(|algorithm| algorithm.family == Family::Vision)
        && words.wrapper == RecordWrapper::None
    {
        let values = [("algorithm", vision.display)];
        violations.push(rule::E_AMF_WRAP.violation(subject.field(ChannelField::RecordWrapper), &values));
    }
    violations
}
