//! RecordIO: `magic`, `kind << 29 | length`, the payload, zeros up to a multiple of four; numbers are little-endian.
//!
//! A payload that holds the magic at a multiple of four is stored in parts (kinds 1, 2 … 2, 3) without those magics.
//! An image's payload starts with a header: `flag`, a label, and two ids. With flag 0 the label is the image's class; with
//! another flag, that many labels follow the header.

/// What every record starts with.
pub(crate) const MAGIC: u32 = 0xCED7_230A;
const HEADER: usize = 24;

/// Reads bytes at an offset: all of them, or an explanation.
pub(crate) trait ReadAt {
    /// Bytes in the file.
    fn length(&self) -> u64;
    /// Fills the buffer.
    ///
    /// # Errors
    /// When the file cannot be read there.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> std::io::Result<()>;
}

/// Reads the record that starts at `offset`; gives the payload and the offset of the next record.
///
/// # Errors
/// A sentence on what is wrong there.
pub(crate) fn read_record(file: &dyn ReadAt, offset: u64) -> Result<(Vec<u8>, u64), String> {
    let mut payload = Vec::new();
    let mut at = offset;
    let mut expects_more = false;
    loop {
        let mut words = [0; 8];
        if file.length().saturating_sub(at) < words.len() as u64 {
            return Err(if expects_more {
                "the last part of a split record is missing".to_owned()
            } else {
                "the file ends inside a record".to_owned()
            });
        }
        file.read_at(at, &mut words).map_err(|error| error.to_string())?;
        let [a, b, c, d, e, f, g, h] = words;
        let (magic, word) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
        if magic != MAGIC {
            return Err(format!("expected the bytes {MAGIC:08x}, found {magic:08x}"));
        }
        let (kind, length) = (word >> 29, (word & 0x1FFF_FFFF) as usize);
        at += words.len() as u64;
        if file.length() - at < length as u64 {
            return Err(format!("the record has {length} bytes, but only {} are left", file.length() - at));
        }
        match (kind, expects_more) {
            (0 | 1, false) => {}
            (2 | 3, true) => payload.extend_from_slice(&MAGIC.to_le_bytes()),
            _ => return Err(format!("a part of kind {kind} stands where it cannot be")),
        }
        let start = payload.len();
        payload.resize(start + length, 0);
        file.read_at(at, payload.get_mut(start..).unwrap_or_default()).map_err(|error| error.to_string())?;
        // The last record's padding may be missing; nothing is lost with it.
        at = (at + (length as u64).next_multiple_of(4)).min(file.length());
        expects_more = matches!(kind, 1 | 2);
        if !expects_more {
            return Ok((payload, at));
        }
    }
}

/// An image's labels, at least one, and its bytes.
///
/// # Errors
/// A sentence on what is wrong with the header.
pub(crate) fn read_image(payload: &[u8]) -> Result<(Vec<f32>, &[u8]), String> {
    let Some((header, rest)) = payload.split_first_chunk::<HEADER>() else {
        return Err(format!("the record has {} bytes, less than the image header", payload.len()));
    };
    let [a, b, c, d, e, f, g, h, ..] = *header;
    let (flag, label) = (u32::from_le_bytes([a, b, c, d]), f32::from_le_bytes([e, f, g, h]));
    match flag {
        0 => Ok((vec![label], rest)),
        count => {
            let length = (count as usize).saturating_mul(size_of::<f32>());
            let Some((labels, rest)) = rest.split_at_checked(length) else {
                return Err(format!("the record ends inside its {count} labels"));
            };
            let (labels, _) = labels.as_chunks::<4>();
            Ok((labels.iter().map(|label| f32::from_le_bytes(*label)).collect(), rest))
        }
    }
}

#[cfg(test)]
pub(crate) fn write_record(payload: &[u8], output: &mut Vec<u8>) {
    let magic = MAGIC.to_le_bytes();
    let mut parts = vec![Vec::new()];
    for word in payload.chunks(4) {
        if word == magic {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.extend_from_slice(word);
        }
    }
    let last = parts.len() - 1;
    for (index, part) in parts.iter().enumerate() {
        let kind: u32 = if last == 0 {
            0
        } else if index == 0 {
            1
        } else if index == last {
            3
        } else {
            2
        };
        output.extend_from_slice(&magic);
        output.extend_from_slice(&(kind << 29 | part.len() as u32).to_le_bytes());
        output.extend_from_slice(part);
        output.resize(output.len().next_multiple_of(4), 0);
    }
}

#[cfg(test)]
pub(crate) mod tests;
