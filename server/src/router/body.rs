//! The bodies of requests: they arrive as a whole before anything is done with them, and not for ever.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower_http::timeout::{TimeoutBody, TimeoutError};

/// The longest pause of a client inside a body.
pub(super) const READ_TIMEOUT: Duration = Duration::from_secs(30);
/// Bytes that one permit of a [`Budget`] stands for.
const UNIT: usize = 1024;

/// Why a body did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum BodyError {
    #[error("What was sent is larger than {}, more than {}.", .0.words, .0.what)]
    TooLarge(Limit),
    #[error("The rest of the request did not arrive within {} seconds.", READ_TIMEOUT.as_secs())]
    Silent,
    #[error("The request ended early or is malformed.")]
    Broken,
    #[error("Too much is being uploaded at once. Try again in a moment.")]
    NoRoom,
}

/// The largest body of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limit {
    /// In bytes.
    pub(super) bytes: usize,
    /// The same for people.
    pub(super) words: &'static str,
    /// What is never larger.
    pub(super) what: &'static str,
}

/// Memory that the bodies of all requests share.
#[derive(Clone)]
pub(super) struct Budget(Arc<Semaphore>);

impl Budget {
    /// A budget of so many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(bytes / UNIT)))
    }

    /// Takes memory; `None` when there is not enough. Nobody waits: two bodies could wait for each other.
    fn take(&self, bytes: usize) -> Option<OwnedSemaphorePermit> {
        let units = u32::try_from(bytes.div_ceil(UNIT)).ok()?;
        self.0.clone().try_acquire_many_owned(units).ok()
    }
}

/// A body that arrived, with the memory that it takes.
pub(super) struct Received {
    /// The whole body.
    pub(super) bytes: Bytes,
    _memory: Vec<OwnedSemaphorePermit>,
}

/// Reads a whole body; a client that is silent for `timeout` ends it.
///
/// # Errors
/// See [`BodyError`].
pub(super) async fn receive(body: Body, limit: Limit, timeout: Duration, budget: Option<&Budget>) -> Result<Received, BodyError> {
    let mut body = Box::pin(TimeoutBody::new(timeout, Limited::new(body, limit.bytes)));
    let (mut bytes, mut memory) = (Vec::new(), Vec::new());
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| cause(error.as_ref(), limit))?;
        if let Ok(data) = frame.into_data() {
            if let Some(budget) = budget {
                memory.push(budget.take(data.len()).ok_or(BodyError::NoRoom)?);
            }
            bytes.extend_from_slice(&data);
        }
    }
    Ok(Received { bytes: bytes.into(), _memory: memory })
}

fn cause(error: &(dyn std::error::Error + 'static), limit: Limit) -> BodyError {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return BodyError::TooLarge(limit);
        }
        if error.is::<TimeoutError>() {
            return BodyError::Silent;
        }
        cause = error.source();
    }
    BodyError::Broken
}

impl IntoResponse for BodyError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Silent => StatusCode::REQUEST_TIMEOUT,
            Self::Broken => StatusCode::BAD_REQUEST,
            Self::NoRoom => StatusCode::SERVICE_UNAVAILABLE,
        };
        // What is left of the body is not waited for.
        let close = [(header::CONNECTION, HeaderValue::from_static("close"))];
        (status, close, format!("{self}\n")).into_response()
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use futures::{StreamExt, stream};

    use super::*;

    const SHORT: Duration = Duration::from_millis(50);
    const LIMIT: Limit = Limit { bytes: 4096, words: "4 KiB", what: "any test" };

    fn piece(length: usize) -> io::Result<Bytes> {
        Ok(Bytes::from(vec![7; length]))
    }

    async fn received(body: Body, budget: Option<&Budget>) -> Result<usize, BodyError> {
        Ok(receive(body, LIMIT, SHORT, budget).await?.bytes.len())
    }

    #[tokio::test]
    async fn a_body_that_falls_silent_is_given_up() {
        let body = Body::from_stream(stream::iter([piece(3)]).chain(stream::pending()));
        assert_eq!(received(body, None).await, Err(BodyError::Silent));
    }

    #[tokio::test]
    async fn a_slow_body_is_read_to_its_end() {
        let slow = stream::unfold(0, |number| async move {
            tokio::time::sleep(SHORT / 5).await;
            (number < 20).then(|| (piece(1), number + 1))
        });
        assert_eq!(received(Body::from_stream(slow), None).await, Ok(20));
    }

    #[tokio::test]
    async fn a_body_that_is_too_large_or_broken_says_so() {
        let large = Body::from_stream(stream::iter([piece(4096), piece(1)]));
        assert_eq!(received(large, None).await, Err(BodyError::TooLarge(LIMIT)));
        let broken = Body::from_stream(stream::iter([piece(1), Err(io::ErrorKind::UnexpectedEof.into())]));
        assert_eq!(received(broken, None).await, Err(BodyError::Broken));
    }

    #[tokio::test]
    async fn bodies_share_their_memory_and_give_it_back() {
        let budget = Budget::new(4096);
        let whole = || Body::from_stream(stream::iter([piece(2048), piece(2048)]));
        let first = receive(whole(), LIMIT, SHORT, Some(&budget)).await.expect("a body");
        assert_eq!(received(whole(), Some(&budget)).await, Err(BodyError::NoRoom));
        drop(first);
        assert_eq!(received(whole(), Some(&budget)).await, Ok(4096));
    }
}
