//! The list of channels.

use std::collections::BTreeSet;

use super::{
    RuleCode, Violation, Violations, channel,
    hyperparameters::reads_images,
    member::too_few,
    rule::rules,
    subject::{Subject, s3},
};
use crate::{
    algorithm::{ChannelException, ChannelRule},
    constraint::Constraint,
    field::{ChannelField, Field},
};

rules! {
    ChannelCount = "E-CH-COUNT", Error, Api, "A job can have at most 20 input channels.";
    ChannelDuplicate = "E-CH-DUP", Error, Api, "There are two channels called \"{name}\". Channel names must be different.";
    ChannelMissing = "E-CH-MISSING", Error, Guide, "{algorithm} needs a channel called \"{name}\".",
        fix |at| at.add_channel(at.violation.value.as_deref()?);
}

/// Most channels of a job. Source: shape `InputDataConfig`.
pub const MAX_COUNT: usize = 20;

/// Checks the list, then each channel.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let count = subject.request.input_data_config.as_ref().map(Vec::len);
    if let Some(count) = count.filter(|count| *count > MAX_COUNT) {
        let violation = RuleCode::ChannelCount.violation(Field::Channels, &[]);
        violations.push(violation.with_constraint(count.to_string(), Constraint::MaximumLength(MAX_COUNT as u64)));
    }
    if count == Some(0) {
        violations.push(too_few(Field::Channels, "A channel"));
    }
    let mut seen = BTreeSet::new();
    for (index, channel) in subject.channels() {
        let name = channel.channel_name.as_deref().unwrap_or_default();
        if !name.is_empty() && !seen.insert(name) {
            let field = Field::Channel(index, ChannelField::Name);
            violations.push(RuleCode::ChannelDuplicate.violation(field, &[("name", name)]));
        }
        violations.extend(channel::check(index, channel, subject));
    }
    if let Some(algorithm) = subject.algorithm {
        let is_missing = |rule: &&ChannelRule| is_needed(subject, rule) && !seen.contains(rule.name);
        for missing in algorithm.channels.iter().filter(is_missing) {
            let values = [("algorithm", algorithm.display), ("name", missing.name)];
            let violation = RuleCode::ChannelMissing.violation(Field::Channels, &values);
            violations.push(Violation { value: Some(missing.name.to_owned()), ..violation });
        }
    }
    violations
}

/// Whether this job needs the channel.
fn is_needed(subject: &Subject<'_>, rule: &ChannelRule) -> bool {
    let data = subject.channel(rule.data_channel());
    match rule.exception {
        None => rule.required,
        Some(ChannelException::NeededWithImages) => data.is_some_and(|data| reads_images(subject, data)),
        Some(ChannelException::UnlessAugmented) => {
            let data_type = data.and_then(s3).and_then(|s3| s3.s3_data_type.as_deref());
            data_type != Some("AugmentedManifestFile")
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::rules::testing::{Case, Form};

    pub(in super::super) fn cases() -> Vec<Case> {
        let many = (0..21).map(|i| json!({ "ChannelName": format!("c{i}") })).collect();
        vec![
            Case::new("E-CH-COUNT", "channels", &[("/InputDataConfig", many)]),
            Case::new("E-REQUIRED", "channels", &[("/InputDataConfig", json!([]))]),
            Case::new("E-CH-DUP", "channel-1-name", &[("/InputDataConfig/1/ChannelName", json!("train"))]),
            Case::new("E-CH-MISSING", "channels", &[("/InputDataConfig/0", json!(null))]),
            Case::new("E-CH-MISSING", "channels", &[("/InputDataConfig/0/ContentType", json!("application/x-image"))]),
        ]
    }

    #[test]
    fn a_channel_that_is_missing_can_be_added() {
        let found = Case::new("", "", &[("/InputDataConfig/0", json!(null))]).check();
        let missing = found.at(&Field::Channels);
        let name = missing.first().and_then(|violation| violation.value.as_deref()).expect("a name");
        let fix = Form::new(&Field::JobName, "").fix_with(RuleCode::ChannelMissing, &Field::Channels, name);
        assert_eq!(fix, Some(("Add train".to_owned(), vec![("channels".to_owned(), "train".to_owned())])));
    }
}
