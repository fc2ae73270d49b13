//! One channel.

mod content;
mod file_system;
mod s3;
mod words;

use super::{Context, text::Limits};
use crate::{
    field::{ChannelField, Field},
    incremental::MODEL_CHANNEL,
    rule,
    violation::{Constraint, Violations},
    wire::Channel,
};
use words::Words;

pub use content::MAXIMUM_CONTENT_TYPE_LENGTH;
pub use file_system::{ACCESS_MODES, TYPES as FILE_SYSTEM_TYPES};

/// Longest channel name in characters. Source: shape `ChannelName`.
pub const MAXIMUM_NAME_LENGTH: usize = 64;
const NAME: Limits = Limits { minimum: 1, maximum: MAXIMUM_NAME_LENGTH, pattern: r"[A-Za-z0-9\.\-_]+", matches: is_name };

/// Checks the channel at `index`.
pub(super) fn check(index: u32, channel: &Channel, context: &Context<'_>) -> Violations {
    let subject = Subject { index, channel, context, words: Words::of(channel, context) };
    let mut violations = subject.words.unknown(&subject);
    violations.extend(name(&subject));
    violations.extend(content::check(&subject));
    violations.extend(words::modes(&subject));
    violations.extend(sources(&subject));
    if let Some(shuffle) = &channel.shuffle_config
        && shuffle.seed.is_none()
    {
        violations.push(
            rule::E_SEED.violation(subject.field(ChannelField::ShuffleSeed), &[]).with_constraint("null", Constraint::NotNull),
        );
    }
    violations
}

/// The channel that is checked, and where it stands.
struct Subject<'a> {
    index: u32,
    channel: &'a Channel,
    context: &'a Context<'a>,
    words: Words<'a>,
}

impl Subject<'_> {
    fn field(&self, part: ChannelField) -> Field {
        Field::Channel(self.index, part)
    }

    /// Whether it carries the model that a job starts from; that has rules of its own.
    fn is_model(&self) -> bool {
        self.context.model_channel().is_some_and(|(index, _)| index == self.index)
    }
}

fn name(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let field = subject.field(ChannelField::Name);
    let name = subject.channel.channel_name.as_deref().unwrap_or_default();
    if let Some(constraint) = NAME.broken(name) {
        violations.push(rule::E_CH_NAME.violation(field, &[]).with_constraint(name, constraint));
        return violations;
    }
    let Some(algorithm) = subject.context.algorithm.filter(|algorithm| algorithm.channel(name).is_none()) else {
        return violations;
    };
    if name.eq_ignore_ascii_case(MODEL_CHANNEL) {
        // Another algorithm than the three gets its message at the algorithm.
        violations.0.extend(algorithm.is_incremental().then(|| rule::E_MODEL_NAME.violation(field, &[])));
    } else {
        violations.push(rule::W_CH_UNKNOWN.violation(field, &[("algorithm", algorithm.display), ("name", name)]));
    }
    violations
}

/// Checks that there is one source, then the source.
fn sources(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let Some(source) = &subject.channel.data_source else {
        let violation = rule::E_REQUIRED.violation(subject.field(ChannelField::Source), &[("member", "The data source")]);
        violations.push(violation.with_constraint("null", Constraint::NotNull));
        return violations;
    };
    let count = usize::from(source.s3_data_source.is_some())
        + usize::from(source.file_system_data_source.is_some())
        + usize::from(!source.other.is_empty());
    if count != 1 {
        violations.push(rule::E_SRC_ONE.violation(subject.field(ChannelField::Source), &[]));
    }
    if let Some(source) = &source.s3_data_source {
        violations.extend(s3::check(source, subject));
    }
    if let Some(source) = &source.file_system_data_source {
        violations.extend(file_system::check(source, subject));
    }
    violations
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b))
}
