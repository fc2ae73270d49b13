//! Verifies the documents (XML bodies) of requests while they are read. The protocol library passes them on to the operations
//! without a check of their MD5 and checksums, and it reports a body that differs from its signed hash as a fault of the
//! server. Here the stream of a wrong document ends with an error, so that the operation never sees the document.
//!
//! [`super::receive`] verifies the bytes of objects.

use std::{
    io,
    sync::{Arc, OnceLock},
};

use axum::{
    body::{Body, BodyDataStream, Bytes},
    extract::Request,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use futures::{StreamExt, stream};
use http::{HeaderMap, Method, header};
use s3s::{
    S3Error, S3ErrorCode,
    checksum::ChecksumHasher,
    crypto::{Checksum as _, Md5, Sha256},
};

use super::{
    checksum::hasher,
    error::{bad_checksum, bad_md5, invalid_md5, sha256_mismatch},
};
use crate::{
    db::records::{ChecksumAlgorithm, Checksums},
    query_protocol::Form,
};

/// The result of the check, after the document was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Verdict(Arc<OnceLock<Fault>>);

impl Verdict {
    /// The error of the document; `None` when it is right or was not read.
    pub(crate) fn error(&self) -> Option<S3Error> {
        self.0.get().map(|fault| match fault {
            Fault::Sha256 { stated, computed } => sha256_mismatch(Some((stated, computed))),
            Fault::NoMd5(stated) => invalid_md5(stated),
            Fault::Md5 { stated, computed } => bad_md5(stated, computed),
            Fault::Checksum(algorithm) => bad_checksum(*algorithm),
            Fault::BrokenOff => S3ErrorCode::IncompleteBody.into(),
        })
    }
}

#[derive(Debug, Clone)]
enum Fault {
    /// Both in hexadecimal.
    Sha256 {
        stated: String,
        computed: String,
    },
    /// A text that is no MD5.
    NoMd5(String),
    /// Both in base64.
    Md5 {
        stated: String,
        computed: String,
    },
    Checksum(ChecksumAlgorithm),
    /// The client broke off, or its chunks cannot be read.
    BrokenOff,
}

/// Verifies the request's body while it is read, if it is a document.
pub(crate) fn watch(request: Request) -> (Request, Verdict) {
    let verdict = Verdict::default();
    if !is_document(&request) {
        return (request, verdict);
    }
    let stated = Stated::of(request.headers(), is_about_object(&request));
    let (parts, body) = request.into_parts();
    let reading =
        Reading { body: body.into_data_stream(), hashes: Some(Hashes::new(&stated)), stated, seen: 0, verdict: verdict.clone() };
    (Request::from_parts(parts, Body::from_stream(stream::try_unfold(reading, Reading::next))), verdict)
}

/// A document that is being read.
struct Reading {
    body: BodyDataStream,
    stated: Stated,
    /// `None` after the comparison.
    hashes: Option<Hashes>,
    /// Bytes that were read.
    seen: u64,
    verdict: Verdict,
}

impl Reading {
    async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
        let bytes = match self.body.next().await {
            Some(Ok(bytes)) => bytes,
            Some(Err(error)) => {
                let _ = self.verdict.0.set(Fault::BrokenOff);
                return Err(io::Error::other(error));
            }
            None => {
                self.compare()?;
                return Ok(None);
            }
        };
        self.seen += bytes.len() as u64;
        if let Some(hashes) = &mut self.hashes {
            hashes.update(&bytes);
        }
        // A reader that knows the length does not read beyond the last byte, so the comparison happens here.
        if self.stated.length.is_some_and(|length| self.seen >= length) {
            self.compare()?;
        }
        Ok(Some((bytes, self)))
    }

    fn compare(&mut self) -> io::Result<()> {
        let Some(fault) = self.hashes.take().and_then(|hashes| hashes.compare(&self.stated)) else { return Ok(()) };
        let _ = self.verdict.0.set(fault);
        Err(io::Error::other("the document is not what was announced"))
    }
}

/// Whether the body is a document and not the bytes of an object, a form, or framed for trailers.
fn is_document(request: &Request) -> bool {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if text("x-amz-content-sha256").starts_with("STREAMING-") {
        return false;
    }
    match *request.method() {
        Method::POST => !text(header::CONTENT_TYPE.as_str()).starts_with("multipart/form-data"),
        Method::PUT => {
            let path = request.uri().path().trim_start_matches('/');
            let has_key = path.split_once('/').is_some_and(|(_, key)| !key.is_empty());
            !has_key || query(request).find("tagging").is_some()
        }
        _ => false,
    }
}

/// Whether the checksums in the headers are the finished object's: those of `CompleteMultipartUpload` are.
fn is_about_object(request: &Request) -> bool {
    query(request).find("uploadId").is_some()
}

fn query(request: &Request) -> Form<'_> {
    Form::parse(request.uri().query().unwrap_or_default())
}

/// The headers about the document.
struct Stated {
    /// In bytes.
    length: Option<u64>,
    /// Hexadecimal.
    sha256: Option<String>,
    /// Base64.
    md5: Option<String>,
    checksums: Checksums,
}

impl Stated {
    fn of(headers: &HeaderMap, is_about_object: bool) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let mut checksums = Checksums::default();
        for algorithm in ChecksumAlgorithm::ALL {
            if let Some(value) = text(algorithm.header()).filter(|_| !is_about_object) {
                checksums.set(algorithm, value);
            }
        }
        // The other values of this header are no hashes, for example `UNSIGNED-PAYLOAD`.
        let sha256 = text("x-amz-content-sha256").filter(|hash| hash.len() == 64);
        let length = text(header::CONTENT_LENGTH.as_str()).and_then(|length| length.parse().ok());
        Self { length, sha256, md5: text("content-md5"), checksums }
    }
}

struct Hashes {
    sha256: Option<Sha256>,
    md5: Option<Md5>,
    checksums: ChecksumHasher,
}

impl Hashes {
    fn new(stated: &Stated) -> Self {
        let algorithms: Vec<ChecksumAlgorithm> = stated.checksums.algorithms().collect();
        Self {
            sha256: stated.sha256.is_some().then(Sha256::new),
            md5: stated.md5.is_some().then(Md5::new),
            checksums: hasher(&algorithms),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        if let Some(sha256) = &mut self.sha256 {
            sha256.update(bytes);
        }
        if let Some(md5) = &mut self.md5 {
            md5.update(bytes);
        }
        self.checksums.update(bytes);
    }

    fn compare(self, stated: &Stated) -> Option<Fault> {
        if let (Some(sha256), Some(stated)) = (self.sha256, &stated.sha256) {
            let computed = hex::encode(sha256.finalize());
            if computed != *stated {
                return Some(Fault::Sha256 { stated: stated.clone(), computed });
            }
        }
        if let (Some(md5), Some(text)) = (self.md5, &stated.md5) {
            let md5 = md5.finalize();
            match BASE64_STANDARD.decode(text) {
                Ok(bytes) if bytes == md5 => {}
                Ok(bytes) if bytes.len() == md5.len() => {
                    return Some(Fault::Md5 { stated: text.clone(), computed: BASE64_STANDARD.encode(md5) });
                }
                _ => return Some(Fault::NoMd5(text.clone())),
            }
        }
        let computed = Checksums::from(self.checksums.finalize());
        stated.checksums.algorithms().find(|name| stated.checksums.get(*name) != computed.get(*name)).map(Fault::Checksum)
    }
}
