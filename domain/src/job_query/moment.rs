//! Days and times in UTC, as people type them.

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const DAY: i64 = 24 * 60 * MINUTE;

/// The first millisecond of what was typed and the first one after it, since 1970: `2026-11-23` is a day,
/// `2026-11-23T09:30` a minute, `2026-11-23T09:30:15` a second; `Z` at the end and a blank for `T` are fine.
/// `None` when it is none of these.
pub fn span(text: &str) -> Option<(i64, i64)> {
    let text = text.trim();
    let text = text.strip_suffix('Z').unwrap_or(text);
    let (date, time) = match text.split_once(['T', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let day = day(date)?.checked_mul(DAY)?;
    let Some(time) = time else { return Some((day, day + DAY)) };
    let parts: Vec<&str> = time.split(':').collect();
    let (hour, minute, second, length) = match parts.as_slice() {
        [hour, minute] => (two(hour)?, two(minute)?, 0, MINUTE),
        [hour, minute, second] => (two(hour)?, two(minute)?, two(second)?, SECOND),
        _ => return None,
    };
    let first = day + hour * 60 * MINUTE + minute * MINUTE + second * SECOND;
    (hour < 24 && minute < 60 && second < 60).then_some((first, first + length))
}

/// Days from 1970-01-01 to `YYYY-MM-DD`.
fn day(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4).and_then(digits)?;
    let month = two(parts.next()?)?;
    let day = two(parts.next()?)?;
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(is_leap),
        1..=12 => 31,
        _ => return None,
    };
    if parts.next().is_some() || !(1..=length).contains(&day) {
        return None;
    }
    // Years are counted from March, so that the leap day is the last of its year, in eras of 400 years of 146,097 days.
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let year_of_era = year.rem_euclid(400);
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(year.div_euclid(400) * 146_097 + day_of_era - 719_468)
}

fn two(text: &str) -> Option<i64> {
    if text.len() == 2 { digits(text) } else { None }
}

fn digits(text: &str) -> Option<i64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_minutes_and_seconds() {
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
}
