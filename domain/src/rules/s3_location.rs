//! Locations in S3, as they are written.

use super::{
    RuleCode, Violations,
    fix::{Fix, FixContext},
    rule::rules,
    text::is_one_line,
};
use crate::{
    constraint::Constraint,
    field::Field,
    s3_uri::{S3Uri, S3UriError},
};

rules! {
    S3LocationForm = "E-S3-FORM", Error, Api, "Enter an S3 location such as s3://my-bucket/folder/ (1024 characters at most).",
        fix with_scheme;
    S3LocationHttps = "W-S3-HTTPS", Warning, Ours, "The API pattern also accepts https URLs; use the s3:// form to be safe.",
        fix without_https;
    S3LocationSlashes = "E-S3-SLASHES", Error, Guide, "\"//\" inside the path makes the download fail. Remove the extra slash.",
        fix without_double_slashes;
}

/// Checks an S3 location that is not empty. `https://` is what the API model also allows: a warning.
pub(super) fn check(text: &str, field: &Field) -> Violations {
    let mut violations = Violations::default();
    if !is_one_line(text) && !S3Uri::matches_pattern(text) {
        let pattern = Constraint::Pattern(S3Uri::PATTERN.to_owned());
        violations.push(RuleCode::LineBreak.violation(field.clone(), &[]).with_constraint(text, pattern));
        return violations;
    }
    match S3Uri::parse(text) {
        Ok(uri) if uri.has_empty_segment() => violations.push(RuleCode::S3LocationSlashes.violation(field.clone(), &[])),
        Ok(_) => {}
        Err(S3UriError::TooLong) => {
            let maximum = Constraint::MaximumLength(S3Uri::MAX_LENGTH as u64);
            violations.push(RuleCode::S3LocationForm.violation(field.clone(), &[]).with_constraint(text, maximum));
        }
        Err(S3UriError::Scheme) if text.starts_with("https://") && S3Uri::matches_pattern(text) => {
            violations.push(RuleCode::S3LocationHttps.violation(field.clone(), &[]));
        }
        Err(S3UriError::Scheme | S3UriError::Bucket) => {
            let pattern = Constraint::Pattern(S3Uri::PATTERN.to_owned());
            violations.push(RuleCode::S3LocationForm.violation(field.clone(), &[]).with_constraint(text, pattern));
        }
    }
    violations
}

/// The location without empty folder names.
fn without_double_slashes(at: &FixContext<'_>) -> Option<Fix> {
    let uri = at.value().trim();
    let (scheme, path) = uri.split_once("://").unwrap_or(("s3", uri));
    let end = if path.ends_with('/') { "/" } else { "" };
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    at.set("Remove it", &format!("{scheme}://{}{end}", parts.join("/")))
}

/// The location with its scheme, where only that is missing.
fn with_scheme(at: &FixContext<'_>) -> Option<Fix> {
    let path = at.value().trim();
    let uri = format!("s3://{path}");
    // A path of one's own machine is no bucket with a folder.
    let is_location = !path.contains(':') && !path.starts_with(['/', '.', '~']) && path.contains('/');
    if is_location && S3Uri::parse(&uri).is_ok() { at.set("Add s3://", &uri) } else { None }
}

fn without_https(at: &FixContext<'_>) -> Option<Fix> {
    let uri = from_https(at.value().trim())?;
    at.set(&format!("Use {uri}"), &uri)
}

/// The s3:// form of an address: of one by path, one by host name, or one whose host is the bucket alone.
fn from_https(address: &str) -> Option<String> {
    let (host, path) = address.strip_prefix("https://")?.split_once('/')?;
    let uri = match host.strip_suffix(".amazonaws.com") {
        Some(service) if service == "s3" || service.starts_with("s3.") || service.starts_with("s3-") => format!("s3://{path}"),
        Some(service) => format!("s3://{}/{path}", service.split_once(".s3")?.0),
        None => format!("s3://{host}/{path}"),
    };
    S3Uri::parse(&uri).is_ok().then_some(uri)
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        field::ChannelField,
        rules::testing::{Case, Form, assert_fix, first_source},
    };

    pub(in super::super) fn cases() -> Vec<Case> {
        vec![
            first_source("E-S3-FORM", "s3-uri", "S3Uri", json!("bucket/key")),
            first_source("E-S3-FORM", "s3-uri", "S3Uri", json!("s3://Bucket/key")),
            first_source("E-S3-FORM", "s3-uri", "S3Uri", json!("")),
            first_source("W-S3-HTTPS", "s3-uri", "S3Uri", json!("https://bucket.s3.us-west-2.amazonaws.com/key")),
            first_source("E-S3-SLASHES", "s3-uri", "S3Uri", json!("s3://bucket/a//b")),
            Case::new("E-S3-FORM", "ckpt-uri", &[("/CheckpointConfig/S3Uri", json!("checkpoints"))]),
            Case::new("E-S3-FORM", "output-path", &[("/OutputDataConfig/S3OutputPath", json!("bucket"))]),
        ]
    }

    #[test]
    fn a_location_changes_as_little_as_needed() {
        let field = Field::Channel(0, ChannelField::S3Uri);
        let fixed = |label, uri| (label, "channel-0-s3-uri", uri);
        let single = fixed("Remove it", "s3://bucket/a/b/");
        assert_fix(RuleCode::S3LocationSlashes, &field, "s3://bucket//a//b/", single);
        assert_fix(RuleCode::S3LocationForm, &field, "bucket/train/", fixed("Add s3://", "s3://bucket/train/"));
        let address = "https://bucket.s3.amazonaws.com/a/b";
        assert_fix(RuleCode::S3LocationHttps, &field, address, fixed("Use s3://bucket/a/b", "s3://bucket/a/b"));
        for typed in ["https:/bucket", "/home/me/data", ""] {
            assert_eq!(Form::new(&field, typed).fix(RuleCode::S3LocationForm, &field), None, "{typed}");
        }
    }

    #[test]
    fn an_https_address_becomes_a_location() {
        let cases = [
            ("https://s3.us-west-2.amazonaws.com/bucket/a/b", "s3://bucket/a/b"),
            ("https://bucket.s3.amazonaws.com/a/b", "s3://bucket/a/b"),
            ("https://bucket.s3-us-west-2.amazonaws.com/a/b", "s3://bucket/a/b"),
            ("https://bucket/a/b", "s3://bucket/a/b"),
        ];
        for (address, uri) in cases {
            assert_eq!(from_https(address).as_deref(), Some(uri), "{address}");
        }
        assert_eq!(from_https("s3://bucket/a"), None);
    }
}
