//! The policy of a form: until when it is good, and what its fields and its file may be. Source: S3 API, "Creating a POST
//! Policy".

use std::ops::RangeInclusive;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::Value;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use super::fields::Fields;
use crate::s3::refusal::Refusal;

/// Fields that no condition need name.
const FREE: [&str; 5] = ["awsaccesskeyid", "file", "policy", "signature", "x-amz-signature"];
/// The prefix of fields that S3 ignores.
const IGNORED: &str = "x-ignore-";

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Condition {
    /// The field, in lower case, has this value.
    Equals(String, String),
    /// The field's value begins so.
    StartsWith(String, String),
    /// The bytes of the file.
    Length(RangeInclusive<u64>),
}

/// Checks a form against its policy, the field in base64. Returns the sizes in bytes that the file may have.
///
/// # Errors
/// `InvalidPolicyDocument`, or `AccessDenied` for a form that the policy does not allow.
pub(super) fn check(
    document: &str,
    fields: &Fields,
    bucket: &str,
    now: OffsetDateTime,
) -> Result<Option<RangeInclusive<u64>>, Refusal> {
    let bytes = BASE64_STANDARD.decode(document).map_err(|_| invalid("Invalid Policy: Policy is not base64 encoded."))?;
    let policy: Value = serde_json::from_slice(&bytes).map_err(|_| invalid("Invalid Policy: Invalid JSON."))?;
    if now >= expiration(&policy)? {
        return Err(denied("Policy expired."));
    }
    let conditions = policy.get("conditions").and_then(Value::as_array);
    let conditions = conditions.ok_or_else(|| invalid("Invalid Policy: Policy missing conditions."))?;
    let conditions: Vec<Condition> = conditions.iter().map(condition).collect::<Result<_, _>>()?;
    // The bucket is a field, though it stands in the address.
    let value = |name: &str| if name == "bucket" { Some(bucket) } else { fields.get(name) };
    if let Some(broken) = conditions.iter().find(|condition| !condition.holds(value)) {
        return Err(denied(&format!("Policy Condition failed: {}", broken.text())));
    }
    let is_covered = |name: &&str| {
        FREE.contains(name) || name.starts_with(IGNORED) || conditions.iter().any(|condition| condition.field() == Some(name))
    };
    let extra: Vec<&str> = fields.pairs().map(|(name, _)| name).chain(["bucket"]).filter(|name| !is_covered(name)).collect();
    if let Some(first) = extra.first() {
        return Err(denied(&format!("Extra input fields: {first}")));
    }
    Ok(conditions.into_iter().find_map(|condition| match condition {
        Condition::Length(range) => Some(range),
        _ => None,
    }))
}

fn invalid(message: &str) -> Refusal {
    Refusal::bad_request("InvalidPolicyDocument", message)
}

fn denied(why: &str) -> Refusal {
    Refusal::access_denied(format!("Invalid according to Policy: {why}"))
}

/// The end of the policy, a time in the form of ISO 8601.
fn expiration(policy: &Value) -> Result<OffsetDateTime, Refusal> {
    let text = policy.get("expiration").and_then(Value::as_str);
    let text = text.ok_or_else(|| invalid("Invalid Policy: Policy missing expiration."))?;
    // The parser takes any character for the `T` between date and time.
    let is_time = text.as_bytes().get(10) == Some(&b'T');
    let time = OffsetDateTime::parse(text, &Rfc3339).ok().filter(|_| is_time);
    time.ok_or_else(|| invalid(&format!("Invalid Policy: Invalid 'expiration' value: '{text}'")))
}

fn condition(value: &Value) -> Result<Condition, Refusal> {
    let field = |name: &str| name.trim_start_matches('$').to_ascii_lowercase();
    match value {
        Value::Object(pairs) => match pairs.iter().next() {
            Some((name, Value::String(value))) if pairs.len() == 1 => Ok(Condition::Equals(field(name), value.clone())),
            _ => Err(invalid(
                "Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.",
            )),
        },
        Value::Array(items) => match items.as_slice() {
            [Value::String(operator), Value::String(name), Value::String(value)] if operator.eq_ignore_ascii_case("eq") => {
                Ok(Condition::Equals(field(name), value.clone()))
            }
            [Value::String(operator), Value::String(name), Value::String(value)]
                if operator.eq_ignore_ascii_case("starts-with") =>
            {
                Ok(Condition::StartsWith(field(name), value.clone()))
            }
            [Value::String(operator), from, to] if operator.eq_ignore_ascii_case("content-length-range") => {
                match (number(from), number(to)) {
                    (Some(from), Some(to)) => Ok(Condition::Length(from..=to)),
                    _ => Err(invalid("Invalid Policy: Invalid Condition: content-length-range needs two sizes in bytes.")),
                }
            }
            _ => Err(invalid(&format!("Invalid Policy: Invalid Condition: {value}"))),
        },
        _ => Err(invalid("Invalid Policy: Invalid Condition: a condition is a list or an object.")),
    }
}

