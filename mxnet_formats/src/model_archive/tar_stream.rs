//! The entries of a tar archive, one after the other. Only what a model needs is understood; names and sizes of extended
//! headers are read with limits, where libraries take as much memory as the archive asks for.

use std::io::{self, Read};

use tar::{EntryType, Header};

use super::{
    broken::Broken,
    gunzip::TooLarge,
    head::{Head, Kind},
    sparse::{self, Expansion, PaxMap, Piece},
};

pub(super) const BLOCK: usize = 512;
/// Longest extended header, in bytes: a path, a few times, and the places of a file's data between its holes.
const MAX_EXTENSION_LENGTH: u64 = 256 * 1024;
/// Entries of an archive. A model with a checkpoint for each epoch has fewer.
pub(super) const MAX_ENTRIES: u64 = 100_000;

/// A tar archive.
pub(super) struct TarStream<R> {
    input: R,
    /// Bytes of the current entry that were not read.
    left: u64,
    /// Zeros behind them.
    padding: u64,
    position: u64,
    entries: u64,
    /// How the current entry's bytes become its content, where the archive leaves holes out.
    expansion: Option<Expansion>,
    /// Bytes of holes that may still be read.
    holes: u64,
}

/// What extended headers say about the next entry.
#[derive(Default)]
struct Extension {
    path: Option<Vec<u8>>,
    link: Option<Vec<u8>>,
    size: Option<u64>,
    sparse: PaxMap,
}

impl<R: Read> TarStream<R> {
    /// An archive from its first byte on.
    /// Of files with holes at most `holes` bytes of zeros are read that the archive does not hold.
    pub(super) fn new(input: R, holes: u64) -> Self {
        Self { input, left: 0, padding: 0, position: 0, entries: 0, expansion: None, holes }
    }

