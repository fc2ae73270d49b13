//! Where a reader stands in a program, and how it goes over blanks, names and collections.

use std::cell::Cell;

use serde_json::{Map, Number, Value};

use super::{PasteError, format, text};
use crate::paste::unknown::{self, unknown};

/// The nesting of values. Our limit: no request needs a fifth of it, and an endless nesting must not exhaust the stack.
pub(super) const MAX_DEPTH: usize = 50;
/// Values that are read. Our limit: a name stands for its value each time, so a short text may mean an endless one.
pub(super) const MAX_VALUES: usize = 20_000;

/// A place in a text.
pub(super) struct Reader<'a> {
    /// The whole text, in which names are looked up.
    pub(super) program: &'a str,
    /// Names are what the program has called so before this byte.
    pub(super) before: usize,
    /// What is read: the program, or an expression in one of its texts.
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) depth: usize,
    /// Open brackets, in which a line's end is a blank.
    pub(super) brackets: usize,
    /// How many values may still be read.
    pub(super) left: &'a Cell<usize>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(program: &'a str, at: usize, left: &'a Cell<usize>) -> Self {
        Self { program, before: at, text: program, at, depth: 0, brackets: 0, left }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn refuse(&self, reason: impl Into<String>) -> PasteError {
        let before = self.text.get(..self.at).unwrap_or_default();
        PasteError::Python { line: before.matches('\n').count() + 1, reason: reason.into() }
    }

    /// Goes over blanks and continued lines, and in brackets over ends of lines and remarks.
    pub(super) fn skip(&mut self) {
        loop {
            let rest = self.rest();
            let is_blank = |letter: char| letter.is_whitespace() && (self.brackets > 0 || letter != '\n');
            let mut next = rest.trim_start_matches(is_blank);
            if let Some(continued) =
                next.strip_prefix('\\').filter(|after| after.trim_start_matches([' ', '\t', '\r']).starts_with('\n'))
            {
                next = continued.trim_start_matches([' ', '\t', '\r']).get(1..).unwrap_or_default();
            } else if self.brackets > 0 && next.starts_with('#') {
                next = next.find('\n').map_or("", |end| next.get(end..).unwrap_or_default());
            }
            self.at += rest.len() - next.len();
            if next.len() == rest.len() {
                return;
            }
        }
    }

    /// Goes over a sign if it is next, and over what is blank before it.
    pub(super) fn takes(&mut self, sign: &str) -> bool {
        self.skip();
        let is_next = self.rest().starts_with(sign);
        if is_next {
            self.at += sign.len();
        }
        is_next
    }

    pub(super) fn name(&mut self) -> Option<&'a str> {
        let name = leading_name(self.rest())?;
        self.at += name.len();
        Some(name)
    }

    /// Reads what stands in brackets, whose first one was passed.
    pub(super) fn within<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, PasteError>) -> Result<T, PasteError> {
        self.brackets += 1;
        let found = read(self);
        self.brackets -= 1;
        found
    }

    fn members(&mut self) -> Result<Map<String, Value>, PasteError> {
        let begin = self.at;
        match self.value()? {
            value if unknown::text_of(&value).is_some() => {
                self.at = begin;
                let name = unknown::text_of(&value).unwrap_or_default();
                Err(self.refuse(format!("{name} is no dictionary that this text holds")))
            }
            Value::Object(members) => Ok(members),
            _ => Err(self.refuse("a dictionary in braces is missing")),
        }
    }

    /// `Name=value, …` up to the closing parenthesis; `**` takes the members of a dictionary.
    pub(super) fn arguments(&mut self) -> Result<Map<String, Value>, PasteError> {
        self.within(|reader| {
            let mut members = Map::new();
            while !reader.takes(")") {
                if reader.takes("**") {
                    reader.skip();
                    members.extend(reader.members()?);
                } else {
                    let name = reader.name().ok_or_else(|| reader.refuse("an argument has no name"))?;
                    if !reader.takes("=") {
                        return Err(reader.refuse(format!("{name} has no value")));
                    }
                    members.insert(name.to_owned(), reader.value()?);
                }
                reader.separator(")")?;
            }
            Ok(members)
        })
    }

    fn separator(&mut self, end: &str) -> Result<(), PasteError> {
        if self.takes(",") {
            return Ok(());
        }
        self.skip();
        if self.rest().starts_with(end) { Ok(()) } else { Err(self.refuse(format!("a comma or {end} is missing"))) }
    }

    pub(super) fn braces(&mut self) -> Result<Value, PasteError> {
        self.at += 1;
        self.within(|reader| {
            let mut members = Map::new();
            while !reader.takes("}") {
                if reader.takes("**") {
                    reader.skip();
                    members.extend(reader.members()?);
                } else {
                    let name = match reader.value()? {
                        Value::String(name) => name,
                        other => return Err(reader.refuse(format!("the key {other} is no text"))),
                    };
                    if !reader.takes(":") {
                        return Err(reader.refuse(format!("a colon is missing behind \"{name}\"")));
                    }
                    members.insert(name, reader.value()?);
                }
                reader.separator("}")?;
            }
            Ok(Value::Object(members))
        })
    }

    /// The items, and whether a comma stands behind the last one.
    pub(super) fn list(&mut self, end: &str) -> Result<(Vec<Value>, bool), PasteError> {
        self.at += 1;
        self.within(|reader| {
            let (mut items, mut has_comma) = (Vec::new(), false);
            while !reader.takes(end) {
                items.push(reader.value()?);
                reader.separator(end)?;
                has_comma = reader.text.get(..reader.at).is_some_and(|before| before.ends_with(','));
            }
            Ok((items, has_comma))
        })
    }

    pub(super) fn number(&mut self) -> Result<Value, PasteError> {
        let rest = self.rest();
        let mut length = 0;
        for letter in rest.chars() {
            let is_sign = matches!(letter, '+' | '-') && rest.get(..length).is_some_and(|before| before.ends_with(['e', 'E']));
            if !(letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_') || is_sign) {
                break;
            }
            length += letter.len_utf8();
        }
        let word = rest.get(..length).unwrap_or_default();
        let digits = word.replace('_', "");
        let whole = digits.parse::<i64>().ok().map(Number::from);
        let number = whole.or_else(|| digits.parse().ok().and_then(Number::from_f64));
        let number = number.ok_or_else(|| self.refuse(format!("{word} is no plain number")))?;
        self.at += length;
        Ok(Value::Number(number))
    }

    /// Texts that follow each other are one.
    pub(super) fn texts(&mut self) -> Result<Value, PasteError> {
        let mut all = Value::from("");
        while let Some((prefix, is_raw, is_formatted)) = text_prefix(self.rest()) {
            self.at += prefix;
            let begin = self.at;
            let mut part = String::new();
            let length = text::read(self.rest(), is_raw, &mut part).map_err(|reason| self.refuse(reason))?;
            let part = if is_formatted { format::filled(self, &part) } else { Value::from(part) };
            all = format::joined(&[all, part]);
            self.at = begin + length;
            self.skip();
        }
        Ok(all)
    }

    /// The value that the program gives a name before this place; `None` when it gives none.
    pub(super) fn assigned(&self, name: &str) -> Option<Result<Value, PasteError>> {
        let all = assignments(self.program).filter(|(known, at)| *known == name && *at <= self.before);
        let (_, at) = all.last()?;
        let begin = self.program.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
        let mut reader = Reader {
            program: self.program,
            before: begin,
            text: self.program,
            at,
            depth: self.depth,
            brackets: 0,
            left: self.left,
        };
        Some(reader.value())
    }

    /// Goes to the end of an expression, and gives what stands there.
    pub(super) fn pass(&mut self, begin: usize) -> Result<Value, PasteError> {
        self.at = begin;
        let mut open = 0_usize;
        loop {
            let rest = self.rest();
            let Some(letter) = rest.chars().next() else { break };
            if let Some((prefix, is_raw, _)) = text_prefix(rest).filter(|_| matches!(letter, '"' | '\'')) {
                self.at += prefix;
                self.at += text::read(self.rest(), is_raw, &mut String::new()).map_err(|reason| self.refuse(reason))?;
                continue;
            }
            match letter {
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' if open == 0 => break,
                ')' | ']' | '}' => open -= 1,
                ',' | ':' if open == 0 => break,
                '\n' if open == 0 && self.brackets == 0 => break,
                '#' => {
                    self.at += rest.find('\n').unwrap_or(rest.len());
                    continue;
                }
                _ => {}
            }
            self.at += letter.len_utf8();
        }
        let source = self.text.get(begin..self.at).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        if source.is_empty() || open > 0 {
            return Err(self.refuse("a value is missing"));
        }
        Ok(unknown(source))
    }
}

