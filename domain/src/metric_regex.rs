//! Just enough of a regular expression's syntax to count its groups, without an engine.

use thiserror::Error;

/// The largest expression in bytes after it was compiled, where one is tried or applied. The service's 500 characters stay far
/// below unless they repeat repetitions, and the time that a character of a log line takes grows with the size.
pub const MAX_COMPILED_BYTES: usize = 1 << 20;

/// Why an expression cannot be judged here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MetricRegexError {
    /// `(?=`, `(?!`, `(?<=` or `(?<!`
    #[error("look-around cannot be tested here")]
    LookAround,
    /// `\1` or `\k<name>`
    #[error("back-references cannot be tested here")]
    BackReference,
    /// A bracket or parenthesis without its end.
    #[error("\"{0}\" is opened and not closed")]
    Open(char),
    /// The end of a group that does not begin.
    #[error("\")\" closes nothing")]
    Close,
    /// Something else that is not whole: a backslash at the end, a quantifier with nothing to repeat.
    #[error("it is not complete")]
    Syntax,
}

/// How many capture groups an expression has.
///
/// # Errors
/// What this reader does not understand; the service may.
pub fn groups(expression: &str) -> Result<usize, MetricRegexError> {
    let mut rest = expression.chars().peekable();
    let (mut count, mut open) = (0_usize, 0_usize);
    // Whether there is something that a quantifier could repeat.
    let mut has_atom = false;
    while let Some(c) = rest.next() {
        match c {
            '\\' => {
                match rest.next().ok_or(MetricRegexError::Syntax)? {
                    'k' | '1'..='9' => return Err(MetricRegexError::BackReference),
                    _ => {}
                }
                has_atom = true;
            }
            '[' => {
                class(&mut rest)?;
                has_atom = true;
            }
            '(' => {
                open = open.saturating_add(1);
                if rest.next_if_eq(&'?').is_none() {
                    count = count.saturating_add(1);
                } else {
                    count = count.saturating_add(usize::from(is_named(&mut rest)?));
                }
                has_atom = false;
            }
            ')' => {
                open = open.checked_sub(1).ok_or(MetricRegexError::Close)?;
                has_atom = true;
            }
            '*' | '+' | '?' => {
                if !has_atom {
                    return Err(MetricRegexError::Syntax);
                }
            }
            '|' => has_atom = false,
            _ => has_atom = true,
        }
    }
    if open == 0 { Ok(count) } else { Err(MetricRegexError::Open('(')) }
}

type Signs<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Reads a bracketed class to its end; a `]` that comes first is meant literally.
fn class(rest: &mut Signs<'_>) -> Result<(), MetricRegexError> {
    rest.next_if_eq(&'^');
    rest.next_if_eq(&']');
    loop {
        match rest.next().ok_or(MetricRegexError::Open('['))? {
            '\\' => drop(rest.next().ok_or(MetricRegexError::Open('['))?),
            ']' => return Ok(()),
            _ => {}
        }
    }
}

/// Reads what follows `(?`; whether the group has a name and so captures.
fn is_named(rest: &mut Signs<'_>) -> Result<bool, MetricRegexError> {
    let kind = rest.next_if_eq(&'P').and_then(|_| rest.next()).or_else(|| rest.next());
    match kind.ok_or(MetricRegexError::Syntax)? {
        '=' | '!' => Err(MetricRegexError::LookAround),
        '<' if matches!(rest.peek(), Some('=' | '!')) => Err(MetricRegexError::LookAround),
        '<' => rest.any(|c| c == '>').then_some(true).ok_or(MetricRegexError::Syntax),
        // `(?:…)` and flags such as `(?i)` and `(?i:…)` capture nothing.
        ':' | 'a'..='z' | '-' => Ok(false),
        _ => Err(MetricRegexError::Syntax),
    }
}
