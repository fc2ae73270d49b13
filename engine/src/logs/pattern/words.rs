//! Patterns of words: `word "a phrase" %expression% ?either -without`.

use regex::Regex;

use super::compile;

/// The condition for a line.
#[derive(Debug, Default)]
pub(in crate::logs) struct Words {
    all: Vec<Term>,
    any: Vec<Term>,
    none: Vec<Term>,
}

/// One word of a pattern.
#[derive(Debug)]
enum Term {
    /// The line holds it.
    Text(String),
    /// The line has a match of it.
    Expression(Regex),
}

impl Words {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A sentence about a phrase or an expression.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut pattern = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            let (list, term) = match rest.strip_prefix('?') {
                Some(term) => (&mut pattern.any, term),
                None => match rest.strip_prefix('-') {
                    Some(term) => (&mut pattern.none, term),
                    None => (&mut pattern.all, rest),
                },
            };
            let (term, after) = Term::parse(term)?;
            list.push(term);
            rest = after.trim_start();
        }
        Ok(pattern)
    }

    /// Whether a line matches.
    pub(super) fn matches(&self, line: &str) -> bool {
        let holds = |term: &Term| term.holds(line);
        self.all.iter().all(holds) && (self.any.is_empty() || self.any.iter().any(holds)) && !self.none.iter().any(holds)
    }
}

impl Term {
    /// The first term of a text, and the rest.
    fn parse(text: &str) -> Result<(Self, &str), String> {
        if let Some(quoted) = text.strip_prefix('"') {
            let (phrase, after) = quoted.split_once('"').ok_or("The filterPattern has an unfinished phrase.")?;
            return Ok((Self::Text(phrase.to_owned()), after));
        }
        if let Some(expression) = text.strip_prefix('%') {
            let (expression, after) = expression.split_once('%').ok_or("The filterPattern has an unfinished expression.")?;
            return Ok((Self::Expression(compile(expression)?), after));
        }
        let (word, after) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        Ok((Self::Text(word.to_owned()), after))
    }

    fn holds(&self, line: &str) -> bool {
        match self {
            Self::Text(text) => line.contains(text.as_str()),
            Self::Expression(expression) => expression.is_match(line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn words_phrases_alternatives_and_exclusions() {
        let matches = |pattern: &str, line: &str| Words::parse(pattern).map(|pattern| pattern.matches(line));
        assert_eq!(matches("", "anything"), Ok(true));
        assert_eq!(matches("error \"disk full\"", "error: disk full"), Ok(true));
        assert_eq!(matches("\"disk full\"", "disk is full"), Ok(false));
        assert_eq!(matches("?warn ?error", "an error"), Ok(true));
        assert_eq!(matches("error -timeout", "error: timeout"), Ok(false));
        assert_eq!(matches("%Epoch.[0-9]+% -loss", "Epoch[12] accuracy"), Ok(true));
        assert_eq!(matches("%^accuracy%", "Epoch[12] accuracy"), Ok(false));
        for broken in ["\"open", "%open", "%(%", "%(?:a{1000}){1000}%"] {
            assert!(Words::parse(broken).is_err(), "{broken}");
        }
    }
}
