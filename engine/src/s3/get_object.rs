//! `GetObject` and `HeadObject`: one object, whole or a range of it.

use std::{
    fs::File,
    io::{self, Read},
};

use bytes::Bytes;
use futures::{StreamExt, stream};
use s3s::{
    S3Response, S3Result,
    dto::{ETag, GetObjectInput, GetObjectOutput, HeadObjectInput, HeadObjectOutput, Range, StreamingBlob},
    s3_error,
};

use super::{
    attributes::whole_seconds,
    blobs::Content,
    checksum::set_checksums,
    condition::conditions_of,
    customer_key::{customer_key, set_customer_key},
    encryption::{check_customer_key, of_store, set_encryption},
    error::{WithMember, internal, no_such_bucket, no_such_key, no_such_part},
    metadata,
    store::Store,
};
use crate::{
    blocking::blocking,
    db,
    db::{
        objects::ObjectRow,
        records::{Attributes, Checksums},
    },
};

/// Bytes of one read from the disk.
const CHUNK: usize = 256 * 1024;

/// `GetObject`
pub(super) async fn get(store: &Store, mut input: GetObjectInput) -> S3Result<S3Response<GetObjectOutput>> {
    let customer = customer_key!(input)?;
    let (object, file) = find(store, &input.bucket, &input.key).await?;
    conditions_of!(input, store).check(&object)?;
    let span = Span::asked(&object, input.range, input.part_number)?;
    let content = store.content(&input.bucket, &object, file, customer.as_ref()).await.map_err(of_store)?;
    let attributes = &object.attributes;
    let mut output = GetObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        body: Some(span.read(content).await?),
        // A presigned link may replace headers of the answer.
        cache_control: input.response_cache_control.or_else(|| attributes.cache_control.clone()),
        content_disposition: input.response_content_disposition.or_else(|| attributes.content_disposition.clone()),
        content_encoding: input.response_content_encoding.or_else(|| attributes.content_encoding.clone()),
        content_language: input.response_content_language.or_else(|| attributes.content_language.clone()),
        content_length: Some(span.length()),
        content_range: span.header(),
        content_type: Some(input.response_content_type.unwrap_or_else(|| attributes.content_type())),
        e_tag: Some(ETag::Strong(object.etag.clone())),
        last_modified: Some(whole_seconds(object.modified_at)),
        parts_count: span.parts,
        expires: input.response_expires.or_else(|| attributes.expires()),
        storage_class: attributes.storage_class(),
        website_redirect_location: attributes.redirect.clone(),
        tag_count: attributes.tag_count(),
        ..Default::default()
    };
    if let Some(checksums) = checksums(store, &object, &span).await?.filter(|_| input.checksum_mode.is_some()) {
        set_checksums!(output, checksums);
        output.checksum_type = Some(object.checksums.kind());
    }
    set_encryption!(output, store, object.encryption.as_ref());
    set_customer_key!(output, &customer);
    Ok(S3Response::with_headers(output, metadata::headers(&attributes.metadata)))
}

/// `HeadObject`
pub(super) async fn head(store: &Store, mut input: HeadObjectInput) -> S3Result<S3Response<HeadObjectOutput>> {
    let customer = customer_key!(input)?;
    let (object, _) = find(store, &input.bucket, &input.key).await?;
    check_customer_key(&input.bucket, &object, customer.as_ref())?;
    conditions_of!(input, store).check(&object)?;
    let span = Span::asked(&object, input.range, input.part_number)?;
    let Attributes { cache_control, content_disposition, content_encoding, content_language, .. } = object.attributes.0.clone();
    let mut output = HeadObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        cache_control,
        content_disposition,
        content_encoding,
        content_language,
        content_length: Some(span.length()),
        content_range: span.header(),
        content_type: Some(object.attributes.content_type()),
        e_tag: Some(ETag::Strong(object.etag.clone())),
        last_modified: Some(whole_seconds(object.modified_at)),
        parts_count: span.parts,
        expires: object.attributes.expires(),
        storage_class: object.attributes.storage_class(),
        website_redirect_location: object.attributes.redirect.clone(),
        ..Default::default()
    };
    if let Some(checksums) = checksums(store, &object, &span).await?.filter(|_| input.checksum_mode.is_some()) {
        set_checksums!(output, checksums);
        output.checksum_type = Some(object.checksums.kind());
    }
    set_encryption!(output, store, object.encryption.as_ref());
    set_customer_key!(output, &customer);
    let mut headers = metadata::headers(&object.attributes.metadata);
    // The library knows this header of `GetObject` only.
    if let Some(count) = object.attributes.tag_count() {
        headers.insert("x-amz-tagging-count", count.into());
    }
    Ok(S3Response::with_headers(output, headers))
}

/// The checksums of what a request reads: the whole object, or a part whose checksum is known. A client compares them with the
/// bytes that it gets, so a range has none.
async fn checksums(store: &Store, object: &ObjectRow, span: &Span) -> S3Result<Option<Checksums>> {
    if span.first == 0 && span.length() == object.size && span.place.is_none() {
        return Ok(Some(object.checksums.0.clone()));
    }
    let (Some(place), Some(algorithm)) = (span.place, object.checksums.algorithms().next()) else { return Ok(None) };
    let part = db::object_parts::at(store.reader(), &object.blob, i64::from(place)).await.map_err(internal)?;
    Ok(part.map(|part| {
        let mut checksums = Checksums::default();
        checksums.set(algorithm, part.checksum);
        checksums
    }))
}

