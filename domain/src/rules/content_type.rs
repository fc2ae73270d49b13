//! A channel's content type.

use super::{
    RuleCode, Violations,
    channel::CheckedChannel,
    fix::{Fix, FixContext},
    rule::rules,
    text::Limits,
};
use crate::{
    algorithm::{Algorithm, ChannelRule, Family},
    field::ChannelField,
    mode::S3DataType,
};

rules! {
    ContentTypeLength = "E-CT-LEN", Error, Api, "Content types can have at most 256 characters.";
    ContentTypeRequired = "E-CT-REQ", Error, Guide, "{algorithm} needs a content type on \"{name}\", for example {example}.",
        fix default_content_type;
    ContentTypeUndocumented = "W-CT-VALUE", Warning, Guide, "{algorithm} does not document {value} for \"{name}\" in {mode} mode.",
        fix default_content_type;
}

/// Longest content type in characters. Source: shape `ContentType`.
pub const MAX_LENGTH: usize = 256;
const CONTENT_TYPE: Limits = Limits::line(0, MAX_LENGTH);

/// Checks the content type of a channel that carries data.
pub(super) fn check(checked: &CheckedChannel<'_>) -> Violations {
    let mut violations = Violations::default();
    let field = checked.field(ChannelField::ContentType);
    let name = checked.channel.channel_name.as_deref().unwrap_or_default();
    let content_type = checked.channel.content_type.as_deref().unwrap_or_default();
    if let Some(violation) = CONTENT_TYPE.check(content_type, &field, RuleCode::ContentTypeLength) {
        violations.push(violation);
        return violations;
    }
    let Some(algorithm) = checked.subject.algorithm.filter(|_| !checked.is_model()) else { return violations };
    let Some(known) = algorithm.channel(name).filter(|known| !known.content_types.is_empty()) else { return violations };
    if content_type.trim().is_empty() {
        if known.needs_content_type {
            let example = known.content_types.first().copied().unwrap_or_default();
            let values = [("algorithm", algorithm.display), ("name", name), ("example", example)];
            violations.push(RuleCode::ContentTypeRequired.violation(field, &values));
        }
    } else if !is_documented(checked, algorithm, known, content_type) {
        let mode = checked.enums.mode.as_str();
        let values = [("algorithm", algorithm.display), ("value", content_type), ("name", name), ("mode", mode)];
        violations.push(RuleCode::ContentTypeUndocumented.violation(field, &values));
    }
    violations
}

fn is_documented(checked: &CheckedChannel<'_>, algorithm: &Algorithm, known: &ChannelRule, content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let is_augmented = checked.enums.data_type == S3DataType::AugmentedManifestFile;
    // Records are made of an augmented manifest on the way.
    let is_record = is_augmented && algorithm.family == Family::Vision && media_type == "application/x-recordio";
    (known.content_types.contains(&media_type) || is_record) && known.input_modes.contains(&checked.enums.mode)
}

/// The first content type that the algorithm documents for the channel.
fn default_content_type(at: &FixContext<'_>) -> Option<Fix> {
    let name = at.form.value(&at.channel_field(ChannelField::Name)?)?;
    let default = at.form.algorithm()?.channel(name.trim())?.content_types.first()?;
    if *default == at.value().trim() { None } else { at.set(&format!("Use {default}"), default) }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        Field,
        rules::testing::{Case, Form, first_channel},
    };

    pub(in super::super) fn cases() -> Vec<Case> {
        vec![
            first_channel("E-CT-LEN", "content", "ContentType", json!("a".repeat(257))),
            first_channel("E-CT-REQ", "content", "ContentType", json!(null)),
            first_channel("W-CT-VALUE", "content", "ContentType", json!("text/csv")),
        ]
    }

    #[test]
    fn a_content_type_that_looks_like_a_placeholder_stays_as_typed() {
        let found = first_channel("W-CT-VALUE", "content", "ContentType", json!("{mode}{name}")).check();
        let violation = found.0.iter().find(|violation| violation.code == RuleCode::ContentTypeUndocumented);
        let message = violation.map(|violation| violation.message.as_str());
        assert_eq!(message, Some("Image Classification - MXNet does not document {mode}{name} for \"train\" in File mode."));
    }

    #[test]
    fn the_documented_content_type_is_offered() {
        let (name, field) = (Field::Channel(0, ChannelField::Name), Field::Channel(0, ChannelField::ContentType));
        let records = "application/x-recordio";
        let offered = Some((format!("Use {records}"), vec![(field.id(), records.to_owned())]));
        for (code, typed) in [(RuleCode::ContentTypeRequired, ""), (RuleCode::ContentTypeUndocumented, "text/csv")] {
            assert_eq!(Form::new(&field, typed).with(&name, "train").fix(code, &field), offered);
        }
        let same = Form::new(&field, records).with(&name, "train").fix(RuleCode::ContentTypeUndocumented, &field);
        assert_eq!(same, None);
    }
}
