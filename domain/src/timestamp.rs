//! A moment in milliseconds since 1970-01-01 UTC, the unit of every time that is stored or sent.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

/// A moment: milliseconds since 1970-01-01 UTC. It travels as that number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 1970-01-01T00:00:00Z
    pub const UNIX_EPOCH: Self = Self(0);
    /// Before every other moment.
    pub const MIN: Self = Self(i64::MIN);
    /// After every other moment.
    pub const MAX: Self = Self(i64::MAX);

    /// The moment that is this many milliseconds after 1970-01-01 UTC.
    pub const fn from_milliseconds(milliseconds: i64) -> Self {
        Self(milliseconds)
    }

    /// Milliseconds since 1970-01-01 UTC.
    pub const fn milliseconds(self) -> i64 {
        self.0
    }

    /// The moment that is so much later, in whole milliseconds; [`Timestamp::MAX`] at most.
    pub fn saturating_add(self, duration: Duration) -> Self {
        Self(i64::try_from(duration.as_millis()).map_or(i64::MAX, |milliseconds| self.0.saturating_add(milliseconds)))
    }

    /// The moment that is so much earlier, in whole milliseconds; [`Timestamp::MIN`] at least.
    pub fn saturating_sub(self, duration: Duration) -> Self {
        Self(i64::try_from(duration.as_millis()).map_or(i64::MIN, |milliseconds| self.0.saturating_sub(milliseconds)))
    }

    /// The time from an earlier moment to this one; none when the other is the later one.
    pub fn since(self, earlier: Self) -> Duration {
        if earlier < self { self.abs_diff(earlier) } else { Duration::ZERO }
    }

    /// The time between two moments, whichever is the earlier one.
    pub const fn abs_diff(self, other: Self) -> Duration {
        Duration::from_millis(self.0.abs_diff(other.0))
    }

    /// Date and time in UTC. A moment that the calendar of the crate `time` does not reach (before the year -9999 or after
    /// 9999) gives the calendar's first or last second.
    pub fn date_time(self) -> OffsetDateTime {
        let nearest = if self.0 < 0 { PrimitiveDateTime::MIN } else { PrimitiveDateTime::MAX };
        OffsetDateTime::UNIX_EPOCH.checked_add(time::Duration::milliseconds(self.0)).unwrap_or(nearest.assume_utc())
    }

    /// Reads a day (`2026-11-23`), a minute (`2026-11-23T09:30`) or a second (`2026-11-23T09:30:15`) in UTC. A `Z` at the end
    /// and a blank for the `T` are accepted. Gives the first moment of what was typed and the first moment after it; `None`
    /// for any other text.
    pub fn parse_span(text: &str) -> Option<(Self, Self)> {
        let text = text.trim();
        let text = text.strip_suffix('Z').unwrap_or(text);
        let (date, time) = match text.split_once(['T', ' ']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let (time, length) = match time {
            Some(time) => parse_time(time)?,
            None => (Time::MIDNIGHT, Duration::from_secs(86_400)),
        };
        let first = Self::from(PrimitiveDateTime::new(parse_date(date)?, time).assume_utc());
        Some((first, first.saturating_add(length)))
    }
}

impl From<OffsetDateTime> for Timestamp {
    fn from(time: OffsetDateTime) -> Self {
        Self(i64::try_from(time.unix_timestamp_nanos().div_euclid(1_000_000)).unwrap_or(i64::MAX))
    }
}

/// `2026-11-23T09:41:07Z`
impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.date_time();
        let (year, month, day) = at.to_calendar_date();
        let (hour, minute, second) = at.to_hms();
        write!(formatter, "{year:04}-{:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z", u8::from(month))
    }
}

/// Reads `YYYY-MM-DD`.
fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let month = Month::try_from(u8::try_from(number(month, 2)?).ok()?).ok()?;
    Date::from_calendar_date(i32::from(number(year, 4)?), month, u8::try_from(number(day, 2)?).ok()?).ok()
}

