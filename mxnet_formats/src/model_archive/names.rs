//! Names in archives, which their makers choose.

/// Longest path that is shown, in characters.
const MAX_SHOWN_LENGTH: usize = 300;

/// A path as it can be shown: text, without signs that steer a terminal or the direction of writing, and not too long.
pub fn shown(path: &[u8]) -> String {
    let text = String::from_utf8_lossy(path);
    let harmless = |c: char| if c.is_control() || is_direction(c) { '\u{FFFD}' } else { c };
    let mut shown: String = text.chars().take(MAX_SHOWN_LENGTH).map(harmless).collect();
    if text.chars().nth(MAX_SHOWN_LENGTH).is_some() {
        shown.push('…');
    }
    shown
}

/// Why a path would leave the folder that it is unpacked to, or otherwise is no honest path.
pub fn trick(path: &[u8]) -> Option<&'static str> {
    if path.is_empty() {
        return Some("has no name");
    }
    if path.starts_with(b"/") {
        return Some("starts at the root of the file system");
    }
    let mut parts = path.split(|byte| *byte == b'/' || *byte == b'\\');
    if parts.any(|part| part == b"..") {
        return Some("leads out of the folder that it would be unpacked to");
    }
    let text = String::from_utf8_lossy(path);
    if text.chars().any(|c| c.is_control() || is_direction(c)) {
        return Some("holds signs that do not show");
    }
    (path.iter().filter(|byte| **byte == b'/').count() > 100).then_some("is more than a hundred folders deep")
}

/// Signs that turn the direction of the text around them.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dishonest_paths_are_told_from_honest_ones() {
        for honest in ["image-classification-0001.params", "./a/b.json", "a..b", "ü/ñ"] {
            assert_eq!(trick(honest.as_bytes()), None, "{honest}");
        }
        for (path, expected) in [
            ("../x", "out of"),
            ("a/../../x", "out of"),
            ("a\\..\\x", "out of"),
            ("/etc/passwd", "root"),
            ("", "no name"),
            ("a\u{202E}sj.params", "do not show"),
            ("a\nb", "do not show"),
        ] {
            assert!(trick(path.as_bytes()).is_some_and(|reason| reason.contains(expected)), "{path}");
        }
        assert!(trick("a/".repeat(200).as_bytes()).is_some());
    }

    #[test]
    fn what_is_shown_is_short_and_harmless() {
        assert_eq!(shown(b"a\x1b[31m\xFF"), "a\u{FFFD}[31m\u{FFFD}");
        assert_eq!(shown("x".repeat(5000).as_bytes()).chars().count(), MAX_SHOWN_LENGTH + 1);
    }
}
