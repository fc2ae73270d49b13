//! Texts that look like credentials and would be visible in the job's description.

/// Whether a value seems to be a credential: by its name, or by the shape of an AWS access key.
pub(super) fn looks_secret(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let by_name = ["password", "passwd", "secret", "access_key", "api_key", "apikey", "auth_token", "private_key"]
        .iter()
        .any(|word| name.contains(word));
    let value = value.trim();
    let by_shape = value.len() == 20
        && (value.starts_with("AKIA") || value.starts_with("ASIA"))
        && value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    !value.is_empty() && (by_name || by_shape)
}
