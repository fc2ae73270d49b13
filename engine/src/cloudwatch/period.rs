//! The periods of a request, and for how long data points of a length are kept. Source: API page of GetMetricStatistics.

use super::invalid;
use crate::json_protocol::WireError;

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Consecutive periods of one length. All members are milliseconds; times are those since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Periods {
    /// The begin of the first period.
    pub(super) from: i64,
    /// The end, which may be inside the last period; values at this time do not count.
    pub(super) until: i64,
    pub(super) length: i64,
    /// Whether data points of this length are kept for the time of the first period.
    pub(super) is_kept: bool,
}

impl Periods {
    /// The periods between two times. The first one begins at a whole minute, or at five, or at an hour when it is long ago.
    ///
    /// # Errors
    /// `InvalidParameterValue` for a length that is neither 1, 5, 10, 20 or 30 seconds nor whole minutes.
    pub(super) fn of(start: i64, end: i64, seconds: i64, now: i64) -> Result<Self, WireError> {
        let is_whole = seconds > 0 && (seconds % 60 == 0 || [1, 5, 10, 20, 30].contains(&seconds));
        let length = seconds.checked_mul(1000).filter(|_| is_whole).ok_or_else(|| {
            let words = "The parameter Period must be 1, 5, 10, 20 or 30, or a multiple of 60";
            invalid(format!("The value {seconds} for parameter Period is not supported. {words}."))
        })?;
        let age = now.saturating_sub(start);
        // The first time, and the length of the shortest data points that are kept since then.
        let (step, kept) = match age {
            _ if age <= 3 * HOUR => (length.min(MINUTE), 1000),
            _ if age <= 15 * DAY => (length.min(MINUTE), MINUTE),
            _ if age <= 63 * DAY => (5 * MINUTE, 5 * MINUTE),
            _ => (HOUR, HOUR),
        };
        let from = start.div_euclid(step).saturating_mul(step);
        Ok(Self { from, until: end, length, is_kept: length % kept == 0 })
    }

    /// How many there are.
    pub(super) fn count(&self) -> i64 {
        let whole = self.until.saturating_sub(self.from).max(0);
        whole / self.length + i64::from(whole % self.length != 0)
    }

    /// The begin of the period that holds a time.
    pub(super) fn begin(&self, time: i64) -> i64 {
        self.from + time.saturating_sub(self.from).div_euclid(self.length) * self.length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000_000;

    #[test]
    fn the_first_period_begins_at_a_whole_time() {
        // 22:13:20
        let from = |age: i64, seconds: i64| Periods::of(NOW - age, NOW, seconds, NOW).map(|periods| NOW - periods.from);
        assert_eq!(from(0, 60), Ok(20_000));
        assert_eq!(from(0, 300), Ok(20_000), "the periods of a request begin at its own start");
        assert_eq!(from(3_000, 10), Ok(10_000));
        assert_eq!(from(20 * DAY, 300), Ok(20 * DAY + 3 * MINUTE + 20_000));
        assert_eq!(from(70 * DAY, 3600), Ok(70 * DAY + 13 * MINUTE + 20_000));
    }

    #[test]
    fn data_points_become_longer_with_their_age() {
        let is_kept = |age: i64, seconds: i64| Periods::of(NOW - age, NOW, seconds, NOW).is_ok_and(|periods| periods.is_kept);
        assert!(is_kept(2 * HOUR, 1) && !is_kept(4 * HOUR, 30));
        assert!(is_kept(14 * DAY, 60) && !is_kept(16 * DAY, 60) && is_kept(16 * DAY, 300));
        assert!(!is_kept(64 * DAY, 300) && is_kept(64 * DAY, 7200));
    }

    #[test]
    fn lengths_are_seconds_or_whole_minutes() {
        for seconds in [0, -60, 2, 61, i64::MAX] {
            assert_eq!(Periods::of(0, NOW, seconds, NOW).map_err(|error| error.code), Err("InvalidParameterValue"), "{seconds}");
        }
        assert_eq!(Periods::of(NOW - 119_000, NOW, 60, NOW).map(|periods| periods.count()), Ok(3));
        assert_eq!(Periods::of(i64::MIN, i64::MAX, 60, NOW).map(|periods| periods.count() > 1440), Ok(true));
    }
}
