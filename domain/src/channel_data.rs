//! The objects of a channel, as they were listed for a job, and whether two jobs had the same data.
//!
//! An address says nothing about the data: objects are overwritten in their place, and copied to others. What decides is a
//! digest of the listing (keys below the location, sizes, entity tags), taken when the job was made. A listing that is not
//! complete, or older than the objects, allows no conclusion: [`Identity::NotKnown`] says why.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, grouped_digits::grouped_digits};

/// Objects that one listing reads. Source: our own limit; a listing gives 1,000 at a time.
pub const MAX_LISTED_OBJECTS: u64 = 100_000;

/// The channel on whose data every score is measured.
pub const VALIDATION_CHANNEL: &str = "validation";

/// The channel that says what the numbers in masks mean.
pub const LABEL_MAP_CHANNEL: &str = "label_map";

/// What a channel of a job held when it was listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelData {
    /// The channel's name, for example `validation`.
    pub channel: String,
    /// The location in the request.
    pub location: String,
    /// How much of the data the listing covers.
    pub extent: Extent,
    /// How many objects were listed.
    pub objects: u64,
    /// Their size together, in bytes.
    pub bytes: u64,
    /// How many training examples they hold, where somebody counted them.
    pub records: Option<u64>,
    /// SHA-256 in hexadecimal digits over keys below the location, sizes and entity tags; empty when nothing was listed.
    pub digest: String,
    /// Whether each entity tag is the MD5 of the content. The tag of an object that was uploaded in parts depends on the parts, and
    /// that of one under a customer key differs with each upload: another tag then says nothing about the content.
    #[serde(default)]
    pub tags_are_md5: bool,
    /// When the youngest of the objects was written.
    pub modified_at: Option<Timestamp>,
    /// When the listing was made.
    pub listed_at: Timestamp,
}

/// How much of a channel's data a listing covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Extent {
    /// All objects below the location.
    Complete,
    /// The first [`MAX_LISTED_OBJECTS`]; there are more.
    First,
    /// The manifest itself; nobody looked at the objects that it names.
    Manifest,
    /// Nothing, for this reason: the location cannot be listed, or is no location in S3.
    Nothing(String),
}

/// Whether two jobs had the same data in a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Identity {
    /// The same objects, to the last one.
    Same,
    /// Others. The text says how they differ: `1 object, 500 → 1,000 records`.
    Different(String),
    /// Nobody can tell. The text says why, as the end of a sentence that begins with *because*.
    NotKnown(String),
}

impl Identity {
    /// Whether it is certain that the data are the same.
    pub fn is_same(&self) -> bool {
        *self == Self::Same
    }
}

/// Whether two jobs had the same data in one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelComparison {
    /// The channel's name.
    pub channel: String,
    /// What is known about its data in both jobs.
    pub identity: Identity,
}

impl ChannelComparison {
    /// `train data: the same as month-01's`, with what differs or why nobody knows.
    pub fn sentence(&self, earlier: &str) -> String {
        let data = format!("{} data", self.channel);
        match &self.identity {
            Identity::Same => format!("{data}: the same as in {earlier}."),
            Identity::Different(how) => format!("{data} changed since {earlier}: {how}."),
            Identity::NotKnown(reason) => format!("{data}: not known to be the same as in {earlier}, because {reason}."),
        }
    }
}

impl ChannelData {
    /// `1 object, 110,836 bytes, 500 records, digest 1a2b3c4d5e6f`; the digest is cut.
    pub fn words(&self) -> String {
        let objects = if self.objects == 1 { "object" } else { "objects" };
        let more = if self.extent == Extent::First { "+" } else { "" };
        let records = self.records.map_or_else(String::new, |records| format!(", {} records", grouped_digits(records)));
        let (count, bytes) = (grouped_digits(self.objects), grouped_digits(self.bytes));
        match &self.extent {
            Extent::Nothing(reason) => format!("not known: {reason}"),
            Extent::Manifest => format!("a manifest of {bytes} bytes, digest {:.12}", self.digest),
            Extent::Complete | Extent::First => {
                format!("{count}{more} {objects}, {bytes} bytes{records}, digest {:.12}", self.digest)
            }
        }
    }

