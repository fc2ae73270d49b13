//! Numbers as people type them.

use crate::{
    field::{ChannelField, Field},
    rule,
    violation::Violation,
};

/// Reads the instance count.
///
/// # Errors
/// `E-COUNT-MIN` for text that is no whole number.
pub fn instance_count(text: &str) -> Result<i64, Violation> {
    text.trim().parse().map_err(|_| rule::E_COUNT_MIN.violation(Field::InstanceCount, &[]))
}

/// Reads the volume size in GB.
///
/// # Errors
/// `E-VOL-MIN` for text that is no whole number.
pub fn volume_size(text: &str) -> Result<i64, Violation> {
    text.trim().parse().map_err(|_| rule::E_VOL_MIN.violation(Field::Volume, &[]))
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
