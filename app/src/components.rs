//! Parts that several subjects share.

pub mod s3_picker;

pub use s3_picker::S3Picker;
