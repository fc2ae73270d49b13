//! The files of a channel: those below its location, or those that a manifest names.

use console::data::evaluation::EvaluationFailure;
use domain::{Access, LocationFacts, S3Uri};
use mxnet_formats::model_archive::is_shadow_file;
use serde_json::Value;

use super::{
    failure::{failed, gone, of_target},
    plan::Planned,
};
use crate::aws::{
    Aws,
    objects::{Version, keys::ListedObject},
};

/// Objects that are looked at below a location. Source: our own limit, ten pages of a listing.
const MAX_OBJECTS: usize = 10_000;
/// Bytes of a manifest that is read.
const MAX_MANIFEST_SIZE: u64 = 4 << 20;
/// Objects of a manifest: each costs a call.
const MAX_MANIFEST_OBJECTS: usize = 1_000;
/// The longest name of a file or folder in bytes. Source: `NAME_MAX` of Linux.
const MAX_NAME_LENGTH: usize = 255;

/// An object that becomes a file of the channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ChannelFile {
    /// Its location.
    pub(super) uri: S3Uri,
    /// Its path in the channel, which leads out of no folder.
    pub(super) name: String,
    /// Its version.
    pub(super) version: Version,
}

/// The files of a channel, and a sentence for each thing that was left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ChannelFiles {
    /// By their paths, as the trainer reads them.
    pub(super) files: Vec<ChannelFile>,
    /// What was left out and why.
    pub(super) left_out: Vec<String>,
}

/// Lists the files of a channel whose names end with `ending`.
pub(super) async fn files(aws: &Aws, channel: &Planned, ending: &str) -> Result<ChannelFiles, EvaluationFailure> {
    let mut found = ChannelFiles::default();
    let candidates = if channel.is_manifest {
        named_by_manifest(aws, channel, &mut found.left_out).await?
    } else {
        below(aws, channel, &mut found.left_out).await?
    };
    let mut refused = Vec::new();
    for file in candidates {
        let is_data = file.version.size > 0 && file.name.ends_with(ending) && !is_shadow_file(&file.name);
        match is_data {
            true if is_path(&file.name) => found.files.push(file),
            true => refused.push(file.uri.to_string()),
            false => {}
        }
    }
    if let Some(first) = refused.first() {
        let more = if refused.len() > 1 { format!(" and {} others", refused.len() - 1) } else { String::new() };
        found.left_out.push(format!("{first}{more} were left out: no file can have such a name."));
    }
    // The trainer reads files in this order.
    found.files.sort_by(|one, other| one.name.split('/').cmp(other.name.split('/')));
    Ok(found)
}

async fn below(aws: &Aws, channel: &Planned, left_out: &mut Vec<String>) -> Result<Vec<ChannelFile>, EvaluationFailure> {
    let location = &channel.location;
    let listed = aws.objects(location, MAX_OBJECTS).await.map_err(|failure| of_target(failure, location))?;
    let (objects, more) = listed.map_err(|facts| unlisted(channel, &facts))?;
    if more {
        left_out.push(format!(
            "The location of the channel {} holds more than 10,000 objects; the others were left out.",
            channel.name
        ));
    }
    let file = |object: ListedObject| {
        let name = location.path_in_channel(&object.key).to_owned();
        Some(ChannelFile { uri: S3Uri::new(location.bucket(), &object.key).ok()?, name, version: object.version })
    };
    Ok(objects.into_iter().filter_map(file).collect())
}

fn unlisted(channel: &Planned, facts: &LocationFacts) -> EvaluationFailure {
    let reason = match facts.access {
        Access::NoBucket => "its bucket does not exist any more",
        Access::Denied => "the console may not list it",
        _ => "its bucket is in another Region",
    };
    failed(
        format!("The data of the channel {} cannot be listed", channel.name),
        format!("The location {} cannot be read: {reason}. Mend that, then try again.", channel.location),
    )
}

async fn named_by_manifest(
    aws: &Aws,
    channel: &Planned,
    left_out: &mut Vec<String>,
) -> Result<Vec<ChannelFile>, EvaluationFailure> {
    let manifest = &channel.location;
    let part = aws.part(manifest, 0, MAX_MANIFEST_SIZE + 1).await.map_err(|failure| of_target(failure, manifest))?;
    let (size, bytes) = part.ok_or_else(|| gone(manifest))?;
    let unreadable = |reason: &str| failed("The manifest cannot be read", format!("The manifest {manifest} {reason}."));
    if size > MAX_MANIFEST_SIZE {
        return Err(unreadable("has more than 4 MiB, which is the most that an evaluation reads"));
    }
    let mut names = parse(&bytes).ok_or_else(|| unreadable("is no JSON list of a prefix and names behind it"))?;
    if names.len() > MAX_MANIFEST_OBJECTS {
        names.truncate(MAX_MANIFEST_OBJECTS);
        left_out.push("The manifest names more than 1,000 objects; the others were left out.".to_owned());
    }
    let mut files = Vec::new();
    for (uri, name) in names {
        let version = aws.version(&uri).await.map_err(|failure| of_target(failure, &uri))?;
        files.push(ChannelFile { version: version.ok_or_else(|| gone(&uri))?, uri, name });
    }
    Ok(files)
}

/// The objects that a manifest names, with their paths in the channel. Source: shape `S3DataSource`, "ManifestFile".
fn parse(bytes: &[u8]) -> Option<Vec<(S3Uri, String)>> {
    let Value::Array(items) = serde_json::from_slice(bytes).ok()? else { return None };
    let (first, rest) = items.split_first()?;
    let prefix = S3Uri::parse(first.get("prefix")?.as_str()?).ok()?;
    let object = |item: &Value| {
        let name = item.as_str()?;
        Some((S3Uri::new(prefix.bucket(), &format!("{}{name}", prefix.key())).ok()?, name.trim_start_matches('/').to_owned()))
    };
    rest.iter().map(object).collect()
}

/// Whether a name is a path that leads out of no folder.
pub(super) fn is_path(name: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains('\0') && part.len() <= MAX_NAME_LENGTH;
    name.split('/').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out_of_the_channel_are_no_paths() {
        assert!(is_path("a.rec") && is_path("a/b c/d.rec"));
        for name in ["", "/a.rec", "../a.rec", "a/../b.rec", "a//b.rec", "./a.rec", "a\0.rec"] {
            assert!(!is_path(name), "{name:?}");
        }
        assert!(!is_path(&"a".repeat(256)));
    }

    #[test]
    fn a_manifest_names_a_prefix_and_what_follows_it() {
        let found = parse(br#"[{"prefix": "s3://bucket/data/"}, "a.rec", "b/c.rec"]"#).expect("a manifest");
        let names: Vec<(String, &str)> = found.iter().map(|(uri, name)| (uri.to_string(), name.as_str())).collect();
        assert_eq!(names, [("s3://bucket/data/a.rec".to_owned(), "a.rec"), ("s3://bucket/data/b/c.rec".to_owned(), "b/c.rec")]);
        for other in [&b"{}"[..], b"[]", br#"["a"]"#, br#"[{"prefix": "a"}]"#, br#"[{"prefix": "s3://bucket/"}, 1]"#] {
            assert!(parse(other).is_none());
        }
    }
}
