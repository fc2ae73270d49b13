//! What is wrong with a record.

use std::io;

use super::MAGIC;

/// Why a record cannot be read, as the rest of a sentence.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Fewer bytes are left than the head of a part has.
    #[error("the file ends inside a record")]
    CutHead,
    /// The file ends after a part that another one must follow.
    #[error("the last part of a split record is missing")]
    MissingPart,
    /// The file ends before the part does.
    #[error("the record has {length} bytes, but only {left} are left")]
    CutPayload {
        /// Bytes that the part claims to have.
        length: u32,
        /// Bytes that the file still has.
        left: u64,
    },
    /// Something else stands where a record must start.
    #[error("expected the bytes {MAGIC:08x}, found {0:08x}")]
    NoMagic(u32),
    /// A part follows that cannot follow the one before.
    #[error("a part of kind {0} stands where it cannot be")]
    UnexpectedPart(u32),
    /// The payload is too short for the header of an image.
    #[error("the record has {0} bytes, less than the image header")]
    NoImageHeader(usize),
    /// The payload ends before the labels that it claims to have.
    #[error("the record ends inside its {0} labels")]
    CutLabels(u32),
    /// More labels than [`MAX_LABELS`](super::MAX_LABELS).
    #[error("the image claims to have {0} labels")]
    TooManyLabels(u32),
    /// The file cannot be read there.
    #[error(transparent)]
    Read(#[from] io::Error),
}

impl RecordError {
    /// Whether a record is right as far as it goes: it may go on where these bytes end.
    pub fn is_cut(&self) -> bool {
        matches!(self, Self::CutHead | Self::MissingPart | Self::CutPayload { .. })
    }
}
