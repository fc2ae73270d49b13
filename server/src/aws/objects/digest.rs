//! A digest of the objects below a location, by which data are recognised.

use aws_sdk_s3::types::{Object, ServerSideEncryption};
use domain::{LocationFacts, S3Uri, Timestamp, channel_data::MAX_LISTED_OBJECTS};
use sha2::{Digest, Sha256};

use super::{Aws, Failure, size, timestamp, unreadable};

/// What a listing of all objects below a location says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ListingDigest {
    /// How many objects there are, as far as they were listed.
    pub(crate) objects: u64,
    /// Their size together, in bytes.
    pub(crate) bytes: u64,
    /// Keys and sizes of the first objects, [`MAX_KEYS`] at most.
    pub(crate) keys: Vec<(String, u64)>,
    /// SHA-256 in hexadecimal digits over the keys below the location, sizes and entity tags.
    pub(crate) digest: String,
    /// Whether each entity tag is the MD5 of the content.
    pub(crate) tags_are_md5: bool,
    /// How many of the objects were uploaded in parts.
    parts: u64,
    /// When the youngest object was written.
    pub(crate) modified_at: Option<Timestamp>,
    /// Whether there are more than [`MAX_LISTED_OBJECTS`].
    pub(crate) more: bool,
}

/// Keys that a digest keeps: records are counted in a few files at most.
const MAX_KEYS: usize = 16;

impl Aws {
    /// Lists the objects whose keys start with a location's key, or tells what is known of a location that cannot be listed.
    ///
    /// # Errors
    /// A failure that says nothing about the location.
    pub(crate) async fn digest(&self, location: &S3Uri) -> Result<Result<ListingDigest, LocationFacts>, Failure> {
        let call = self.s3.list_objects_v2().bucket(location.bucket()).prefix(location.key());
        let mut pages = call.into_paginator().send();
        let (mut found, mut sum) = (ListingDigest::default(), Sha256::new());
        while let Some(page) = pages.next().await {
            let page = match page {
                Ok(page) => page,
                Err(error) => return unreadable(Failure::new(&error), self.region()).map(Err),
            };
            for object in page.contents() {
                if found.objects == MAX_LISTED_OBJECTS {
                    found.more = true;
                    break;
                }
                found.add(&mut sum, location, object);
            }
            if found.more {
                break;
            }
        }
        found.digest = hex::encode(sum.finalize());
        found.tags_are_md5 = found.parts == 0 && self.is_without_customer_key(location.bucket(), &found).await;
        Ok(Ok(found))
    }

    /// Whether the first object is known to be under no customer key; one upload seldom mixes them.
    async fn is_without_customer_key(&self, bucket: &str, found: &ListingDigest) -> bool {
        let Some((key, _)) = found.keys.first() else { return false };
        let head = self.s3.head_object().bucket(bucket).key(key).send().await;
        head.is_ok_and(|head| {
            let kind = head.server_side_encryption();
            head.sse_customer_algorithm().is_none() && kind.is_none_or(|kind| *kind == ServerSideEncryption::Aes256)
        })
    }
}

impl ListingDigest {
    fn add(&mut self, sum: &mut Sha256, location: &S3Uri, object: &Object) {
        let key = object.key().unwrap_or_default();
        let below = key.strip_prefix(location.key()).unwrap_or(key).trim_start_matches('/');
        let etag = object.e_tag().unwrap_or_default().trim_matches('"');
        // Lengths stand before texts, so that no two listings give the same bytes.
        for text in [below, etag] {
            sum.update((text.len() as u64).to_be_bytes());
            sum.update(text);
        }
        sum.update(size(object).to_be_bytes());
        self.objects += 1;
        // `…-3` after three parts.
        self.parts += u64::from(etag.contains('-'));
        self.bytes = self.bytes.saturating_add(size(object));
        self.modified_at = self.modified_at.max(object.last_modified().and_then(timestamp));
        if self.keys.len() < MAX_KEYS {
            self.keys.push((key.to_owned(), size(object)));
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::Access;

    use super::*;
    use crate::testing::local::Local;

    #[tokio::test]
    async fn data_are_recognised_by_their_objects() {
        let local = Local::start().await;
        let digest = async |location: &S3Uri| local.aws.digest(location).await.expect("an answer").expect("a listing");
        let base = digest(&local.at("samples/digits/base/validation/")).await;
        assert_eq!((base.objects, base.more, base.keys.len(), base.digest.len()), (1, false, 1, 64));
        assert_eq!(base.bytes, base.keys[0].1);
        assert!(base.modified_at.is_some());
        assert!(base.tags_are_md5);
        assert_eq!(digest(&local.at("samples/digits/base/validation")).await, base, "without the slash");
        let expanded = digest(&local.at("samples/digits/expanded/validation/")).await;
        assert_ne!(expanded.digest, base.digest);
        assert_eq!(digest(&local.at("samples/nothing/")).await.objects, 0);
        let missing = S3Uri::parse("s3://no-such-bucket-anywhere/x").expect("a location");
        let facts = local.aws.digest(&missing).await.expect("an answer").expect_err("no bucket");
        assert_eq!(facts.access, Access::NoBucket);
    }
}