fn leading_name(text: &str) -> Option<&str> {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    text.get(..end).filter(|name| name.starts_with(|first: char| !first.is_ascii_digit()))
}

/// The length of what stands before a text's quotes, and whether it keeps backslashes and takes values.
pub(super) fn text_prefix(text: &str) -> Option<(usize, bool, bool)> {
    let length = text.bytes().take(3).position(|byte| matches!(byte, b'"' | b'\''))?;
    let prefix = text.get(..length)?.to_ascii_lowercase();
    let is_known = matches!(prefix.as_str(), "" | "r" | "u" | "b" | "f" | "rf" | "fr" | "rb" | "br");
    is_known.then(|| (length, prefix.contains('r'), prefix.contains('f')))
}

/// Names that stand at the beginning of a line before an equals sign, and where their values begin.
pub(super) fn assignments(program: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut begin = 0;
    let lines = program.split_inclusive('\n').map(move |line| {
        begin += line.len();
        (begin - line.len(), line)
    });
    lines.filter_map(|(begin, line)| {
        let bare = line.trim_start_matches([' ', '\t']);
        let name = leading_name(bare)?;
        let after = bare.get(name.len()..)?.trim_start_matches([' ', '\t']);
        let value = after.strip_prefix('=').filter(|value| !value.starts_with('='))?;
        // An argument of a call stands on its line like an assignment, but ends with a comma.
        let is_argument = bare.len() < line.len() && line.trim_end().ends_with(',');
        (!is_argument).then(|| (name, begin + line.len() - value.len()))
    })
}

/// Whether a value begins like a dictionary.
pub(super) fn is_dictionary(program: &str, at: usize) -> bool {
    let value = program.get(at..).unwrap_or_default().trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\\');
    value.starts_with('{') || value.starts_with("dict(")
}
