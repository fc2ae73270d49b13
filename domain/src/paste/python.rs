//! Python as people keep requests in it: a dictionary, or a call of boto3's `create_training_job`, made of literals.
//!
//! Names are looked up among the text's own assignments; everything else that Python would have to compute is refused with
//! its line.

use std::cell::Cell;

use serde_json::{Map, Number, Value};

use super::PasteError;

/// The nesting of values. Our limit: no request needs a fifth of it, and an endless nesting must not exhaust the stack.
const MAX_DEPTH: usize = 50;
/// Values that are read. Our limit: a name stands for its value each time, so a short text may mean an endless one.
const MAX_VALUES: usize = 20_000;
const CALL: &str = "create_training_job(";

/// Whether a text that begins with a brace is Python rather than JSON with a mistake.
pub(super) fn is_dictionary(text: &str) -> bool {
    let mut is_quoted = false;
    let bare: String = text
        .chars()
        .filter(|letter| {
            (*letter == '"' && {
                is_quoted = !is_quoted;
                false
            }) || !is_quoted
        })
        .collect();
    bare.contains('\'') || ["True", "False", "None"].iter().any(|word| bare.contains(word))
}

/// The members of a request, and the Region that its client is for.
pub(super) type Found = (Map<String, Value>, Option<String>);

/// The members of a call or of an assigned dictionary, and the Region of its client; `None` for a text that is no Python.
pub(super) fn read(text: &str) -> Option<Result<Found, PasteError>> {
    let left = Cell::new(MAX_VALUES);
    if let Some(at) = text.find(CALL) {
        let region = text.find("region_name=").and_then(|at| {
            let value = Reader { text, at: at + "region_name=".len(), depth: 0, left: &left }.value().ok()?;
            value.as_str().map(str::to_owned)
        });
        let mut reader = Reader { text, at: at + CALL.len(), depth: 0, left: &left };
        return Some(reader.arguments().map(|members| (members, region)));
    }
    if ["Estimator(", "ModelTrainer(", ".fit("].iter().any(|word| text.contains(word)) {
        return Some(Err(PasteError::Sdk));
    }
    let mut reader = Reader { text, at: 0, depth: 0, left: &left };
    reader.skip();
    reader.name().filter(|_| reader.takes("=")).map(|_| reader.members().map(|members| (members, None)))
}

