//! What happens to an answer on purpose.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What happens to an answer on purpose. It travels with the request, since only the service knows the operation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mishap(Arc<AtomicBool>);

impl Mishap {
    /// Breaks the connection off once the request was carried out.
    pub(crate) fn lose_answer(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it is broken off.
    pub(crate) fn loses_answer(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
