//! Why an archive cannot be read.

use std::io;

use super::tar_stream::MAX_ENTRIES;

/// Why an archive cannot be read, or cannot be read further; the rest of a sentence.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// There is no byte.
    #[error("it is empty")]
    Empty,
    /// It is the other usual archive.
    #[error("it is a ZIP archive, and jobs read archives of tar that are compressed with gzip")]
    Zip,
    /// It begins otherwise than gzip.
    #[error("it is not compressed with gzip")]
    NoGzip,
    /// The bytes could not be read or unpacked.
    #[error("{}", explain(.0))]
    Input(#[from] io::Error),
    /// A block is no header.
    #[error("the block at byte {0} is no header of an entry: its check sum is wrong")]
    Header(u64),
    /// A size is no number.
    #[error("the size of the entry at byte {0} cannot be read")]
    Size(u64),
    /// The places of a file's data between its holes are not in order, or not those of the data that are there.
    #[error("the map of the holes in the file at byte {0} is wrong")]
    Holes(u64),
    /// An extended header is too long.
    #[error("an extended header claims {0} bytes")]
    Extension(u64),
    /// There are too many entries.
    #[error("it holds more than {MAX_ENTRIES} entries")]
    Entries,
}

impl Broken {
    /// The reason as a sentence of its own.
    pub fn sentence(&self) -> String {
        let reason = self.to_string();
        let mut letters = reason.chars();
        let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
        format!("{first}{}.", letters.as_str())
    }
}

/// What an error of reading means for the archive.
fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "it ends too early, as after an upload that was cut".to_owned(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => format!("its compressed data are damaged ({error})"),
        _ => error.to_string(),
    }
}