    /// The next entry; what was not read of the one before is passed over. `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Head>, Broken> {
        let mut extension = Extension::default();
        loop {
            self.pass_over()?;
            let at = self.position;
            let Some(header) = self.header()? else { return Ok(None) };
            self.entries += 1;
            if self.entries > MAX_ENTRIES {
                return Err(Broken::Entries);
            }
            let size = header.entry_size().map_err(|_| Broken::Size(at))?;
            let kind = header.entry_type();
            self.begin(size);
            match kind {
                EntryType::GNULongName => extension.path = Some(self.long_name(size)?),
                EntryType::GNULongLink => extension.link = Some(self.long_name(size)?),
                EntryType::XHeader => self.attributes(size, &mut extension)?,
                // It holds for all entries, and says nothing that is needed.
                EntryType::XGlobalHeader => {}
                _ => {
                    if let Some(size) = extension.size {
                        self.begin(size);
                    }
                    self.expansion = self.expansion(&header, &mut extension).map_err(|error| error.at(at))?;
                    let link = header.link_name_bytes().map(|link| link.into_owned()).unwrap_or_default();
                    return Ok(Some(Head {
                        path: extension.path.unwrap_or_else(|| header.path_bytes().into_owned()),
                        kind: Kind::of(kind),
                        link: extension.link.unwrap_or(link),
                        size: self.expansion.as_ref().map_or(self.left, Expansion::size),
                    }));
                }
            }
        }
    }

    /// The input; behind the last entry, what follows the archive.
    pub(super) fn input(&mut self) -> &mut R {
        &mut self.input
    }

    /// How an entry with holes is put together: by its header and those that follow, or by what extended headers say.
    fn expansion(&mut self, header: &Header, extension: &mut Extension) -> Result<Option<Expansion>, sparse::Failure> {
        let map = std::mem::take(&mut extension.sparse);
        if header.entry_type().is_gnu_sparse() {
            let gnu = header.as_gnu().ok_or(sparse::Failure::Map)?;
            let segments = sparse::of_headers(gnu, || {
                let mut block = [0; BLOCK];
                let read = self.fill(&mut block)?;
                self.position += read as u64;
                if read < BLOCK { Err(io::Error::from(io::ErrorKind::UnexpectedEof)) } else { Ok(block) }
            })?;
            let size = gnu.real_size().map_err(|_| sparse::Failure::Map)?;
            return Expansion::new(segments, size, self.left).map(Some);
        }
        let Some(size) = map.size() else { return Ok(None) };
        let segments = match map.segments()? {
            Some(segments) => segments,
            None => {
                let (segments, length) = sparse::of_content(&mut *self)?;
                // The map fills whole blocks.
                let rest = (length.next_multiple_of(BLOCK as u64) - length).min(self.left);
                io::copy(&mut self.by_ref().take(rest), &mut io::sink())?;
                segments
            }
        };
        if let Some(name) = map.name() {
            extension.path = Some(name);
        }
        Expansion::new(segments, size, self.left).map(Some)
    }

    fn begin(&mut self, size: u64) {
        self.left = size;
        self.expansion = None;
        self.padding = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
    }

    fn pass_over(&mut self) -> Result<(), Broken> {
        let rest = self.left.saturating_add(self.padding);
        let passed = io::copy(&mut self.input.by_ref().take(rest), &mut io::sink())?;
        self.position = self.position.saturating_add(passed);
        self.left = 0;
        self.padding = 0;
        // The zeros behind the last entry are often left out; missing content is noticed where the header should be.
        if passed < rest && rest - passed >= BLOCK as u64 {
            Err(io::Error::from(io::ErrorKind::UnexpectedEof).into())
        } else {
            Ok(())
        }
    }

    /// The next header; `None` at the two blocks of zeros, and where the archive simply ends.
    fn header(&mut self) -> Result<Option<Header>, Broken> {
        for _ in 0..2 {
            let mut header = Header::new_old();
            let read = self.fill(header.as_mut_bytes())?;
            if read == 0 {
                return Ok(None);
            }
            if read < BLOCK {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
            let at = self.position;
            self.position += BLOCK as u64;
            let bytes = header.as_bytes();
            if bytes.iter().all(|byte| *byte == 0) {
                continue;
            }
            let sum = |range: std::ops::Range<usize>| {
                bytes.get(range).unwrap_or_default().iter().map(|byte| u32::from(*byte)).sum::<u32>()
            };
            // The field of the sum itself counts as eight spaces.
            let expected = sum(0..148) + sum(156..BLOCK) + 8 * 32;
            if header.cksum().ok() != Some(expected) {
                return Err(Broken::Header(at));
            }
            return Ok(Some(header));
        }
        Ok(None)
    }

    fn fill(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.input.read(rest)? {
                0 => break,
                read => filled += read,
            }
        }
        Ok(filled)
    }

    fn extension(&mut self, size: u64) -> Result<Vec<u8>, Broken> {
        if size > MAX_EXTENSION_LENGTH {
            return Err(Broken::Extension(size));
        }
        let mut bytes = Vec::new();
        self.by_ref().take(size).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn long_name(&mut self, size: u64) -> Result<Vec<u8>, Broken> {
        let mut name = self.extension(size)?;
        let end = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
        name.truncate(end);
        Ok(name)
    }

    /// Lines of `length key=value`, the length in decimal digits over the whole line.
    fn attributes(&mut self, size: u64, extension: &mut Extension) -> Result<(), Broken> {
        let bytes = self.extension(size)?;
        let mut rest = &bytes[..];
        while let Some((line, after)) = line(rest) {
            rest = after;
            let Some(sign) = line.iter().position(|byte| *byte == b'=') else { continue };
            let (key, value) = line.split_at(sign);
            let value = value.get(1..).unwrap_or_default();
            match key {
                b"path" => extension.path = Some(value.to_vec()),
                b"linkpath" => extension.link = Some(value.to_vec()),
                _ if extension.sparse.takes(key, value) => {}
                b"size" => extension.size = std::str::from_utf8(value).ok().and_then(|size| size.parse().ok()),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The content of the current entry.
impl<R: Read> Read for TarStream<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(expansion) = &mut self.expansion else { return self.stored(buffer) };
        let room = |length: u64| usize::try_from(length).unwrap_or(usize::MAX).min(buffer.len());
        match expansion.next() {
            Piece::End => Ok(0),
            Piece::Hole(length) => {
                let length = room(length);
                self.holes = self.holes.checked_sub(length as u64).ok_or_else(|| io::Error::other(TooLarge))?;
                buffer.get_mut(..length).unwrap_or_default().fill(0);
                expansion.advance(length as u64);
                Ok(length)
            }
            Piece::Stored(length) => {
                let length = room(length);
                let read = self.stored(buffer.get_mut(..length).unwrap_or_default())?;
                self.expansion.iter_mut().for_each(|expansion| expansion.advance(read as u64));
                Ok(read)
            }
        }
    }
}

impl<R: Read> TarStream<R> {
    /// Bytes of the current entry, as they stand in the archive.
    fn stored(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wanted = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.input.read(buffer.get_mut(..wanted).unwrap_or_default())?;
        if read == 0 && wanted > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= read as u64;
        self.position = self.position.saturating_add(read as u64);
        Ok(read)
    }
}

fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let space = bytes.iter().position(|byte| *byte == b' ')?;
    let length: usize = std::str::from_utf8(bytes.get(..space)?).ok()?.parse().ok()?;
    let line = bytes.get(space + 1..length.checked_sub(1)?)?;
    Some((line, bytes.get(length..)?))
}
