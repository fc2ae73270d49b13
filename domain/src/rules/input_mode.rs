//! How data reaches the container: the job's input mode, and what each mode of a channel allows.

use super::{
    RuleCode, Violation, Violations,
    channel::CheckedChannel,
    member::{missing, not_one_of},
    rule::rules,
    subject::{Subject, s3},
};
use crate::{
    algorithm::{Algorithm, Family},
    field::{ChannelField, Field},
    mode::{Compression, InputMode, RecordWrapper, S3DataType},
};

rules! {
    InputModeUnsupported = "E-MODE", Error, Guide, "{algorithm} supports {modes} only.",
        fix |at| at.set("Choose File", "File");
    GzipNeedsPipe = "E-GZIP-MODE", Error, ApiDocument, "Gzip can only be decompressed in Pipe mode. Choose None (and decompress the data first) or switch the channel to Pipe.",
        fix |at| at.set("Choose None", "None");
    RecordWrapperNeedsPipe = "E-WRAP-MODE", Error, ApiDocument, "Record wrapping works in Pipe mode only. Files that already are RecordIO need None.",
        fix |at| at.set("Choose None", "None");
    FastFileNeedsPrefix = "E-FAST-TYPE", Error, Guide, "FastFile mode reads S3 prefixes only.",
        fix |at| at.set_channel_field("Choose S3Prefix", ChannelField::S3DataType, "S3Prefix");
    AugmentedManifestNeedsPipe = "E-AMF-MODE", Error, ApiDocument, "Augmented manifests can only be read in Pipe mode.",
        fix |at| at.set_channel_field("Switch the channel to Pipe", ChannelField::InputMode, "Pipe");
    AugmentedManifestNeedsWrapper = "E-AMF-WRAP", Error, Guide, "{algorithm} needs the RecordIO wrapper with an augmented manifest.",
        fix |at| at.set("Choose RecordIO", "RecordIO");
}

/// Checks the job's own input mode.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let Some(word) = subject.specification().and_then(|specification| specification.training_input_mode.as_deref()) else {
        return Violations(vec![missing(Field::InputMode, "AlgorithmSpecification.TrainingInputMode")]);
    };
    let violation = match InputMode::parse(word) {
        Some(mode) => unsupported_mode(subject.algorithm, mode, Field::InputMode),
        None => Some(not_one_of(Field::InputMode, word, InputMode::ALL.iter().map(|mode| mode.as_str()))),
    };
    Violations(violation.into_iter().collect())
}

/// Checks a channel's effective input mode: the channel's own, else the job's.
pub(super) fn check_channel(checked: &CheckedChannel<'_>) -> Violations {
    let mut violations = Violations::default();
    let enums = &checked.enums;
    let algorithm = checked.subject.algorithm;
    let is_model = checked.is_model();
    let is_pipe = enums.mode == InputMode::Pipe;
    let is_augmented = enums.data_type == S3DataType::AugmentedManifestFile;
    let mut push = |code: RuleCode, part: ChannelField| violations.push(code.violation(checked.field(part), &[]));
    // On the model channel its own messages say the same thing better.
    if enums.compression == Compression::Gzip && !is_pipe && !is_model {
        push(RuleCode::GzipNeedsPipe, ChannelField::Compression);
    }
    if enums.wrapper == RecordWrapper::RecordIo && !is_pipe && !is_model {
        push(RuleCode::RecordWrapperNeedsPipe, ChannelField::RecordWrapper);
    }
    if enums.mode == InputMode::FastFile && enums.data_type != S3DataType::S3Prefix && s3(checked.channel).is_some() {
        push(RuleCode::FastFileNeedsPrefix, ChannelField::InputMode);
    }
    if is_augmented && !is_pipe {
        push(RuleCode::AugmentedManifestNeedsPipe, ChannelField::S3DataType);
    }
    if checked.channel.input_mode.is_some() && !is_model {
        violations.0.extend(unsupported_mode(algorithm, enums.mode, checked.field(ChannelField::InputMode)));
    }
    if is_augmented
        && let Some(vision) = algorithm.filter(|algorithm| algorithm.family == Family::Vision)
        && enums.wrapper == RecordWrapper::None
    {
        let field = checked.field(ChannelField::RecordWrapper);
        violations.push(RuleCode::AugmentedManifestNeedsWrapper.violation(field, &[("algorithm", vision.display)]));
    }
    violations
}

