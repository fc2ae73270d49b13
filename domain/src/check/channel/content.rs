//! A channel's content type.

use super::Subject;
use crate::{
    algorithm::{Algorithm, ChannelRule, Family},
    check::text::Limits,
    field::ChannelField,
    mode::S3DataType,
    rule,
    violation::Violations,
};

/// Longest content type in characters. Source: shape `ContentType`.
pub const MAXIMUM_CONTENT_TYPE_LENGTH: usize = 256;
const CONTENT_TYPE: Limits = Limits::line(0, MAXIMUM_CONTENT_TYPE_LENGTH);

pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let field = subject.field(ChannelField::ContentType);
    let name = subject.channel.channel_name.as_deref().unwrap_or_default();
    let content_type = subject.channel.content_type.as_deref().unwrap_or_default();
    if let Some(violation) = CONTENT_TYPE.check(content_type, &field, &rule::E_CT_LEN) {
        violations.push(violation);
        return violations;
    }
    let Some(algorithm) = subject.context.algorithm.filter(|_| !subject.is_model()) else { return violations };
    let Some(known) = algorithm.channel(name).filter(|known| !known.content_types.is_empty()) else { return violations };
    if content_type.trim().is_empty() {
        if known.needs_content_type {
            let example = known.content_types.first().copied().unwrap_or_default();
            let words = [("algorithm", algorithm.display), ("name", name), ("example", example)];
            violations.push(rule::E_CT_REQ.violation(field, &words));
        }
    } else if !is_documented(subject, algorithm, known, content_type) {
        let mode = subject.words.mode.as_str();
        let values = [("algorithm", algorithm.display), ("value", content_type), ("name", name), ("mode", mode)];
        violations.push(rule::W_CT_VALUE.violation(field, &values));
    }
    violations
}

fn is_documented(subject: &Subject<'_>, algorithm: &Algorithm, known: &ChannelRule, content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let is_augmented = subject.words.data_type == S3DataType::AugmentedManifestFile;
    // Records are made of an augmented manifest on the way.
    let is_record = is_augmented && algorithm.family == Family::Vision && media_type == "application/x-recordio";
    (known.content_types.contains(&media_type) || is_record) && known.input_modes.contains(&subject.words.mode)
}
