//! Patterns of `LIKE … ESCAPE '\'` and of full-text search from what people type.

/// Matches what contains the text.
pub(crate) fn contains(text: &str) -> String {
    format!("%{}%", escaped(text))
}

/// Matches what begins with the text.
pub(crate) fn begins(text: &str) -> String {
    format!("{}%", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

/// A full-text question in which each word must begin a word; `digits-inc` asks for both parts next to each other.
/// `None` when nothing is left to ask for.
pub(crate) fn words(text: &str) -> Option<String> {
    let phrases: Vec<String> = text
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        // A text that SQLite reads ends at a NUL, and the quotation mark that closes it would be missing.
        .map(|word| format!("\"{}\"*", word.replace(['"', '\0'], " ")))
        .collect();
    (!phrases.is_empty()).then(|| phrases.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_taken_literally() {
        assert_eq!(contains(r"50%_\"), r"%50\%\_\\%");
        assert_eq!(words(r#" digits-inc  "vision OR "#).as_deref(), Some(r#""digits-inc"* " vision"* "OR"*"#));
        assert_eq!(words(" - "), None);
        assert_eq!(words("a\0b").as_deref(), Some("\"a b\"*"));
    }
}
