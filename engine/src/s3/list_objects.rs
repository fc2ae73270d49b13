//! `ListObjects` and `ListObjectsV2`.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::percent;
use s3s::{
    S3Result,
    dto::{
        CommonPrefix, ETag, EncodingType, ListObjectsInput, ListObjectsOutput, ListObjectsV2Input, ListObjectsV2Output, Object,
        Owner,
    },
};

use super::{
    attributes::whole_seconds,
    buckets::{owner, require},
    error::{internal, invalid_argument},
    page::{ListRequest, Page, page},
    store::Store,
};
use crate::db::objects::ObjectRow;

/// Entries of one reply, also when a client asks for more. Source: API page of ListObjectsV2.
const MAX_KEYS: i32 = 1000;
/// The prefix of a token. Other texts can be decoded but are no tokens.
const TOKEN: &[u8] = b"after:";

/// `ListObjects`
pub(super) async fn version_1(store: &Store, input: ListObjectsInput) -> S3Result<ListObjectsOutput> {
    require(store, &input.bucket).await?;
    let encoding = Encoding::of(input.encoding_type.as_ref())?;
    let limit = limit(input.max_keys)?;
    let request = ListRequest {
        bucket: &input.bucket,
        prefix: input.prefix.as_deref().unwrap_or_default().as_bytes(),
        delimiter: input.delimiter.as_deref().unwrap_or_default().as_bytes(),
        after: input.marker.as_deref().filter(|marker| !marker.is_empty()).map(str::as_bytes),
        skips_prefix_of_marker: true,
        limit,
    };
    let page = page(store, &request).await.map_err(internal)?;
    // Without a delimiter clients continue after the last key. Source: API page of ListObjects.
    let next = page.next.as_deref().filter(|_| !request.delimiter.is_empty());
    Ok(ListObjectsOutput {
        name: Some(input.bucket.clone()),
        prefix: Some(encoding.text(input.prefix.as_deref().unwrap_or_default())),
        marker: Some(encoding.text(input.marker.as_deref().unwrap_or_default())),
        max_keys: Some(limit),
        is_truncated: Some(page.next.is_some()),
        next_marker: next.map(|key| encoding.bytes(key)),
        contents: Some(contents(&page, encoding, Some(&owner(store)))),
        common_prefixes: Some(common_prefixes(&page, encoding)),
        delimiter: input.delimiter.as_deref().filter(|text| !text.is_empty()).map(|text| encoding.text(text)),
        encoding_type: input.encoding_type.clone(),
        ..Default::default()
    })
}

/// `ListObjectsV2`
pub(super) async fn version_2(store: &Store, input: ListObjectsV2Input) -> S3Result<ListObjectsV2Output> {
    require(store, &input.bucket).await?;
    let encoding = Encoding::of(input.encoding_type.as_ref())?;
    let limit = limit(input.max_keys)?;
    let token = input.continuation_token.as_deref().map(decode_token).transpose()?;
    let start = input.start_after.as_deref().filter(|key| !key.is_empty()).map(str::as_bytes);
    let request = ListRequest {
        bucket: &input.bucket,
        prefix: input.prefix.as_deref().unwrap_or_default().as_bytes(),
        delimiter: input.delimiter.as_deref().unwrap_or_default().as_bytes(),
        after: token.as_deref().or(start),
        skips_prefix_of_marker: false,
        limit,
    };
    let page = page(store, &request).await.map_err(internal)?;
    let shown = input.fetch_owner.unwrap_or(false).then(|| owner(store));
    Ok(ListObjectsV2Output {
        name: Some(input.bucket.clone()),
        prefix: Some(encoding.text(input.prefix.as_deref().unwrap_or_default())),
        max_keys: Some(limit),
        key_count: Some(i32::try_from(page.objects.len() + page.prefixes.len()).unwrap_or(limit)),
        continuation_token: input.continuation_token.clone(),
        is_truncated: Some(page.next.is_some()),
        next_continuation_token: page.next.as_deref().map(encode_token),
        contents: Some(contents(&page, encoding, shown.as_ref())),
        common_prefixes: Some(common_prefixes(&page, encoding)),
        delimiter: input.delimiter.as_deref().filter(|text| !text.is_empty()).map(|text| encoding.text(text)),
        encoding_type: input.encoding_type.clone(),
        // A token says where the page begins, and S3 then repeats no other begin.
        start_after: input.start_after.as_deref().filter(|_| token.is_none()).map(|text| encoding.text(text)),
        ..Default::default()
    })
}

pub(super) fn limit(asked: Option<i32>) -> S3Result<i32> {
    match asked.unwrap_or(MAX_KEYS) {
        negative if negative < 0 => {
            let message = "Argument maxKeys must be an integer between 0 and 2147483647".to_owned();
            Err(invalid_argument(message, "maxKeys", negative))
        }
        asked => Ok(asked.min(MAX_KEYS)),
    }
}

fn encode_token(key: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode([TOKEN, key].concat())
}

fn decode_token(token: &str) -> S3Result<Vec<u8>> {
    let decoded = BASE64_URL_SAFE_NO_PAD.decode(token).ok();
    let key = decoded.and_then(|bytes| bytes.strip_prefix(TOKEN).map(<[u8]>::to_vec));
    let message = "The continuation token provided is incorrect";
    key.ok_or_else(|| invalid_argument(message.to_owned(), "continuation-token", token))
}

fn contents(page: &Page, encoding: Encoding, owner: Option<&Owner>) -> Vec<Object> {
    let object = |row: &ObjectRow| Object {
        checksum_algorithm: Some(row.checksums.algorithms().map(|a| a.name().to_owned().into()).collect()),
        checksum_type: row.checksums.algorithms().next().map(|_| row.checksums.kind()),
        e_tag: Some(ETag::Strong(row.etag.clone())),
        key: Some(encoding.bytes(&row.key)),
        last_modified: Some(whole_seconds(row.modified_at)),
        owner: owner.cloned(),
        size: Some(row.size),
        storage_class: Some(row.attributes.listed_class()),
        ..Default::default()
    };
    page.objects.iter().map(object).collect()
}

pub(super) fn common_prefixes(page: &Page, encoding: Encoding) -> Vec<CommonPrefix> {
    page.prefixes.iter().map(|prefix| CommonPrefix { prefix: Some(encoding.bytes(prefix)) }).collect()
}

/// The encoding of keys in the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Plain,
    /// `encoding-type=url`, because XML cannot hold every key.
    Url,
}

impl Encoding {
    /// # Errors
    /// `InvalidArgument` for any other word.
    pub(super) fn of(asked: Option<&EncodingType>) -> S3Result<Self> {
        match asked {
            None => Ok(Self::Plain),
            Some(kind) if kind.as_str() == EncodingType::URL => Ok(Self::Url),
            Some(other) => {
                Err(invalid_argument("Invalid Encoding Method specified in Request".to_owned(), "encoding-type", other.as_str()))
            }
        }
    }

    pub(super) fn text(self, text: &str) -> String {
        self.bytes(text.as_bytes())
    }

    pub(super) fn bytes(self, bytes: &[u8]) -> String {
        match self {
            Self::Plain => String::from_utf8_lossy(bytes).into_owned(),
            Self::Url => percent::encode_path(bytes),
        }
    }
}
