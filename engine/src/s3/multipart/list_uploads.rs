//! `ListMultipartUploads`: the unfinished uploads of a bucket, in order of key and time.

use s3s::{
    S3Result,
    dto::{CommonPrefix, Initiator, ListMultipartUploadsInput, ListMultipartUploadsOutput, MultipartUpload, StorageClass},
};

use super::list_parts::number;
use crate::{
    db,
    db::{
        listing::end_of_prefix,
        uploads::{UploadRow, UploadStart},
    },
    s3::{
        attributes::whole_seconds,
        buckets::{owner, require},
        error::{internal, invalid_argument},
        list_objects::Encoding,
        page::rolled_up,
        store::Store,
    },
};

/// Entries of one reply. Source: API page of ListMultipartUploads.
const MAX_ENTRIES: i32 = 1000;

/// `ListMultipartUploads`
pub(in crate::s3) async fn list(store: &Store, input: ListMultipartUploadsInput) -> S3Result<ListMultipartUploadsOutput> {
    require(store, &input.bucket).await?;
    let encoding = Encoding::of(input.encoding_type.as_ref())?;
    let limit = number("maxUploads", input.max_uploads)?.unwrap_or(MAX_ENTRIES).min(MAX_ENTRIES);
    let key_marker = input.key_marker.clone().unwrap_or_default();
    // An id means nothing without its key.
    let id_marker = input.upload_id_marker.clone().filter(|id| !key_marker.is_empty() && !id.is_empty());
    check_marker(store, &input.bucket, &key_marker, id_marker.as_deref()).await?;
    let request = Request {
        bucket: &input.bucket,
        prefix: input.prefix.as_deref().unwrap_or_default().as_bytes(),
        delimiter: input.delimiter.as_deref().unwrap_or_default().as_bytes(),
        key_marker: key_marker.as_bytes(),
        id_marker: id_marker.as_deref(),
        limit: usize::try_from(limit).unwrap_or_default(),
    };
    let page = request.page(store).await?;
    let (next_key, next_id) = page.last.clone().unwrap_or_default();
    let text = |text: &Option<String>| text.as_deref().filter(|text| !text.is_empty()).map(|text| encoding.text(text));
    Ok(ListMultipartUploadsOutput {
        bucket: Some(input.bucket.clone()),
        prefix: text(&input.prefix),
        delimiter: text(&input.delimiter),
        key_marker: Some(encoding.text(&key_marker)),
        upload_id_marker: Some(id_marker.unwrap_or_default()),
        next_key_marker: Some(encoding.bytes(&next_key)),
        next_upload_id_marker: Some(next_id),
        max_uploads: Some(limit),
        is_truncated: Some(page.is_truncated),
        encoding_type: input.encoding_type,
        uploads: Some(page.uploads.iter().map(|row| upload(store, row, encoding)).collect()),
        common_prefixes: Some(page.prefixes.iter().map(|prefix| CommonPrefix { prefix: Some(encoding.bytes(prefix)) }).collect()),
        ..Default::default()
    })
}

/// A marker names an upload of its key. An upload that has ended since is no mistake.
async fn check_marker(store: &Store, bucket: &str, key: &str, id: Option<&str>) -> S3Result<()> {
    let Some(id) = id else { return Ok(()) };
    let found = db::uploads::key_of(store.reader(), bucket, id).await.map_err(internal)?;
    let is_id = id.bytes().all(|byte| byte.is_ascii_hexdigit());
    if found.is_some_and(|found| found != key.as_bytes()) || !is_id {
        return Err(invalid_argument("Invalid uploadId marker".to_owned(), "upload-id-marker", id));
    }
    Ok(())
}

struct Request<'a> {
    bucket: &'a str,
    prefix: &'a [u8],
    /// Empty for none.
    delimiter: &'a [u8],
    /// Empty for none.
    key_marker: &'a [u8],
    id_marker: Option<&'a str>,
    limit: usize,
}

#[derive(Default)]
struct Page {
    uploads: Vec<UploadRow>,
    prefixes: Vec<Vec<u8>>,
    /// Key and id of the last entry; a common prefix has no id.
    last: Option<(Vec<u8>, String)>,
    is_truncated: bool,
}

impl Request<'_> {
    async fn page(&self, store: &Store) -> S3Result<Page> {
        let mut page = Page::default();
        let end = end_of_prefix(self.prefix);
        let mut from = self.start();
        while let Some(start) = from.take().filter(|_| self.limit > 0) {
            let asked = i64::try_from(self.limit + 1).unwrap_or(i64::MAX);
            let rows = db::uploads::page(store.reader(), self.bucket, &start, end.as_deref(), asked).await.map_err(internal)?;
            let is_last = rows.len() <= self.limit;
            for row in rows {
                let prefix = rolled_up(self.prefix, self.delimiter, &row.key).map(<[u8]>::to_vec);
                if prefix.is_some() && prefix.as_ref() == page.prefixes.last() {
                    continue;
                }
                if page.uploads.len() + page.prefixes.len() == self.limit {
                    page.is_truncated = true;
                    return Ok(page);
                }
                match prefix {
                    Some(prefix) => {
                        // The next batch begins behind all keys of the prefix.
                        from = end_of_prefix(&prefix).map(UploadStart::At);
                        page.last = Some((prefix.clone(), String::new()));
                        page.prefixes.push(prefix);
                    }
                    None => {
                        from = Some(UploadStart::After(row.key.clone(), row.id.clone()));
                        page.last = Some((row.key.clone(), row.id.clone()));
                        page.uploads.push(row);
                    }
                }
            }
            if is_last {
                return Ok(page);
            }
        }
        Ok(page)
    }

    /// The begin of the page; `None` when nothing can follow.
    fn start(&self) -> Option<UploadStart> {
        let marker = self.key_marker;
        if marker < self.prefix || marker.is_empty() {
            return Some(UploadStart::At(self.prefix.to_vec()));
        }
        match (rolled_up(self.prefix, self.delimiter, marker), self.id_marker) {
            // A page before ended in this common prefix, and this page begins behind all of its keys.
            (Some(prefix), _) => end_of_prefix(prefix).map(UploadStart::At),
            (None, Some(id)) => Some(UploadStart::After(marker.to_vec(), id.to_owned())),
            (None, None) => Some(UploadStart::AfterKey(marker.to_vec())),
        }
    }
}

fn upload(store: &Store, row: &UploadRow, encoding: Encoding) -> MultipartUpload {
    let owner = owner(store);
    MultipartUpload {
        initiated: Some(whole_seconds(row.created_at)),
        initiator: Some(Initiator { display_name: None, id: owner.id.clone() }),
        key: Some(encoding.bytes(&row.key)),
        owner: Some(owner),
        upload_id: Some(row.id.clone()),
        storage_class: Some(StorageClass::from(
            row.attributes.storage_class.clone().unwrap_or_else(|| StorageClass::STANDARD.to_owned()),
        )),
        checksum_algorithm: row.checksum_algorithm.clone().map(Into::into),
        checksum_type: row.checksum_type.clone().map(Into::into),
    }
}
