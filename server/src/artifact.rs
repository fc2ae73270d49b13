//! Reads `model.tar.gz` without unpacking it and without trusting it.
//!
//! - [`object_reader`] — an object as a blocking stream that goes on after a cut
//! - [`hashing_reader`] — counts and digests what passes; [`gunzip_limit`] — gzip with a limit; [`tar_stream`] — entries one after the other
//! - [`xray`] — one scan of an archive; [`distance`] — one scan of two
//! - [`service`] — the port: what scans find is kept by ETag; [`running`] — scans run beside the pages; [`location`] — which jobs
//!   made and read what is at a location

pub(crate) mod distance;
mod gunzip_limit;
mod hashing_reader;
mod location;
mod names;
pub(crate) mod object_reader;
mod running;
pub(crate) mod service;
mod tar_stream;
#[cfg(test)]
mod tests;
pub(crate) mod xray;
