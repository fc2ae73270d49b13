//! Filter patterns for lines of text. Source: CloudWatch Logs user guide, "Filter pattern syntax".

/// The condition for a line.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pattern {
    all: Vec<String>,
    any: Vec<String>,
    none: Vec<String>,
}

impl Pattern {
    /// Reads words, `"phrases"`, `?alternatives` and `-excluded` ones.
    ///
    /// # Errors
    /// A sentence about patterns for JSON and columns, which these logs do not have.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.starts_with(['{', '[', '%']) {
            return Err(
                "These logs are lines of text: a filterPattern is made of words, \"phrases\", ?alternatives and -excluded words."
                    .to_owned(),
            );
        }
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
            let (term, after) = match term.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').ok_or("The filterPattern has an unfinished phrase.")?,
                None => term.split_once(char::is_whitespace).unwrap_or((term, "")),
            };
            list.push(term.to_owned());
            rest = after.trim_start();
        }
        Ok(pattern)
    }

    /// Whether a line matches.
    pub(super) fn matches(&self, line: &str) -> bool {
        let holds = |term: &String| line.contains(term.as_str());
        self.all.iter().all(holds) && (self.any.is_empty() || self.any.iter().any(holds)) && !self.none.iter().any(holds)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn words_phrases_alternatives_and_exclusions() {
        let matches = |pattern: &str, line: &str| Pattern::parse(pattern).map(|pattern| pattern.matches(line));
        assert_eq!(matches("", "anything"), Ok(true));
        assert_eq!(matches("error \"disk full\"", "error: disk full"), Ok(true));
        assert_eq!(matches("\"disk full\"", "disk is full"), Ok(false));
        assert_eq!(matches("?warn ?error", "an error"), Ok(true));
        assert_eq!(matches("error -timeout", "error: timeout"), Ok(false));
        assert!(Pattern::parse("{ $.level = 1 }").is_err() && Pattern::parse("\"open").is_err());
    }
}
