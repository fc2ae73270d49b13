//! One channel.

use crate::{
    algorithm::Algorithm,
    field::{ChannelField, Field},
    incremental::MODEL_CHANNEL,
    mode::{Compression, InputMode, RecordWrapper, S3DataDistribution, S3DataType},
    rule,
    violation::{Constraint, Violations},
    wire::{Channel, S3DataSource, TrainingJobRequest},
};

/// Longest channel name in characters. Source: shape `ChannelName`.
pub const MAXIMUM_NAME_LENGTH: usize = 64;
/// Longest content type in characters. Source: shape `ContentType`.
pub const MAXIMUM_CONTENT_TYPE_LENGTH: usize = 256;
const NAME_PATTERN: &str = r"[A-Za-z0-9\.\-_]+";

/// Checks the channel at `index`.
pub(super) fn check(index: u32, channel: &Channel, request: &TrainingJobRequest, algorithm: Option<&Algorithm>) -> Violations {
    let mut violations = Violations::default();
    let field = |part| Field::Channel(index, part);
    let words = Words::of(channel, request);
    violations.extend(name(channel, &field(ChannelField::Name), algorithm));
    violations.extend(words.unknown(&field));
    violations.extend(content_type(channel, &words, &field(ChannelField::ContentType), algorithm));
    violations.extend(modes(&words, &field, algorithm));
    if let Some(source) = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref()) {
        violations.extend(s3(source, &words, &field, algorithm, channel, request));
    } else if channel
        .data_source
        .as_ref()
        .is_none_or(|source| source.other.is_empty() && source.file_system_data_source.is_none())
    {
        let violation = rule::E_S3_FORM.violation(field(ChannelField::S3Uri), &[]);
        violations.push(violation.with_constraint("null", Constraint::NotNull));
    }
    violations
}

/// The enumerations of a channel, read; what is unknown counts as the usual value so that one mistake gives one message.
struct Words<'a> {
    channel: &'a Channel,
    mode: InputMode,
    compression: Compression,
    wrapper: RecordWrapper,
    data_type: S3DataType,
    distribution: S3DataDistribution,
}

impl<'a> Words<'a> {
    fn of(channel: &'a Channel, request: &TrainingJobRequest) -> Self {
        let s3 = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
        let job_mode = request.algorithm_specification.as_ref().and_then(|spec| spec.training_input_mode.as_deref());
        let mode = channel.input_mode.as_deref().or(job_mode);
        Self {
            channel,
            mode: mode.and_then(InputMode::parse).unwrap_or_default(),
            compression: channel.compression_type.as_deref().and_then(Compression::parse).unwrap_or_default(),
            wrapper: channel.record_wrapper_type.as_deref().and_then(RecordWrapper::parse).unwrap_or_default(),
            data_type: s3.and_then(|s3| s3.s3_data_type.as_deref()).and_then(S3DataType::parse).unwrap_or_default(),
            distribution: s3
                .and_then(|s3| s3.s3_data_distribution_type.as_deref())
                .and_then(S3DataDistribution::parse)
                .unwrap_or_default(),
        }
    }

    /// Messages for words that the API does not know.
    fn unknown(&self, field: &impl Fn(ChannelField) -> Field) -> Violations {
        macro_rules! expect_word {
            ($violations:ident, $word:expr, $kind:ty, $part:ident) => {
                if let Some(word) = $word.filter(|word| <$kind>::parse(word).is_none()) {
                    let choices = <$kind>::ALL.iter().map(|value| value.as_str());
                    $violations.push(super::location::not_one_of(field(ChannelField::$part), word, choices));
                }
            };
        }
        let mut violations = Violations::default();
        let s3 = self.channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
        // `Converse` is a word of the API for language models; it passes here and is of no use to vision jobs.
        let data_type = s3.and_then(|s3| s3.s3_data_type.as_deref()).filter(|word| *word != "Converse");
        expect_word!(violations, self.channel.input_mode.as_deref(), InputMode, InputMode);
        expect_word!(violations, self.channel.compression_type.as_deref(), Compression, Compression);
        expect_word!(violations, self.channel.record_wrapper_type.as_deref(), RecordWrapper, RecordWrapper);
        expect_word!(violations, data_type, S3DataType, S3DataType);
        expect_word!(
            violations,
            s3.and_then(|s3| s3.s3_data_distribution_type.as_deref()),
            S3DataDistribution,
            S3DataDistribution
        );
        violations
    }
}

