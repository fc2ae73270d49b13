//! Scans of archives that run beside the pages. Each runs once, however many pages ask for it, and few run at a time.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use console::error::AppError;
use tokio::sync::{Semaphore, watch};

/// Scans at a time: each keeps a processor busy.
const MAX_CONCURRENT_SCANS: usize = 2;
/// How long a page waits for a scan before it shows how far it has come.
const SCAN_WAIT_TIMEOUT: Duration = Duration::from_secs(2);

/// What is read: location and ETag of each archive.
pub(super) type Key = Vec<(String, String)>;

/// How a scan ended; `None` while it is under way.
type End = Option<Result<(), AppError>>;

#[derive(Clone)]
struct Running {
    read: Arc<AtomicU64>,
    size: u64,
    end: watch::Receiver<End>,
}

/// Scans that are under way, or have ended and were not asked for since.
pub(super) struct RunningScans {
    all: Arc<Mutex<HashMap<Key, Running>>>,
    permits: Arc<Semaphore>,
}

impl Default for RunningScans {
    fn default() -> Self {
        Self { all: Arc::default(), permits: Arc::new(Semaphore::new(MAX_CONCURRENT_SCANS)) }
    }
}

impl RunningScans {
    /// Starts a scan unless it runs, and waits for it a moment. `None` when it has ended well.
    pub(super) async fn follow<F>(
        &self,
        key: Key,
        size: u64,
        scan: impl FnOnce(Arc<AtomicU64>) -> F,
    ) -> Result<Option<(u64, u64)>, AppError>
    where
        F: Future<Output = Result<(), AppError>> + Send + 'static,
    {
        let mut running = self.running_or(key.clone(), size, scan);
        let ended = tokio::time::timeout(SCAN_WAIT_TIMEOUT, running.end.wait_for(Option::is_some)).await;
        let end = match ended {
            Err(_) => return Ok(Some((running.read.load(Ordering::Relaxed), running.size))),
            Ok(Ok(end)) => end.clone(),
            // The scan panicked; its message is in the log.
            Ok(Err(_)) => Some(Err(AppError::Internal("Looking into the archive failed by a fault of the console.".to_owned()))),
        };
        // The next request may start it again.
        lock(&self.all).remove(&key);
        match end {
            Some(Err(error)) => Err(error),
            _ => Ok(None),
        }
    }

    fn running_or<F>(&self, key: Key, size: u64, scan: impl FnOnce(Arc<AtomicU64>) -> F) -> Running
    where
        F: Future<Output = Result<(), AppError>> + Send + 'static,
    {
        let mut all = lock(&self.all);
        if let Some(running) = all.get(&key) {
            return running.clone();
        }
        let read = Arc::new(AtomicU64::new(0));
        let (sender, end) = watch::channel(None);
        let permits = self.permits.clone();
        let scan = scan(read.clone());
        tokio::spawn(async move {
            // Closed never: the semaphore lives as long as the scans.
            let _permit = permits.acquire_owned().await;
            let result = scan.await;
            // Nobody may be listening any more; what was found is kept all the same.
            let _ = sender.send(Some(result));
        });
        let running = Running { read, size, end };
        all.insert(key, running.clone());
        running
    }
}

fn lock(running: &Mutex<HashMap<Key, Running>>) -> std::sync::MutexGuard<'_, HashMap<Key, Running>> {
    running.lock().unwrap_or_else(PoisonError::into_inner)
}
