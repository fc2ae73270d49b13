//! Filter patterns. Source: CloudWatch Logs user guide, "Filter pattern syntax".
//!
//! - [`words`] — words that a line holds; [`columns`] — lines as columns; [`document`] — lines as JSON
//! - [`expression`] — conditions of columns and documents

mod columns;
mod document;
mod expression;
mod words;

use regex::{Regex, RegexBuilder};

use columns::Columns;
use document::Document;
use words::Words;

/// Bytes of a compiled expression. A limit of this engine.
const MAX_EXPRESSION_BYTES: usize = 1024 * 1024;

/// The condition for a line.
#[derive(Debug)]
pub(super) enum Pattern {
    Words(Words),
    /// `[name, name = value, ...]`
    Columns(Columns),
    /// `{ $.name = value }`
    Document(Document),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A sentence about what cannot be read.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        match text.chars().next() {
            Some('[') => Columns::parse(text).map(Self::Columns),
            Some('{') => Document::parse(text).map(Self::Document),
            _ => Words::parse(text).map(Self::Words),
        }
    }

    /// Whether a line matches.
    pub(super) fn matches(&self, line: &str) -> bool {
        match self {
            Self::Words(words) => words.matches(line),
            Self::Columns(columns) => columns.matches(line),
            Self::Document(document) => document.matches(line),
        }
    }
}

/// The expression between two percent signs.
fn compile(expression: &str) -> Result<Regex, String> {
    let compiled = RegexBuilder::new(expression).size_limit(MAX_EXPRESSION_BYTES).build();
    compiled.map_err(|error| format!("The filterPattern has an invalid expression: {error}"))
}
