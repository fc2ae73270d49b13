//! Why a text is no JSON, in words for people: where it is, what stands there, and what to do.

use serde_json::error::{Category, Error};

/// The reason with line and column, to complete a sentence; `text` is what was parsed.
pub(super) fn words(text: &str, error: &Error) -> String {
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    // The parser counts bytes, people count characters.
    let offset = line.floor_char_boundary(error.column().saturating_sub(1));
    let (before, rest) = (line.get(..offset).unwrap_or_default(), line.get(offset..).unwrap_or_default());
    let place = format!("line {}, column {}", error.line(), before.chars().count() + 1);
    if error.classify() == Category::Eof {
        return format!("the text ends at {place}, before a bracket, a brace or a quote is closed");
    }
    format!("{place}: {}", reason(before, rest, &error.to_string()))
}

fn reason(before: &str, rest: &str, error: &str) -> String {
    let sign = rest.chars().next();
    let is_error = |start: &str| error.starts_with(start);
    match sign {
        Some(quote @ ('“' | '”' | '„' | '‘' | '’' | '«' | '»')) => {
            format!("{quote} is a typographic quote. JSON needs the straight quote \"")
        }
        Some('\'') => "' is a single quote. JSON needs double quotes".to_owned(),
        Some('#') => "# begins a comment, which JSON does not have. Remove the comment".to_owned(),
        Some('/') => "/ begins a comment, which JSON does not have. Remove the comment".to_owned(),
        Some(end @ ('}' | ']')) if is_error("trailing comma") || before.trim_end().ends_with(',') => {
            format!("{end} follows a comma. Remove the comma before it")
        }
        _ if is_error("trailing comma") => "the last comma of a list or an object is one too many. Remove it".to_owned(),
        _ if is_error("trailing characters") => format!("{} follows the end of the JSON. Remove it", shown(sign)),
        _ if is_error("expected `,`") => format!("{} stands where a comma or a closing bracket is needed", shown(sign)),
        _ if is_error("expected `:`") => format!("{} stands where a colon is needed", shown(sign)),
        _ if is_error("key must be a string") => format!("{} stands where a name in double quotes is needed", shown(sign)),
        _ if is_error("expected value") || is_error("expected ident") => {
            format!("{} stands where a value is needed. Texts need double quotes", shown(sign))
        }
        _ if is_error("control character") => "a quote is not closed on its line".to_owned(),
        _ if is_error("invalid escape") => {
            format!("the backslash before {} means nothing in JSON. Write \\\\ for a backslash", shown(sign))
        }
        _ if is_error("invalid number") => "the number is not written as JSON needs it".to_owned(),
        _ => error.split(" at line ").next().unwrap_or(error).to_owned(),
    }
}

fn shown(sign: Option<char>) -> String {
    sign.map_or_else(|| "the end of the line".to_owned(), String::from)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn said(text: &str) -> String {
        words(text, &serde_json::from_str::<Value>(text).expect_err("no JSON"))
    }

    #[test]
    fn the_character_and_its_place_are_named() {
        for (text, expected) in [
            ("{\"a\": [1, 2", "the text ends at line 1, column 11, before a bracket, a brace or a quote is closed"),
            ("{\n  “a”: 1}", "line 2, column 3: “ is a typographic quote. JSON needs the straight quote \""),
            ("{'a': 1}", "line 1, column 2: ' is a single quote. JSON needs double quotes"),
            ("{\"é\": 1,}", "line 1, column 9: } follows a comma. Remove the comma before it"),
            ("[1, ]", "line 1, column 5: ] follows a comma. Remove the comma before it"),
            ("{\"a\": 1 // one\n}", "line 1, column 9: / begins a comment, which JSON does not have. Remove the comment"),
            ("{\n# one\n}", "line 2, column 1: # begins a comment, which JSON does not have. Remove the comment"),
            ("{\"a\": 1} x", "line 1, column 10: x follows the end of the JSON. Remove it"),
            ("{\"a\": 1 \"b\": 2}", "line 1, column 9: \" stands where a comma or a closing bracket is needed"),
            ("{\"a\" 1}", "line 1, column 6: 1 stands where a colon is needed"),
            ("{a: 1}", "line 1, column 2: a stands where a name in double quotes is needed"),
            ("{\"a\": cats}", "line 1, column 7: c stands where a value is needed. Texts need double quotes"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn no_word_of_the_parser_is_shown() {
        for text in ["{\"a\": \"x\ny\"}", "{\"a\": \"\\q\"}", "{\"a\": 01}", "{\"a\": nul}", "{\"a\": tru}", "{]", "[1 2]"] {
            let said = said(text);
            assert!(!said.contains('`') && !said.contains("EOF") && !said.contains("ident"), "{text}: {said}");
        }
    }
}
