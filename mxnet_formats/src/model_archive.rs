//! `model.tar.gz`, the archive in which a model's files travel: read in one pass, unpacked nowhere, trusted in nothing.
//!
//! Only what a model needs is understood. Memory follows what has arrived and never what the archive claims, where libraries read
//! extended headers as long as the archive says. Console and trainer read archives with it, so both find the same files in one.

mod broken;
mod gunzip;
mod hashing_reader;
mod head;
mod names;
mod oddities;
mod reader;
mod sparse;
mod tar_stream;
#[cfg(test)]
mod tests;

pub use broken::Broken;
pub use hashing_reader::HashingReader;
pub use head::{Head, Kind};
pub use names::{shown, trick};
pub use oddities::{Oddities, is_shadow_file};
pub use reader::ArchiveReader;
