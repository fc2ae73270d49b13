//! The only way to know what time it is.

use crate::Timestamp;

/// Gives the current time. It is passed in wherever a time is needed, so that tests decide what it is.
pub trait Clock: Send + Sync + 'static {
    /// The current time.
    fn now(&self) -> Timestamp;
}
