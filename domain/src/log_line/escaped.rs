//! Control characters in log lines, as the service shows them: `#` and the character's code in three octal digits, a tab as
//! `#011`, a carriage return as `#015`. Its metric expressions are matched against that form. Sources: the expressions of the
//! service's own XGBoost (`#011validation-rmse:`), and logs of progress bars in public reports (`#015 24%|`).

use std::{borrow::Cow, fmt::Write as _};

/// A carriage return as a log line has it.
pub const CARRIAGE_RETURN: &str = "#015";

/// A line of a program's output as its log has it.
pub fn escaped(line: &str) -> Cow<'_, str> {
    if !line.contains(|letter: char| letter.is_ascii_control()) {
        return Cow::Borrowed(line);
    }
    let mut text = String::with_capacity(line.len() + 16);
    for letter in line.chars() {
        if letter.is_ascii_control() {
            // Writing to a text does not fail.
            let _ = write!(text, "#{:03o}", u32::from(letter));
        } else {
            text.push(letter);
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_numbers_and_nothing_else_changes() {
        for (line, text) in [
            ("[0]\ttrain-rmse:1.5\tvalidation-rmse:0.25", "[0]#011train-rmse:1.5#011validation-rmse:0.25"),
            ("\r 10%|# |", "#015 10%|# |"),
            ("\u{1b}[31mred\u{1b}[0m \0 \u{7f}", "#033[31mred#033[0m #000 #177"),
            ("[0]#011validation-auc:0.75 日本 é", "[0]#011validation-auc:0.75 日本 é"),
        ] {
            assert_eq!(escaped(line), text);
        }
        assert_eq!(escaped("\r"), CARRIAGE_RETURN);
    }
}
