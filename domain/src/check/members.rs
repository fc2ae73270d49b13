//! Members that the API does not have: the service ignores them, so a misspelt one does nothing.

use super::Context;
use crate::{
    field::{ChannelField, Field},
    rule,
    violation::Violations,
    wire::unknown_members::{UnknownMember, unknown_members},
};

/// Warns of each.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let warn = |unknown: UnknownMember| {
        let field = unknown.channel.map_or(Field::Other, |index| Field::Channel(index, ChannelField::Name));
        rule::W_MEMBER_UNKNOWN.violation(field, &[("member", &unknown.path), ("question", &unknown.question())])
    };
    Violations(unknown_members(context.request).into_iter().map(warn).collect())
}
