//! One channel.

use super::{
    RuleCode, Violations,
    channel_enums::ChannelEnums,
    channels::MAX_COUNT,
    content_type, file_system,
    fix::{Fix, FixContext},
    input_mode,
    member::missing,
    rule::rules,
    s3_source,
    subject::Subject,
    text::Limits,
};
use crate::{
    constraint::Constraint,
    field::{ChannelField, Field},
    incremental::MODEL_CHANNEL,
    wire::Channel,
};

rules! {
    ChannelName = "E-CH-NAME", Error, Api, "Channel names use letters, digits, dot, hyphen and underscore, 64 characters at most.";
    ChannelUnknown = "W-CH-UNKNOWN", Warning, Guide, "{algorithm} does not read a channel called \"{name}\"; its data would be downloaded and ignored, or the job fails.",
        fix missing_channel;
    DataSourceOne = "E-SRC-ONE", Error, ApiDocument, "A channel has exactly one data source: S3 or a file system.";
    ShuffleSeed = "E-SEED", Error, Api, "The shuffle seed must be a whole number.",
        fix |at| at.set("Clear it", "");
}

/// The name of a channel that the algorithm needs and the form does not have.
fn missing_channel(at: &FixContext<'_>) -> Option<Fix> {
    let has = |name: &str| {
        let mut names =
            (0..MAX_COUNT).filter_map(|index| at.form.value(&Field::Channel(u32::try_from(index).ok()?, ChannelField::Name)));
        names.any(|typed| typed.trim() == name)
    };
    let missing = at.form.algorithm()?.channels.iter().find(|rule| rule.required && !has(rule.name))?;
    at.set(&format!("Use {}", missing.name), missing.name)
}

/// Longest channel name in characters. Source: shape `ChannelName`.
pub const MAX_NAME_LENGTH: usize = 64;
const NAME: Limits = Limits { minimum: 1, maximum: MAX_NAME_LENGTH, pattern: r"[A-Za-z0-9\.\-_]+", matches: is_name };

/// Checks the channel at `index`.
pub(super) fn check(index: u32, channel: &Channel, subject: &Subject<'_>) -> Violations {
    let checked = CheckedChannel { index, channel, subject, enums: ChannelEnums::read(channel, subject) };
    let mut violations = checked.enums.unknown(&checked);
    violations.extend(name(&checked));
    violations.extend(content_type::check(&checked));
    violations.extend(input_mode::check_channel(&checked));
    violations.extend(sources(&checked));
    if let Some(shuffle) = &channel.shuffle_config
        && shuffle.seed.is_none()
    {
        let violation = RuleCode::ShuffleSeed.violation(checked.field(ChannelField::ShuffleSeed), &[]);
        violations.push(violation.with_constraint("null", Constraint::NotNull));
    }
    violations
}

/// The channel that is checked, and its place in the list.
pub(super) struct CheckedChannel<'a> {
    pub(super) index: u32,
    pub(super) channel: &'a Channel,
    pub(super) subject: &'a Subject<'a>,
    pub(super) enums: ChannelEnums<'a>,
}

impl CheckedChannel<'_> {
    pub(super) fn field(&self, part: ChannelField) -> Field {
        Field::Channel(self.index, part)
    }

    /// Whether it carries the model that a job starts from, which has rules of its own.
    pub(super) fn is_model(&self) -> bool {
        self.subject.model_channel().is_some_and(|(index, _)| index == self.index)
    }
}

fn name(checked: &CheckedChannel<'_>) -> Violations {
    let mut violations = Violations::default();
    let field = checked.field(ChannelField::Name);
    let name = checked.channel.channel_name.as_deref().unwrap_or_default();
    if let Some(constraint) = NAME.broken(name) {
        violations.push(RuleCode::ChannelName.violation(field, &[]).with_constraint(name, constraint));
        return violations;
    }
    let Some(algorithm) = checked.subject.algorithm.filter(|algorithm| algorithm.channel(name).is_none()) else {
        return violations;
    };
    if name.eq_ignore_ascii_case(MODEL_CHANNEL) {
        // Another algorithm than the three gets its message at the algorithm.
        violations.0.extend(algorithm.is_incremental().then(|| RuleCode::ModelChannelName.violation(field, &[])));
    } else {
        violations.push(RuleCode::ChannelUnknown.violation(field, &[("algorithm", algorithm.display), ("name", name)]));
    }
    violations
}

/// Checks that there is one source, then the source.
fn sources(checked: &CheckedChannel<'_>) -> Violations {
    let mut violations = Violations::default();
    let Some(source) = &checked.channel.data_source else {
        violations.push(missing(checked.field(ChannelField::Source), "The data source"));
        return violations;
    };
    let count = usize::from(source.s3_data_source.is_some())
        + usize::from(source.file_system_data_source.is_some())
        + usize::from(!source.other.is_empty());
    if count != 1 {
        violations.push(RuleCode::DataSourceOne.violation(checked.field(ChannelField::Source), &[]));
    }
    if let Some(source) = &source.s3_data_source {
        violations.extend(s3_source::check(source, checked));
    }
    if let Some(source) = &source.file_system_data_source {
        violations.extend(file_system::check(source, checked));
    }
    violations
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b))
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::rules::{
        number,
        testing::{Case, assert_fix, first_channel},
    };

    pub(in super::super) fn cases() -> Vec<Case> {
        vec![
            first_channel("E-CH-NAME", "name", "ChannelName", json!("a b")),
            first_channel("E-CH-NAME", "name", "ChannelName", json!(null)),
            first_channel("W-CH-UNKNOWN", "name", "ChannelName", json!("expanded-training-dataset")),
            first_channel("E-REQUIRED", "source", "DataSource", json!(null)),
            first_channel("E-SRC-ONE", "source", "DataSource", json!({})),
            first_channel("E-SEED", "shuffle", "ShuffleConfig", json!({})),
            Case::typed("E-SEED", "channel-0-shuffle", number::shuffle_seed(0, "x").err()),
        ]
    }

    #[test]
    fn a_seed_that_is_no_number_is_cleared() {
        let field = Field::Channel(0, ChannelField::ShuffleSeed);
        assert_fix(RuleCode::ShuffleSeed, &field, "x", ("Clear it", "channel-0-shuffle", ""));
    }
}
