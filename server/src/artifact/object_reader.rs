//! An object as a blocking stream. It is read in ranges, each asked for by the object's ETag, so that a scan that was cut
//! goes on where it was and never mixes two versions.

use std::{
    io::{self, Read},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bytes::{Buf, Bytes};
use domain::S3Uri;
use futures::{Stream, StreamExt};
use tokio::sync::mpsc;

use crate::aws::{Aws, error::Failure};

/// Bytes of one range. A cut costs at most the rest of one.
const RANGE: u64 = 16 << 20;
/// Chunks that wait for the reader.
const MAX_WAITING_CHUNKS: usize = 16;
/// How often in a row a range may fail.
const MAX_ATTEMPTS: u32 = 5;
/// How long the first pause after a failure is; each further one doubles.
const PAUSE: Duration = if cfg!(test) { Duration::from_millis(1) } else { Duration::from_millis(300) };

/// Reads an object of known version from its first byte to its last.
pub(crate) struct ObjectReader {
    chunks: mpsc::Receiver<Bytes>,
    current: Bytes,
    progress: Arc<AtomicU64>,
    failure: Arc<Mutex<Option<Failure>>>,
}

/// Says after a scan whether the object could be read, which an archive's own faults must not be confused with.
#[derive(Clone, Default)]
pub(crate) struct Outcome(Arc<Mutex<Option<Failure>>>);

impl Outcome {
    /// What ended the reading before the object did.
    pub(crate) fn failure(&self) -> Option<Failure> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ObjectReader {
    /// Starts to read; `progress` counts the bytes that were handed on. Must be called inside the runtime.
    pub(crate) fn start(aws: Aws, object: S3Uri, etag: String, size: u64, progress: Arc<AtomicU64>) -> (Self, Outcome) {
        let outcome = Outcome::default();
        let (sender, chunks) = mpsc::channel(MAX_WAITING_CHUNKS);
        let failure = outcome.0.clone();
        let failed = failure.clone();
        tokio::spawn(async move {
            let fetch = |from, to| {
                let (aws, object, etag) = (aws.clone(), object.clone(), etag.clone());
                async move { aws.range(&object, &etag, from, to).await }
            };
            if let Err(cause) = deliver(fetch, size, &sender).await {
                *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(cause);
            }
        });
        (Self { chunks, current: Bytes::new(), progress, failure }, outcome)
    }
}

/// Fetches range after range; after a failure, the rest of the range that failed.
async fn deliver<F, S>(fetch: impl Fn(u64, u64) -> F, size: u64, sender: &mpsc::Sender<Bytes>) -> Result<(), Failure>
where
    F: Future<Output = Result<S, Failure>>,
    S: Stream<Item = io::Result<Bytes>>,
{
    let mut at = 0;
    let mut failures = 0;
    while at < size {
        let end = size.min(at + RANGE);
        let cause = match fetch(at, end).await {
            Ok(stream) => {
                let mut stream = std::pin::pin!(stream);
                let before = at;
                let cause = loop {
                    match stream.next().await {
                        Some(Ok(chunk)) => {
                            let chunk = chunk.slice(..chunk.len().min(usize::try_from(end - at).unwrap_or(usize::MAX)));
                            at += chunk.len() as u64;
                            if sender.send(chunk).await.is_err() {
                                // Nobody reads any more.
                                return Ok(());
                            }
                        }
                        None if at == end => break None,
                        None => break Some(Failure::cut("the answer ended too early")),
                        Some(Err(error)) => break Some(Failure::cut(&error.to_string())),
                    }
                };
                if at > before {
                    failures = 0;
                }
                cause
            }
            Err(failure) if failure.is_outcome_unknown() => Some(failure),
            Err(failure) => return Err(failure),
        };
        if let Some(cause) = cause {
            failures += 1;
            if failures >= MAX_ATTEMPTS {
                return Err(cause);
            }
            tokio::time::sleep(PAUSE * 2_u32.pow(failures - 1)).await;
        }
    }
    Ok(())
}

impl Read for ObjectReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.current.is_empty() {
            match self.chunks.blocking_recv() {
                Some(chunk) => self.current = chunk,
                None if self.failure.lock().unwrap_or_else(PoisonError::into_inner).is_some() => {
                    return Err(io::Error::other("the object could not be read to its end"));
                }
                None => return Ok(0),
            }
        }
        let read = self.current.len().min(buffer.len());
        self.current.copy_to_slice(buffer.get_mut(..read).unwrap_or_default());
        self.progress.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;

    /// An object that breaks off after `whole` bytes of each answer.
    async fn read(size: usize, whole: usize, failing: u32) -> (Vec<u8>, Result<(), Failure>, u32) {
        let object: Vec<u8> = (0..size).map(|index| index as u8).collect();
        let (sender, mut chunks) = mpsc::channel::<Bytes>(1);
        let calls = AtomicU32::new(0);
        let gathered = tokio::spawn(async move {
            let mut all = Vec::new();
            while let Some(chunk) = chunks.recv().await {
                all.extend_from_slice(&chunk);
            }
            all
        });
        let fetch = |from: u64, to: u64| {
            let call = calls.fetch_add(1, Ordering::Relaxed);
            let part = object[from as usize..(to as usize).min(from as usize + whole)].to_vec();
            async move {
                if call < failing {
                    return Err(Failure::cut("no answer"));
                }
                Ok(futures::stream::iter([Ok(Bytes::from(part)), Err(io::Error::other("cut"))]).take(if whole < size {
                    2
                } else {
                    1
                }))
            }
        };
        let result = deliver(fetch, size as u64, &sender).await;
        drop(sender);
        (gathered.await.expect("a reader"), result, calls.load(Ordering::Relaxed))
    }

    #[tokio::test]
    async fn reading_goes_on_where_it_was_cut() {
        let (bytes, result, calls) = read(1000, 300, 2).await;
        assert_eq!(result, Ok(()));
        assert_eq!((bytes.len(), bytes[999], calls), (1000, 231, 6));
    }

    #[tokio::test]
    async fn a_store_that_does_not_answer_is_given_up() {
        let (bytes, result, calls) = read(1000, 1000, 100).await;
        assert!(result.is_err() && bytes.is_empty());
        assert_eq!(calls, MAX_ATTEMPTS);
    }
}
