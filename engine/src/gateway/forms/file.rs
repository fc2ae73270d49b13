//! The bytes of a form's file, as they arrive.

use std::{
    io,
    ops::RangeInclusive,
    sync::{Arc, OnceLock},
};

use axum::body::{BodyDataStream, Bytes};
use futures::{Stream, StreamExt, stream};

use super::fields::{Rest, find, malformed};
use crate::s3::refusal::Refusal;

/// Bytes behind the file that are read and discarded, so that the connection stays usable.
const MAX_TAIL_BYTES: usize = 64 * 1024;

/// A file that is being read.
pub(super) struct File {
    body: BodyDataStream,
    /// Bytes that were read and not passed on.
    buffer: Vec<u8>,
    /// The end of the file: a new line and the boundary.
    end: Vec<u8>,
    is_ended: bool,
    /// Bytes that were passed on.
    size: u64,
    /// The sizes that the policy allows, in bytes.
    range: Option<RangeInclusive<u64>>,
    /// Why the stream broke off.
    failure: Arc<OnceLock<Refusal>>,
}

impl File {
    pub(super) fn new(rest: Rest, boundary: &[u8], range: Option<RangeInclusive<u64>>, failure: Arc<OnceLock<Refusal>>) -> Self {
        let end = [b"\r\n", boundary].concat();
        // An empty file has no bytes before the new line of the boundary.
        Self { body: rest.body, buffer: rest.read, end, is_ended: false, size: 0, range, failure }
    }

    /// The bytes. The stream ends with an error when the form breaks off or the file has another size than the policy allows.
    pub(super) fn into_stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send {
        stream::try_unfold(self, Self::next)
    }

    async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
        while !self.is_ended {
            let length = match find(&self.buffer, &self.end) {
                Some(place) => {
                    self.is_ended = true;
                    place
                }
                // The last bytes may begin the end.
                None => self.buffer.len().saturating_sub(self.end.len() - 1),
            };
            let rest = self.buffer.split_off(length);
            let bytes = Bytes::from(std::mem::replace(&mut self.buffer, rest));
            self.size += bytes.len() as u64;
            self.check_size()?;
            if self.is_ended {
                self.discard_tail().await;
            }
            if !bytes.is_empty() {
                return Ok(Some((bytes, self)));
            }
            if !self.is_ended {
                match self.body.next().await {
                    Some(Ok(more)) => self.buffer.extend_from_slice(&more),
                    Some(Err(_)) | None => return Err(self.fail(malformed())),
                }
            }
        }
        Ok(None)
    }

    fn check_size(&self) -> io::Result<()> {
        let Some(range) = &self.range else { return Ok(()) };
        let size = self.size.to_string();
        if self.size > *range.end() {
            let refusal = Refusal::bad_request("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
            return Err(
                self.fail(refusal.with_member("ProposedSize", size).with_member("MaxSizeAllowed", range.end().to_string()))
            );
        }
        if self.is_ended && self.size < *range.start() {
            let refusal = Refusal::bad_request("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
            return Err(
                self.fail(refusal.with_member("ProposedSize", size).with_member("MinSizeAllowed", range.start().to_string()))
            );
        }
        Ok(())
    }

    async fn discard_tail(&mut self) {
        let mut discarded = 0;
        while let Some(Ok(bytes)) = self.body.next().await {
            discarded += bytes.len();
            if discarded > MAX_TAIL_BYTES {
                return;
            }
        }
    }

    fn fail(&self, refusal: Refusal) -> io::Error {
        let _ = self.failure.set(refusal);
        io::Error::other("the form's file broke off")
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use futures::TryStreamExt;

    use super::*;

    async fn read(chunks: &[&'static [u8]], range: Option<RangeInclusive<u64>>) -> Result<Vec<u8>, &'static str> {
        let body = Body::from_stream(stream::iter(chunks.to_vec()).map(|bytes| Ok::<_, io::Error>(Bytes::from_static(bytes))));
        let failure = Arc::new(OnceLock::new());
        let rest = Rest { read: Vec::new(), body: body.into_data_stream() };
        let file = File::new(rest, b"--B", range, failure.clone());
        let bytes: io::Result<Vec<Bytes>> = file.into_stream().try_collect().await;
        bytes.map(|bytes| bytes.concat()).map_err(|_| failure.get().map_or("no reason", Refusal::code))
    }

    #[tokio::test]
    async fn a_file_ends_before_the_boundary_wherever_the_bytes_are_cut() {
        let whole: &[u8] = b"a\r\n--b\r\n-\r\n--B--\r\n";
        for cut in 0..whole.len() {
            let (first, second) = whole.split_at(cut);
            assert_eq!(read(&[first, second], None).await.as_deref(), Ok(&b"a\r\n--b\r\n-"[..]), "{cut}");
        }
        assert_eq!(read(&[b"\r\n--B--"], None).await.as_deref(), Ok(&b""[..]));
    }

    #[tokio::test]
    async fn a_file_has_a_size_that_the_policy_allows_and_an_end() {
        let file: &[&[u8]] = &[b"12345", b"\r\n--B--"];
        assert_eq!(read(file, Some(5..=5)).await.as_deref(), Ok(&b"12345"[..]));
        assert_eq!(read(file, Some(0..=4)).await, Err("EntityTooLarge"));
        assert_eq!(read(file, Some(6..=9)).await, Err("EntityTooSmall"));
        assert_eq!(read(&[b"12345"], None).await, Err("MalformedPOSTRequest"));
    }
}
