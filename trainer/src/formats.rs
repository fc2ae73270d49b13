//! The files that the algorithm's framework reads and writes.
//!
//! * [`record_io`] – images packed into one file
//! * [`image_list`] – the list of images in separate files
//! * [`arrays`] – parameters as a list of named arrays
//! * [`symbol`] – the network as a graph of operators
//! * [`model_shapes`] – the shape of the network's input

pub(crate) mod arrays;
pub(crate) mod image_list;
pub(crate) mod model_shapes;
pub(crate) mod record_io;
pub(crate) mod symbol;
