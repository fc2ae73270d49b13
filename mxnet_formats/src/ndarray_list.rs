//! MXNet's list of named arrays: `0x112`, `0`, a count; for each array its magic, storage type, shape, device, element
//! type and elements; then a count and the names. Numbers are little-endian. Source: MXNet 1.9.1, `src/ndarray/ndarray.cc`.
//!
//! * [`ListReader`] – reads a list of any release, array by array; all other functions read with it
//! * [`read_float32`] – the arrays themselves, for a network whose size is known
//! * `scan` – statistics of each array, in constant memory
//! * [`write_float32`] – writes a list

mod element_type;
mod error;
mod float32;
mod reader;
mod scan;

pub use element_type::ElementType;
pub use error::ListError;
pub use float32::{NamedArray, read_float32, write_float32};
pub use reader::{ArrayHeader, ListReader, MAX_CHUNK};
pub use scan::{ScannedArray, scan};

/// What a list starts with.
const LIST_MAGIC: u64 = 0x112;
/// What an array starts with, by the releases that wrote it: since dimensions have 64 bits.
const WIDE: u32 = 0xF993_FAC8;
/// Since arrays have storage types: what the built-in algorithms write.
const TYPED: u32 = 0xF993_FAC9;
/// Since shapes may be empty.
const SHAPED: u32 = 0xF993_FACA;
/// The storage type of an array that holds all of its elements.
const DENSE: i32 = 0;

#[cfg(test)]
mod tests;
