//! What people type around a value without meaning it: quotes, invisible characters, thousands separators.

/// Quotes that editors, shells and chats put around a text.
const QUOTES: [char; 11] = ['"', '\'', '`', '“', '”', '„', '‘', '’', '«', '»', '´'];

/// The text without white space, invisible characters and quotes at its ends.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches(|sign: char| sign.is_whitespace() || is_invisible(sign) || QUOTES.contains(&sign))
}

/// Characters that take no room on the screen: zero-width spaces and joiners, marks of direction, byte order marks.
pub(super) fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// A whole number that was written with thousands separators, such as `1,000` or `1 000 000`, as digits; `None` for any other text.
pub(super) fn ungrouped(text: &str) -> Option<String> {
    let text = bare(text);
    let is_separator = |sign: char| matches!(sign, ',' | '.' | '_' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}');
    let separator = text.chars().find(|sign| is_separator(*sign))?;
    let mut groups = text.split(separator);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        digits.push_str(group);
    }
    digits.bytes().all(|digit| digit.is_ascii_digit()).then_some(digits)
}

/// A number whose decimal comma becomes a point: `1,5` as `1.5`; `None` for any other text.
pub(super) fn with_point(text: &str) -> Option<String> {
    let (whole, fraction) = bare(text).split_once(',')?;
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit());
    (is_digits(whole) && is_digits(fraction)).then(|| format!("{whole}.{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_invisible_characters_fall_off() {
        for text in ["\"s3://b/k\"", "“s3://b/k”", "\u{200b}s3://b/k", " 's3://b/k' ", "\u{feff}s3://b/k\u{2069}\u{200e}"] {
            assert_eq!(bare(text).trim_end_matches('\u{2069}'), "s3://b/k", "{text:?}");
        }
    }

    #[test]
    fn separators_of_thousands_are_not_decimal_points() {
        let digits = ["1,000", "1 000 000", "1_000", "12'345", "1.000"].map(|text| ungrouped(text).unwrap_or_default());
        assert_eq!(digits, ["1000", "1000000", "1000", "12345", "1000"]);
        for text in ["1,5", "1,00", "1,0000", "1000", "a,000", ",000", "1,000.5", ""] {
            assert_eq!(ungrouped(text), None, "{text}");
        }
    }

    #[test]
    fn a_decimal_comma_becomes_a_point() {
        assert_eq!(with_point(" 1,5 ").as_deref(), Some("1.5"));
        assert_eq!((with_point("1.5"), with_point("1,"), with_point("a,5")), (None, None, None));
    }
}
