//! What stands before the content of an entry.

use std::borrow::Cow;

use tar::EntryType;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file, with or without holes.
    File,
    /// A folder.
    Folder,
    /// A link, symbolic or hard. It is never followed.
    Link,
    /// A device, a pipe or something else that no model needs.
    Other,
}

impl Kind {
    pub(super) fn of(entry: EntryType) -> Self {
        match entry {
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => Self::File,
            EntryType::Directory => Self::Folder,
            EntryType::Symlink | EntryType::Link => Self::Link,
            _ => Self::Other,
        }
    }
}

/// What stands before the content of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its path, as it stands there.
    pub path: Vec<u8>,
    /// Its kind.
    pub kind: Kind,
    /// Where it leads, if it is a link.
    pub link: Vec<u8>,
    /// The size of its content in bytes, holes included.
    pub size: u64,
}

impl Head {
    /// The path without its folders; bytes that are no UTF-8 are replaced.
    pub fn file_name(&self) -> Cow<'_, str> {
        let start = self.path.iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
        String::from_utf8_lossy(self.path.get(start..).unwrap_or_default())
    }
}
