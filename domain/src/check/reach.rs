//! What was found at the locations of a request.

use super::{Context, location};
use crate::{field::Field, surroundings::Access, violation::Violation};

/// The message for a bucket in another Region.
pub(super) fn region(context: &Context<'_>, uri: &str, field: Field) -> Option<Violation> {
    let bucket = context.surroundings.location(uri)?.bucket_region.as_deref()?;
    (bucket != context.region()).then(|| location::is_elsewhere(bucket, context.region(), field))
}

/// The message for a location that data is read from: another Region, or nothing there.
pub(super) fn data(context: &Context<'_>, uri: &str, field: Field) -> Option<Violation> {
    let found = context.surroundings.location(uri)?;
    if let Some(violation) = region(context, uri, field.clone()) {
        return Some(violation);
    }
    // The job's role may read what the console may not: no reason to refuse.
    matches!(found.access, Access::Empty | Access::NoBucket).then(|| location::is_empty(uri.trim(), context.region(), field))
}

/// The message for the output path, which may well be empty.
pub(super) fn output(context: &Context<'_>, uri: &str, field: Field) -> Option<Violation> {
    let is_missing = context.surroundings.location(uri)?.access == Access::NoBucket;
    region(context, uri, field.clone()).or_else(|| is_missing.then(|| location::is_empty(uri.trim(), context.region(), field)))
}
