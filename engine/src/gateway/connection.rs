//! Connections that can be aborted instead of an answer, and that wait for a request's head for a limited time.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    time::{Instant, Sleep},
};

/// The time from the first to the last byte of a request's head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// Accepts connections and gives each a [`Breaker`].
pub(crate) struct BreakableListener {
    listener: TcpListener,
    timeout: Duration,
}

/// Aborts a connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct Breaker(Arc<AtomicBool>);

impl Breaker {
    /// From now on nothing is written; the client sees the end of the connection.
    pub(super) fn pull(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Counts the requests of a connection. The number is odd while a request is being answered; bytes that arrive then are no
/// head.
#[derive(Debug, Clone, Default)]
pub(crate) struct Requests(Arc<AtomicU64>);

impl Requests {
    /// A head is complete, and its request is being answered.
    pub(super) fn begin(&self) {
        self.0.fetch_or(1, Ordering::Relaxed);
    }

    /// The request was answered.
    pub(super) fn end(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// The connection of a request.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    pub(super) breaker: Breaker,
    pub(super) requests: Requests,
}

/// A connection with its breaker.
pub(crate) struct Breakable {
    stream: TcpStream,
    breaker: Breaker,
    requests: Requests,
    timeout: Duration,
    /// The deadline of a head that has begun, with the count of requests before it. A connection without a head has none and
    /// may stay open.
    deadline: Option<(u64, Pin<Box<Sleep>>)>,
}

impl BreakableListener {
    pub(crate) fn new(listener: TcpListener) -> Self {
        Self { listener, timeout: HEAD_TIMEOUT }
    }
}

impl Listener for BreakableListener {
    type Io = Breakable;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        let (breaker, requests) = (Breaker::default(), Requests::default());
        (Breakable { stream, breaker, requests, timeout: self.timeout, deadline: None }, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

impl Connected<IncomingStream<'_, BreakableListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, BreakableListener>) -> Self {
        let io = stream.io();
        Self { breaker: io.breaker.clone(), requests: io.requests.clone() }
    }
}

impl Breakable {
    fn check(&self) -> io::Result<()> {
        match self.breaker.0.load(Ordering::Relaxed) {
            true => Err(io::Error::new(io::ErrorKind::ConnectionAborted, "broken off on purpose")),
            false => Ok(()),
        }
    }
}

impl AsyncRead for Breakable {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let (before, requests) = (buffer.filled().len(), self.requests.0.load(Ordering::Relaxed));
        if self.deadline.as_ref().is_some_and(|(begun, _)| *begun != requests) {
            self.deadline = None;
        }
        if let Poll::Ready(result) = Pin::new(&mut self.stream).poll_read(context, buffer) {
            let is_head = requests.is_multiple_of(2) && buffer.filled().len() > before;
            if is_head && self.deadline.is_none() {
                self.deadline = Some((requests, Box::pin(tokio::time::sleep_until(Instant::now() + self.timeout))));
            }
            return Poll::Ready(result);
        }
        let Some((_, deadline)) = &mut self.deadline else { return Poll::Pending };
        ready!(deadline.as_mut().poll(context));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the head of a request took too long")))
    }
}

impl AsyncWrite for Breakable {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    const SHORT: Duration = Duration::from_millis(50);

    async fn connection() -> (TcpStream, Breakable) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let mut listener = BreakableListener { listener, timeout: SHORT };
        let client = TcpStream::connect(Listener::local_addr(&listener).expect("an address")).await.expect("a connection");
        (client, listener.accept().await.0)
    }

    #[tokio::test]
    async fn a_head_that_never_ends_ends_the_connection() {
        let (mut client, mut server) = connection().await;
        client.write_all(b"POST / HTT").await.expect("written");
        let mut room = [0; 100];
        assert_eq!(server.read(&mut room).await.expect("bytes"), 10);
        assert_eq!(server.read(&mut room).await.expect_err("a time-out").kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn silence_before_a_request_and_slow_bodies_are_left_to_others() {
        let (mut client, mut server) = connection().await;
        let mut room = [0; 100];
        assert!(tokio::time::timeout(4 * SHORT, server.read(&mut room)).await.is_err(), "no deadline before the first byte");
        client.write_all(b"head").await.expect("written");
        assert_eq!(server.read(&mut room).await.expect("bytes"), 4);
        server.requests.begin();
        assert!(tokio::time::timeout(4 * SHORT, server.read(&mut room)).await.is_err(), "no deadline while it is answered");
        server.requests.end();
        assert!(tokio::time::timeout(4 * SHORT, server.read(&mut room)).await.is_err(), "nor before the next one");
    }
}
