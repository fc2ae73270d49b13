//! Texts as Python writes them, in which the algorithm's log and files are.

use std::{collections::BTreeMap, fmt::Write, time::Duration};

/// The order in which Python 2 has the names of a configuration; others come last.
pub(super) type Order = &'static [&'static str];

fn ordered(order: Order, pairs: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, &str)> {
    let others = pairs.iter().filter(|(name, _)| !order.contains(&name.as_str()));
    let others = others.map(|(name, value)| (name.as_str(), value.as_str()));
    order.iter().filter_map(|name| Some((*name, pairs.get(*name)?.as_str()))).chain(others)
}

/// A dictionary as Python 2 prints it: `{u'epochs': u'30'}`.
pub(super) fn dictionary(order: Order, pairs: &BTreeMap<String, String>) -> String {
    let pairs: Vec<String> =
        ordered(order, pairs).map(|(name, value)| format!("{}: {}", unicode(name), unicode(value))).collect();
    format!("{{{}}}", pairs.join(", "))
}

/// The same as JSON in one line: `{"epochs": "30"}`, with other characters than ASCII escaped.
pub(super) fn json(order: Order, pairs: &BTreeMap<String, String>) -> String {
    let pairs: Vec<String> = ordered(order, pairs).map(|(name, value)| format!("{}: {}", ascii(name), ascii(value))).collect();
    format!("{{{}}}", pairs.join(", "))
}

fn ascii(text: &str) -> String {
    let mut escaped = String::new();
    for unit in serde_json::Value::from(text).to_string().encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => escaped.push(char::from(byte)),
            _ => write!(escaped, "\\u{unit:04x}").unwrap_or_default(),
        }
    }
    escaped
}

fn unicode(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut escaped = format!("u{quote}");
    for character in text.chars() {
        let number = u32::from(character);
        let written = match character {
            '\\' => write!(escaped, "\\\\"),
            '\n' => write!(escaped, "\\n"),
            '\r' => write!(escaped, "\\r"),
            '\t' => write!(escaped, "\\t"),
            _ if character == quote => write!(escaped, "\\{character}"),
            ' '..='~' => write!(escaped, "{character}"),
            _ if number < 0x100 => write!(escaped, "\\x{number:02x}"),
            _ if number < 0x1_0000 => write!(escaped, "\\u{number:04x}"),
            _ => write!(escaped, "\\U{number:08x}"),
        };
        // A text takes everything.
        written.unwrap_or_default();
    }
    escaped.push(quote);
    escaped
}

/// A number in the fewest digits that give it again, with a point or an exponent of two digits.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:?}").to_lowercase();
    match text.split_once('e') {
        Some((digits, exponent)) => {
            let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |exponent| ('-', exponent));
            format!("{}e{sign}{exponent:0>2}", digits.strip_suffix(".0").unwrap_or(digits))
        }
        None => text,
    }
}

/// A number in twelve digits, as Python 2 prints one without being asked for all of them.
pub(super) fn short(value: f64) -> String {
    // The shortest text of the rounded number has no zeros at its end.
    format!("{value:.11e}").parse().map_or_else(|_| number(value), number)
}

/// `0:01:15.178470`
pub(super) fn time(time: Duration) -> String {
    let (seconds, micros) = (time.as_secs(), time.subsec_micros());
    let days = match seconds / 86_400 {
        0 => String::new(),
        1 => "1 day, ".to_owned(),
        days => format!("{days} days, "),
    };
    let fraction = if micros == 0 { String::new() } else { format!(".{micros:06}") };
    format!("{days}{}:{:02}:{:02}{fraction}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: what Python 3.11 and 2.7 print.
    #[test]
    fn texts_are_those_of_python() {
        for (value, text) in [
            (3.8474613108523096e-05, "3.8474613108523096e-05"),
            (0.0001, "0.0001"),
            (1e-5, "1e-05"),
            (1.5e-10, "1.5e-10"),
            (1e-120, "1e-120"),
            (0.0, "0.0"),
            (0.5, "0.5"),
            (2.901001286288469, "2.901001286288469"),
            (1e16, "1e+16"),
            (1_234_567.0, "1234567.0"),
            (f64::NAN, "nan"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(number(value), text);
        }
        for (value, text) in [(69.515_922_326_512_3, "69.5159223265"), (100.0, "100.0"), (0.1 + 0.2, "0.3"), (f64::NAN, "nan")] {
            assert_eq!(short(value), text);
        }
        assert_eq!(time(Duration::from_micros(75_178_470)), "0:01:15.178470");
        assert_eq!(time(Duration::from_secs(90_000)), "1 day, 1:00:00");
        for (text, expected) in
            [("30", "u'30'"), ("it's", "u\"it's\""), ("a\\.b", "u'a\\\\.b'"), ("é€😀", "u'\\xe9\\u20ac\\U0001f600'")]
        {
            assert_eq!(unicode(text), expected);
        }
        assert_eq!(ascii("a\"é😀\n"), r#""a\"\u00e9\ud83d\ude00\n""#);
    }

    #[test]
    fn names_keep_their_order() {
        let pairs =
            [("image_shape", "300"), ("label_width", "350")].map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let order: Order = &["label_width", "missing", "image_shape"];
        assert_eq!(dictionary(order, &pairs), "{u'label_width': u'350', u'image_shape': u'300'}");
        assert_eq!(json(order, &pairs), r#"{"label_width": "350", "image_shape": "300"}"#);
        let other = [("other".to_owned(), "x".to_owned())].into();
        assert_eq!(dictionary(order, &other), "{u'other': u'x'}");
    }
}
