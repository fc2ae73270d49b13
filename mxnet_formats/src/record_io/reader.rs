//! Reads single records at any place of a file.

use std::io;

use super::{FIRST, HEAD_LENGTH, Head, LAST, MAGIC_BYTES, MIDDLE, RecordError, WHOLE};

/// Bytes that can be read at any place.
pub trait ReadAt {
    /// How many bytes there are.
    fn length(&self) -> u64;

    /// Fills the buffer from an offset.
    ///
    /// # Errors
    /// When fewer bytes are there, or they cannot be read.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()>;
}

impl ReadAt for [u8] {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(offset).ok();
        let bytes = start.and_then(|start| self.get(start..)).and_then(|bytes| bytes.get(..buffer.len()));
        buffer.copy_from_slice(bytes.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

/// Reads the record that starts at `offset`; gives the payload and the offset of the next record.
///
/// # Errors
/// [`RecordError`] when no whole record starts there.
pub fn read_record(file: &(impl ReadAt + ?Sized), offset: u64) -> Result<(Vec<u8>, u64), RecordError> {
    let mut payload = Vec::new();
    let mut at = offset;
    let mut expects_more = false;
    loop {
        let mut head = [0; HEAD_LENGTH];
        if file.length().saturating_sub(at) < HEAD_LENGTH as u64 {
            return Err(if expects_more { RecordError::MissingPart } else { RecordError::CutHead });
        }
        file.read_at(at, &mut head)?;
        let head = Head::parse(head)?;
        at += HEAD_LENGTH as u64;
        let left = file.length() - at;
        // Compared before memory is taken for it: a head of eight bytes may claim half a gigabyte.
        if left < u64::from(head.length) {
            return Err(RecordError::CutPayload { length: head.length, left });
        }
        match (head.kind, expects_more) {
            (WHOLE | FIRST, false) => {}
            (MIDDLE | LAST, true) => payload.extend_from_slice(&MAGIC_BYTES),
            _ => return Err(RecordError::UnexpectedPart(head.kind)),
        }
        let start = payload.len();
        payload.resize(start + head.length as usize, 0);
        file.read_at(at, payload.get_mut(start..).unwrap_or_default())?;
        // The last record's padding may be missing; nothing is lost with it.
        at = at.saturating_add(head.padded_length()).min(file.length());
        expects_more = matches!(head.kind, FIRST | MIDDLE);
        if !expects_more {
            return Ok((payload, at));
        }
    }
}
