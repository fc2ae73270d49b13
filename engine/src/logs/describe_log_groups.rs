//! `DescribeLogGroups`: the one log group.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{GROUP, limit};
use crate::{account::Account, json_protocol::WireError};

/// Groups of one reply. Source: API page of DescribeLogGroups.
const MAX_GROUPS: i64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Input {
    log_group_name_prefix: Option<String>,
    log_group_name_pattern: Option<String>,
    limit: Option<i64>,
}

/// The group, when the prefix matches its name.
pub(super) fn run(account: &Account, input: &Input) -> Result<Value, WireError> {
    limit(input.limit, MAX_GROUPS)?;
    let begins = input.log_group_name_prefix.as_deref().is_none_or(|prefix| GROUP.starts_with(prefix));
    let contains = input.log_group_name_pattern.as_deref().is_none_or(|part| GROUP.contains(part));
    let arn = account.arn("logs", &format!("log-group:{GROUP}"));
    let group = json!({
        "logGroupName": GROUP,
        "creationTime": 0,
        "metricFilterCount": 0,
        "arn": format!("{arn}:*"),
        "logGroupArn": arn,
        "storedBytes": 0,
        "logGroupClass": "STANDARD",
    });
    Ok(json!({ "logGroups": if begins && contains { vec![group] } else { Vec::new() } }))
}
