//! File operations, away from the threads that answer requests.

use std::io::{self, Read};

use tokio::task::spawn_blocking;
use tokio_util::sync::CancellationToken;

/// Runs file operations where blocking is allowed. A panic in them becomes an error.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

/// Runs file operations that may take hours. When the future is dropped, for example because the engine ends, the token is
/// cancelled; the work then ends by itself.
pub(crate) async fn cancellable<T: Send + 'static>(
    work: impl FnOnce(&CancellationToken) -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let token = CancellationToken::new();
    let _guard = token.clone().drop_guard();
    blocking(move || work(&token)).await
}

/// Reads until its token is cancelled.
pub(crate) struct Cancellable<'a, R> {
    pub(crate) reader: R,
    pub(crate) token: &'a CancellationToken,
}

impl<R: Read> Read for Cancellable<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // No `Interrupted`: that is repeated.
        if self.token.is_cancelled() { Err(io::Error::other("nobody waits for it any more")) } else { self.reader.read(buffer) }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn work_that_nobody_waits_for_ends() {
        let (ended, has_ended) = oneshot::channel();
        let endless = cancellable(move |token| {
            let copied = io::copy(&mut Cancellable { reader: io::repeat(0), token }, &mut io::sink());
            let _ = ended.send(copied.map_err(|error| error.to_string()));
            Ok(())
        });
        assert!(tokio::time::timeout(Duration::from_millis(50), endless).await.is_err());
        assert!(has_ended.await.expect("the thread ends").is_err());
    }
}
