//! Looks into files that somebody else made, without trusting them: in one pass, with memory that follows what has
//! arrived and never what a file claims.
//!
//! * [`arrays`] – a list of named arrays, as statistics of each; [`distance`] – two such lists against each other
//! * [`symbol`] – a network's graph; [`shapes`] – its input
//! * [`records`] – the first images of a RecordIO file

pub mod arrays;
pub mod distance;
pub mod records;
pub mod shapes;
pub mod symbol;
