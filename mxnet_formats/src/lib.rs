//! The files that Apache MXNet reads and writes. Readers trust nobody: each is one pass whose memory follows what has
//! arrived and never what a file claims, so the trainer, the engine and the console read the files of strangers with them.
//!
//! * [`record_io`] – images packed into one file, `.rec`
//! * [`image_list`] – the list of images in separate files, `.lst`
//! * [`ndarray_list`] – parameters as a list of named arrays, `.params`
//! * [`distance`] – two such lists against each other
//! * [`symbol`] – the network as a graph of operators, `-symbol.json`
//! * [`model_shapes`] – the shape of the network's input, `model-shapes.json`
//! * [`model_archive`] – the archive in which these files travel, `model.tar.gz`
//! * [`text_encoding`] – the encoding of a list or manifest

pub mod distance;
pub mod image_list;
pub mod model_archive;
pub mod model_shapes;
pub mod ndarray_list;
pub mod record_io;
pub mod symbol;
pub mod text_encoding;
