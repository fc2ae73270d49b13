//! Patterns of documents: `{ $.level = "error" && $.epoch > 3 }`. A line that is no JSON does not match.

use serde_json::Value;

use super::expression::Expression;

/// The condition on a document.
#[derive(Debug)]
pub(in crate::logs) struct Document(Expression);

impl Document {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A sentence about what cannot be read.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let inner = text.strip_prefix('{').and_then(|inner| inner.strip_suffix('}'));
        Expression::parse(inner.ok_or("The filterPattern has no closing brace.")?).map(Self)
    }

    /// Whether a line is a document of which the condition holds.
    pub(super) fn matches(&self, line: &str) -> bool {
        let Ok(document) = serde_json::from_str::<Value>(line) else { return false };
        self.0.holds(&|selector| select(&document, selector).cloned())
    }
}

/// The value at a selector, for example `$.epochs[0].accuracy`.
fn select<'a>(document: &'a Value, selector: &str) -> Option<&'a Value> {
    let mut value = document;
    for part in selector.strip_prefix('$')?.split('.') {
        let mut names = part.split('[');
        if let Some(name) = names.next().filter(|name| !name.is_empty()) {
            value = value.get(name)?;
        }
        for index in names {
            value = value.get(index.strip_suffix(']')?.parse::<usize>().ok()?)?;
        }
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_selected_by_their_values() {
        let line = r#"{"level":"error","epoch":4,"scores":[0.5,0.75],"done":true,"none":null,"by":{"name":"ann"}}"#;
        let matches = |pattern: &str| Document::parse(pattern).map(|document| document.matches(line));
        for holds in [
            "{ $.level = \"error\" }",
            "{ $.level = err* && $.epoch > 3 }",
            "{ ($.epoch = 1 || $.epoch = 4) && $.by.name != \"bob\" }",
            "{ $.scores[1] >= 0.75 }",
            "{ $.done IS TRUE && $.none IS NULL }",
            "{ $.missing NOT EXISTS }",
            "{ $.by.name = %^a% }",
        ] {
            assert_eq!(matches(holds), Ok(true), "{holds}");
        }
        for fails in ["{ $.epoch < 4 }", "{ $.missing = 1 }", "{ $.missing EXISTS }", "{ $.done IS FALSE }"] {
            assert_eq!(matches(fails), Ok(false), "{fails}");
        }
        let deep = format!("{{ {}$.a = 1{} }}", "(".repeat(1000), ")".repeat(1000));
        for broken in ["{ $.a = }", "{ $.a ? 1 }", "{ $.a = 1", "{ ($.a = 1 }", &deep] {
            assert!(matches(broken).is_err(), "{broken}");
        }
        let anything = Document::parse("{ $.x = 1 }").map(|document| document.matches("no document"));
        assert_eq!(anything, Ok(false));
    }
}
