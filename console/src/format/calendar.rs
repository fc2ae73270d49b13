//! Times as people read them, in UTC. No time zones: what server and browser write must be the same.

use domain::Timestamp;

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `2026-11-23T09:41:07Z`
pub fn iso_utc(at: Timestamp) -> String {
    at.to_string()
}

/// `23 Nov 2026, 09:41:07 UTC`
pub fn exact_utc(at: Timestamp) -> String {
    let (year, month, day) = date(at);
    format!("{day} {month} {year}, {} UTC", time_of_day(at))
}

/// `09:41:07`
pub fn time_of_day(at: Timestamp) -> String {
    let time = at.milliseconds().rem_euclid(DAY);
    format!("{:02}:{:02}:{:02}", time / HOUR, time % HOUR / MINUTE, time % MINUTE / SECOND)
}

/// `just now`, `40 s ago`, `12 min ago`, `3 h ago`, `yesterday`, `4 days ago`, and the date when that is more than a week ago.
pub fn relative(at: Timestamp, now: Timestamp) -> String {
    let ago = now.milliseconds().saturating_sub(at.milliseconds());
    match ago {
        ..SECOND => "just now".to_owned(),
        SECOND..MINUTE => format!("{} s ago", ago / SECOND),
        MINUTE..HOUR => format!("{} min ago", ago / MINUTE),
        HOUR..DAY => format!("{} h ago", ago / HOUR),
        _ => match now.milliseconds().div_euclid(DAY) - at.milliseconds().div_euclid(DAY) {
            ..=1 => "yesterday".to_owned(),
            days @ 2..=7 => format!("{days} days ago"),
            _ => day_of(at, now),
        },
    }
}

/// `18 Nov`, with the year when it is not the present one.
fn day_of(at: Timestamp, now: Timestamp) -> String {
    let (year, month, day) = date(at);
    if date(now).0 == year { format!("{day} {month}") } else { format!("{day} {month} {year}") }
}

/// Year, short name of the month, and day.
fn date(at: Timestamp) -> (i32, &'static str, u8) {
    let (year, month, day) = at.date_time().to_calendar_date();
    let month = MONTHS.get(usize::from(u8::from(month)).saturating_sub(1)).copied().unwrap_or_default();
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn moments_are_written_in_utc() {
        let at = Timestamp::from_milliseconds;
        assert_eq!(iso_utc(at(0)), "1970-01-01T00:00:00Z");
        assert_eq!(iso_utc(at(951_782_400_000)), "2000-02-29T00:00:00Z");
        assert_eq!(iso_utc(at(1_795_427_467_123)), "2026-11-23T09:51:07Z");
        assert_eq!(iso_utc(at(-1)), "1969-12-31T23:59:59Z");
        assert_eq!(exact_utc(at(1_709_210_096_000)), "29 Feb 2024, 12:34:56 UTC");
    }

    #[test]
    fn near_moments_are_relative() {
        let now = Timestamp::from_milliseconds(1_795_427_467_000);
        let ago = [0, 40, 720, 3_600, 86_400, 3 * 86_400, 30 * 86_400, 400 * 86_400]
            .map(|seconds| relative(now.saturating_sub(Duration::from_secs(seconds)), now));
        assert_eq!(ago, ["just now", "40 s ago", "12 min ago", "1 h ago", "yesterday", "3 days ago", "24 Oct", "19 Oct 2025"]);
    }

    #[test]
    fn a_clock_that_is_behind_is_no_future() {
        assert_eq!(relative(Timestamp::from_milliseconds(5_000), Timestamp::from_milliseconds(1_000)), "just now");
    }
}
