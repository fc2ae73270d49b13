//! Domain types into SDK types and back.

pub(crate) mod description;
pub(crate) mod request;

use aws_smithy_types::DateTime;
use domain::Timestamp;

/// A time of the SDK; `None` when it is out of range.
pub(crate) fn timestamp(time: &DateTime) -> Option<Timestamp> {
    time.to_millis().ok().map(Timestamp::from_milliseconds)
}
