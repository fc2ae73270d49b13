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
