//! The command's short form of structures: `Key=value,Other={Inner=1},List=a,b`.

use serde_json::{Map, Value};

/// Reads one structure. All plain values are texts; [`super::coerce`] gives them their types.
pub(super) fn read(text: &str) -> Result<Value, String> {
    let mut reader = Reader { letters: text.chars().collect(), place: 0, depth: 0 };
    let value = reader.members(None)?;
    if reader.place < reader.letters.len() {
        return Err(reader.unexpected());
    }
    Ok(value)
}

/// The nesting of structures and lists. Our limit: a request needs 4, and a deeper text would only exhaust the stack.
const MAX_DEPTH: usize = 32;

struct Reader {
    letters: Vec<char>,
    place: usize,
    depth: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.place).copied()
    }

    fn take(&mut self, letter: char) -> bool {
        let is_next = self.peek() == Some(letter);
        self.place += usize::from(is_next);
        is_next
    }

    fn unexpected(&self) -> String {
        match self.peek() {
            Some(letter) => format!("\"{letter}\" was not expected after {} characters", self.place),
            None => "it ends too early".to_owned(),
        }
    }

    /// `Key=value,…` up to `end`, or to the end of the text.
    fn members(&mut self, end: Option<char>) -> Result<Value, String> {
        let mut members = Map::new();
        loop {
            let key = self.until(&['=', ',', '}', ']']);
            if !self.take('=') || key.trim().is_empty() {
                return Err(format!("\"{}\" is neither JSON nor the form Name=value", key.trim()));
            }
            let value = self.value()?;
            let mut value = value;
            // `List=a,b`: what follows a comma without an equals sign belongs to the list.
            while self.peek() == Some(',') && !self.is_member_next() {
                self.place += 1;
                let item = self.value()?;
                value = match value {
                    Value::Array(mut items) => {
                        items.push(item);
                        Value::Array(items)
                    }
                    first => Value::Array(vec![first, item]),
                };
            }
            members.insert(key.trim().to_owned(), value);
            if self.peek() == end {
                if let Some(end) = end {
                    self.take(end);
                }
                return Ok(Value::Object(members));
            }
            if !self.take(',') {
                return Err(self.unexpected());
            }
        }
    }

    fn value(&mut self) -> Result<Value, String> {
        if self.depth >= MAX_DEPTH {
            return Err(format!("it is nested more than {MAX_DEPTH} times"));
        }
        self.depth += 1;
        let value = self.nested_value();
        self.depth -= 1;
        value
    }

    fn nested_value(&mut self) -> Result<Value, String> {
        match self.peek() {
            Some('{') => {
                self.place += 1;
                self.members(Some('}'))
            }
            Some('[') => {
                self.place += 1;
                let mut items = Vec::new();
                while !self.take(']') {
                    items.push(self.value()?);
                    if !self.take(',') && self.peek() != Some(']') {
                        return Err(self.unexpected());
                    }
                }
                Ok(Value::Array(items))
            }
            Some(quote @ ('"' | '\'')) => {
                self.place += 1;
                let text = self.until(&[quote]);
                if self.take(quote) { Ok(Value::from(text)) } else { Err("a quote is not closed".to_owned()) }
            }
            _ => Ok(Value::from(self.until(&[',', '}', ']']).trim())),
        }
    }

    fn until(&mut self, ends: &[char]) -> String {
        let start = self.place;
        while self.peek().is_some_and(|letter| !ends.contains(&letter)) {
            self.place += 1;
        }
        self.letters.get(start..self.place).unwrap_or_default().iter().collect()
    }

    /// Whether what follows the comma here is another `Key=`.
    fn is_member_next(&self) -> bool {
        let rest = self.letters.get(self.place + 1..).unwrap_or_default();
        let first = rest.iter().find(|letter| matches!(letter, '=' | ',' | '{' | '}' | '[' | ']' | '"' | '\''));
        first == Some(&'=')
    }
}