/// The members of a dictionary.
pub(super) fn dictionary(text: &str) -> Result<Map<String, Value>, PasteError> {
    let left = Cell::new(MAX_VALUES);
    Reader { text, at: 0, depth: 0, left: &left }.members()
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// How many values may still be read.
    left: &'a Cell<usize>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn refuse(&self, reason: impl Into<String>) -> PasteError {
        let before = self.text.get(..self.at).unwrap_or_default();
        PasteError::Python { line: before.matches('\n').count() + 1, reason: reason.into() }
    }

    /// Goes over white space, remarks and continued lines.
    fn skip(&mut self) {
        loop {
            let rest = self.rest();
            let bare = rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\\');
            let next =
                if bare.starts_with('#') { bare.find('\n').map_or("", |end| bare.get(end..).unwrap_or_default()) } else { bare };
            self.at += rest.len() - next.len();
            if next.len() == bare.len() {
                return;
            }
        }
    }

    /// Goes over a sign if it is next, and over what is blank before it.
    fn takes(&mut self, sign: &str) -> bool {
        self.skip();
        let is_next = self.rest().starts_with(sign);
        if is_next {
            self.at += sign.len();
        }
        is_next
    }

    fn name(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
        let name = rest.get(..end).filter(|name| name.starts_with(|first: char| !first.is_ascii_digit()))?;
        self.at += end;
        Some(name)
    }

    fn members(&mut self) -> Result<Map<String, Value>, PasteError> {
        match self.value()? {
            Value::Object(members) => Ok(members),
            _ => Err(self.refuse("a dictionary in braces is missing")),
        }
    }

    /// `Name=value, …` up to the closing parenthesis; `**` takes the members of a dictionary.
    fn arguments(&mut self) -> Result<Map<String, Value>, PasteError> {
        let mut members = Map::new();
        while !self.takes(")") {
            if self.takes("**") {
                members.extend(self.members()?);
            } else {
                let name = self.name().ok_or_else(|| self.refuse("an argument has no name"))?;
                if !self.takes("=") {
                    return Err(self.refuse(format!("{name} has no value")));
                }
                members.insert(name.to_owned(), self.value()?);
            }
            self.separator(")")?;
        }
        Ok(members)
    }

    fn separator(&mut self, end: &str) -> Result<(), PasteError> {
        if self.takes(",") {
            return Ok(());
        }
        self.skip();
        if self.rest().starts_with(end) { Ok(()) } else { Err(self.refuse(format!("a comma or {end} is missing"))) }
    }

    fn value(&mut self) -> Result<Value, PasteError> {
        self.skip();
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.refuse("it is nested too deeply"));
        }
        self.left.set(self.left.get().checked_sub(1).ok_or_else(|| self.refuse("it holds too many values"))?);
        let value = match self.rest().chars().next() {
            None => Err(self.refuse("a value is missing")),
            Some('{') => self.braces(),
            Some('[') => self.list("[", "]").map(|(items, _)| Value::Array(items)),
            Some('(') => self.list("(", ")").map(|(mut items, has_comma)| match items.len() {
                1 if !has_comma => items.remove(0),
                _ => Value::Array(items),
            }),
            Some('"' | '\'') => self.texts(false),
            Some('-' | '+' | '.' | '0'..='9') => self.number(),
            Some(_) => self.word(),
        };
        self.depth -= 1;
        value
    }

    fn braces(&mut self) -> Result<Value, PasteError> {
        let mut members = Map::new();
        self.at += 1;
        while !self.takes("}") {
            if self.takes("**") {
                members.extend(self.members()?);
            } else {
                let name = match self.value()? {
                    Value::String(name) => name,
                    other => return Err(self.refuse(format!("the key {other} is no text"))),
                };
                if !self.takes(":") {
                    return Err(self.refuse(format!("a colon is missing behind \"{name}\"")));
                }
                members.insert(name, self.value()?);
            }
            self.separator("}")?;
        }
        Ok(Value::Object(members))
    }

    /// The items, and whether a comma stands behind the last one.
    fn list(&mut self, begin: &str, end: &str) -> Result<(Vec<Value>, bool), PasteError> {
        let mut items = Vec::new();
        let mut has_comma = false;
        self.at += begin.len();
        while !self.takes(end) {
            items.push(self.value()?);
            self.separator(end)?;
            has_comma = self.text.get(..self.at).is_some_and(|before| before.ends_with(','));
        }
        Ok((items, has_comma))
    }

    fn number(&mut self) -> Result<Value, PasteError> {
        let rest = self.rest();
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || "+-._".contains(letter);
        let word = rest.get(..rest.find(|letter| !is_part(letter)).unwrap_or(rest.len())).unwrap_or_default();
        let digits = word.replace('_', "");
        let whole = digits.parse::<i64>().ok().map(Number::from);
        let number = whole.or_else(|| digits.parse().ok().and_then(Number::from_f64));
        let number = number.ok_or_else(|| self.refuse(format!("{word} is no plain number")))?;
        self.at += word.len();
        self.ends_here().map(|()| Value::Number(number))
    }

    /// A constant, a text with a prefix, or a name that stands for a value.
    fn word(&mut self) -> Result<Value, PasteError> {
        let begin = self.at;
        let name = self.name().unwrap_or_default();
        let is_text = self.rest().starts_with(['"', '\'']);
        match name {
            "True" => Ok(Value::Bool(true)),
            "False" => Ok(Value::Bool(false)),
            "None" => Ok(Value::Null),
            "r" | "R" if is_text => self.texts(true),
            "u" if is_text => self.texts(false),
            "dict" if self.takes("(") => self.arguments().map(Value::Object),
            _ => {
                let assigned = self.assigned(name);
                self.at = begin;
                let what = if is_text { "a text with a prefix" } else { name };
                let mut found = assigned.ok_or_else(|| self.refuse(format!("{what} is no literal")))?;
                let value = found.value()?;
                self.at = begin + name.len();
                self.ends_here().map(|()| value)
            }
        }
    }

    /// A reader at the value that the text gives a name, at the beginning of a line.
    fn assigned(&self, name: &str) -> Option<Self> {
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            let value = line.strip_prefix(name).filter(|_| !name.is_empty()).map(str::trim_start);
            if let Some(value) = value.and_then(|value| value.strip_prefix('=')).filter(|value| !value.starts_with('=')) {
                return Some(Self { text: self.text, at: at + line.len() - value.len(), depth: self.depth, left: self.left });
            }
            at += line.len();
        }
        None
    }

    /// What is computed with a value is not read.
    fn ends_here(&mut self) -> Result<(), PasteError> {
        match self.rest().chars().next() {
            Some(sign) if "([.+-*/%".contains(sign) => {
                Err(self.refuse(format!("what {sign} does here would have to be computed")))
            }
            _ => Ok(()),
        }
    }

    /// Texts that follow each other are one.
    fn texts(&mut self, raw: bool) -> Result<Value, PasteError> {
        let mut all = String::new();
        while self.rest().starts_with(['"', '\'']) {
            super::python_text::read(self.rest(), raw, &mut all)
                .map(|length| self.at += length)
                .map_err(|reason| self.refuse(reason))?;
            self.skip();
        }
        self.ends_here().map(|()| Value::String(all))
    }
}
