//! A whole archive, from the first byte of its gzip to the check sum behind the last.

use std::io::{self, BufRead, Read};

use super::{broken::Broken, gunzip::LimitedGunzip, head::Head, tar_stream::TarStream};

/// The entries of a `tar.gz`, one after the other. Reading it reads the content of the current entry.
pub struct ArchiveReader<R> {
    tar: TarStream<LimitedGunzip<R>>,
}

impl<R: BufRead> ArchiveReader<R> {
    /// An archive of `size` bytes.
    ///
    /// # Errors
    /// [`Broken::Empty`], [`Broken::Zip`], [`Broken::NoGzip`], or that nothing can be read.
    pub fn open(mut input: R, size: u64) -> Result<Self, Broken> {
        match input.fill_buf()? {
            [0x1F, 0x8B, ..] => {}
            [] => return Err(Broken::Empty),
            // The head of a file in a ZIP, or the end of an empty one.
            [b'P', b'K', 3 | 5, 4 | 6, ..] => return Err(Broken::Zip),
            _ => return Err(Broken::NoGzip),
        }
        let gunzip = LimitedGunzip::new(input, size);
        let limit = gunzip.limit();
        Ok(Self { tar: TarStream::new(gunzip, limit) })
    }

    /// The next entry; what was not read of the one before is passed over. `None` at the end.
    ///
    /// # Errors
    /// Why the archive cannot be read further.
    pub fn next_entry(&mut self) -> Result<Option<Head>, Broken> {
        self.tar.next()
    }

    /// Bytes that were unpacked so far, without holes.
    pub fn unpacked(&mut self) -> u64 {
        self.tar.input().count()
    }

    /// Reads what is behind the last entry, up to the check sum. Whether something that is not gzip follows.
    ///
    /// # Errors
    /// When the rest is damaged or cut.
    pub fn finish(&mut self) -> Result<bool, Broken> {
        let rest = self.tar.input();
        io::copy(rest, &mut io::sink())?;
        Ok(rest.is_followed())
    }
}

/// The content of the current entry, holes as zeros.
impl<R: BufRead> Read for ArchiveReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.tar.read(buffer)
    }
}
