//! Connections of a port: there are never too many of them, they do not wait for ever, and they can be aborted instead of an
//! answer.
//!
//! [`patience`] — how long a connection may be silent

mod patience;

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use nix::sys::resource::{Resource, getrlimit};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};

use patience::{Limits, Patience};

pub(crate) use patience::Requests;

/// Open files that are left to databases, jobs and calls when all connections are taken.
const RESERVED_FILES: u64 = 128;
/// A port accepts this many connections whatever the limit of open files is.
const MIN_CONNECTIONS: usize = 16;
/// A port accepts no more connections than this. A limit of this program.
const MAX_CONNECTIONS: usize = 16_384;

/// Accepts connections, as many at a time as its port may have, and gives each a `Breaker`. Further ones wait in the queue of
/// the operating system.
#[derive(Debug)]
pub struct BreakableListener {
    listener: TcpListener,
    limits: Limits,
    places: Arc<Semaphore>,
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

/// The connection of a request.
#[derive(Debug, Clone)]
pub struct Peer {
    pub(super) breaker: Breaker,
    pub(super) requests: Requests,
}

impl Peer {
    /// A request of the connection has a head and is being answered, for as long as the value lives: until then silence is no
    /// fault of the client.
    pub fn answering(&self) -> Answering {
        self.requests.begin();
        Answering(self.requests.clone())
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub struct Answering(Requests);

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// A connection with its breaker and its place.
pub struct Breakable {
    stream: TcpStream,
    breaker: Breaker,
    requests: Requests,
    patience: Patience,
    _place: Option<OwnedSemaphorePermit>,
}

impl BreakableListener {
    /// Listens for at most `1 / share` of the connections that the process may have open.
    pub fn new(listener: TcpListener, share: usize) -> Self {
        // A soft limit that cannot be read is that of most systems.
        let files = getrlimit(Resource::RLIMIT_NOFILE).map_or(1024, |(soft, _)| soft);
        Self { listener, limits: Limits::ORDINARY, places: Arc::new(Semaphore::new(max_connections(files, share))) }
    }
}

/// Connections of one port, where the process may have `files` open.
fn max_connections(files: u64, share: usize) -> usize {
    let all = usize::try_from(files.saturating_sub(RESERVED_FILES)).unwrap_or(usize::MAX);
    (all / share.max(1)).clamp(MIN_CONNECTIONS, MAX_CONNECTIONS)
}

impl Listener for BreakableListener {
    type Io = Breakable;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        // Never closed: the listener owns it.
        let place = self.places.clone().acquire_owned().await.ok();
        let (stream, address) = Listener::accept(&mut self.listener).await;
        let requests = Requests::default();
        let patience = Patience::new(self.limits, requests.clone());
        (Breakable { stream, breaker: Breaker::default(), requests, patience, _place: place }, address)
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
        let before = buffer.filled().len();
        if let Poll::Ready(result) = Pin::new(&mut self.stream).poll_read(context, buffer) {
            if buffer.filled().len() > before {
                self.patience.received();
            }
            return Poll::Ready(result);
        }
        self.patience.poll_end(context).map(Err)
    }
}

impl AsyncWrite for Breakable {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.check()?;
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes));
        self.patience.sent();
        Poll::Ready(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        let written = ready!(Pin::new(&mut self.stream).poll_write_vectored(context, slices));
        self.patience.sent();
        Poll::Ready(written)
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
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    const SHORT: Duration = Duration::from_millis(50);
    const LONG: Duration = Duration::from_secs(60);

    async fn listener(limits: Limits, places: usize) -> (BreakableListener, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let listener = BreakableListener { listener, limits, places: Arc::new(Semaphore::new(places)) };
        let address = Listener::local_addr(&listener).expect("an address");
        (listener, address)
    }

    async fn connection(limits: Limits) -> (TcpStream, Breakable) {
        let (mut listener, address) = listener(limits, 1).await;
        let client = TcpStream::connect(address).await.expect("a connection");
        (client, listener.accept().await.0)
    }

    #[tokio::test]
    async fn a_head_that_never_ends_ends_the_connection() {
        let (mut client, mut server) = connection(Limits { head: SHORT, idle: LONG }).await;
        client.write_all(b"POST / HTT").await.expect("written");
        let mut room = [0; 100];
        assert_eq!(server.read(&mut room).await.expect("bytes"), 10);
        assert_eq!(server.read(&mut room).await.expect_err("a time-out").kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn silence_before_a_request_and_slow_bodies_are_left_to_others() {
        let (mut client, mut server) = connection(Limits { head: SHORT, idle: LONG }).await;
        let mut room = [0; 100];
        assert!(tokio::time::timeout(4 * SHORT, server.read(&mut room)).await.is_err(), "no deadline before the first byte");
        client.write_all(b"head").await.expect("written");
        assert_eq!(server.read(&mut room).await.expect("bytes"), 4);
        let peer = Peer { breaker: server.breaker.clone(), requests: server.requests.clone() };
        let answering = peer.answering();
        assert!(tokio::time::timeout(4 * SHORT, server.read(&mut room)).await.is_err(), "no deadline while it is answered");
        drop(answering);
        assert!(tokio::time::timeout(4 * SHORT, server.read(&mut room)).await.is_err(), "nor before the next one");
    }

    #[tokio::test]
    async fn a_connection_that_nobody_uses_ends_and_one_that_is_written_to_does_not() {
        let (_client, mut server) = connection(Limits { head: LONG, idle: 4 * SHORT }).await;
        let mut room = [0; 100];
        for _ in 0..4 {
            assert!(tokio::time::timeout(2 * SHORT, server.read(&mut room)).await.is_err(), "an event stream is in use");
            server.write_all(b": still there\n\n").await.expect("written");
        }
        assert_eq!(server.read(&mut room).await.expect_err("a time-out").kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_port_has_no_more_connections_than_places() {
        let (mut listener, address) = listener(Limits::ORDINARY, 1).await;
        let (_first, _second) = (TcpStream::connect(address).await, TcpStream::connect(address).await);
        let (held, _) = listener.accept().await;
        assert!(tokio::time::timeout(4 * SHORT, listener.accept()).await.is_err(), "the second one waits");
        drop(held);
        listener.accept().await;
    }

    #[test]
    fn the_limit_of_open_files_limits_the_connections() {
        assert_eq!(max_connections(1024, 2), 448);
        assert_eq!(max_connections(64, 2), MIN_CONNECTIONS);
        assert_eq!(max_connections(u64::MAX, 4), MAX_CONNECTIONS);
    }
}
