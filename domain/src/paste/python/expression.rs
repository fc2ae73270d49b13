//! Expressions that are computed: sums, products, texts put together, `str(…)`, items of dictionaries. Everything else is unknown.

use serde_json::Value;

use super::{
    PasteError, arithmetic, format,
    reader::{MAX_DEPTH, Reader, text_prefix},
};
use crate::paste::unknown::{self, unknown};

impl Reader<'_> {
    /// An expression, up to the comma, bracket or end of the line behind it.
    pub(super) fn value(&mut self) -> Result<Value, PasteError> {
        self.skip();
        let begin = self.at;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.refuse("it is nested too deeply"));
        }
        let value = self.sum();
        self.depth -= 1;
        let value = value?;
        self.skip();
        match self.rest().chars().next() {
            None | Some(',' | ')' | ']' | '}' | ':' | '\n' | ';' | '#') => Ok(value),
            // A comparison, a condition, a comprehension: what it gives is not known.
            Some(letter) if letter.is_alphabetic() || "<>=!|&^@".contains(letter) => self.operated(begin),
            Some(_) => Ok(value),
        }
    }

    fn operated(&mut self, begin: usize) -> Result<Value, PasteError> {
        let word = self.rest().split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        let is_operator = matches!(word, "if" | "or" | "and" | "for" | "in" | "is" | "not" | "else" | "");
        if is_operator { self.pass(begin) } else { Err(self.refuse(format!("a comma is missing before {word}"))) }
    }

    fn sum(&mut self) -> Result<Value, PasteError> {
        let mut value = self.product()?;
        loop {
            self.skip();
            let sign = self.rest().chars().next().filter(|sign| matches!(sign, '+' | '-'));
            let Some(sign) = sign.filter(|_| self.rest().chars().nth(1) != Some('=')) else { return Ok(value) };
            self.at += 1;
            let other = self.product()?;
            value = arithmetic::computed(sign, &value, &other).ok_or_else(|| self.refuse("the result is too large"))?;
        }
    }

    fn product(&mut self) -> Result<Value, PasteError> {
        let mut value = self.signed()?;
        loop {
            self.skip();
            let rest = self.rest();
            let sign = match rest.chars().next() {
                Some('/') if rest.starts_with("//") => '÷',
                Some('*') if rest.starts_with("**") => '^',
                Some(sign @ ('*' | '/' | '%')) => sign,
                _ => return Ok(value),
            };
            self.at += if matches!(sign, '÷' | '^') { 2 } else { 1 };
            let other = self.signed()?;
            value = match (&value, sign) {
                (Value::String(template), '%') => format::percent(template, &other),
                _ => arithmetic::computed(sign, &value, &other).ok_or_else(|| self.refuse("the result is too large"))?,
            };
        }
    }

    fn signed(&mut self) -> Result<Value, PasteError> {
        self.skip();
        if self.takes("-") {
            let value = self.signed()?;
            return arithmetic::computed('-', &Value::from(0), &value).ok_or_else(|| self.refuse("the result is too large"));
        }
        if self.takes("+") { self.signed() } else { self.item() }
    }

    /// A value with what is asked of it: `a.b`, `a[0]`, `a.format(b)`.
    fn item(&mut self) -> Result<Value, PasteError> {
        self.skip();
        let begin = self.at;
        let mut value = self.atom()?;
        loop {
            self.skip();
            value = match self.rest().chars().next() {
                Some('.') => {
                    self.at += 1;
                    self.skip();
                    let name = self.name().ok_or_else(|| self.refuse("a name is missing behind a dot"))?.to_owned();
                    self.skip();
                    if self.rest().starts_with('(') { self.called(begin, &value, &name)? } else { self.source(begin) }
                }
                Some('[') => {
                    let (keys, _) = self.list("]").or_else(|_| self.beyond(begin).map(|value| (vec![value], false)))?;
                    match keys.as_slice() {
                        [key] => arithmetic::item(&value, key).unwrap_or_else(|| self.source(begin)),
                        _ => self.source(begin),
                    }
                }
                Some('(') => {
                    self.brackets_passed()?;
                    self.source(begin)
                }
                _ => return Ok(value),
            };
        }
    }

    /// The text of what was read since `begin`, as a value that is not known.
    fn source(&self, begin: usize) -> Value {
        unknown(self.text.get(begin..self.at).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Whether the brackets that begin here hold items that a loop makes.
    fn is_comprehension(&self) -> bool {
        let mut open = 0_usize;
        let mut quote = None;
        let mut before = ' ';
        let is_loop = |at: usize| self.rest().get(at..).is_some_and(|rest| rest.starts_with("for "));
        for (at, letter) in self.rest().char_indices() {
            match (quote, letter) {
                (Some(sign), letter) if sign == letter && before != '\\' => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => quote = Some(letter),
                (None, '{' | '[' | '(') => open += 1,
                (None, '}' | ']' | ')') if open <= 1 => return false,
                (None, '}' | ']' | ')') => open -= 1,
                (None, 'f') if open == 1 && before.is_whitespace() && is_loop(at) => return true,
                _ => {}
            }
            before = letter;
        }
        false
    }

    fn beyond(&mut self, begin: usize) -> Result<Value, PasteError> {
        self.pass(begin)
    }

    /// Goes over brackets and what is in them.
    fn brackets_passed(&mut self) -> Result<(), PasteError> {
        let begin = self.at;
        let mut open = 0_usize;
        while let Some(letter) = self.rest().chars().next() {
            if matches!(letter, '"' | '\'') {
                self.at += super::text::read(self.rest(), false, &mut String::new()).map_err(|reason| self.refuse(reason))?;
                continue;
            }
            self.at += letter.len_utf8();
            match letter {
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' => open = open.saturating_sub(1),
                _ => {}
            }
            if open == 0 {
                return Ok(());
            }
        }
        self.at = begin;
        Err(self.refuse("a bracket is opened and not closed"))
    }

    /// A method of a text; of anything else what it gives is not known.
    fn called(&mut self, begin: usize, value: &Value, name: &str) -> Result<Value, PasteError> {
        let open = self.at;
        let known = match (value, name) {
            (Value::String(template), "format") => {
                format::arguments(self).map(|arguments| Some(format::braces(template, &arguments)))
            }
            (Value::String(text), "lower" | "upper" | "strip") => format::arguments(self).map(|arguments| {
                let changed = match name {
                    "lower" => text.to_lowercase(),
                    "upper" => text.to_uppercase(),
                    _ => text.trim().to_owned(),
                };
                arguments.is_empty().then(|| Value::from(changed))
            }),
            (Value::String(between), "join") => format::arguments(self).map(|arguments| format::join(between, &arguments)),
            _ => Ok(None),
        };
        if let Ok(Some(known)) = known {
            return Ok(known);
        }
        self.at = open;
        self.brackets_passed()?;
        Ok(self.source(begin))
    }

    fn atom(&mut self) -> Result<Value, PasteError> {
        self.left.set(self.left.get().checked_sub(1).ok_or_else(|| self.refuse("it holds too many values"))?);
        if text_prefix(self.rest()).is_some() {
            return self.texts();
        }
        match self.rest().chars().next() {
            None => Err(self.refuse("a value is missing")),
            Some('{' | '[' | '(') if self.is_comprehension() => {
                let begin = self.at;
                self.brackets_passed()?;
                Ok(self.source(begin))
            }
            Some('{') => self.braces(),
            Some('[') => self.list("]").map(|(items, _)| Value::Array(items)),
            Some('(') => self.list(")").map(|(mut items, has_comma)| match items.len() {
                1 if !has_comma => items.remove(0),
                _ => Value::Array(items),
            }),
            Some('.' | '0'..='9') => self.number(),
            Some(_) => self.word(),
        }
    }

    /// A constant, a function, or a name that stands for a value.
    fn word(&mut self) -> Result<Value, PasteError> {
        let begin = self.at;
        let name = self.name().unwrap_or_default();
        if name.is_empty() {
            return Err(self.refuse("a value is missing"));
        }
        match name {
            "True" => return Ok(Value::Bool(true)),
            "False" => return Ok(Value::Bool(false)),
            "None" => return Ok(Value::Null),
            "not" | "lambda" | "await" => return self.pass(begin),
            _ => {}
        }
        self.skip();
        if self.rest().starts_with('(') {
            return match name {
                "dict" => {
                    self.at += 1;
                    self.arguments().map(Value::Object)
                }
                _ => self.function(begin, name),
            };
        }
        match self.assigned(name) {
            Some(value) => value,
            None => Ok(unknown(name)),
        }
    }

    fn function(&mut self, begin: usize, name: &str) -> Result<Value, PasteError> {
        let open = self.at;
        let arguments = if matches!(name, "str" | "int" | "float" | "repr") { format::arguments(self).ok() } else { None };
        let computed = arguments.and_then(|arguments| match arguments.positional() {
            [value] if unknown::is_within(value) => {
                unknown::text_of(value).map(|text| unknown(if name == "str" { format!("{{{text}}}") } else { text.to_owned() }))
            }
            [value] => arithmetic::converted(name, value),
            _ => None,
        });
        if let Some(computed) = computed {
            return Ok(computed);
        }
        self.at = open;
        self.brackets_passed()?;
        Ok(self.source(begin))
    }
}
