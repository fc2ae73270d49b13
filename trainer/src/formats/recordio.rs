//! RecordIO: a stream of records, each with a header that holds the labels of an image.
//!
//! A part is the magic number, a word with a 3-bit flag and a 29-bit length, the data, and zeros up to a multiple of 4.
//! Where the payload itself holds the magic number at a multiple of 4, it is cut there into parts 1 (first), 2 and 3 (last).

use std::borrow::Cow;

const MAGIC: [u8; 4] = 0xCED7_230A_u32.to_le_bytes();
const HEADER: usize = 24;

/// One image with its labels.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record<'a> {
    pub(crate) labels: Vec<f32>,
    pub(crate) id: u64,
    pub(crate) image: Cow<'a, [u8]>,
}

/// Why a file cannot be read on, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Corrupt {
    pub(crate) offset: usize,
    pub(crate) reason: &'static str,
}

/// Reads all records of a file.
///
/// # Errors
/// [`Corrupt`] at the first part that is not well formed.
pub(crate) fn records(file: &[u8]) -> Result<Vec<Record<'_>>, Corrupt> {
    let mut records = Vec::new();
    let mut offset = 0;
    while offset < file.len() {
        let start = offset;
        let payload = payload(file, &mut offset)?;
        records.push(record(payload).ok_or(Corrupt { offset: start, reason: "the record is too short for its labels" })?);
    }
    Ok(records)
}

fn part<'a>(file: &'a [u8], offset: &mut usize) -> Result<(u32, &'a [u8]), Corrupt> {
    let corrupt = |reason| Corrupt { offset: *offset, reason };
    let rest = &file[*offset..];
    if rest.get(..4) != Some(&MAGIC) {
        return Err(corrupt("no record starts here"));
    }
    let word = rest.get(4..8).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes);
    let word = word.ok_or_else(|| corrupt("the file ends inside a record"))?;
    let length = (word & 0x1FFF_FFFF) as usize;
    let data = rest.get(8..8 + length).ok_or_else(|| corrupt("the file ends inside a record"))?;
    // The last record's padding may be missing.
    *offset = (*offset + 8 + length.next_multiple_of(4)).min(file.len());
    Ok((word >> 29, data))
}

fn payload<'a>(file: &'a [u8], offset: &mut usize) -> Result<Cow<'a, [u8]>, Corrupt> {
    let start = *offset;
    let (flag, data) = part(file, offset)?;
    match flag {
        0 => return Ok(Cow::Borrowed(data)),
        1 => {}
        _ => return Err(Corrupt { offset: start, reason: "a record starts with a later part" }),
    }
    let mut joined = data.to_vec();
    loop {
        let start = *offset;
        if start >= file.len() {
            return Err(Corrupt { offset: start, reason: "the last part of a record is missing" });
        }
        let (flag, data) = part(file, offset)?;
        if flag != 2 && flag != 3 {
            return Err(Corrupt { offset: start, reason: "the last part of a record is missing" });
        }
        joined.extend_from_slice(&MAGIC);
        joined.extend_from_slice(data);
        if flag == 3 {
            return Ok(Cow::Owned(joined));
        }
    }
}

fn record(payload: Cow<'_, [u8]>) -> Option<Record<'_>> {
    let word = |at: usize| payload.get(at..at + 4).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
    let count = u32::from_le_bytes(word(0)?) as usize;
    let scalar = f32::from_le_bytes(word(4)?);
    let id = u64::from_le_bytes(payload.get(8..16)?.try_into().ok()?);
    let start = HEADER.checked_add(count.checked_mul(4)?)?;
    let vector = payload.get(HEADER..start)?;
    let labels = match count {
        0 => vec![scalar],
        _ => vector.chunks_exact(4).filter_map(|bytes| bytes.try_into().ok()).map(f32::from_le_bytes).collect(),
    };
    let image = match payload {
        Cow::Borrowed(payload) => Cow::Borrowed(&payload[start..]),
        Cow::Owned(mut payload) => Cow::Owned(payload.split_off(start)),
    };
    Some(Record { labels, id, image })
}

#[cfg(test)]
mod tests;
