//! `ManifestFile`: an object that lists objects. Source: shape `S3DataSource`, "ManifestFile".

use std::io::Read;

use domain::S3Uri;
use mxnet_formats::text_encoding::plain_text;
use serde_json::Value;

use super::objects::read_object;
use crate::{
    blocking::blocking,
    jobs::failure::JobError,
    s3::{blobs::Content, store::Store},
};

/// The largest manifest in bytes. A limit of this engine: a manifest is read into memory.
const MAX_MANIFEST_BYTES: u64 = 64 * 1024 * 1024;

/// An object that a manifest names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) bucket: String,
    pub(super) key: String,
    /// Its path inside the channel.
    pub(super) relative: String,
}

/// The objects of a manifest, in order.
pub(super) async fn read(store: &Store, uri: &S3Uri) -> Result<Vec<Entry>, JobError> {
    parse(&text(store, uri).await?).map_err(|reason| JobError::download(format!("The manifest {uri} cannot be read: {reason}")))
}

/// The bytes of a manifest.
///
/// # Errors
/// When there is no such object, or when it is too large.
pub(super) async fn text(store: &Store, uri: &S3Uri) -> Result<Vec<u8>, JobError> {
    let found = read_object(store, uri.bucket(), uri.key()).await?;
    let (_, content) = found.ok_or_else(|| JobError::download(format!("Unable to download object {uri} (NoSuchKey)")))?;
    if content.size() > MAX_MANIFEST_BYTES {
        return Err(JobError::download(format!(
            "The manifest {uri} has {} bytes; this engine reads {} MiB at most. Split it over several channels, or name fewer objects.",
            content.size(),
            MAX_MANIFEST_BYTES >> 20
        )));
    }
    Ok(blocking(move || read_text(content)).await?)
}

fn read_text(mut content: Content) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    content.read_to_end(&mut text)?;
    Ok(text)
}

/// `[{"prefix": "s3://bucket/folder/"}, "a", "b/c"]`
fn parse(text: &[u8]) -> Result<Vec<Entry>, String> {
    let text = plain_text(text).map_err(|error| error.to_string())?;
    let items: Vec<Value> = serde_json::from_str(text).map_err(|error| format!("it is no JSON list: {error}"))?;
    let (first, rest) = items.split_first().ok_or("it is empty")?;
    let prefix = first.get("prefix").and_then(Value::as_str);
    let prefix = prefix.ok_or("its first item must be {\"prefix\": \"s3://…\"}")?;
    let prefix = S3Uri::parse(prefix).map_err(|error| format!("its prefix {prefix}: {error}"))?;
    rest.iter()
        .map(|item| {
            let relative = item.as_str().ok_or_else(|| format!("{item} is no text"))?;
            let key = format!("{}{relative}", prefix.key());
            Ok(Entry { bucket: prefix.bucket().to_owned(), key, relative: relative.to_owned() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_manifest_names_objects_below_its_prefix() {
        let entries = parse(br#"[{"prefix": "s3://data/base/"}, "a.rec", "b/c.rec"]"#).expect("a manifest");
        let found: Vec<_> = entries.iter().map(|entry| (entry.key.as_str(), entry.relative.as_str())).collect();
        assert_eq!(found, [("base/a.rec", "a.rec"), ("base/b/c.rec", "b/c.rec")]);
    }

    #[test]
    fn a_byte_order_mark_is_named() {
        let error = parse(b"\xEF\xBB\xBF[{\"prefix\": \"s3://data/\"}, \"a\"]").expect_err("a mark");
        assert!(error.contains("byte order mark"), "{error}");
    }

    #[test]
    fn other_texts_are_refused_with_a_reason() {
        for text in ["", "{}", "[]", "[\"a\"]", r#"[{"prefix":"s3://data/"}, 1]"#, r#"[{"prefix":"data/"}]"#] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
    }
}
