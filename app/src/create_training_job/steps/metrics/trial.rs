//! Tries regular expressions on log lines, on the server: an engine for them would double what the browser loads.

use console::error::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Which engine tries the expressions, in words for the page.
pub const ENGINE: &str = "Tried with Rust's regex, which reads what Python's re reads except look-around and \
                          back-references. Which engine the service has is not documented.";

/// What an expression found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trial {
    /// The expression cannot be read; the reason.
    Unreadable(String),
    /// No line has it.
    NoMatch,
    /// The first line that has it; the text of the first group where it has it last, or of the whole match where there is no
    /// group.
    Found {
        /// What would be the metric's value.
        value: String,
        /// Whether that is a number.
        is_number: bool,
        /// How many groups the expression has.
        groups: usize,
        /// How many lines have it.
        lines: usize,
    },
}

/// What was found, in words for the line under the field.
pub fn words(trial: &Trial) -> String {
    match trial {
        Trial::Unreadable(reason) => format!("Cannot be tried: {reason}."),
        Trial::NoMatch => "None of the lines has it.".to_owned(),
        Trial::Found { value, is_number, groups, lines } => {
            let lines = if *lines == 1 { "in 1 line".to_owned() } else { format!("in {lines} lines") };
            let group = if *groups == 0 { "; there is no group around a number" } else { "" };
            let number = if *is_number { "" } else { ", which is no number" };
            format!("Finds \"{value}\"{number} ({lines}{group}).")
        }
    }
}

/// Tries each expression on each line of `text`.
///
/// # Errors
/// [`AppError::Refused`] when there is more to try than a form can hold.
#[server(prefix = "/api", endpoint = "create/try-metrics", input = leptos::server_fn::codec::Json)]
pub async fn try_metrics(regexes: Vec<String>, text: String) -> Result<Vec<Trial>, AppError> {
    crate::server_call::answer(async { server::try_all(regexes, text).await }).await
}

#[cfg(feature = "ssr")]
mod server {
    use domain::{log_line::escaped, metric_regex::MAX_COMPILED_BYTES};
    use regex::RegexBuilder;

    use super::{AppError, Trial};

    /// Longest text in bytes; a few screens of a log.
    const MAX_TEXT_LENGTH: usize = 100_000;
    /// Most expressions: those of a form, and room for rows that are too many.
    const MAX_REGEXES: usize = 60;

    pub(super) async fn try_all(regexes: Vec<String>, text: String) -> Result<Vec<Trial>, AppError> {
        if text.len() > MAX_TEXT_LENGTH || regexes.len() > MAX_REGEXES {
            return Err(AppError::Refused("This is too much to try at once.".to_owned()));
        }
        // Linear in the text, but large expressions on many lines are still work.
        let all = move || regexes.iter().map(|regex| try_one(regex, &text)).collect();
        tokio::task::spawn_blocking(all).await.map_err(|error| AppError::Internal(error.to_string()))
    }

    pub(super) fn try_one(pattern: &str, text: &str) -> Trial {
        let regex = match RegexBuilder::new(pattern).size_limit(MAX_COMPILED_BYTES).build() {
            Ok(regex) => regex,
            Err(error) => return Trial::Unreadable(reason(&error)),
        };
        let groups = regex.captures_len().saturating_sub(1);
        // A line that was copied from a terminal has tabs where the job's log has their codes.
        let lines = text.lines().map(escaped);
        let last = |line: std::borrow::Cow<'_, str>| {
            let captures = regex.captures_iter(&line).last()?;
            let group = captures.get(1).or_else(|| captures.get(0));
            Some(group.map(|group| group.as_str().to_owned()).unwrap_or_default())
        };
        let mut values = lines.filter_map(last);
        match values.next() {
            Some(value) => Trial::Found {
                is_number: value.trim().parse::<f64>().is_ok(),
                value,
                groups,
                lines: values.count().saturating_add(1),
            },
            None => Trial::NoMatch,
        }
    }

    /// The last line of the crate's message, which is its point; the lines before it draw an arrow.
    fn reason(error: &regex::Error) -> String {
        match error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            error => {
                let text = error.to_string();
                text.lines().last().unwrap_or_default().trim().trim_start_matches("error: ").to_owned()
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_first_group_is_the_value() {
            let log = "Epoch[1] Train-accuracy=0.9\nEpoch[1] Validation-accuracy=0.81\nEpoch[2] Validation-accuracy=0.85";
            let found = try_one(r"Validation-accuracy=([0-9.]+)", log);
            assert_eq!(found, Trial::Found { value: "0.81".to_owned(), is_number: true, groups: 1, lines: 2 });
            assert_eq!(try_one("loss=(.*)", log), Trial::NoMatch);
            let words = super::super::words(&try_one("Train-[a-z]+", log));
            assert_eq!(words, "Finds \"Train-accuracy\", which is no number (in 1 line; there is no group around a number).");
        }

        #[test]
        fn a_line_is_searched_as_the_log_has_it() {
            let log = "[0]\ttrain-rmse:1.5\tvalidation-rmse:0.25";
            let found = |value: &str| Trial::Found { value: value.to_owned(), is_number: true, groups: 1, lines: 1 };
            assert_eq!(try_one("#011validation-rmse:([0-9.]+)", log), found("0.25"));
            assert_eq!(try_one(r"\tvalidation-rmse:([0-9.]+)", log), Trial::NoMatch);
            assert_eq!(try_one(r"rmse:([0-9.]+)", log), found("0.25"), "the last one of a line");
        }

        #[test]
        fn what_cannot_be_tried_says_why() {
            assert_eq!(
                try_one("(?<=a)b", "ab"),
                Trial::Unreadable("look-around, including look-ahead and look-behind, is not supported".to_owned())
            );
            assert!(matches!(try_one("(", ""), Trial::Unreadable(_)));
            assert_eq!(try_one("((a{9}){99}){99}", ""), Trial::Unreadable("it is too large".to_owned()));
        }
    }
}
