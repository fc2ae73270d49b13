//! The mark of an answer that the client must not get.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Whether the connection is aborted in place of the answer. It travels with the request, since only the service knows the
/// operation, and only the port knows the connection. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct DroppedResponse(Arc<AtomicBool>);

impl DroppedResponse {
    /// Aborts the connection when the request was carried out.
    pub(crate) fn drop_response(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the connection is aborted.
    pub(crate) fn is_dropped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