/// The message for a mode in which a built-in algorithm does not read.
///
/// FastFile shows files, so what reads in File mode may work with it; the channel gets a warning instead.
fn unsupported_mode(algorithm: Option<&Algorithm>, mode: InputMode, field: Field) -> Option<Violation> {
    let algorithm = algorithm?;
    let works = |supported: &InputMode| *supported == mode || (mode == InputMode::FastFile && *supported == InputMode::File);
    if algorithm.input_modes.iter().any(works) {
        return None;
    }
    let modes: Vec<&str> = algorithm.input_modes.iter().map(|mode| mode.as_str()).collect();
    let values = [("algorithm", algorithm.display), ("modes", &modes.join(" and "))];
    Some(RuleCode::InputModeUnsupported.violation(field, &values))
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        rules::testing::{Case, IMAGE, assert_fix, first_channel, first_source, image_of, records_channel},
        testing::set,
    };

    const URI: &str = "s3://bucket/data/";

    pub(in super::super) fn cases() -> Vec<Case> {
        let mode = "/AlgorithmSpecification/TrainingInputMode";
        let augmented = |code, field| first_source(code, field, "S3DataType", json!("AugmentedManifestFile"));
        // FastFile takes neither; the job's own mode counts where a channel has none.
        let fast = |member: &str, value: &str| {
            let mut channel = records_channel("FastFile", "S3Prefix", URI);
            set(&mut channel, "/InputMode", json!(null));
            set(&mut channel, &format!("/{member}"), json!(value));
            [("/InputDataConfig/0", channel), (mode, json!("FastFile"))]
        };
        let manifest = [("/InputDataConfig/0", records_channel("FastFile", "ManifestFile", URI))];
        let pipe = [(IMAGE, image_of("ipinsights")), ("/InputDataConfig/0/InputMode", json!("Pipe"))];
        vec![
            Case::new("E-MODE", "input-mode", &[(IMAGE, image_of("ipinsights")), (mode, json!("Pipe"))]),
            Case::new("E-MODE", "channel-0-mode", &pipe),
            Case::new("E-ENUM", "input-mode", &[(mode, json!("Fil"))]),
            Case::new("E-REQUIRED", "input-mode", &[(mode, json!(null))]),
            first_channel("E-GZIP-MODE", "compression", "CompressionType", json!("Gzip")),
            first_channel("E-WRAP-MODE", "wrapper", "RecordWrapperType", json!("RecordIO")),
            Case::new("E-GZIP-MODE", "channel-0-compression", &fast("CompressionType", "Gzip")),
            Case::new("E-WRAP-MODE", "channel-0-wrapper", &fast("RecordWrapperType", "RecordIO")),
            Case::new("E-FAST-TYPE", "channel-0-mode", &manifest),
            augmented("E-AMF-MODE", "s3-type"),
            augmented("E-AMF-WRAP", "wrapper"),
        ]
    }

    #[test]
    fn a_value_that_fits_the_mode_is_offered() {
        let part = |part| Field::Channel(0, part);
        let file = ("Choose File", "input-mode", "File");
        assert_fix(RuleCode::InputModeUnsupported, &Field::InputMode, "Pipe", file);
        let none = ("Choose None", "channel-0-compression", "None");
        assert_fix(RuleCode::GzipNeedsPipe, &part(ChannelField::Compression), "Gzip", none);
        let none = ("Choose None", "channel-0-wrapper", "None");
        assert_fix(RuleCode::RecordWrapperNeedsPipe, &part(ChannelField::RecordWrapper), "RecordIO", none);
        let record_io = ("Choose RecordIO", "channel-0-wrapper", "RecordIO");
        assert_fix(RuleCode::AugmentedManifestNeedsWrapper, &part(ChannelField::RecordWrapper), "None", record_io);
    }

    #[test]
    fn a_fix_may_change_another_field() {
        let part = |part| Field::Channel(0, part);
        let pipe = ("Switch the channel to Pipe", "channel-0-mode", "Pipe");
        assert_fix(RuleCode::AugmentedManifestNeedsPipe, &part(ChannelField::S3DataType), "AugmentedManifestFile", pipe);
        let prefix = ("Choose S3Prefix", "channel-0-s3-type", "S3Prefix");
        assert_fix(RuleCode::FastFileNeedsPrefix, &part(ChannelField::InputMode), "FastFile", prefix);
    }
}
