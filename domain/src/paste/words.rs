//! The words of a shell command: quotes, escapes, continued lines, comments.

use super::PasteError;

/// Splits a command as a POSIX shell does; the continuation signs of other shells are understood as well.
pub(super) fn split(text: &str) -> Result<Vec<String>, PasteError> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match letters.next() {
                        Some('\'') => break,
                        Some(other) => word.push(other),
                        None => return Err(PasteError::Quote),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match letters.next() {
                        Some('"') => break,
                        Some('\\') => match letters.next() {
                            Some('\n') => {}
                            Some(escaped @ ('"' | '\\' | '$' | '`')) => word.push(escaped),
                            Some(other) => word.extend(['\\', other]),
                            None => return Err(PasteError::Quote),
                        },
                        Some(other) => word.push(other),
                        None => return Err(PasteError::Quote),
                    }
                }
            }
            '\\' => match letters.next() {
                Some('\r') => {
                    letters.next_if_eq(&'\n');
                }
                Some('\n') | None => {}
                Some(other) => word.get_or_insert_default().push(other),
            },
            // The continuation signs of the Windows shells.
            '^' | '`' if letters.peek().is_none_or(|next| matches!(next, '\n' | '\r')) => {}
            '#' if word.is_none() => while letters.next_if(|next| *next != '\n').is_some() {},
            blank if blank.is_whitespace() => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    Ok(words)
}
