//! The words of a shell command: quotes, escapes, continued lines, comments, and where the command ends.

use super::PasteError;

/// The words of the first command of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The words, without quotes.
    pub(super) words: Vec<String>,
    /// What the shell would have put in place of something, as it stands in the text: `$NAME`, `${NAME}`, `$(…)`.
    pub(super) substitutions: Vec<String>,
}

/// Splits a command as a POSIX shell does; the continuation signs of other shells are understood as well.
///
/// What follows a pipe, a redirection or a separator is no part of the command.
pub(super) fn split(text: &str) -> Result<Words, PasteError> {
    let mut reader = Reader { letters: text.chars().peekable(), word: None, found: Words::default() };
    while let Some(letter) = reader.letters.next() {
        match letter {
            '\'' => reader.single_quoted()?,
            '"' => reader.double_quoted()?,
            '\\' => reader.escaped(),
            // The continuation signs of the Windows shells.
            '^' | '`' if reader.ends_line() => {}
            '$' => reader.substitution(),
            '#' if reader.word.is_none() => while reader.letters.next_if(|next| *next != '\n').is_some() {},
            '>' => {
                // The number of a stream belongs to the redirection.
                reader.word.take_if(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
                break;
            }
            '|' | ';' | '&' | '<' => break,
            blank if blank.is_whitespace() => reader.found.words.extend(reader.word.take()),
            other => reader.push(other),
        }
    }
    reader.found.words.extend(reader.word.take());
    Ok(reader.found)
}

struct Reader<'a> {
    letters: std::iter::Peekable<std::str::Chars<'a>>,
    word: Option<String>,
    found: Words,
}

impl Reader<'_> {
    fn push(&mut self, letter: char) {
        self.word.get_or_insert_default().push(letter);
    }

    fn single_quoted(&mut self) -> Result<(), PasteError> {
        self.word.get_or_insert_default();
        loop {
            match self.letters.next() {
                Some('\'') => return Ok(()),
                Some(other) => self.push(other),
                None => return Err(PasteError::Quote),
            }
        }
    }

    fn double_quoted(&mut self) -> Result<(), PasteError> {
        self.word.get_or_insert_default();
        loop {
            match self.letters.next() {
                Some('"') => return Ok(()),
                Some('\\') => match self.letters.next() {
                    Some('\n') => {}
                    Some(escaped @ ('"' | '\\' | '$' | '`')) => self.push(escaped),
                    Some(other) => self.word.get_or_insert_default().extend(['\\', other]),
                    None => return Err(PasteError::Quote),
                },
                Some('$') => self.substitution(),
                Some(other) => self.push(other),
                None => return Err(PasteError::Quote),
            }
        }
    }

    /// What follows a backslash outside of quotes. Blanks between it and the line's end are a mistake of copying.
    fn escaped(&mut self) {
        if !self.ends_line()
            && let Some(other) = self.letters.next()
        {
            self.push(other);
        }
    }

    /// Whether only blanks stand before the end of the line, which is then passed.
    fn ends_line(&mut self) -> bool {
        let mut rest = self.letters.clone();
        while rest.next_if(|letter| matches!(letter, ' ' | '\t' | '\r')).is_some() {}
        let ends = rest.peek().is_none_or(|letter| *letter == '\n');
        if ends {
            rest.next();
            self.letters = rest;
        }
        ends
    }

    /// Keeps what follows a `$` as it stands and notes that the shell would have replaced it.
    fn substitution(&mut self) {
        let closing = match self.letters.peek() {
            Some('{') => Some('}'),
            Some('(') => Some(')'),
            Some(letter) if letter.is_ascii_alphabetic() || *letter == '_' => None,
            _ => return self.push('$'),
        };
        let mut text = String::from('$');
        match closing {
            Some(closing) => {
                for letter in self.letters.by_ref() {
                    text.push(letter);
                    if letter == closing {
                        break;
                    }
                }
            }
            None => {
                while let Some(letter) = self.letters.next_if(|letter| letter.is_ascii_alphanumeric() || *letter == '_') {
                    text.push(letter);
                }
            }
        }
        self.word.get_or_insert_default().push_str(&text);
        if !self.found.substitutions.contains(&text) {
            self.found.substitutions.push(text);
        }
    }
}
