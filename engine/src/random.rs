//! Unguessable names and keys, from the operating system.

/// `bytes` random bytes in lower-case hexadecimal.
///
/// # Errors
/// When the operating system gives no randomness.
pub(crate) fn hexadecimal(bytes: usize) -> std::io::Result<String> {
    let mut buffer = vec![0_u8; bytes];
    fill(&mut buffer)?;
    Ok(hex::encode(buffer))
}

/// Random bytes.
///
/// # Errors
/// When the operating system gives no randomness.
pub(crate) fn bytes<const N: usize>() -> std::io::Result<[u8; N]> {
    let mut buffer = [0_u8; N];
    fill(&mut buffer)?;
    Ok(buffer)
}

/// A random UUID of version 4.
///
/// # Errors
/// When the operating system gives no randomness.
pub(crate) fn uuid() -> std::io::Result<String> {
    let mut bytes: [u8; 16] = bytes()?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    Ok(in_uuid_form(&hex::encode(bytes)))
}

/// 32 hexadecimal digits with the hyphens of a UUID.
pub(crate) fn in_uuid_form(digits: &str) -> String {
    let part = |range| digits.get(range).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0..8), part(8..12), part(12..16), part(16..20), part(20..32))
}

/// `length` random characters of `alphabet`, which must hold exactly 32 or 64 characters so that each is equally likely.
///
/// # Errors
/// When the operating system gives no randomness.
pub(crate) fn text(length: usize, alphabet: &[u8]) -> std::io::Result<String> {
    debug_assert!(alphabet.len().is_power_of_two());
    let mut buffer = vec![0_u8; length];
    fill(&mut buffer)?;
    let characters = buffer.iter().map(|byte| alphabet[usize::from(*byte) % alphabet.len()]);
    Ok(characters.map(char::from).collect())
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks the system for randomness")]
fn fill(buffer: &mut [u8]) -> std::io::Result<()> {
    getrandom::fill(buffer).map_err(std::io::Error::other)
}
