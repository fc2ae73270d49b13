//! The signature of a form covers its policy. Source: S3 API, "Authenticating Requests in Browser-Based Uploads Using POST".

use base64::{Engine as _, prelude::BASE64_STANDARD};
use http::StatusCode;
use s3s::crypto::{Checksum as _, Sha1};

use super::fields::{Fields, missing};
use crate::{
    credentials::Credentials,
    s3::refusal::Refusal,
    signature::{ALGORITHM, Credential, is_equal, sign},
};

/// The fields of a signature of version 4, in lower case and as S3 names them.
const VERSION_4: [(&str, &str); 5] = [
    ("policy", "Policy"),
    ("x-amz-algorithm", "X-Amz-Algorithm"),
    ("x-amz-credential", "X-Amz-Credential"),
    ("x-amz-date", "X-Amz-Date"),
    ("x-amz-signature", "X-Amz-Signature"),
];
/// The fields of a signature of version 2.
const VERSION_2: [(&str, &str); 3] = [("policy", "Policy"), ("awsaccesskeyid", "AWSAccessKeyId"), ("signature", "Signature")];
/// Bytes of a block of SHA-1.
const BLOCK: usize = 64;

/// Checks that the form's policy was signed with the engine's key.
///
/// # Errors
/// `AccessDenied` for a form without signature, `InvalidArgument`, `InvalidAccessKeyId`, `SignatureDoesNotMatch`.
pub(super) fn check(fields: &Fields, credentials: &Credentials) -> Result<(), Refusal> {
    let has = |names: &[(&str, &str)]| names.iter().any(|(name, _)| *name != "policy" && fields.get(name).is_some());
    if has(&VERSION_4) {
        return check_version_4(fields, credentials);
    }
    if has(&VERSION_2) || fields.get("policy").is_some() {
        return check_version_2(fields, credentials);
    }
    Err(Refusal::access_denied("Access Denied"))
}

fn check_version_4(fields: &Fields, credentials: &Credentials) -> Result<(), Refusal> {
    let [policy, algorithm, credential, date, signature] = values(fields, VERSION_4)?;
    if algorithm != ALGORITHM {
        return Err(refuse("X-Amz-Algorithm", algorithm, "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"".to_owned()));
    }
    let malformed = "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";
    let scope = Credential::parse(credential).ok_or_else(|| refuse("X-Amz-Credential", credential, malformed.to_owned()))?;
    if scope.service != "s3" {
        let message = format!(
            "Error parsing the X-Amz-Credential parameter; incorrect service \"{}\". This endpoint belongs to \"s3\".",
            scope.service
        );
        return Err(refuse("X-Amz-Credential", credential, message));
    }
    if date.get(..8) != Some(scope.date) {
        let message = format!("Invalid credential date \"{}\". This date is not the same as X-Amz-Date: \"{date}\".", scope.date);
        return Err(refuse("X-Amz-Date", date, message));
    }
    check_key(scope.access_key_id, credentials)?;
    compare(&sign(credentials.secret_access_key(), &scope, policy), signature, policy, scope.access_key_id)
}

fn check_version_2(fields: &Fields, credentials: &Credentials) -> Result<(), Refusal> {
    let [policy, key, signature] = values(fields, VERSION_2)?;
    check_key(key, credentials)?;
    let expected = BASE64_STANDARD.encode(hmac_sha1(credentials.secret_access_key().as_bytes(), policy.as_bytes()));
    compare(&expected, signature, policy, key)
}

/// The values of fields, all of which must be there.
fn values<'a, const N: usize>(fields: &'a Fields, names: [(&str, &'static str); N]) -> Result<[&'a str; N], Refusal> {
    let mut values = [""; N];
    for (place, (name, shown)) in values.iter_mut().zip(names) {
        *place = fields.get(name).ok_or_else(|| missing(shown))?;
    }
    Ok(values)
}

fn refuse(name: &'static str, value: &str, message: String) -> Refusal {
    Refusal::bad_request("InvalidArgument", message).with_member("ArgumentName", name).with_member("ArgumentValue", value)
}

fn check_key(key: &str, credentials: &Credentials) -> Result<(), Refusal> {
    if key == credentials.access_key_id() {
        return Ok(());
    }
    let message = "The AWS Access Key Id you provided does not exist in our records.";
    Err(Refusal::new(StatusCode::FORBIDDEN, "InvalidAccessKeyId", message).with_member("AWSAccessKeyId", key))
}

fn compare(expected: &str, given: &str, policy: &str, key: &str) -> Result<(), Refusal> {
    if is_equal(expected, given) {
        return Ok(());
    }
    let bytes: Vec<String> = policy.bytes().map(|byte| format!("{byte:02x}")).collect();
    Err(Refusal::mismatch()
        .with_member("AWSAccessKeyId", key)
        .with_member("StringToSign", policy)
        .with_member("SignatureProvided", given)
        .with_member("StringToSignBytes", bytes.join(" ")))
}

/// HMAC with SHA-1, which signatures of version 2 use. Source: RFC 2104. (The library's SHA-1 has another interface than `hmac`
/// needs.)
fn hmac_sha1(key: &[u8], text: &[u8]) -> [u8; 20] {
    let mut block = [0; BLOCK];
    let key = if key.len() > BLOCK { Sha1::checksum(key).to_vec() } else { key.to_vec() };
    block.iter_mut().zip(key).for_each(|(place, byte)| *place = byte);
    let padded = |pad: u8| block.map(|byte| byte ^ pad);
    let inner = Sha1::checksum(&[&padded(0x36)[..], text].concat());
    Sha1::checksum(&[&padded(0x5c)[..], &inner].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_standard() {
        // RFC 2202 §3, test cases 2 and 6.
        let hash = |key: &[u8], text: &[u8]| hex::encode(hmac_sha1(key, text));
        assert_eq!(hash(b"Jefe", b"what do ya want for nothing?"), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
        let long = hash(&[0xaa; 80], b"Test Using Larger Than Block-Size Key - Hash Key First");
        assert_eq!(long, "aa4ae5e15272d00e95705637ce8a3b55ed402112");
    }
}