fn name(channel: &Channel, field: &Field, algorithm: Option<&Algorithm>) -> Violations {
    let mut violations = Violations::default();
    let name = channel.channel_name.as_deref().unwrap_or_default();
    let is_pattern = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b));
    let constraint = if name.is_empty() {
        Some(Constraint::MinimumLength(1))
    } else if !is_pattern {
        Some(Constraint::Pattern(NAME_PATTERN.to_owned()))
    } else if name.len() > MAXIMUM_NAME_LENGTH {
        Some(Constraint::MaximumLength(MAXIMUM_NAME_LENGTH as u64))
    } else {
        None
    };
    if let Some(constraint) = constraint {
        violations.push(rule::E_CH_NAME.violation(field.clone(), &[]).with_constraint(name, constraint));
    } else if let Some(algorithm) = algorithm.filter(|algorithm| algorithm.channel(name).is_none()) {
        if name.eq_ignore_ascii_case(MODEL_CHANNEL) {
            violations.push(rule::E_MODEL_NAME.violation(field.clone(), &[]));
        } else {
            let words = [("algorithm", algorithm.display), ("name", name)];
            violations.push(rule::W_CH_UNKNOWN.violation(field.clone(), &words));
        }
    }
    violations
}

fn content_type(channel: &Channel, words: &Words<'_>, field: &Field, algorithm: Option<&Algorithm>) -> Violations {
    let mut violations = Violations::default();
    let name = channel.channel_name.as_deref().unwrap_or_default();
    let content_type = channel.content_type.as_deref().unwrap_or_default();
    if content_type.chars().count() > MAXIMUM_CONTENT_TYPE_LENGTH {
        let maximum = Constraint::MaximumLength(MAXIMUM_CONTENT_TYPE_LENGTH as u64);
        violations.push(rule::E_CT_LEN.violation(field.clone(), &[]).with_constraint(content_type, maximum));
        return violations;
    }
    let Some(algorithm) = algorithm else { return violations };
    let Some(known) = algorithm.channel(name).filter(|_| name != MODEL_CHANNEL) else { return violations };
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if media_type.is_empty() {
        let example = known.content_types.first().copied().unwrap_or_default();
        let words = [("algorithm", algorithm.display), ("name", name), ("example", example)];
        violations.push(rule::E_CT_REQ.violation(field.clone(), &words));
    } else if !known.content_types.contains(&media_type) || !known.input_modes.contains(&words.mode) {
        let values = [("algorithm", algorithm.display), ("value", content_type), ("name", name), ("mode", words.mode.as_str())];
        violations.push(rule::W_CT_VALUE.violation(field.clone(), &values));
    }
    violations
}

/// Rules about the effective input mode: the channel's own, else the job's.
fn modes(words: &Words<'_>, field: &impl Fn(ChannelField) -> Field, algorithm: Option<&Algorithm>) -> Violations {
    let mut violations = Violations::default();
    let is_model = words.channel.channel_name.as_deref() == Some(MODEL_CHANNEL) && algorithm.is_some();
    let pipe = words.mode == InputMode::Pipe;
    // On the model channel its own messages say the same thing better.
    if words.compression == Compression::Gzip && !pipe && !is_model {
        violations.push(rule::E_GZIP_MODE.violation(field(ChannelField::Compression), &[]));
    }
    if words.wrapper == RecordWrapper::RecordIo && !pipe && !is_model {
        violations.push(rule::E_WRAP_MODE.violation(field(ChannelField::RecordWrapper), &[]));
    }
    if words.mode == InputMode::FastFile && words.data_type != S3DataType::S3Prefix {
        violations.push(rule::E_FAST_TYPE.violation(field(ChannelField::InputMode), &[]));
    }
    if words.data_type == S3DataType::AugmentedManifestFile {
        if !pipe {
            violations.push(rule::E_AMF_MODE.violation(field(ChannelField::S3DataType), &[]));
        }
        if let Some(algorithm) = algorithm.filter(|_| words.wrapper == RecordWrapper::None) {
            let values = [("algorithm", algorithm.display)];
            violations.push(rule::E_AMF_WRAP.violation(field(ChannelField::RecordWrapper), &values));
        }
    }
    violations
}

