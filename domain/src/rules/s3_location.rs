//! Locations in S3, as they are written.

use super::{
    RuleCode, Violations,
    fix::{Fix, FixContext},
    rule::rules,
    text::is_one_line,
    typed_text::{bare, is_invisible},
};
use crate::{
    constraint::Constraint,
    field::Field,
    grouped_digits::grouped_digits,
    percent,
    s3_uri::{S3Uri, S3UriError},
};

rules! {
    S3LocationForm = "E-S3-FORM", Error, Api, "Enter an S3 location such as s3://my-bucket/folder/ (1024 characters at most).",
        fix location;
    S3BucketName = "E-S3-BUCKET-NAME", Error, Ours, "\"{bucket}\" is not a bucket name. Bucket names have 3 to 63 lower-case letters, digits, dots and hyphens.",
        fix location;
    S3LocationLength = "E-S3-LENGTH", Error, Ours, "The location has {length} characters. At most 1,024 are allowed.";
    S3ConsoleAddress = "E-S3-CONSOLE", Error, Ours, "This is the address of a page of the S3 console, not of data.",
        fix location;
    S3LocationHttps = "W-S3-HTTPS", Warning, Ours, "The API pattern also accepts https URLs; use the s3:// form to be safe.",
        fix location;
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
            let length = grouped_digits(text.chars().count() as u64);
            let violation = RuleCode::S3LocationLength.violation(field.clone(), &[("length", &length)]);
            violations.push(violation.with_constraint(text, maximum));
        }
        Err(S3UriError::Scheme) if is_console_address(text) => {
            violations.push(RuleCode::S3ConsoleAddress.violation(field.clone(), &[]));
        }
        Err(S3UriError::Scheme) if text.starts_with("https://") && S3Uri::matches_pattern(text) => {
            violations.push(RuleCode::S3LocationHttps.violation(field.clone(), &[]));
        }
        Err(S3UriError::Bucket) if !bucket_of(text).is_empty() => {
            // The API model takes any name; no bucket has this one.
            violations.push(RuleCode::S3BucketName.violation(field.clone(), &[("bucket", bucket_of(text))]));
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

/// The location that was meant, where that is certain.
fn location(at: &FixContext<'_>) -> Option<Fix> {
    let uri = meant(at.value())?;
    let is_bare = at.value().trim().strip_prefix("s3://").is_none() && uri.strip_prefix("s3://") == Some(at.value().trim());
    if is_bare { at.set("Add s3://", &uri) } else { at.set(&format!("Use {uri}"), &uri) }
}

/// The location that a text means: with quotes and invisible characters, with another scheme, as an ARN, as an address of the S3
/// service or of its console, in capitals.
fn meant(text: &str) -> Option<String> {
    let text: String = bare(text).chars().filter(|sign| !is_invisible(*sign)).collect();
    let text = text.trim();
    let path = from_arn(text)
        .or_else(|| from_console(text))
        .or_else(|| path_of_https(text))
        .or_else(|| without_scheme(text).map(str::to_owned))?;
    let (bucket, key) = path.split_once('/').unwrap_or((&path, ""));
    // Names have no capitals, so they are only a habit of writing.
    S3Uri::new(&bucket.to_ascii_lowercase(), key).ok().map(|uri| uri.to_string())
}

/// `bucket/key` of `arn:aws:s3:::bucket/key`.
fn from_arn(text: &str) -> Option<String> {
    let mut parts = text.splitn(6, ':');
    let is_s3 = parts.next() == Some("arn") && parts.next().is_some_and(|partition| partition.starts_with("aws"));
    let is_s3 = is_s3 && parts.next() == Some("s3");
    parts.nth(2).filter(|_| is_s3).map(str::to_owned)
}

/// The bucket that a location names, as it is written.
fn bucket_of(text: &str) -> &str {
    let rest = text.strip_prefix("s3://").unwrap_or_default();
    rest.split('/').next().unwrap_or_default()
}

fn is_console_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    host == "console.aws.amazon.com" || host.ends_with(".console.aws.amazon.com")
}