/// Reads `hh:mm` or `hh:mm:ss`, with the length of what was named.
fn parse_time(text: &str) -> Option<(Time, Duration)> {
    let part = |text: &str| u8::try_from(number(text, 2)?).ok();
    let parts: Vec<&str> = text.split(':').collect();
    let (hour, minute, second, length) = match parts.as_slice() {
        [hour, minute] => (part(hour)?, part(minute)?, 0, Duration::from_secs(60)),
        [hour, minute, second] => (part(hour)?, part(minute)?, part(second)?, Duration::from_secs(1)),
        _ => return None,
    };
    Some((Time::from_hms(hour, minute, second).ok()?, length))
}

/// Reads exactly so many digits; a sign is none.
fn number(text: &str, digits: usize) -> Option<u16> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 60 * 60 * 1_000;

    #[test]
    fn days_minutes_and_seconds() {
        let span = |text: &str| Timestamp::parse_span(text).map(|(first, after)| (first.milliseconds(), after.milliseconds()));
        assert_eq!(span("1970-01-01"), Some((0, DAY)));
        assert_eq!(span("2026-11-23"), Some((1_795_392_000_000, 1_795_478_400_000)));
        assert_eq!(span("2024-02-29T12:00"), Some((1_709_208_000_000, 1_709_208_060_000)));
        assert_eq!(span(" 2024-02-29 12:00:01Z "), Some((1_709_208_001_000, 1_709_208_002_000)));
        for wrong in
            ["", "2023-02-29", "2023-13-01", "2023-1-1", "2023-01-01T24:00", "2023-01-01T1", "now", "2023-01-00", "+023-01-01"]
        {
            assert_eq!(span(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_timestamp_is_written_in_utc_and_travels_as_its_number() {
        let text = |milliseconds| Timestamp::from_milliseconds(milliseconds).to_string();
        assert_eq!(text(0), "1970-01-01T00:00:00Z");
        assert_eq!(text(951_782_400_000), "2000-02-29T00:00:00Z");
        assert_eq!(text(1_795_427_467_123), "2026-11-23T09:51:07Z");
        assert_eq!(text(-1), "1969-12-31T23:59:59Z");
        assert_eq!(serde_json::to_string(&Timestamp::from_milliseconds(-1)).ok().as_deref(), Some("-1"));
    }

    #[test]
    fn a_timestamp_beyond_the_calendar_is_its_last_second() {
        assert_eq!(Timestamp::from_milliseconds(i64::MAX).to_string(), "9999-12-31T23:59:59Z");
        assert_eq!(Timestamp::from_milliseconds(i64::MIN).date_time().year(), -9999);
    }

    #[test]
    fn durations_lie_between_timestamps() {
        let (earlier, later) = (Timestamp::from_milliseconds(-500), Timestamp::from_milliseconds(1_000));
        let between = Duration::from_millis(1_500);
        assert_eq!((later.since(earlier), earlier.since(later)), (between, Duration::ZERO));
        assert_eq!((later.abs_diff(earlier), earlier.abs_diff(later)), (between, between));
        assert_eq!((earlier.saturating_add(between), later.saturating_sub(between)), (later, earlier));
    }

    #[test]
    fn arithmetic_ends_at_the_first_and_the_last_timestamp() {
        let day = Duration::from_secs(86_400);
        for longest in [day, Duration::MAX] {
            assert_eq!(Timestamp::MAX.saturating_add(longest), Timestamp::MAX);
            assert_eq!(Timestamp::MIN.saturating_sub(longest), Timestamp::MIN);
        }
        assert_eq!(Timestamp::MAX.since(Timestamp::MIN), Duration::from_millis(u64::MAX));
    }

    #[test]
    fn a_date_and_time_comes_back() {
        for milliseconds in [0, -1, 1_795_427_467_123] {
            let at = Timestamp::from_milliseconds(milliseconds);
            assert_eq!(Timestamp::from(at.date_time()), at);
        }
    }
}