fn s3(
    source: &S3DataSource,
    words: &Words<'_>,
    field: &impl Fn(ChannelField) -> Field,
    algorithm: Option<&Algorithm>,
    channel: &Channel,
    request: &TrainingJobRequest,
) -> Violations {
    let mut violations = Violations::default();
    let uri = source.s3_uri.as_deref().unwrap_or_default();
    if uri.is_empty() {
        let violation = rule::E_S3_FORM.violation(field(ChannelField::S3Uri), &[]);
        violations.push(violation.with_constraint(uri, Constraint::Pattern(crate::S3Uri::PATTERN.to_owned())));
    } else {
        violations.extend(super::location::check(uri, &field(ChannelField::S3Uri)));
    }
    if source.s3_data_type.is_none() {
        let violation = rule::E_REQUIRED.violation(field(ChannelField::S3DataType), &[("member", "S3DataType")]);
        violations.push(violation.with_constraint("null", Constraint::NotNull));
    }
    if words.mode == InputMode::FastFile && words.data_type == S3DataType::S3Prefix && !uri.ends_with('/') {
        violations.push(rule::W_FAST_SLASH.violation(field(ChannelField::S3Uri), &[]));
    }
    violations.extend(attributes(source, words, &field(ChannelField::AttributeNames)));
    let sharded = words.distribution == S3DataDistribution::ShardedByS3Key;
    let is_model = channel.channel_name.as_deref() == Some(MODEL_CHANNEL) && algorithm.is_some();
    let count = request.resource_config.as_ref().and_then(|resources| resources.instance_count);
    if sharded && count == Some(1) && !is_model {
        violations.push(rule::W_SHARD_ONE.violation(field(ChannelField::S3DataDistribution), &[]));
    }
    let is_record_io = channel.content_type.as_deref().is_some_and(|kind| kind.starts_with("application/x-recordio"));
    let is_image_classification = algorithm.is_some_and(|algorithm| algorithm.repository == "image-classification");
    if sharded && is_image_classification && is_record_io && words.mode == InputMode::Pipe {
        violations.push(rule::E_SHARD_PIPE.violation(field(ChannelField::S3DataDistribution), &[]));
    }
    violations
}

fn attributes(source: &S3DataSource, words: &Words<'_>, field: &Field) -> Violations {
    const MAXIMUM_COUNT: usize = 16;
    const MAXIMUM_LENGTH: usize = 256;
    let mut violations = Violations::default();
    let names = source.attribute_names.as_deref().unwrap_or_default();
    let augmented = words.data_type == S3DataType::AugmentedManifestFile;
    if augmented && names.is_empty() {
        violations.push(rule::E_AMF_ATTR.violation(field.clone(), &[]));
    }
    if !augmented && !names.is_empty() {
        violations.push(rule::E_ATTR_ONLY.violation(field.clone(), &[]));
    }
    let wrong = names.iter().find(|name| name.is_empty() || name.chars().count() > MAXIMUM_LENGTH);
    if names.len() > MAXIMUM_COUNT || wrong.is_some() {
        let violation = rule::E_ATTR_LIMIT.violation(field.clone(), &[]);
        let constraint = match wrong {
            Some(name) if name.is_empty() => Constraint::MinimumLength(1),
            Some(_) => Constraint::MaximumLength(MAXIMUM_LENGTH as u64),
            None => Constraint::MaximumLength(MAXIMUM_COUNT as u64),
        };
        violations.push(violation.with_constraint(names.join(","), constraint));
    }
    violations
}