    /// Whether an object was written after `started_at`, when the job began to read its data: the listing then is not of
    /// what the job read.
    pub fn is_newer_than(&self, started_at: Timestamp) -> bool {
        self.modified_at.is_some_and(|modified_at| modified_at > started_at)
    }
}

/// What is known of a channel's data in one job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed<'a> {
    /// The job's name for people.
    pub job: &'a str,
    /// Its listing; `None` when nobody made one.
    pub data: Option<&'a ChannelData>,
    /// When the job began to read its data, where that is known.
    pub started_at: Option<Timestamp>,
    /// When the job ended.
    pub ended_at: Option<Timestamp>,
}

impl<'a> Listed<'a> {
    /// The listing, if conclusions can rest on it.
    fn usable(&self) -> Result<&'a ChannelData, String> {
        let job = self.job;
        let Some(data) = self.data else { return Err(format!("no listing of the data of {job} was kept")) };
        if let Extent::Nothing(reason) = &data.extent {
            return Err(format!("the data of {job} could not be listed: {reason}"));
        }
        if self.ended_at.is_some_and(|ended_at| ended_at < data.listed_at) {
            return Err(format!("the data of {job} were listed only after it had ended"));
        }
        if self.started_at.is_some_and(|started_at| data.is_newer_than(started_at)) {
            return Err(format!("objects were written after {job} began to read its data"));
        }
        Ok(data)
    }
}

/// Compares what a channel held in two jobs; `before` is the earlier one.
pub fn compare(before: Listed<'_>, after: Listed<'_>) -> Identity {
    let (old, new) = match (before.usable(), after.usable()) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(reason), _) | (_, Err(reason)) => return Identity::NotKnown(reason),
    };
    match (&old.extent, &new.extent) {
        (Extent::Manifest, Extent::Manifest) if old.digest == new.digest => {
            Identity::NotKnown("the manifest is the same, but nobody compared the objects that it names".to_owned())
        }
        (Extent::Manifest, Extent::Manifest) => {
            Identity::NotKnown("the manifests differ, and nobody compared the objects that they name".to_owned())
        }
        (Extent::Manifest, _) | (_, Extent::Manifest) => {
            Identity::NotKnown("one job has a manifest, and nobody looked at the objects that it names".to_owned())
        }
        (Extent::First, Extent::First) if old.digest == new.digest => Identity::NotKnown(format!(
            "the first {} objects are the same, and nobody looked at the others",
            grouped_digits(MAX_LISTED_OBJECTS)
        )),
        (Extent::Complete, Extent::Complete) if old.digest == new.digest => Identity::Same,
        _ if old.objects == new.objects && old.bytes == new.bytes && !(old.tags_are_md5 && new.tags_are_md5) => {
            let objects = if new.objects == 1 { "the object has" } else { "the objects have" };
            Identity::NotKnown(format!(
                "{objects} the same size and other entity tags, which uploads in parts and customer keys change too"
            ))
        }
        _ => Identity::Different(difference(old, new)),
    }
}

/// `1 object, 500 → 1,000 records`, `3 → 4 objects, 110.8 kB → 252.9 kB`
fn difference(old: &ChannelData, new: &ChannelData) -> String {
    let more = |data: &ChannelData| if data.extent == Extent::First { "+" } else { "" };
    let objects = if old.objects == new.objects && more(old) == more(new) {
        format!("{}{} {}", grouped_digits(new.objects), more(new), if new.objects == 1 { "object" } else { "objects" })
    } else {
        format!("{}{} → {}{} objects", grouped_digits(old.objects), more(old), grouped_digits(new.objects), more(new))
    };
    match (old.records, new.records) {
        (Some(before), Some(after)) if before != after => {
            format!("{objects}, {} → {} records", grouped_digits(before), grouped_digits(after))
        }
        _ if old.bytes != new.bytes => format!("{objects}, {} → {} bytes", grouped_digits(old.bytes), grouped_digits(new.bytes)),
        _ => format!("{objects} of the same size with another content or other names"),
    }
}

#[cfg(test)]
mod tests;
