//! How long a connection may be silent: inside the head of a request, and while no request is being answered.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::time::{Instant, Sleep};

/// Counts the requests of a connection. The number is odd while a request is being answered; bytes that arrive then are no
/// head.
#[derive(Debug, Clone, Default)]
pub(crate) struct Requests(Arc<AtomicU64>);

impl Requests {
    /// A head is complete, and its request is being answered.
    pub(crate) fn begin(&self) {
        self.0.fetch_or(1, Ordering::Relaxed);
    }

    /// The request was answered.
    pub(crate) fn end(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The limits of a connection's silence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The time from the first to the last byte of a request's head.
    pub(super) head: Duration,
    /// The time without a byte in either direction while no request is being answered.
    pub(super) idle: Duration,
}

impl Limits {
    /// The limits of both ports. The SDKs keep an unused connection for 90 seconds, so they close it first; an open event stream
    /// has a line every 15 seconds.
    pub(super) const ORDINARY: Self = Self { head: Duration::from_secs(30), idle: Duration::from_secs(120) };
}

/// Watches the silence of one connection.
pub(super) struct Patience {
    limits: Limits,
    requests: Requests,
    /// When the head that is being received began, with the count of requests before it.
    head: Option<(u64, Instant)>,
    /// When a byte came or went last.
    active: Instant,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Patience {
    pub(super) fn new(limits: Limits, requests: Requests) -> Self {
        Self { limits, requests, head: None, active: Instant::now(), sleep: None }
    }

    /// Bytes were sent.
    pub(super) fn sent(&mut self) {
        self.active = Instant::now();
    }

    /// Bytes arrived.
    pub(super) fn received(&mut self) {
        self.active = Instant::now();
        let requests = self.requests.count();
        if requests.is_multiple_of(2) && self.head.is_none_or(|(before, _)| before != requests) {
            self.head = Some((requests, self.active));
        }
    }

    /// Ready when the silence is too long.
    pub(super) fn poll_end(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        let requests = self.requests.count();
        if !requests.is_multiple_of(2) {
            return Poll::Pending;
        }
        let (deadline, words) = match self.head {
            Some((before, begun)) if before == requests => (begun + self.limits.head, "the head of a request took too long"),
            _ => (self.active + self.limits.idle, "the connection was not used"),
        };
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline)));
        if sleep.deadline() != deadline {
            sleep.as_mut().reset(deadline);
        }
        ready!(sleep.as_mut().poll(context));
        Poll::Ready(io::Error::new(io::ErrorKind::TimedOut, words))
    }
}