/// An object and the file of its bytes.
///
/// # Errors
/// `NoSuchBucket`, `NoSuchKey`.
pub(super) async fn find(store: &Store, bucket: &str, key: &str) -> S3Result<(ObjectRow, File)> {
    if let Some(found) = store.open_object(bucket, key).await.map_err(internal)? {
        return Ok(found);
    }
    match store.has_bucket(bucket).await.map_err(internal)? {
        true => Err(no_such_key(key)),
        false => Err(no_such_bucket(bucket)),
    }
}

/// The part of an object that a request reads.
pub(super) struct Span {
    first: u64,
    end: u64,
    /// `Content-Range`, when the request has a range.
    header: Option<String>,
    /// The number of parts of the object, when the request reads one of several.
    parts: Option<i32>,
    /// The place of that part in the order of parts, which begins with 0.
    place: Option<i32>,
}

impl Span {
    /// The part that a request reads: a range, a part of the upload, or the whole object.
    ///
    /// # Errors
    /// `InvalidRange`, `InvalidPartNumber`; `InvalidRequest` for both at once.
    fn asked(object: &ObjectRow, range: Option<Range>, part: Option<i32>) -> S3Result<Self> {
        match (range, part) {
            (Some(_), Some(_)) => {
                Err(s3_error!(InvalidRequest, "Cannot specify both Range header and partNumber query parameter"))
            }
            (range, None) => Self::of(object, range),
            (None, Some(number)) => Self::of_part(object, number),
        }
    }

    /// A part of an object. An object that was sent in one piece has one part.
    fn of_part(object: &ObjectRow, number: i32) -> S3Result<Self> {
        let sizes = &object.attributes.parts;
        // An object that was completed before parts were recorded can only be read as a whole.
        if sizes.is_empty() && object.etag.contains('-') {
            return Self::of(object, None);
        }
        // An empty object has no range.
        if number == 1 && object.size == 0 {
            return Self::of(object, None);
        }
        if number == 1 && sizes.is_empty() {
            return Self::of(object, Some(Range::Int { first: 0, last: None }));
        }
        let range = u64::try_from(number).ok().and_then(|number| sizes.range(number));
        let range = range.ok_or_else(|| no_such_part(number, sizes.count().max(1)))?;
        let span = Self::of(object, Some(Range::Int { first: range.start, last: range.end.checked_sub(1) }))?;
        Ok(Self { parts: i32::try_from(sizes.count()).ok(), place: Some(number - 1), ..span })
    }

    /// The range of an object, or the whole object.
    ///
    /// # Errors
    /// `InvalidRange` when the object has no byte of the range.
    pub(super) fn of(object: &ObjectRow, range: Option<Range>) -> S3Result<Self> {
        let size = u64::try_from(object.size).unwrap_or_default();
        let Some(asked) = range else {
            return Ok(Self { first: 0, end: size, header: None, parts: None, place: None });
        };
        let range = asked.check(size).ok().filter(|range| !range.is_empty());
        let range = range.ok_or_else(|| {
            s3_error!(InvalidRange, "The requested range is not satisfiable")
                .with_member("RangeRequested", asked.to_header_string())
                .with_member("ActualObjectSize", size)
        })?;
        let header = format!("bytes {}-{}/{size}", range.start, range.end - 1);
        Ok(Self { first: range.start, end: range.end, header: Some(header), parts: None, place: None })
    }

    /// Its bytes as a stream. The first ones are read before the answer begins, so that damaged bytes are an error of S3.
    pub(super) async fn read(&self, mut content: Content) -> S3Result<StreamingBlob> {
        let (first, length) = (self.first, self.end - self.first);
        let begun = blocking(move || content.seek(first).and_then(|()| next(content, length))).await.map_err(internal)?;
        let (begin, rest) = begun.map_or((None, None), |(bytes, rest)| (Some(Ok(bytes)), Some(rest)));
        let rest = stream::try_unfold(rest, |rest| async move {
            let Some((content, length)) = rest else { return Ok(None) };
            let read = blocking(move || next(content, length)).await?;
            Ok::<_, io::Error>(read.map(|(bytes, rest)| (bytes, Some(rest))))
        });
        Ok(StreamingBlob::wrap(stream::iter(begin).chain(rest)))
    }

    fn length(&self) -> i64 {
        i64::try_from(self.end - self.first).unwrap_or(i64::MAX)
    }

    fn header(&self) -> Option<String> {
        self.header.clone()
    }
}

/// The next bytes of a content of which `length` are to be read, with what is left; `None` at the end.
fn next(mut content: Content, length: u64) -> io::Result<Option<(Bytes, (Content, u64))>> {
    let mut bytes = Vec::with_capacity(CHUNK.min(usize::try_from(length).unwrap_or(CHUNK)));
    (&mut content).take(length.min(CHUNK as u64)).read_to_end(&mut bytes)?;
    let read = bytes.len() as u64;
    match (read, length) {
        (0, 0) => Ok(None),
        (0, _) => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(Some((bytes.into(), (content, length - read)))),
    }
}