/// A size, also when it is written as a text.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

impl Condition {
    fn holds<'a>(&self, value: impl Fn(&str) -> Option<&'a str>) -> bool {
        match self {
            Self::Equals(name, expected) => value(name) == Some(expected),
            Self::StartsWith(name, start) => value(name).unwrap_or_default().starts_with(start.as_str()),
            Self::Length(_) => true,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Equals(name, _) | Self::StartsWith(name, _) => Some(name),
            Self::Length(_) => None,
        }
    }

    fn text(&self) -> String {
        let text = |operator: &str, name: &str, value: &str| {
            format!("[\"{operator}\", {}, {}]", Value::from(format!("${name}")), Value::from(value))
        };
        match self {
            Self::Equals(name, value) => text("eq", name, value),
            Self::StartsWith(name, value) => text("starts-with", name, value),
            Self::Length(range) => format!("[\"content-length-range\", {}, {}]", range.start(), range.end()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn checked(policy: &Value, pairs: &[(&str, &str)]) -> Result<Option<RangeInclusive<u64>>, Refusal> {
        check(&BASE64_STANDARD.encode(policy.to_string()), &Fields::of(pairs), "data", OffsetDateTime::UNIX_EPOCH)
    }

    fn with(conditions: Value, pairs: &[(&str, &str)]) -> Result<Option<RangeInclusive<u64>>, Refusal> {
        checked(&json!({ "expiration": "2026-11-29T15:00:00Z", "conditions": conditions }), pairs)
    }

    #[test]
    fn an_expiration_is_a_time_of_iso_8601_that_is_to_come() {
        let expires = |text: &str| checked(&json!({ "expiration": text, "conditions": [{ "bucket": "data" }] }), &[]);
        for text in ["2026-11-29T15:00:00Z", "2026-11-29T15:00:00.000Z", "2026-11-29T15:00:00+00:00"] {
            assert_eq!(expires(text), Ok(None), "{text}");
        }
        for text in
            ["2026-11-29 15:00:00+00:00", "2026-11-29_15:00:00Z", "2026-11-29t15:00:00Z", "2026-11-29T15:00:00", "never", ""]
        {
            assert_eq!(expires(text), Err(invalid(&format!("Invalid Policy: Invalid 'expiration' value: '{text}'"))));
        }
        assert_eq!(expires("1970-01-01T00:00:00Z"), Err(denied("Policy expired.")));
    }

    #[test]
    fn a_form_is_what_its_policy_allows_and_nothing_else() {
        let conditions = json!([{ "bucket": "data" }, ["starts-with", "$Key", "up/"], ["content-length-range", "0", 5]]);
        assert_eq!(with(conditions.clone(), &[("key", "up/a"), ("policy", "x"), ("x-ignore-me", "x")]), Ok(Some(0..=5)));
        let failed = denied("Policy Condition failed: [\"starts-with\", \"$key\", \"up/\"]");
        assert_eq!(with(conditions.clone(), &[("key", "down/a")]), Err(failed));
        assert_eq!(with(conditions, &[("key", "up/a"), ("acl", "private")]), Err(denied("Extra input fields: acl")));
        assert_eq!(with(json!([]), &[]), Err(denied("Extra input fields: bucket")));
        let other = denied("Policy Condition failed: [\"eq\", \"$bucket\", \"other\"]");
        assert_eq!(with(json!([{ "bucket": "other" }]), &[]), Err(other));
    }

    #[test]
    fn conditions_that_cannot_be_read_are_refused() {
        for broken in
            [json!({}), json!(["eq", "$key"]), json!(["content-length-range", -1, 5]), json!(["near", "$key", "a"]), json!(5)]
        {
            assert_eq!(with(json!([broken]), &[]).map_err(|refusal| refusal.code()), Err("InvalidPolicyDocument"), "{broken}");
        }
    }
}
