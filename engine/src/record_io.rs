//! Writes RecordIO, the algorithm's framework's stream of records: a magic number, a word of three bits (which part of a
//! record this is) and 29 (how long), the bytes, zeros up to a multiple of four. Where the magic number stands in a payload
//! at a multiple of four, the writer splits there and leaves it out.

use std::io::{self, Write};

const MAGIC: u32 = 0xCED7_230A;
/// The length field has 29 bits.
pub(crate) const LONGEST: usize = (1 << 29) - 1;

/// Writes one record.
///
/// # Errors
/// `InvalidData` for a payload beyond [`LONGEST`]; errors of the output.
pub(crate) fn write_record(output: &mut impl Write, payload: &[u8]) -> io::Result<()> {
    if payload.len() > LONGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a RecordIO record holds less than 512 MiB"));
    }
    let magic = MAGIC.to_le_bytes();
    let splits: Vec<usize> =
        payload.as_chunks::<4>().0.iter().enumerate().filter(|(_, word)| **word == magic).map(|(index, _)| 4 * index).collect();
    if splits.is_empty() {
        return write_part(output, 0, payload);
    }
    let mut start = 0;
    for (number, split) in splits.iter().enumerate() {
        write_part(output, if number == 0 { 1 } else { 2 }, payload.get(start..*split).unwrap_or_default())?;
        start = split + 4;
    }
    write_part(output, 3, payload.get(start..).unwrap_or_default())
}

fn write_part(output: &mut impl Write, flag: u32, part: &[u8]) -> io::Result<()> {
    // The length was checked by the caller.
    let word = flag << 29 | part.len() as u32;
    output.write_all(&MAGIC.to_le_bytes())?;
    output.write_all(&word.to_le_bytes())?;
    output.write_all(part)?;
    let padding = part.len().next_multiple_of(4) - part.len();
    output.write_all([0; 4].get(..padding).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::write_record;

    /// What the framework's own writer writes for the same payloads.
    #[test]
    fn records_are_the_frameworks() {
        let write = |payload: &[u8]| {
            let mut bytes = Vec::new();
            write_record(&mut bytes, payload).expect("memory takes it");
            hex::encode(bytes)
        };
        assert_eq!(write(b"JPEG!"), "0a23d7ce050000004a50454721000000");
        let split = [b"AAAA".as_slice(), &0xCED7_230A_u32.to_le_bytes(), b"BBBBB"].concat();
        assert_eq!(write(&split), "0a23d7ce04000020414141410a23d7ce050000604242424242000000");
        assert_eq!(write(b""), "0a23d7ce00000000");
    }
}
