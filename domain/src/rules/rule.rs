//! What a rule is: one row of a topic's table. A row says the code, the severity, who stands behind it, the sentence, and how
//! a form can be fixed.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{
    RULES, RuleCode, Severity, Violation,
    fix::{Fix, FixContext},
};
use crate::{authority::Authority, field::Field};

/// One rule of the form.
#[derive(Debug)]
pub struct Rule {
    /// The code by which programs know it.
    pub code: RuleCode,
    /// The code as text, for example `E-GZIP-MODE`; it never changes.
    pub text: &'static str,
    /// How much a violation weighs.
    pub severity: Severity,
    /// Who refuses a request that breaks the rule.
    pub authority: Authority,
    /// The sentence shown to people, with `{placeholders}`.
    pub message: &'static str,
    /// What would fix a violation; `None` where no answer is obvious.
    pub(super) fix: Option<fn(&FixContext<'_>) -> Option<Fix>>,
}

/// Makes the table of a topic, `RULES`. A row is `Code = "TEXT", Severity, Authority, "message";`, and before its semicolon
/// `fix FUNCTION` where a violation can be fixed.
macro_rules! rules {
    ($($code:ident = $text:literal, $severity:ident, $authority:ident, $message:literal $(, fix $fix:expr)?;)*) => {
        /// The rules of this topic.
        pub(super) const RULES: &[$crate::rules::Rule] = &[$(
            $crate::rules::Rule {
                code: $crate::rules::RuleCode::$code,
                text: $text,
                severity: $crate::rules::Severity::$severity,
                authority: $crate::authority::Authority::$authority,
                message: $message,
                fix: rules!(@fix $($fix)?),
            }
        ),*];
    };
    (@fix) => { None };
    (@fix $fix:expr) => { Some($fix) };
}

pub(super) use rules;

/// The texts of the codes, in their order. Every page may receive a violation; a table apart keeps it from loading the
/// messages, the fixes and all that they call.
static TEXTS: [&str; RULES.len()] = {
    let mut texts = [""; RULES.len()];
    let mut place = 0;
    while place < texts.len() {
        texts[place] = RULES[place].text;
        place += 1;
    }
    texts
};

/// The codes, in their order.
static CODES: [RuleCode; RULES.len()] = {
    let mut codes = [RULES[0].code; RULES.len()];
    let mut place = 0;
    while place < codes.len() {
        codes[place] = RULES[place].code;
        place += 1;
    }
    codes
};

impl RuleCode {
    /// The rule's row.
    pub fn rule(self) -> &'static Rule {
        // A row's place is its code's; the constant is not compiled otherwise.
        RULES[self as usize]
    }

    /// The code as text, for example `E-GZIP-MODE`.
    pub fn as_str(self) -> &'static str {
        TEXTS[self as usize]
    }

    /// The rule with this text.
    pub fn parse(text: &str) -> Option<Self> {
        TEXTS.iter().position(|known| *known == text).map(|place| CODES[place])
    }

    /// The sentence shown to people, with `{placeholders}`.
    pub fn message(self) -> &'static str {
        self.rule().message
    }

    /// This rule broken at `field`; `{name}` in the message becomes the value given for `name`.
    pub fn violation(self, field: Field, values: &[(&str, &str)]) -> Violation {
        let Rule { severity, authority, message, .. } = *self.rule();
        Violation {
            code: self,
            field,
            severity,
            authority,
            message: filled(message, values),
            value: None,
            constraint: None,
            details: None,
        }
    }
}

impl fmt::Display for RuleCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Serialize for RuleCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RuleCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("no rule has this code"))
    }
}

/// Fills the placeholders of a message in one pass, so that a value with braces stays as it is. A placeholder without a value
/// stays too.
fn filled(message: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(message.len() + values.iter().map(|(_, value)| value.len()).sum::<usize>());
    let mut rest = message;
    while let Some((before, placeholder)) = rest.split_once('{') {
        text.push_str(before);
        let value = placeholder.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((*value, after))
        });
        let (value, after) = value.unwrap_or(("{", placeholder));
        text.push_str(value);
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_with_braces_stays_as_it_is() {
        let values = [("value", "{mode}"), ("mode", "Pipe")];
        assert_eq!(filled("{value} in {mode} mode", &values), "{mode} in Pipe mode");
        assert_eq!(filled("{mode} of {value}{mode}", &values), "Pipe of {mode}Pipe");
        assert_eq!(filled("{other} and {value", &values), "{other} and {value");
    }

    /// The names of a message's placeholders.
    fn placeholders(message: &'static str) -> Vec<&'static str> {
        message.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn no_message_fills_a_value_with_another() {
        let mut count = 0;
        for rule in RULES {
            let names = placeholders(rule.message);
            // Each value looks like all placeholders of its message.
            let value = |name: &str| {
                let all: String = names.iter().map(|other| format!("{{{other}}}")).collect();
                format!("<{name}{all}>")
            };
            let values: Vec<(&str, String)> = names.iter().map(|name| (*name, value(name))).collect();
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let message = rule.code.violation(Field::Other, &values).message;
            let mut expected = rule.message.split('{').next().unwrap_or_default().to_owned();
            for (part, (name, _)) in rule.message.split('{').skip(1).zip(&values) {
                expected.push_str(&value(name));
                expected.push_str(part.split_once('}').map_or("", |(_, after)| after));
            }
            assert_eq!(message, expected, "{}", rule.text);
            count += usize::from(names.len() > 1);
        }
        assert!(count > 20, "{count} messages have two placeholders");
    }

    #[test]
    fn a_code_travels_as_its_text() {
        for rule in RULES {
            let json = serde_json::to_string(&rule.code).unwrap_or_default();
            assert_eq!(json, format!("\"{}\"", rule.text));
            assert_eq!(serde_json::from_str::<RuleCode>(&json).ok(), Some(rule.code));
        }
        assert!(serde_json::from_str::<RuleCode>("\"E-NONE\"").is_err());
    }
}
