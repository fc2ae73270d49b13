//! Models: names for artifacts.

pub(super) mod create;
pub(super) mod delete;
pub(super) mod describe;
pub(super) mod list;

use crate::{account::Account, json_protocol::WireError};

/// Source: docs/errors.md §2, `DescribeModel` and `DeleteModel`.
fn not_found(account: &Account, name: &str) -> WireError {
    WireError::validation(format!("Could not find model \"{}\".", account.model_arn(name)))
}
