//! Numbers as people type them.

use super::{
    RuleCode, Violation,
    fix::{Fix, FixContext},
    rule::rules,
    typed_text::{ungrouped, with_point},
    volume,
};
use crate::field::{ChannelField, Field};

rules! {
    NumberNotWhole = "E-NUMBER-WHOLE", Error, Ours, "\"{value}\" is not a whole number.",
        fix default_number;
    NumberTooLarge = "E-NUMBER-LARGE", Error, Ours, "{value} is larger than any number that the service takes.",
        fix default_number;
}

/// Reads the instance count.
///
/// # Errors
/// `E-COUNT-MIN` where nothing is typed, else `E-NUMBER-WHOLE` or `E-NUMBER-LARGE`.
pub fn instance_count(text: &str) -> Result<i64, Violation> {
    whole(text, Field::InstanceCount, RuleCode::InstanceCountMinimum)
}

/// Reads the volume size in GB.
///
/// # Errors
/// `E-VOL-MIN` where nothing is typed, else `E-NUMBER-WHOLE` or `E-NUMBER-LARGE`.
pub fn volume_size(text: &str) -> Result<i64, Violation> {
    whole(text, Field::Volume, RuleCode::VolumeMinimum)
}

/// Reads a number that must be there; `missing` is broken when nothing is typed.
fn whole(text: &str, field: Field, missing: RuleCode) -> Result<i64, Violation> {
    let text = text.trim();
    text.parse().map_err(|_| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        // Below zero without end is too little, whatever else it is.
        let code = if text.is_empty() {
            missing
        } else if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            RuleCode::NumberNotWhole
        } else if digits.len() < text.len() {
            missing
        } else {
            RuleCode::NumberTooLarge
        };
        code.violation(field, &[("value", text)])
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
        let code = if is_missing { RuleCode::RuntimeMinimum } else { RuleCode::NumberNotWhole };
        code.violation(Field::MaximumRuntime, &[("value", text)])
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
    text.parse().map(Some).map_err(|_| RuleCode::ShuffleSeed.violation(Field::Channel(index, ChannelField::ShuffleSeed), &[]))
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
    optional(text, || RuleCode::KeepAliveRange.violation(Field::KeepAlive, &[]))
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
    let refused = |code: RuleCode| code.violation(Field::MaximumWait, &[("value", text)]);
    match seconds(text, unit) {
        // No rule has an upper limit for this one.
        Some(i64::MAX) => Err(refused(RuleCode::NumberTooLarge)),
        found => found.map(Some).ok_or_else(|| refused(RuleCode::NumberNotWhole)),
    }
}

/// Reads the maximum pending time in seconds; empty means none.
///
/// # Errors
/// `E-PENDING-RANGE` for text that is no whole number.
pub fn maximum_pending(text: &str) -> Result<Option<i64>, Violation> {
    optional(text, || RuleCode::PendingTimeRange.violation(Field::MaximumPending, &[]))
}

/// Reads the number of retries; empty means none.
///
/// # Errors
/// `E-RETRY-RANGE` for text that is no whole number.
pub fn retry_attempts(text: &str) -> Result<Option<i64>, Violation> {
    optional(text, || RuleCode::RetryAttempts.violation(Field::RetryAttempts, &[]))
}

/// What was typed, as a number that the field takes; else a number that always works, for the fields that have one.
fn default_number(at: &FixContext<'_>) -> Option<Fix> {
    if let Some(number) = ungrouped(at.value()) {
        return at.set(&format!("Set it to {number}"), &number);
    }
    let takes_fractions = matches!(at.violation.field, Field::MaximumRuntime | Field::MaximumWait);
    if let Some(number) = with_point(at.value()).filter(|_| takes_fractions) {
        return at.set(&format!("Use a point: {number}"), &number);
    }
    match at.violation.field {
        Field::InstanceCount => at.set("Set it to 1", "1"),
        Field::Volume => volume::default_size(at),
        _ => None,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::rules::testing::{Case, Form, assert_fix};

    pub(in super::super) fn cases() -> Vec<Case> {
        vec![
            Case::typed("E-COUNT-MIN", "instance-count", instance_count(" ").err()),
            Case::typed("E-COUNT-MIN", "instance-count", instance_count("-99999999999999999999").err()),
            Case::typed("E-NUMBER-WHOLE", "instance-count", instance_count("one").err()),
            Case::typed("E-NUMBER-LARGE", "instance-count", instance_count("99999999999999999999").err()),
            Case::typed("E-VOL-MIN", "volume", volume_size("").err()),
            Case::typed("E-NUMBER-WHOLE", "volume", volume_size("1.5").err()),
            Case::typed("E-RUN-MIN", "max-runtime", maximum_runtime("", 60).err()),
            Case::typed("E-NUMBER-WHOLE", "max-runtime", maximum_runtime("soon", 60).err()),
            Case::typed("E-KEEP-RANGE", "keep-alive", keep_alive("x").err()),
            Case::typed("E-NUMBER-WHOLE", "max-wait", maximum_wait("x", 60).err()),
        ]
    }

    #[test]
    fn a_number_that_may_be_left_out_is_read() {
        assert_eq!(keep_alive(" "), Ok(None));
        assert_eq!(maximum_wait(" 60 ", 1), Ok(Some(60)));
    }

    #[test]
    fn a_number_is_offered_where_one_always_works() {
        let one = ("Set it to 1", "instance-count", "1");
        assert_fix(RuleCode::NumberNotWhole, &Field::InstanceCount, "one", one);
        assert_fix(RuleCode::NumberTooLarge, &Field::Volume, "9e99", ("Set it to 30", "volume", "30"));
        assert_fix(RuleCode::NumberNotWhole, &Field::Volume, "1,000", ("Set it to 1000", "volume", "1000"));
        assert_fix(RuleCode::NumberNotWhole, &Field::MaximumRuntime, "1,5", ("Use a point: 1.5", "max-runtime", "1.5"));
        assert_fix(RuleCode::NumberNotWhole, &Field::InstanceCount, "1,5", one);
        assert_eq!(Form::new(&Field::MaximumWait, "x").fix(RuleCode::NumberNotWhole, &Field::MaximumWait), None);
    }

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
