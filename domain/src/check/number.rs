//! Numbers as people type them.

// A message is large where pointers have 64 bits, and small in the browser.
#![cfg_attr(
    target_pointer_width = "64",
    expect(clippy::result_large_err, reason = "a message is made when somebody mistypes, not in a loop")
)]

use crate::{
    field::{ChannelField, Field},
    rule::{self, Rule},
    violation::Violation,
};

/// Reads the instance count.
///
/// # Errors
/// `E-COUNT-MIN` where nothing is typed, else `E-NUMBER-WHOLE` or `E-NUMBER-LARGE`.
pub fn instance_count(text: &str) -> Result<i64, Violation> {
    whole(text, Field::InstanceCount, &rule::E_COUNT_MIN)
}

/// Reads the volume size in GB.
///
/// # Errors
/// `E-VOL-MIN` where nothing is typed, else `E-NUMBER-WHOLE` or `E-NUMBER-LARGE`.
pub fn volume_size(text: &str) -> Result<i64, Violation> {
    whole(text, Field::Volume, &rule::E_VOL_MIN)
}

/// Reads a number that must be there; `missing` is broken when nothing is typed.
fn whole(text: &str, field: Field, missing: &Rule) -> Result<i64, Violation> {
    let text = text.trim();
    text.parse().map_err(|_| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let rule = match digits.bytes().all(|byte| byte.is_ascii_digit()) {
            _ if text.is_empty() => missing,
            // Below zero without end is too little, whatever else it is.
            true if digits.len() < text.len() => missing,
            true => &rule::E_NUMBER_LARGE,
            false => &rule::E_NUMBER_WHOLE,
        };
        rule.violation(field, &[("value", text)])
    })
}

/// Reads the maximum runtime, counted in a unit of `unit` seconds; gives it in seconds.
///
/// # Errors
/// `E-RUN-MIN` where nothing is typed or less than nothing, `E-NUMBER-WHOLE` for what gives no whole seconds.
pub fn maximum_runtime(text: &str, unit: i64) -> Result<i64, Violation> {
    let text = text.trim();
    seconds(text, unit).ok_or_else(|| {
        let is_missing = text.is_empty() || text.starts_with('-');
        let rule = if is_missing { rule::E_RUN_MIN } else { rule::E_NUMBER_WHOLE };
        rule.violation(Field::MaximumRuntime, &[("value", text)])
    })
}

/// A time in seconds, also of a decimal fraction such as `1.5` hours where that gives whole seconds. What no integer holds
/// becomes the largest one, which is above every limit too.
fn seconds(text: &str, unit: i64) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) || (text.contains('.') && fraction.is_empty()) {
        // Below zero is for the rules to judge.
        return text.parse::<i64>().ok().map(|count| count.saturating_mul(unit));
    }
    // Trailing zeros say nothing, and no unit divides by more than these.
    let fraction = fraction.trim_end_matches('0');
    let digits = u32::try_from(fraction.len()).ok().filter(|digits| *digits <= 9)?;
    let parts = if fraction.is_empty() { 0 } else { fraction.parse::<i64>().ok()?.checked_mul(unit)? };
    let scale = 10_i64.pow(digits);
    let rest = (parts % scale == 0).then_some(parts / scale)?;
    Some(whole.parse::<i64>().unwrap_or(i64::MAX).saturating_mul(unit).saturating_add(rest))
}

/// Reads the shuffle seed of the channel at `index`; empty means no shuffling.
///
/// # Errors
/// `E-SEED` for text that is no 64-bit integer.
pub fn shuffle_seed(index: u32, text: &str) -> Result<Option<i64>, Violation> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| rule::E_SEED.violation(Field::Channel(index, ChannelField::ShuffleSeed), &[]))
}

/// Reads a number that may be left out.
fn optional(text: &str, refusal: impl FnOnce() -> Violation) -> Result<Option<i64>, Violation> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| refusal()) }
}

/// Reads the keep-alive period in seconds; empty means that no machine is kept.
///
/// # Errors
/// `E-KEEP-RANGE` for text that is no whole number.
pub fn keep_alive(text: &str) -> Result<Option<i64>, Violation> {
    optional(text, || rule::E_KEEP_RANGE.violation(Field::KeepAlive, &[]))
}

/// Reads the maximum wait time, counted in a unit of `unit` seconds; gives it in seconds. Empty means none.
///
/// # Errors
/// `E-NUMBER-WHOLE` for what gives no whole seconds, `E-NUMBER-LARGE` for what no integer holds.
pub fn maximum_wait(text: &str, unit: i64) -> Result<Option<i64>, Violation> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let refused = |rule: Rule| rule.violation(Field::MaximumWait, &[("value", text)]);
    match seconds(text, unit) {
        // No rule has an upper limit for this one.
        Some(i64::MAX) => Err(refused(rule::E_NUMBER_LARGE)),
        found => found.map(Some).ok_or_else(|| refused(rule::E_NUMBER_WHOLE)),
    }
}

/// Reads the maximum pending time in seconds; empty means none.
///
/// # Errors
/// `E-PENDING-RANGE` for text that is no whole number.
pub fn maximum_pending(text: &str) -> Result<Option<i64>, Violation> {
    optional(text, || rule::E_PENDING_RANGE.violation(Field::MaximumPending, &[]))
}

/// Reads the number of retries; empty means none.
///
/// # Errors
/// `E-RETRY-RANGE` for text that is no whole number.
pub fn retry_attempts(text: &str) -> Result<Option<i64>, Violation> {
    optional(text, || rule::E_RETRY_RANGE.violation(Field::RetryAttempts, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_of_a_unit_is_taken_where_it_gives_whole_seconds() {
        for (text, unit, seconds) in [
            ("1.5", 3_600, Some(5_400)),
            (" 0.25 ", 86_400, Some(21_600)),
            ("2", 60, Some(120)),
            ("2.000", 1, Some(2)),
            ("1.5", 1, None),
            ("0.0001", 3_600, None),
            ("1.", 60, None),
            (".5", 60, None),
            ("1,5", 60, None),
            ("1e3", 60, None),
            ("-1", 60, Some(-60)),
            ("99999999999999999999999", 60, Some(i64::MAX)),
            ("0.1234567890123", 86_400, None),
        ] {
            assert_eq!(maximum_runtime(text, unit).ok(), seconds, "{text}");
            assert_eq!(maximum_wait(text, unit).ok().flatten(), seconds.filter(|seconds| *seconds < i64::MAX), "{text}");
        }
        let code = |text: &str| maximum_runtime(text, 60).err().map(|violation| violation.code.to_string());
        assert_eq!(code("").as_deref(), Some("E-RUN-MIN"));
        assert_eq!(code("soon").as_deref(), Some("E-NUMBER-WHOLE"));
        assert_eq!(maximum_wait("", 60).ok(), Some(None));
    }
}
