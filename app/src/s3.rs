//! The S3 browser: buckets, folders, objects.

pub mod api;
pub mod archive;
pub mod buckets;
pub mod folder;
pub mod location;
pub mod object;
pub mod place;

pub use buckets::BucketsPage;
pub use place::LocationPage;
