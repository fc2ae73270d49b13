//! Moments in Unix milliseconds, in UTC. No time zones: what server and browser write must be the same.

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `2026-11-23T09:41:07Z`
pub fn iso_utc(at: i64) -> String {
    let (year, month, day) = date(at);
    format!("{year:04}-{month:02}-{day:02}T{}Z", time_of_day(at))
}

/// `23 Nov 2026, 09:41:07 UTC`
pub fn exact_utc(at: i64) -> String {
    let (year, month, day) = date(at);
    format!("{day} {} {year}, {} UTC", month_name(month), time_of_day(at))
}

/// `09:41:07`
pub fn time_of_day(at: i64) -> String {
    let time = at.rem_euclid(DAY);
    format!("{:02}:{:02}:{:02}", time / HOUR, time % HOUR / MINUTE, time % MINUTE / SECOND)
}

/// `just now`, `40 s ago`, `12 min ago`, `3 h ago`, `yesterday`, `4 days ago`, and the date when that is more than a week ago.
pub fn relative(at: i64, now: i64) -> String {
    let ago = now.saturating_sub(at);
    match ago {
        ..SECOND => "just now".to_owned(),
        SECOND..MINUTE => format!("{} s ago", ago / SECOND),
        MINUTE..HOUR => format!("{} min ago", ago / MINUTE),
        HOUR..DAY => format!("{} h ago", ago / HOUR),
        _ => match now.div_euclid(DAY) - at.div_euclid(DAY) {
            ..=1 => "yesterday".to_owned(),
            days @ 2..=7 => format!("{days} days ago"),
            _ => day_of(at, now),
        },
    }
}

/// `18 Nov`, with the year when it is not the present one.
fn day_of(at: i64, now: i64) -> String {
    let (year, month, day) = date(at);
    let same_year = date(now).0 == year;
    if same_year { format!("{day} {}", month_name(month)) } else { format!("{day} {} {year}", month_name(month)) }
}

fn month_name(month: i64) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or_default()
}

/// Year, month and day of the Gregorian calendar.
///
/// Years are counted from March, so that the leap day is the last of its year, in eras of 400 years of 146,097 days.
fn date(at: i64) -> (i64, i64, i64) {
    // 719,468 days lie between 0000-03-01 and 1970-01-01.
    let days = at.div_euclid(DAY) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Months from March on have 31, 30, 31, 30, 31 days, again and again: 153 in five.
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_utc() {
        assert_eq!(iso_utc(0), "1970-01-01T00:00:00Z");
        assert_eq!(iso_utc(951_782_400_000), "2000-02-29T00:00:00Z");
        assert_eq!(iso_utc(1_795_427_467_123), "2026-11-23T09:51:07Z");
        assert_eq!(iso_utc(-1), "1969-12-31T23:59:59Z");
        assert_eq!(exact_utc(1_709_210_096_000), "29 Feb 2024, 12:34:56 UTC");
    }

    #[test]
    fn near_moments_are_relative() {
        let now = 1_795_427_467_000;
        let ago = [0, 40_000, 720_000, 3_600_000, DAY, 3 * DAY, 30 * DAY, 400 * DAY].map(|ago| relative(now - ago, now));
        assert_eq!(ago, ["just now", "40 s ago", "12 min ago", "1 h ago", "yesterday", "3 days ago", "24 Oct", "19 Oct 2025"]);
    }

    #[test]
    fn a_clock_that_is_behind_is_no_future() {
        assert_eq!(relative(5_000, 1_000), "just now");
    }
}
