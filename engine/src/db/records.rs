//! The types of columns that are no plain text or number. The services share these types, which know no protocol.

mod attributes;
mod bucket_settings;
mod checksums;
mod cors_rule;
mod encryption;
mod job_step;
mod part_sizes;

pub(crate) use attributes::Attributes;
pub(crate) use bucket_settings::{BucketSettings, DefaultEncryption, PublicAccessBlock, Setting};
pub(crate) use checksums::{ChecksumAlgorithm, Checksums};
pub(crate) use cors_rule::CorsRule;
pub(crate) use encryption::Encryption;
pub(crate) use job_step::JobStep;
pub(crate) use part_sizes::PartSizes;
