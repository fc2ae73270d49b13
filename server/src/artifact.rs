//! Reads `model.tar.gz` without unpacking it and without trusting it.
//!
//! - [`object_reader`] — an object as a blocking stream that goes on after a cut; `mxnet_formats::model_archive` has its entries
//! - [`xray`] — one scan of an archive; [`distance`] — one scan of two
//! - [`service`] — the port: what scans find is kept by ETag; [`running`] — scans run beside the pages; [`location`] — which jobs
//!   made and read what is at a location

pub(crate) mod distance;
mod location;
pub(crate) mod object_reader;
mod running;
pub(crate) mod service;
#[cfg(test)]
mod tests;
pub(crate) mod xray;
