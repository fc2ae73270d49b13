//! Rules of S3 for a form's policy and signature that the protocol library does not check.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::Value;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::{s3::authentication::Refusal, signature::Credential};

/// Checks the fields of a form, each with its name and its content. The library refuses fields that cannot be read at all.
///
/// # Errors
/// `InvalidPolicyDocument`, `InvalidArgument`.
pub(super) fn check<'a>(fields: impl Iterator<Item = (&'a str, &'a [u8])>) -> Result<(), Refusal> {
    for (name, content) in fields {
        if name.eq_ignore_ascii_case("policy") {
            check_expiration(content)?;
        } else if name.eq_ignore_ascii_case("x-amz-credential") {
            check_service(content)?;
        }
    }
    Ok(())
}

fn check_expiration(policy: &[u8]) -> Result<(), Refusal> {
    let policy = BASE64_STANDARD.decode(policy).ok().and_then(|policy| serde_json::from_slice::<Value>(&policy).ok());
    let expiration = policy.as_ref().and_then(|policy| policy.get("expiration")?.as_str());
    let Some(expiration) = expiration.filter(|expiration| !is_time(expiration)) else { return Ok(()) };
    Err(Refusal::bad_request("InvalidPolicyDocument", format!("Invalid Policy: Invalid 'expiration' value: '{expiration}'")))
}

/// Whether a text is a time in the form of ISO 8601. The library takes any character for the `T` between date and time.
fn is_time(text: &str) -> bool {
    text.as_bytes().get(10) == Some(&b'T') && OffsetDateTime::parse(text, &Rfc3339).is_ok()
}

fn check_service(credential: &[u8]) -> Result<(), Refusal> {
    let credential = std::str::from_utf8(credential).ok().and_then(Credential::parse);
    match credential.filter(|credential| credential.service != "s3") {
        None => Ok(()),
        Some(Credential { service, .. }) => Err(Refusal::bad_request(
            "InvalidArgument",
            format!(
                "Error parsing the X-Amz-Credential parameter; incorrect service \"{service}\". This endpoint belongs to \"s3\"."
            ),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str, content: &str) -> Result<(), Refusal> {
        check([(name, content.as_bytes())].into_iter())
    }

    fn expires(text: &str) -> Result<(), Refusal> {
        form("Policy", &BASE64_STANDARD.encode(format!("{{\"expiration\":\"{text}\",\"conditions\":[]}}")))
    }

    #[test]
    fn an_expiration_is_a_time_of_iso_8601() {
        for text in ["2026-11-29T15:00:00Z", "2026-11-29T15:00:00.000Z", "2026-11-29T15:00:00+00:00"] {
            assert_eq!(expires(text), Ok(()), "{text}");
        }
        for text in
            ["2026-11-29 15:00:00+00:00", "2026-11-29_15:00:00Z", "2026-11-29t15:00:00Z", "2026-11-29T15:00:00", "never", ""]
        {
            let message = format!("Invalid Policy: Invalid 'expiration' value: '{text}'");
            assert_eq!(expires(text), Err(Refusal::bad_request("InvalidPolicyDocument", message)));
        }
    }

    #[test]
    fn a_signature_for_another_service_is_none_for_this_one() {
        assert_eq!(form("x-amz-credential", "AKIA/20261129/us-west-2/s3/aws4_request"), Ok(()));
        assert!(form("X-Amz-Credential", "AKIA/20261129/us-west-2/sts/aws4_request").is_err());
    }
}