/// `bucket/key` of an address of the S3 console: `…/s3/buckets/BUCKET?prefix=KEY` or `…/s3/object/BUCKET?prefix=KEY`.
fn from_console(text: &str) -> Option<String> {
    let (_, path) = text.strip_prefix("https://").filter(|_| is_console_address(text))?.split_once('/')?;
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let bucket = path.strip_prefix("s3/buckets/").or_else(|| path.strip_prefix("s3/object/"))?.trim_end_matches('/');
    let prefix = query.split('&').find_map(|part| part.strip_prefix("prefix=")).unwrap_or_default();
    Some(format!("{bucket}/{}", percent::decode(&prefix.replace('+', " "))))
}

/// The s3:// form of an https address of S3; `None` for any other text.
pub fn from_https(address: &str) -> Option<String> {
    let path = path_of_https(address)?;
    let (bucket, key) = path.split_once('/').unwrap_or((&path, ""));
    S3Uri::new(bucket, key).ok().map(|uri| uri.to_string())
}

/// `bucket/key` of an address: of one by path, one by host name, or one whose host is the bucket alone.
fn path_of_https(address: &str) -> Option<String> {
    let (host, path) = address.strip_prefix("https://").filter(|_| !is_console_address(address))?.split_once('/')?;
    Some(match host.strip_suffix(".amazonaws.com") {
        Some(service) if service == "s3" || service.starts_with("s3.") || service.starts_with("s3-") => path.to_owned(),
        Some(service) => format!("{}/{path}", service.split_once(".s3")?.0),
        None => format!("{host}/{path}"),
    })
}

/// `bucket/key` behind a scheme of S3 that is missing or written in another way: `S3://`, `s3a://`, `s3:/`.
fn without_scheme(text: &str) -> Option<&str> {
    let is_scheme = |scheme: &str| ["s3", "s3a", "s3n"].iter().any(|known| known.eq_ignore_ascii_case(scheme));
    if let Some((scheme, path)) = text.split_once(':') {
        return is_scheme(scheme).then(|| path.trim_start_matches('/'));
    }
    // A path of one's own machine is no bucket with a folder.
    (!text.starts_with(['/', '.', '~']) && text.contains('/')).then_some(text)
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
            first_source("E-S3-BUCKET-NAME", "s3-uri", "S3Uri", json!("s3://Bucket/key")),
            first_source("E-S3-LENGTH", "s3-uri", "S3Uri", json!(format!("s3://bucket/{}", "a".repeat(1_100)))),
            first_source("E-S3-CONSOLE", "s3-uri", "S3Uri", json!("https://us-west-2.console.aws.amazon.com/s3/buckets/b")),
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
        let meant = "s3://b-1/p/";
        for typed in [
            "https://us-west-2.console.aws.amazon.com/s3/buckets/b-1?prefix=p/&region=us-west-2",
            "https://console.aws.amazon.com/s3/buckets/b-1?region=us-west-2&prefix=p%2F",
            "arn:aws:s3:::b-1/p/",
            "arn:aws-cn:s3:::b-1/p/",
            "s3:/b-1/p/",
            "s3:b-1/p/",
            "S3://b-1/p/",
            "s3a://b-1/p/",
            "\"s3://b-1/p/\"",
            "\u{200b}s3://b-1/p/",
            "s3://B-1/p/",
        ] {
            let code = check(typed, &field).0.first().map(|violation| violation.code);
            let fix = Form::new(&field, typed).fix(code.unwrap_or(RuleCode::NameTaken), &field);
            assert_eq!(fix.map(|(_, edits)| edits), Some(vec![("channel-0-s3-uri".to_owned(), meant.to_owned())]), "{typed}");
        }
        // An underscore may stand for anything.
        assert_eq!(Form::new(&field, "s3://My_Bucket").fix(RuleCode::S3BucketName, &field), None);
        for typed in ["https:/bucket", "/home/me/data", ""] {
            assert_eq!(Form::new(&field, typed).fix(RuleCode::S3LocationForm, &field), None, "{typed}");
        }
    }

    #[test]
    fn an_https_address_becomes_a_location() {
        let cases = [
            "https://s3.us-west-2.amazonaws.com/bucket/a/b",
            "https://bucket.s3.amazonaws.com/a/b",
            "https://bucket.s3-us-west-2.amazonaws.com/a/b",
            "https://bucket/a/b",
        ];
        for address in cases {
            assert_eq!(meant(address).as_deref(), Some("s3://bucket/a/b"), "{address}");
        }
    }
}
