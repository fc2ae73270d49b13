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

/// Reads the maximum runtime in seconds.
///
/// # Errors
/// `E-RUN-MIN` for text that is no whole number, `E-RUN-MAX` for one that no integer holds.
pub fn maximum_runtime(text: &str) -> Result<i64, Violation> {
    let text = text.trim();
    text.parse().map_err(|_| {
        let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let rule = if is_number { rule::E_RUN_MAX } else { rule::E_RUN_MIN };
        rule.violation(Field::MaximumRuntime, &[])
    })
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

/// Reads the maximum wait time; empty means none.
///
/// # Errors
/// `E-SPOT-WAIT` for text that is no whole number.
pub fn maximum_wait(text: &str) -> Result<Option<i64>, Violation> {
    optional(text, || rule::E_SPOT_WAIT.violation(Field::MaximumWait, &[]))
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
