//! Keys of 256 bits, and what they seal: AES-256 in Galois/Counter mode, so that a changed byte is noticed.

use std::{fmt, io};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::random;

/// Bytes of a key.
const KEY_BYTES: usize = 32;

/// A key. It is never logged.
#[derive(Clone)]
pub(crate) struct SecretKey([u8; KEY_BYTES]);

impl SecretKey {
    /// A new key.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub(crate) fn random() -> io::Result<Self> {
        random::bytes().map(Self)
    }

    /// The key of these bytes; `None` when their number is another.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The cipher of the key.
    pub(crate) fn cipher(&self) -> io::Result<LessSafeKey> {
        UnboundKey::new(&AES_256_GCM, &self.0).map(LessSafeKey::new).map_err(io::Error::other)
    }

    /// Encrypts a short text together with a random nonce, which stands in front. Only who names the same `context` can open it.
    /// Source: NIST SP 800-38D §8.3; a key must not seal more than 2^32 texts.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub(crate) fn seal(&self, context: &[u8], text: &[u8]) -> io::Result<Vec<u8>> {
        let nonce: [u8; NONCE_LEN] = random::bytes()?;
        let mut sealed = text.to_vec();
        let unique = Nonce::assume_unique_for_key(nonce);
        self.cipher()?.seal_in_place_append_tag(unique, Aad::from(context), &mut sealed).map_err(io::Error::other)?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// The text that was sealed; `None` for another key, another context and changed bytes.
    pub(crate) fn open(&self, context: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = sealed.to_vec();
        let length = self.cipher().ok()?.open_in_place(nonce, Aad::from(context), &mut text).ok()?.len();
        text.truncate(length);
        Some(text)
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_and_context_open_what_was_sealed() {
        let (key, other) = (SecretKey::random().expect("a key"), SecretKey::random().expect("a key"));
        let sealed = key.seal(b"context", b"text").expect("sealed");
        assert_eq!(key.open(b"context", &sealed).as_deref(), Some(&b"text"[..]));
        assert_eq!(key.open(b"another", &sealed), None);
        assert_eq!(other.open(b"context", &sealed), None);
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert_eq!(key.open(b"context", &changed), None, "{place}");
        }
        assert_eq!(key.open(b"context", &sealed[..8]), None);
        assert_ne!(key.seal(b"context", b"text").expect("sealed"), sealed, "a nonce is used once");
        assert_eq!(format!("{key:?}"), "SecretKey(…)");
    }
}
