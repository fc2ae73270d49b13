//! Reads the body of a request into the store and verifies it before the index names it.

use std::{io::Write, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use futures::StreamExt;
use s3s::{S3Result, TrailingHeaders, dto::StreamingBlob, s3_error};
use tokio::sync::mpsc;

use super::{
    blobs::{Received, Seal},
    error::{WithMember, bad_checksum, bad_md5, internal, invalid_checksum, invalid_md5, malformed_trailer, of_body},
    store::Store,
    verified_request::is_checksum,
};
use crate::{
    blocking::blocking,
    db::records::{ChecksumAlgorithm, Checksums},
};

/// The largest object or part of one request in bytes. Source: S3 limits, 5 GiB.
const MAX_BODY_BYTES: u64 = 5 * 1024 * 1024 * 1024;

/// The longest pause of a client inside a body.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// The headers of a request about its body.
pub(crate) struct Statement {
    /// `Content-MD5`, base64.
    pub(crate) md5: Option<String>,
    /// `Content-Length`, or the decoded length of a chunked body.
    pub(crate) length: Option<i64>,
    /// The checksums in its headers.
    pub(crate) checksums: Checksums,
    /// `x-amz-sdk-checksum-algorithm`
    pub(crate) algorithm: Option<String>,
    /// `x-amz-trailer`: the names of checksums that follow the body.
    pub(crate) announced: Option<String>,
    /// The trailers, which are known after the body was read.
    pub(crate) trailers: Option<TrailingHeaders>,
}

/// Receives a body and verifies its length, MD5 and checksums.
///
/// # Errors
/// `BadDigest`, `InvalidDigest`, `IncompleteBody`, `EntityTooLarge`, `XAmzContentSHA256Mismatch`, `MalformedTrailerError`;
/// after an error nothing is kept.
pub(crate) async fn receive(
    store: &Store,
    body: Option<StreamingBlob>,
    mut statement: Statement,
    seal: Seal,
) -> S3Result<Received> {
    let algorithms = algorithms(&statement);
    let blobs = store.blobs.clone();
    // The bounded channel slows the client down to the speed of the disk, so that memory stays flat.
    let (sender, mut receiver) = mpsc::channel::<Bytes>(8);
    let writing = tokio::spawn(blocking(move || {
        let mut target = blobs.receive(&algorithms, seal)?;
        while let Some(bytes) = receiver.blocking_recv() {
            target.write_all(&bytes)?;
        }
        target.finish()
    }));
    let transfer = transfer(body, sender, READ_TIMEOUT).await;
    let received = writing.await.map_err(internal)?.map_err(internal)?;
    transfer?;
    statement.add_trailers()?;
    verify(&received, &statement)?;
    Ok(received)
}

async fn transfer(body: Option<StreamingBlob>, sender: mpsc::Sender<Bytes>, timeout: Duration) -> S3Result<()> {
    let Some(mut body) = body else { return Ok(()) };
    let mut size = 0;
    loop {
        let next = tokio::time::timeout(timeout, body.next()).await;
        let Some(bytes) = next.map_err(|_| too_slow())? else { return Ok(()) };
        let bytes = bytes.map_err(|error| of_body(error.as_ref()))?;
        size += bytes.len() as u64;
        if size > MAX_BODY_BYTES {
            return Err(s3_error!(EntityTooLarge, "Your proposed upload exceeds the maximum allowed size")
                .with_member("ProposedSize", size)
                .with_member("MaxSizeAllowed", MAX_BODY_BYTES));
        }
        if sender.send(bytes).await.is_err() {
            // The writer failed; its own error is reported.
            return Ok(());
        }
    }
}

fn too_slow() -> s3s::S3Error {
    s3_error!(
        RequestTimeout,
        "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed."
    )
}

/// The checksums to compute: those that the client states or announces, otherwise the default of S3.
fn algorithms(statement: &Statement) -> Vec<ChecksumAlgorithm> {
    let mut algorithms = statement.stated();
    if algorithms.is_empty() {
        algorithms.extend(statement.algorithm.as_deref().and_then(ChecksumAlgorithm::parse));
    }
    if algorithms.is_empty() {
        algorithms.push(ChecksumAlgorithm::Crc64Nvme);
    }
    algorithms
}

impl Statement {
    /// The algorithms of the checksums in the headers and in the announced trailers.
    pub(crate) fn stated(&self) -> Vec<ChecksumAlgorithm> {
        self.checksums.algorithms().chain(self.announced()).collect()
    }

    /// The algorithms of the announced trailers.
    fn announced(&self) -> Vec<ChecksumAlgorithm> {
        let names = self.announced.iter().flat_map(|names| names.split(',')).map(str::trim);
        names.filter_map(|name| ChecksumAlgorithm::ALL.into_iter().find(|a| a.header().eq_ignore_ascii_case(name))).collect()
    }

    /// Adds the checksums of the trailers.
    ///
    /// # Errors
    /// `MalformedTrailerError` when an announced trailer is missing.
    fn add_trailers(&mut self) -> S3Result<()> {
        let trailers = self.trailers.take().and_then(|trailers| trailers.take()).unwrap_or_default();
        if self.announced().iter().any(|algorithm| !trailers.contains_key(algorithm.header())) {
            return Err(malformed_trailer());
        }
        for algorithm in ChecksumAlgorithm::ALL {
            if let Some(value) = trailers.get(algorithm.header()) {
                let value = value.to_str().ok().filter(|value| is_checksum(algorithm, value));
                self.checksums.set(algorithm, value.ok_or_else(|| invalid_checksum(algorithm))?.to_owned());
            }
        }
        Ok(())
    }
}

fn verify(received: &Received, statement: &Statement) -> S3Result<()> {
    if statement.length.is_some_and(|length| u64::try_from(length).is_ok_and(|length| length != received.size)) {
        return Err(s3_error!(
            IncompleteBody,
            "You did not provide the number of bytes specified by the Content-Length HTTP header"
        ));
    }
    if let Some(md5) = &statement.md5 {
        let stated = BASE64_STANDARD.decode(md5).ok().filter(|bytes| bytes.len() == received.md5.len());
        if stated.ok_or_else(|| invalid_md5(md5))? != received.md5 {
            return Err(bad_md5(md5, &BASE64_STANDARD.encode(received.md5)));
        }
    }
    for algorithm in statement.checksums.algorithms() {
        if statement.checksums.get(algorithm) != received.checksums.get(algorithm) {
            return Err(bad_checksum(algorithm));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use futures::stream;

    use super::*;

    #[tokio::test]
    async fn a_client_that_falls_silent_is_told_and_nothing_is_kept() {
        let (sender, mut receiver) = mpsc::channel(8);
        let first = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"begun"))]);
        let body = StreamingBlob::wrap(Box::pin(first.chain(stream::pending())));
        let error = transfer(Some(body), sender, Duration::from_millis(20)).await.expect_err("a time-out");
        assert_eq!(error.code().as_str(), "RequestTimeout");
        assert_eq!(receiver.recv().await.as_deref(), Some(&b"begun"[..]));
        assert_eq!(receiver.recv().await, None);
    }
}
