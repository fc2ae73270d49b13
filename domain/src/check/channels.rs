//! The list of channels.

use std::collections::BTreeSet;

use crate::{
    algorithm::Algorithm,
    field::{ChannelField, Field},
    rule,
    violation::{Constraint, Violations},
    wire::TrainingJobRequest,
};

/// Most channels of a job. Source: shape `InputDataConfig`.
pub const MAXIMUM_COUNT: usize = 20;

/// Checks the list, then each channel.
pub(super) fn check(request: &TrainingJobRequest, algorithm: Option<&Algorithm>) -> Violations {
    let mut violations = Violations::default();
    let channels = request.input_data_config.as_deref().unwrap_or_default();
    if channels.len() > MAXIMUM_COUNT {
        let violation = rule::E_CH_COUNT.violation(Field::Channels, &[]);
        violations.push(violation.with_constraint(channels.len().to_string(), Constraint::MaximumLength(MAXIMUM_COUNT as u64)));
    }
    if request.input_data_config.as_ref().is_some_and(Vec::is_empty) {
        let violation = rule::E_REQUIRED.violation(Field::Channels, &[("member", "A channel")]);
        violations.push(violation.with_constraint("[]", Constraint::MinimumLength(1)));
    }
    let mut seen = BTreeSet::new();
    for (index, channel) in (0_u32..).zip(channels) {
        let name = channel.channel_name.as_deref().unwrap_or_default();
        if !name.is_empty() && !seen.insert(name) {
            let field = Field::Channel(index, ChannelField::Name);
            violations.push(rule::E_CH_DUP.violation(field, &[("name", name)]));
        }
        violations.extend(super::channel::check(index, channel, request, algorithm));
    }
    if let Some(algorithm) = algorithm {
        for needed in algorithm.channels.iter().filter(|channel| channel.required && !seen.contains(channel.name)) {
            let words = [("algorithm", algorithm.display), ("name", needed.name)];
            violations.push(rule::E_CH_MISSING.violation(Field::Channels, &words));
        }
    }
    violations
}
