//! The computer's clock, and stored times in the form of S3's answers.

pub(crate) use domain::Clock;
use domain::Timestamp;
use time::OffsetDateTime;

/// The computer's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the computer's clock")]
    fn now(&self) -> Timestamp {
        OffsetDateTime::now_utc().into()
    }
}

/// The date and time of a stored number of milliseconds.
pub(crate) fn from_milliseconds(milliseconds: i64) -> OffsetDateTime {
    Timestamp::from_milliseconds(milliseconds).date_time()
}
