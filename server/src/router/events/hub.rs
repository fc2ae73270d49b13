//! The events of open pages, computed once for all of them, and not at all when no page is open.
//!
//! A job that ten pages show is read from the database once for each change. The task that does it ends when the last
//! page is gone.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use console::{data::history::JobChange, error::AppError, ports::TrainingJobs};
use domain::JobKey;
use tokio::sync::{
    broadcast::{self, error::RecvError},
    watch,
};
use tokio_util::sync::CancellationToken;

use crate::ports::{JobFeed, Ports};

/// Lines of the log in one event.
pub(super) const LINES: u32 = 500;
/// Progress and remaining time of a job that trains are sent again after this long, although nothing changed.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(5);
/// Changes of the list that come closer together than this are sent together: a job that trains changes often.
const COALESCING_INTERVAL: Duration = Duration::from_millis(250);
/// Changes of the list that a slow page may lag behind by.
const CHANGES_KEPT: usize = 64;

/// A job at one moment, ready to be sent.
#[derive(Debug, Clone)]
pub(super) struct Snapshot {
    /// The job as JSON.
    pub(super) detail: Arc<str>,
    /// Log lines since the moment before, as JSON: numbers of the first and of the one after the last.
    pub(super) lines: Option<(u64, u64, Arc<str>)>,
    /// How many lines the log has.
    pub(super) log_length: u64,
    /// Whether nothing more will come.
    pub(super) is_complete: bool,
}

/// All that pages follow at this moment.
pub(crate) struct Hub {
    jobs: Arc<dyn TrainingJobs>,
    feed: Arc<dyn JobFeed>,
    ending: CancellationToken,
    followed: Mutex<HashMap<JobKey, Weak<watch::Sender<Snapshot>>>>,
    list: Mutex<Weak<broadcast::Sender<Arc<str>>>>,
}

impl Hub {
    /// Nothing is followed yet.
    pub(crate) fn new(ports: &Ports) -> Arc<Self> {
        Arc::new(Self {
            jobs: ports.backend.jobs.clone(),
            feed: ports.feed.clone(),
            ending: ports.ending.clone(),
            followed: Mutex::default(),
            list: Mutex::default(),
        })
    }

    /// The jobs, for what one page alone needs.
    pub(super) fn jobs(&self) -> &dyn TrainingJobs {
        self.jobs.as_ref()
    }

    /// Cancelled when the program ends.
    pub(super) fn ending(&self) -> &CancellationToken {
        &self.ending
    }

    /// Follows a job; `None` when nobody knows it.
    pub(super) async fn job(self: &Arc<Self>, name: &JobKey) -> Result<Option<watch::Receiver<Snapshot>>, AppError> {
        if let Some(known) = self.receiver(name) {
            return Ok(Some(known));
        }
        // Listens before it reads, so that no change falls between.
        let changes = self.feed.changes();
        let Some(first) = self.snapshot(name, None).await? else { return Ok(None) };
        let mut jobs = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = jobs.get(name).and_then(Weak::upgrade) {
            return Ok(Some(known.subscribe()));
        }
        let (sender, receiver) = watch::channel(first);
        let sender = Arc::new(sender);
        jobs.insert(name.clone(), Arc::downgrade(&sender));
        drop(jobs);
        tokio::spawn(self.clone().follow(name.clone(), sender, changes));
        Ok(Some(receiver))
    }

    /// Follows the list: each change as the JSON of a [`JobChange`].
    pub(super) fn list(self: &Arc<Self>) -> broadcast::Receiver<Arc<str>> {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = list.upgrade() {
            return known.subscribe();
        }
        let (sender, receiver) = broadcast::channel(CHANGES_KEPT);
        let sender = Arc::new(sender);
        *list = Arc::downgrade(&sender);
        drop(list);
        tokio::spawn(self.clone().tell(sender));
        receiver
    }

    fn receiver(&self, name: &JobKey) -> Option<watch::Receiver<Snapshot>> {
        let jobs = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.get(name).and_then(Weak::upgrade).map(|sender| sender.subscribe())
    }

