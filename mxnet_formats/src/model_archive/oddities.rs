//! Entries that look like a model's files to their owner and are none to a job.

use super::{
    head::{Head, Kind},
    names::shown,
};

/// What names of archives end with.
const ARCHIVES: [&str; 5] = [".tar.gz", ".tgz", ".tar", ".tar.bz2", ".zip"];
/// Entries that are named. Source: our own limit, since an archive may hold a hundred thousand links.
const MAX_NAMED: usize = 3;

/// What an archive held that no job reads.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Oddities {
    links: Vec<String>,
    archives: Vec<String>,
}

impl Oddities {
    /// Looks at an entry; gives a sentence for an archive in the archive.
    pub fn take(&mut self, head: &Head) -> Option<String> {
        let path = shown(&head.path);
        match head.kind {
            Kind::Link if self.links.len() < MAX_NAMED => self.links.push(format!("{path} is a link to {}", shown(&head.link))),
            Kind::File if ARCHIVES.iter().any(|end| path.to_lowercase().ends_with(end)) => {
                let sentence = format!("{path} is an archive itself. It is not opened: a job finds the files around it only.");
                if self.archives.len() < MAX_NAMED {
                    self.archives.push(path);
                }
                return Some(sentence);
            }
            _ => {}
        }
        None
    }

    /// Why files may be missing from the archive, to go on with a sentence; `None` when nothing is odd.
    pub fn hint(&self) -> Option<String> {
        if let Some(archive) = self.archives.first() {
            return Some(format!(
                "it holds the archive {archive}, which is not opened: use that one, or pack its files themselves"
            ));
        }
        (!self.links.is_empty())
            .then(|| format!("{}, and links are not followed: pack the files themselves", self.links.join(", ")))
    }
}

/// Whether a file of this name is what macOS writes beside a file to keep its attributes (AppleDouble).
/// Source: RFC 1740, and `copyfile(3)` of macOS.
pub fn is_shadow_file(name: &str) -> bool {
    name.rsplit('/').next().is_some_and(|name| name.starts_with("._"))
}
