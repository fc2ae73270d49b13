//! Writes records. Where the magic stands in a payload at a multiple of four, the writer splits there and leaves it out.

use std::io::{self, Write};

use super::{FIRST, Head, LAST, LENGTH_MASK, MAGIC_BYTES, MIDDLE, WHOLE};

/// Bytes that a payload may have: the length of a part has 29 bits.
pub const MAX_PAYLOAD: usize = LENGTH_MASK as usize;

/// Writes one record.
///
/// # Errors
/// `InvalidData` for a payload beyond [`MAX_PAYLOAD`]; errors of the output.
pub fn write_record(output: &mut impl Write, payload: &[u8]) -> io::Result<()> {
    if payload.len() > MAX_PAYLOAD {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a RecordIO record holds less than 512 MiB"));
    }
    let words = payload.as_chunks::<4>().0.iter().enumerate();
    let splits: Vec<usize> = words.filter(|(_, word)| **word == MAGIC_BYTES).map(|(index, _)| 4 * index).collect();
    if splits.is_empty() {
        return write_part(output, WHOLE, payload);
    }
    let mut start = 0;
    for (number, split) in splits.iter().enumerate() {
        write_part(output, if number == 0 { FIRST } else { MIDDLE }, payload.get(start..*split).unwrap_or_default())?;
        start = split + MAGIC_BYTES.len();
    }
    write_part(output, LAST, payload.get(start..).unwrap_or_default())
}

fn write_part(output: &mut impl Write, kind: u32, part: &[u8]) -> io::Result<()> {
    // A part is no longer than its payload, whose length was compared.
    output.write_all(&Head { kind, length: part.len() as u32 }.to_bytes())?;
    output.write_all(part)?;
    let padding = part.len().next_multiple_of(4) - part.len();
    output.write_all([0; 4].get(..padding).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{super::MAGIC, write_record};

    /// What MXNet's own writer writes for the same payloads.
    #[test]
    fn records_are_those_of_mxnet() {
        let write = |payload: &[u8]| {
            let mut bytes = Vec::new();
            write_record(&mut bytes, payload).expect("memory takes it");
            bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        };
        assert_eq!(write(b"JPEG!"), "0a23d7ce050000004a50454721000000");
        let split = [b"AAAA".as_slice(), &MAGIC.to_le_bytes(), b"BBBBB"].concat();
        assert_eq!(write(&split), "0a23d7ce04000020414141410a23d7ce050000604242424242000000");
        assert_eq!(write(b""), "0a23d7ce00000000");
    }
}