    /// Reads a job again at each change, for as long as a page shows it.
    async fn follow(
        self: Arc<Self>,
        name: JobKey,
        sender: Arc<watch::Sender<Snapshot>>,
        mut changes: broadcast::Receiver<String>,
    ) {
        loop {
            let (from, is_complete) = {
                let now = sender.borrow();
                (now.log_length, now.is_complete)
            };
            tokio::select! {
                () = self.ending.cancelled() => break,
                () = sender.closed() => {
                    // A page may have come back while the last one left.
                    let mut jobs = self.followed.lock().unwrap_or_else(PoisonError::into_inner);
                    if sender.is_closed() {
                        jobs.remove(&name);
                        break;
                    }
                    continue;
                }
                is_over = concerns(&mut changes, &name) => if is_over { break },
                () = tokio::time::sleep(HEARTBEAT_INTERVAL), if !is_complete => {}
            }
            match self.snapshot(&name, Some(from)).await {
                Ok(Some(next)) => {
                    sender.send_replace(next);
                }
                // The job never existed after all, or the database failed: the pages ask again and are told.
                Ok(None) | Err(_) => break,
            }
        }
        self.followed.lock().unwrap_or_else(PoisonError::into_inner).remove(&name);
    }

    /// Tells the pages of the list which jobs changed.
    async fn tell(self: Arc<Self>, sender: Arc<broadcast::Sender<Arc<str>>>) {
        let mut changes = self.feed.changes();
        loop {
            let first = tokio::select! {
                () = self.ending.cancelled() => return,
                () = sender.closed() => {
                    let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
                    if sender.receiver_count() == 0 {
                        *list = Weak::new();
                        return;
                    }
                    continue;
                }
                change = changes.recv() => change,
            };
            let mut names = vec![name_of(first)];
            tokio::time::sleep(COALESCING_INTERVAL).await;
            while let Ok(name) = changes.try_recv() {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            for name in names {
                if let Some(json) = self.change(name).await {
                    // Fails when the last page has just gone.
                    let _ = sender.send(json);
                }
            }
        }
    }

    /// The job as it is now, with the log lines from number `from` on when there are not too many of them.
    async fn snapshot(&self, name: &JobKey, from: Option<u64>) -> Result<Option<Snapshot>, AppError> {
        let Some((detail, is_complete)) = self.feed.live(name).await? else { return Ok(None) };
        let log_length = self.jobs.log_length(name).await?;
        let lines = match from.filter(|from| log_length > *from && log_length - from <= u64::from(LINES)) {
            Some(from) => {
                let lines = self.jobs.log(name, from, LINES).await?;
                let next = lines.last().map_or(from, |last| last.number + 1);
                // Where the lines are long these are not all; each page then reads the others itself.
                Some((from, next, json(&lines)?))
            }
            None => None,
        };
        let log_length = lines.as_ref().map_or(log_length, |(_, next, _)| log_length.max(*next));
        Ok(Some(Snapshot { detail: json(&detail)?, lines, log_length, is_complete }))
    }

    async fn change(&self, name: String) -> Option<Arc<str>> {
        let row = match name.is_empty() {
            true => None,
            false => self.feed.row(&name).await.ok()?,
        };
        serde_json::to_string(&JobChange { name, row }).ok().map(Arc::from)
    }
}

/// Waits for a change of the job, or of everything; `true` when no change will come any more.
async fn concerns(changes: &mut broadcast::Receiver<String>, name: &JobKey) -> bool {
    loop {
        match changes.recv().await {
            Ok(changed) if changed.is_empty() || changed == name.name.as_str() => return false,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return false,
            Err(RecvError::Closed) => return true,
        }
    }
}

/// Missed changes concern everything.
fn name_of(change: Result<String, RecvError>) -> String {
    change.unwrap_or_default()
}

fn json(value: &impl serde::Serialize) -> Result<Arc<str>, AppError> {
    serde_json::to_string(value).map(Arc::from).map_err(|error| AppError::Internal(error.to_string()))
}
