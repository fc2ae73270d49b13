//! The encoding of a text file: UTF-8, or one of the forms in which editors and shells of Windows save it.

/// What a file is, as its first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 that begins with its first letter.
    Utf8,
    /// UTF-8 behind a byte order mark.
    Utf8WithMark,
    /// UTF-16 with the lower byte first.
    Utf16LittleEndian,
    /// UTF-16 with the higher byte first.
    Utf16BigEndian,
}

/// Why the bytes are no text that a program reads, as the rest of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EncodingError {
    /// A byte order mark.
    #[error(
        "it begins with a byte order mark, as editors of Windows write it, and programs take the mark for a letter; save it as UTF-8 without one"
    )]
    Mark,
    /// UTF-16.
    #[error("it is saved as UTF-16, as PowerShell does by itself; save it as UTF-8 without a byte order mark")]
    Utf16,
    /// No UTF-8.
    #[error("it is not text in UTF-8")]
    NoText,
}

impl Encoding {
    /// By a byte order mark, else by the zeros that UTF-16 has beside the signs of ASCII.
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0xEF, 0xBB, 0xBF, ..] => Self::Utf8WithMark,
            [0xFF, 0xFE, ..] => Self::Utf16LittleEndian,
            [0xFE, 0xFF, ..] => Self::Utf16BigEndian,
            [first, 0, second, 0, ..] if *first != 0 && *second != 0 => Self::Utf16LittleEndian,
            [0, first, 0, second, ..] if *first != 0 && *second != 0 => Self::Utf16BigEndian,
            _ => Self::Utf8,
        }
    }

    /// Whether every program reads it.
    pub fn is_plain(self) -> bool {
        self == Self::Utf8
    }
}

/// The text of a file that a program reads as UTF-8.
///
/// # Errors
/// What such a program would stumble over, and what to do.
pub fn plain_text(bytes: &[u8]) -> Result<&str, EncodingError> {
    match Encoding::of(bytes) {
        Encoding::Utf8 => std::str::from_utf8(bytes).map_err(|_| EncodingError::NoText),
        Encoding::Utf8WithMark => Err(EncodingError::Mark),
        Encoding::Utf16LittleEndian | Encoding::Utf16BigEndian => Err(EncodingError::Utf16),
    }
}

/// The text of a file in any of the encodings, without a byte order mark.
///
/// # Errors
/// [`EncodingError::NoText`]
pub fn decode(bytes: &[u8]) -> Result<String, EncodingError> {
    let utf16 = |unit: fn([u8; 2]) -> u16| {
        let (units, rest) = bytes.as_chunks::<2>();
        let units: Vec<u16> = units.iter().map(|bytes| unit(*bytes)).collect();
        String::from_utf16(&units).ok().filter(|_| rest.is_empty())
    };
    let text = match Encoding::of(bytes) {
        Encoding::Utf8 | Encoding::Utf8WithMark => std::str::from_utf8(bytes).ok().map(str::to_owned),
        Encoding::Utf16LittleEndian => utf16(u16::from_le_bytes),
        Encoding::Utf16BigEndian => utf16(u16::from_be_bytes),
    };
    let text = text.ok_or(EncodingError::NoText)?;
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn each_encoding_is_told_and_read() {
        let text = "{\"a\": \"ü\"}";
        let marked = format!("\u{FEFF}{text}");
        for (bytes, encoding, refused) in [
            (text.as_bytes().to_vec(), Encoding::Utf8, None),
            (marked.as_bytes().to_vec(), Encoding::Utf8WithMark, Some(EncodingError::Mark)),
            (utf16(&marked, u16::to_le_bytes), Encoding::Utf16LittleEndian, Some(EncodingError::Utf16)),
            (utf16(&marked, u16::to_be_bytes), Encoding::Utf16BigEndian, Some(EncodingError::Utf16)),
            (utf16(text, u16::to_le_bytes), Encoding::Utf16LittleEndian, Some(EncodingError::Utf16)),
            (utf16(text, u16::to_be_bytes), Encoding::Utf16BigEndian, Some(EncodingError::Utf16)),
        ] {
            assert_eq!((Encoding::of(&bytes), plain_text(&bytes).err()), (encoding, refused));
            assert_eq!(decode(&bytes).as_deref(), Ok(text), "{encoding:?}");
        }
        assert_eq!(plain_text(b"\xE9t\xE9"), Err(EncodingError::NoText));
        assert_eq!(decode(b"\xFF\xFEa"), Err(EncodingError::NoText));
    }
}
