//! Marks the answers that the client does not get.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Whether the connection is aborted instead of an answer. The mark is passed along with the request, because only the service
/// knows the operation and only the port knows the connection. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct DroppedResponse(Arc<AtomicBool>);

impl DroppedResponse {
    /// Aborts the connection after the operation.
    pub(crate) fn drop_response(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the connection is aborted.
    pub(crate) fn is_dropped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
