//! The entries of a tar archive, one after the other. Only what a model needs is understood; names and sizes of extended
//! headers are read with limits, where libraries take as much memory as the archive asks for.

use std::io::{self, Read};

use tar::{EntryType, Header};

const BLOCK: usize = 512;
/// Longest extended header, in bytes: a path and a few times.
const MAX_EXTENSION_LENGTH: u64 = 64 * 1024;
/// Entries of an archive. A model with a checkpoint for each epoch has fewer.
const MAX_ENTRIES: u64 = 100_000;

/// Why an archive cannot be read further.
#[derive(Debug, thiserror::Error)]
pub(super) enum Broken {
    /// The bytes could not be read or unpacked.
    #[error("{}", explain(.0))]
    Input(#[from] io::Error),
    /// A block is no header.
    #[error("the block at byte {0} is no header of an entry: its check sum is wrong")]
    Header(u64),
    /// A size is no number.
    #[error("the size of the entry at byte {0} cannot be read")]
    Size(u64),
    /// An extended header is too long.
    #[error("an extended header claims {0} bytes")]
    Extension(u64),
    /// There are too many entries.
    #[error("it holds more than {MAX_ENTRIES} entries")]
    Entries,
}

/// What stands before the content of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// Its path, as it stands there.
    pub(super) path: Vec<u8>,
    /// Its kind.
    pub(super) kind: EntryType,
    /// Where it leads, if it is a link.
    pub(super) link: Vec<u8>,
    /// Its size in bytes.
    pub(super) size: u64,
}

/// A tar archive.
pub(super) struct TarStream<R> {
    input: R,
    /// Bytes of the current entry that were not read.
    left: u64,
    /// Zeros behind them.
    padding: u64,
    position: u64,
    entries: u64,
}

/// What extended headers say about the next entry.
#[derive(Default)]
struct Extension {
    path: Option<Vec<u8>>,
    link: Option<Vec<u8>>,
    size: Option<u64>,
}

impl<R: Read> TarStream<R> {
    /// An archive from its first byte on.
    pub(super) fn new(input: R) -> Self {
        Self { input, left: 0, padding: 0, position: 0, entries: 0 }
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
                    let link = header.link_name_bytes().map(|link| link.into_owned()).unwrap_or_default();
                    return Ok(Some(Head {
                        path: extension.path.unwrap_or_else(|| header.path_bytes().into_owned()),
                        kind,
                        link: extension.link.unwrap_or(link),
                        size: self.left,
                    }));
                }
            }
        }
    }

    /// The input behind the last entry.
    pub(super) fn into_input(self) -> R {
        self.input
    }

    /// The input, to ask how far it was read.
    pub(super) fn input(&self) -> &R {
        &self.input
    }

    fn begin(&mut self, size: u64) {
        self.left = size;
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

    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, Broken> {
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

/// What an error of reading means for the archive.
fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "it ends too early, as after an upload that was cut".to_owned(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => format!("its compressed data are damaged ({error})"),
        _ => error.to_string(),
    }
}
