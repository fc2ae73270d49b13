//! The request to stop.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Tells a running training job to finish its batch, store what it has and end. Clones share the request.
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
}
