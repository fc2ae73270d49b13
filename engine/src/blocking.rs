//! File operations, away from the threads that answer requests.

use std::io;

use tokio::task::spawn_blocking;

/// Runs file operations where blocking is allowed. A panic in them becomes an error.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}
