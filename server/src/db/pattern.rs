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

/// A phrase of a full-text question, which is taken literally.
pub(crate) fn phrase(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_taken_literally() {
        assert_eq!(contains(r"50%_\"), r"%50\%\_\\%");
        assert_eq!(phrase(r#"a"b OR"#), r#""a""b OR""#);
    }
}
