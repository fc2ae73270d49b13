//! The list of channels.

use std::collections::BTreeSet;

use super::{Context, context::s3, hyperparameters::reads_images};
use crate::{
    algorithm::{ChannelException, ChannelRule},
    field::{ChannelField, Field},
    rule,
    violation::{Constraint, Violations},
};

/// Most channels of a job. Source: shape `InputDataConfig`.
pub const MAXIMUM_COUNT: usize = 20;

/// Checks the list, then each channel.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let count = context.request.input_data_config.as_ref().map(Vec::len);
    if let Some(count) = count.filter(|count| *count > MAXIMUM_COUNT) {
        let violation = rule::E_CH_COUNT.violation(Field::Channels, &[]);
        violations.push(violation.with_constraint(count.to_string(), Constraint::MaximumLength(MAXIMUM_COUNT as u64)));
    }
    if count == Some(0) {
        let violation = rule::E_REQUIRED.violation(Field::Channels, &[("member", "A channel")]);
        violations.push(violation.with_constraint("[]", Constraint::MinimumLength(1)));
    }
    let mut seen = BTreeSet::new();
    for (index, channel) in context.channels() {
        let name = channel.channel_name.as_deref().unwrap_or_default();
        if !name.is_empty() && !seen.insert(name) {
            let field = Field::Channel(index, ChannelField::Name);
            violations.push(rule::E_CH_DUP.violation(field, &[("name", name)]));
        }
        violations.extend(super::channel::check(index, channel, context));
    }
    if let Some(algorithm) = context.algorithm {
        let is_missing = |rule: &&ChannelRule| is_needed(context, rule) && !seen.contains(rule.name);
        for missing in algorithm.channels.iter().filter(is_missing) {
            let words = [("algorithm", algorithm.display), ("name", missing.name)];
            violations.push(rule::E_CH_MISSING.violation(Field::Channels, &words));
        }
    }
    violations
}

/// Whether this job needs the channel.
fn is_needed(context: &Context<'_>, rule: &ChannelRule) -> bool {
    let data = context.channel(rule.data_channel());
    match rule.exception {
        None => rule.required,
        Some(ChannelException::NeededWithImages) => data.is_some_and(|data| reads_images(context, data)),
        Some(ChannelException::UnlessAugmented) => {
            let data_type = data.and_then(s3).and_then(|s3| s3.s3_data_type.as_deref());
            data_type != Some("AugmentedManifestFile")
        }
    }
}
