//! The colours of JSON, shell commands and Python: strings, names, numbers and comments, each in a span with a class.

/// The code as HTML with a span around each part that has a colour. Its text is the code, character by character.
pub(super) fn highlight(code: &str) -> String {
    let mut html = String::with_capacity(code.len().saturating_mul(2));
    let (mut rest, mut before) = (code, '\n');
    while let Some(first) = rest.chars().next() {
        let (length, class) = part(rest, first, before);
        let (text, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if let Some(class) = class {
            html.extend(["<span class=\"", class, "\">"]);
        }
        for letter in text.chars() {
            match letter {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                plain => html.push(plain),
            }
        }
        if class.is_some() {
            html.push_str("</span>");
        }
        before = text.chars().next_back().unwrap_or(before);
        rest = after;
    }
    html
}

/// How many bytes the next part has, and the class of its colour.
fn part(rest: &str, first: char, before: char) -> (usize, Option<&'static str>) {
    match first {
        '"' | '\'' => {
            let length = string_length(rest, first);
            let is_name = rest.get(length..).is_some_and(|after| after.trim_start_matches(' ').starts_with(':'));
            (length, Some(if is_name { "code-name" } else { "code-string" }))
        }
        '#' if before.is_whitespace() => (rest.find('\n').unwrap_or(rest.len()), Some("code-comment")),
        // A quotation mark behind it begins no string.
        '\\' => (rest.chars().take(2).map(char::len_utf8).sum(), None),
        letter if is_of_word(letter) => {
            let length = rest.find(|letter| !is_of_word(letter)).unwrap_or(rest.len());
            (length, word_class(rest.get(..length).unwrap_or(rest)))
        }
        other => (other.len_utf8(), None),
    }
}

fn word_class(word: &str) -> Option<&'static str> {
    let is_number = word.starts_with(|first: char| first.is_ascii_digit() || first == '-') && word.parse::<f64>().is_ok();
    if is_number || matches!(word, "true" | "false" | "null" | "True" | "False" | "None") {
        Some("code-number")
    } else {
        word.starts_with("--").then_some("code-name")
    }
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '/')
}

/// The length of a string with both quotation marks; one that does not end reaches to the end.
fn string_length(rest: &str, quote: char) -> usize {
    let mut letters = rest.char_indices().skip(1);
    while let Some((place, letter)) = letters.next() {
        if letter == '\\' {
            letters.next();
        } else if letter == quote {
            return place.saturating_add(1);
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts with a colour, as `class:text`.
    fn coloured(code: &str) -> Vec<String> {
        let html = highlight(code);
        html.split("<span class=\"code-")
            .skip(1)
            .map(|part| part.split("</span>").next().unwrap_or_default().replacen("\">", ":", 1))
            .collect()
    }

    #[test]
    fn json_has_names_strings_and_numbers() {
        let found = coloured("{\n  \"S3Uri\": \"s3://b/\\\"x\\\"\",\n  \"InstanceCount\": 1,\n  \"On\": true\n}");
        let expected =
            ["name:\"S3Uri\"", "string:\"s3://b/\\\"x\\\"\"", "name:\"InstanceCount\"", "number:1", "name:\"On\"", "number:true"];
        assert_eq!(found, expected);
    }

    #[test]
    fn commands_have_options_and_values_that_only_look_like_numbers() {
        let found =
            coloured("# it's here\naws x --region us-west-2 \\\n  --type ml.p3.2xlarge --count 2 --text 'it'\\''s' --name a");
        let expected = [
            "comment:# it's here",
            "name:--region",
            "name:--type",
            "name:--count",
            "number:2",
            "name:--text",
            "string:'it'",
            "string:'s'",
            "name:--name",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn python_has_constants() {
        assert_eq!(coloured("f(a=1e-8, b=None, c='x')"), ["number:1e-8", "number:None", "string:'x'"]);
    }

    #[test]
    fn the_text_stays_and_no_tag_of_the_code_becomes_one() {
        for code in ["<script>alert(1)</script> & 'open", "", "é\\", "\"<b>\": '\u{1F600}\n", "\\"] {
            let html = highlight(code);
            let mut text = String::new();
            let mut parts = html.split('<');
            text.push_str(parts.next().unwrap_or_default());
            for part in parts {
                assert!(part.starts_with("span class=\"code-") || part.starts_with("/span>"), "{html}");
                text.push_str(part.split_once('>').map_or("", |(_, text)| text));
            }
            assert_eq!(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), code);
        }
    }
}
