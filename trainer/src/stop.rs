//! The request to stop.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Says whether a request to stop has come. Threads ask it between the operations of a batch.
pub(crate) type StopCheck = Box<dyn Fn() -> bool + Send + Sync>;

/// Tells a running training job to drop its batch, store what it has and end. Clones share the request.
#[derive(Clone, Debug, Default)]
pub struct StopFlag(Arc<AtomicBool>);

impl StopFlag {
    /// A flag that is not raised.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the job to stop.
    pub fn request(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether the job has been asked to stop.
    pub fn is_requested(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// The same question, for the threads of a batch.
    pub(crate) fn check(&self) -> StopCheck {
        let flag = self.clone();
        Box::new(move || flag.is_requested())
    }
}
