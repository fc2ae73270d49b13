//! RecordIO, MXNet's stream of records: `magic`, `kind << 29 | length`, the payload, zeros up to a multiple of four.
//! Numbers are little-endian.
//!
//! A payload that holds the magic at a multiple of four is stored in parts (kinds 1, 2 … 2, 3) without those magics, so a
//! reader that lost its place finds the next record by the magic. Source: MXNet 1.9.1, `3rdparty/dmlc-core/src/recordio.cc`.

mod beginning;
mod counter;
mod error;
mod image;
mod objects;
mod reader;
mod writer;

pub use beginning::{MAX_LABELS, Record, first_records};
pub use counter::RecordCounter;
pub use error::RecordError;
pub use image::{ImageRecord, image_header, labelled_header, read_image};
pub use objects::{LabelledObject, labelled_objects};
pub use reader::{ReadAt, read_record};
pub use writer::{MAX_PAYLOAD, write_record};

/// What every part of a record starts with.
pub const MAGIC: u32 = 0xCED7_230A;
/// [`MAGIC`] as it stands in a file.
pub const MAGIC_BYTES: [u8; 4] = MAGIC.to_le_bytes();

/// Bytes of a part's head: the magic, and the word with kind and length.
const HEAD_LENGTH: usize = 8;
/// The length has 29 bits.
const LENGTH_MASK: u32 = (1 << 29) - 1;

/// The kinds of parts.
const WHOLE: u32 = 0;
const FIRST: u32 = 1;
const MIDDLE: u32 = 2;
const LAST: u32 = 3;

/// What stands before the bytes of a part.
#[derive(Clone, Copy, Debug)]
struct Head {
    /// Which part of a record it is: 0 to 7, of which [`WHOLE`] to [`LAST`] have a meaning.
    kind: u32,
    /// Bytes of the part without its padding.
    length: u32,
}

impl Head {
    fn parse(bytes: [u8; HEAD_LENGTH]) -> Result<Self, RecordError> {
        let [a, b, c, d, e, f, g, h] = bytes;
        let (magic, word) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
        if magic == MAGIC { Ok(Self { kind: word >> 29, length: word & LENGTH_MASK }) } else { Err(RecordError::NoMagic(magic)) }
    }

    fn to_bytes(self) -> [u8; HEAD_LENGTH] {
        let [a, b, c, d] = MAGIC_BYTES;
        let [e, f, g, h] = (self.kind << 29 | self.length).to_le_bytes();
        [a, b, c, d, e, f, g, h]
    }

    /// Bytes of the part with its padding.
    fn padded_length(self) -> u64 {
        u64::from(self.length).next_multiple_of(4)
    }
}

#[cfg(test)]
mod tests;
