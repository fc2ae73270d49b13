//! The facts about a location of the form, read from S3.

use console::{data::Reading, error::AppError};
use domain::{Access, LocationFacts, S3Uri};
use futures::StreamExt;

use crate::aws::Aws;

/// Most bytes of a manifest that are read; it names objects and is small.
const MAX_MANIFEST_SIZE: u64 = 4 << 20;
/// Most keys that a message names.
const MAX_NAMED: usize = 3;

/// Looks at a location.
///
/// # Errors
/// Those of the store, where they say nothing about the location.
pub(super) async fn of(aws: &Aws, location: &S3Uri, reading: Reading) -> Result<LocationFacts, AppError> {
    let found = match aws.keys(location).await? {
        Ok(found) => found,
        Err(facts) => return Ok(facts),
    };
    let is_object = found.keys.first().is_some_and(|(key, _)| key == location.key());
    let mut facts = LocationFacts {
        access: if found.keys.is_empty() { Access::Empty } else { Access::Found },
        objects: Some(found.keys.len() as u64),
        bytes: Some(found.keys.iter().map(|(_, size)| size).sum()),
        more: found.more,
        ..LocationFacts::default()
    };
    let file = found.keys.iter().find(|(key, size)| *size > 0 && !key.ends_with('/'));
    facts.file_name = file.and_then(|(key, _)| key.rsplit('/').next().map(str::to_owned));
    if facts.access == Access::Empty {
        facts.similar = similar(aws, location).await?;
    }
    match reading {
        Reading::Listing | Reading::Checkpoints => {}
        Reading::Artifact if is_object => {
            let others = found.keys.iter().skip(1).map(|(key, _)| key.clone());
            facts.also_matched = others.take(MAX_NAMED).collect();
            facts.kms_key = aws.kms_key(location).await?;
        }
        Reading::Artifact => {}
        Reading::Manifest => {
            facts.is_manifest = Some(match found.keys.first() {
                Some((_, size)) if is_object && *size <= MAX_MANIFEST_SIZE => is_manifest(&whole(aws, location).await?),
                _ => false,
            });
        }
        Reading::Records => {
            if !found.more {
                let records = aws.read_records(location, &found.keys).await?;
                facts.records = records.map(|records| records.count);
                facts.images = records.and_then(|records| records.images);
            }
        }
    }
    Ok(facts)
}

/// The location beside one where nothing is, whose last name differs by a slip of the hand; `None` when there is none.
async fn similar(aws: &Aws, location: &S3Uri) -> Result<Option<String>, AppError> {
    let key = location.key().trim_end_matches('/');
    let (folder, name) = key.rsplit_once('/').map_or(("", key), |(folder, name)| (folder, name));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let Ok(parent) = S3Uri::new(location.bucket(), &folder) else { return Ok(None) };
    let beside = aws.names(&parent).await?;
    let near = beside.into_iter().filter(|beside| is_near(name, beside.trim_end_matches('/')));
    let nearest = near.min_by_key(|beside| beside.len().abs_diff(name.len()));
    Ok(nearest.and_then(|beside| S3Uri::new(location.bucket(), &format!("{folder}{beside}")).ok()).map(|uri| uri.to_string()))
}

/// Whether two names differ by capitals, or by at most two letters that are missing, wrong, too many or in the wrong order.
fn is_near(typed: &str, other: &str) -> bool {
    let limit = if typed.chars().count() < 5 { 1 } else { 2 };
    !typed.is_empty() && strsim::osa_distance(&typed.to_lowercase(), &other.to_lowercase()) <= limit
}

/// An object's bytes; empty when it is gone or cannot be read, which the rules then say.
async fn whole(aws: &Aws, object: &S3Uri) -> Result<Vec<u8>, AppError> {
    let mut bytes = Vec::new();
    if let Some((_, stream)) = aws.get(object).await? {
        let mut stream = Box::pin(stream);
        while let Some(Ok(chunk)) = stream.next().await {
            bytes.extend_from_slice(&chunk);
            if bytes.len() as u64 > MAX_MANIFEST_SIZE {
                break;
            }
        }
    }
    Ok(bytes)
}

/// A JSON array whose first element is an object with `prefix`, followed by key suffixes.
fn is_manifest(bytes: &[u8]) -> bool {
    let Ok(serde_json::Value::Array(items)) = serde_json::from_slice(bytes) else { return false };
    let Some((first, rest)) = items.split_first() else { return false };
    let prefix = first.get("prefix").and_then(serde_json::Value::as_str);
    prefix.is_some_and(|prefix| prefix.starts_with("s3://")) && rest.iter().all(serde_json::Value::is_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_is_near() {
        for (typed, other) in [("trian", "train"), ("Train", "train"), ("trai", "train"), ("validaton", "validation")] {
            assert!(is_near(typed, other), "{typed}");
        }
        assert!(!is_near("test", "train") && !is_near("", "a") && !is_near("val", "train"));
    }

    #[test]
    fn manifests_begin_with_a_prefix() {
        assert!(is_manifest(br#"[{"prefix": "s3://bucket/a/"}, "1.rec", "2.rec"]"#));
        for other in [&br#"["1.rec"]"#[..], b"{}", b"[]", b"not json", br#"[{"prefix": "a/"}]"#, br#"[{"prefix": "s3://b/"}, 1]"#]
        {
            assert!(!is_manifest(other), "{}", String::from_utf8_lossy(other));
        }
    }
}
