//! What the rows of the database hold besides texts and numbers. The services above share these types; nothing here knows a
//! protocol.

mod attributes;
mod checksums;
mod cors_rule;
mod job_step;
mod part_sizes;

pub(crate) use attributes::Attributes;
pub(crate) use checksums::{ChecksumAlgorithm, Checksums};
pub(crate) use cors_rule::CorsRule;
pub(crate) use job_step::JobStep;
pub(crate) use part_sizes::PartSizes;
