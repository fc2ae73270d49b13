//! The S3 browser: buckets, folders, objects, previews, uploads.

pub mod api;
pub mod buckets;
pub mod deletion;
pub mod folder;
pub mod jobs_here;
pub mod location_page;
pub mod new_folder;
pub mod object;
pub mod preview;
pub mod upload;

pub use buckets::BucketsPage;
pub use location_page::LocationPage;
