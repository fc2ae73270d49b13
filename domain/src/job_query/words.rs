//! Words to search for.

/// The words of a text as they are searched for, in small Latin letters. A job is found when each of them stands anywhere in
/// its name, its algorithm, its status, or one of its tags, written `key=value`; the case of Latin letters does not count.
pub fn words(text: &str) -> Vec<String> {
    // A text that SQLite reads ends at a NUL.
    text.split(|sign: char| sign.is_whitespace() || sign == '\0')
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn blanks_part_words_and_case_does_not_count() {
        assert_eq!(words("  ResNet team=Vision\u{a0}Ü\0x "), ["resnet", "team=vision", "Ü", "x"]);
        assert_eq!(words(" \t"), [""; 0]);
    }
}
