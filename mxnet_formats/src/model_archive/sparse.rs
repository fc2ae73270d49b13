//! Files with holes, as `tar --sparse` and the tar of macOS store them: the data between the holes, and a map of their places.
//! Source: GNU tar manual, "Storing Sparse Files": the old format, and versions 0.0, 0.1 and 1.0 in extended headers.

use std::io::{self, Read};

use tar::{GnuExtSparseHeader, GnuHeader, GnuSparseHeader};

use super::{broken::Broken, tar_stream::BLOCK};

/// Pieces of data of one file. Our limit: a file of 256 GiB with a hole in every other block of 4 MiB has fewer.
const MAX_SEGMENTS: usize = 1 << 16;

/// Where data stand in a file, and how many bytes they are.
type Segment = (u64, u64);

/// Why a map cannot be used.
#[derive(Debug)]
pub(super) enum Failure {
    Map,
    Input(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Input(error)
    }
}

impl Failure {
    /// The error of the entry at this byte of the archive.
    pub(super) fn at(self, position: u64) -> Broken {
        match self {
            Self::Map => Broken::Holes(position),
            Self::Input(error) => error.into(),
        }
    }
}

/// What comes next in a file, and how many bytes of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Hole(u64),
    Stored(u64),
    End,
}

/// How far a file was put together.
#[derive(Debug)]
pub(super) struct Expansion {
    segments: std::vec::IntoIter<Segment>,
    current: Option<Segment>,
    position: u64,
    size: u64,
}

impl Expansion {
    /// A file of `size` bytes, of which the archive holds `stored`.
    pub(super) fn new(segments: Vec<Segment>, size: u64, stored: u64) -> Result<Self, Failure> {
        let (mut end, mut sum) = (0_u64, 0_u64);
        for (offset, length) in &segments {
            if *offset < end {
                return Err(Failure::Map);
            }
            end = offset.checked_add(*length).ok_or(Failure::Map)?;
            sum = sum.saturating_add(*length);
        }
        if end > size || sum != stored {
            return Err(Failure::Map);
        }
        let mut segments = segments.into_iter();
        Ok(Self { current: segments.next(), segments, position: 0, size })
    }

    /// The file's size with its holes, in bytes.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    pub(super) fn next(&mut self) -> Piece {
        while let Some((offset, length)) = self.current {
            // Checked above: the sum fits.
            let end = offset.saturating_add(length);
            if self.position < offset {
                return Piece::Hole(offset - self.position);
            }
            if self.position < end {
                return Piece::Stored(end - self.position);
            }
            self.current = self.segments.next();
        }
        if self.position < self.size { Piece::Hole(self.size - self.position) } else { Piece::End }
    }

    pub(super) fn advance(&mut self, length: u64) {
        self.position = self.position.saturating_add(length);
    }
}

/// The map in an old header and in the blocks that follow it.
pub(super) fn of_headers(
    header: &GnuHeader,
    mut block: impl FnMut() -> io::Result<[u8; BLOCK]>,
) -> Result<Vec<Segment>, Failure> {
    let mut segments = Vec::new();
    take(&mut segments, &header.sparse)?;
    let mut is_extended = header.is_extended();
    while is_extended {
        let mut extended = GnuExtSparseHeader::new();
        extended.as_mut_bytes().copy_from_slice(&block()?);
        take(&mut segments, extended.sparse())?;
        is_extended = extended.is_extended();
    }
    Ok(segments)
}

fn take(segments: &mut Vec<Segment>, headers: &[GnuSparseHeader]) -> Result<(), Failure> {
    for header in headers.iter().filter(|header| !header.is_empty()) {
        if segments.len() >= MAX_SEGMENTS {
            return Err(Failure::Map);
        }
        let number = |number: io::Result<u64>| number.map_err(|_| Failure::Map);
        segments.push((number(header.offset())?, number(header.length())?));
    }
    Ok(())
}

/// The map at the beginning of a content (version 1.0), and how many bytes it took: decimal numbers, each on a line.
pub(super) fn of_content(content: &mut impl Read) -> Result<(Vec<Segment>, u64), Failure> {
    let mut length = 0;
    let mut number = || {
        let mut number = 0_u64;
        let mut byte = [0];
        loop {
            content.read_exact(&mut byte)?;
            length += 1;
            match byte {
                [b'\n'] => return Ok(number),
                [digit @ b'0'..=b'9'] => {
                    let digit = u64::from(digit - b'0');
                    number = number.checked_mul(10).and_then(|number| number.checked_add(digit)).ok_or(Failure::Map)?;
                }
                _ => return Err(Failure::Map),
            }
        }
    };
    let count = usize::try_from(number()?).ok().filter(|count| *count <= MAX_SEGMENTS).ok_or(Failure::Map)?;
    let segments = (0..count).map(|_| Ok((number()?, number()?))).collect::<Result<_, Failure>>()?;
    Ok((segments, length))
}

/// What extended headers say about a file with holes.
#[derive(Debug, Default)]
pub(super) struct PaxMap {
    is_in_content: bool,
    name: Option<Vec<u8>>,
    size: Option<u64>,
    numbers: Option<Vec<u64>>,
}

impl PaxMap {
    /// Takes an attribute if it is one of a file with holes.
    pub(super) fn takes(&mut self, key: &[u8], value: &[u8]) -> bool {
        let Some(key) = key.strip_prefix(b"GNU.sparse.") else { return false };
        let number = |text: &[u8]| std::str::from_utf8(text).ok()?.parse::<u64>().ok();
        match key {
            b"major" => self.is_in_content = number(value).is_some_and(|major| major >= 1),
            b"name" => self.name = Some(value.to_vec()),
            b"realsize" | b"size" => self.size = number(value),
            // What is no number leaves the pairs odd, which is noticed.
            b"offset" | b"numbytes" => self.numbers.get_or_insert_default().extend(number(value)),
            b"map" => self.numbers = Some(value.split(|byte| *byte == b',').filter_map(number).collect()),
            _ => {}
        }
        true
    }

    /// The file's size with its holes; `None` of a file without.
    pub(super) fn size(&self) -> Option<u64> {
        self.size
    }

    /// The file's own path; the header's is another, for programs that do not know holes.
    pub(super) fn name(self) -> Option<Vec<u8>> {
        self.name
    }

    /// The map; `None` when the content begins with it.
    pub(super) fn segments(&self) -> Result<Option<Vec<Segment>>, Failure> {
        if self.is_in_content {
            return Ok(None);
        }
        let (pairs, rest) = self.numbers.as_deref().unwrap_or_default().as_chunks::<2>();
        if !rest.is_empty() || pairs.len() > MAX_SEGMENTS {
            return Err(Failure::Map);
        }
        Ok(Some(pairs.iter().map(|[offset, length]| (*offset, *length)).collect()))
    }
}
