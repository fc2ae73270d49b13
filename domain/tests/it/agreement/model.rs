//! The model's constraints, as an oracle of their own: ours are not asked.

use regex::Regex;
use serde_json::Value;

use crate::fixtures::read;

/// A member of the request in the model.
pub(super) struct Member {
    /// For example `InputDataConfig[].ChannelName`.
    pub(super) path: String,
    pub(super) kind: String,
    pub(super) required: bool,
    pub(super) minimum: Option<i64>,
    pub(super) maximum: Option<i64>,
    pub(super) choices: Option<Vec<String>>,
    pattern: Option<Regex>,
}

/// All members, in the model's order.
pub(super) fn members() -> Vec<Member> {
    let members = read(include_str!("../../fixtures/create-training-job-members.json"));
    members.as_array().unwrap().iter().map(Member::of).collect()
}

impl Member {
    fn of(member: &Value) -> Self {
        let choices = match &member["enum"] {
            Value::Array(choices) => Some(choices.iter().map(|choice| choice.as_str().unwrap().to_owned()).collect()),
            Value::Object(_) => Some(instance_types()),
            _ => None,
        };
        Self {
            path: member["path"].as_str().unwrap().to_owned(),
            kind: member["type"].as_str().unwrap().to_owned(),
            required: member["required"] == true,
            minimum: member["min"].as_i64(),
            maximum: member["max"].as_i64(),
            choices,
            pattern: member["pattern"].as_str().map(pattern),
        }
    }

    /// Whether the model accepts a text here.
    pub(super) fn accepts_text(&self, text: &str) -> bool {
        let fits_choices = self.choices.as_ref().is_none_or(|choices| choices.iter().any(|choice| choice == text));
        let fits_pattern = self.pattern.as_ref().is_none_or(|pattern| pattern.is_match(text));
        self.accepts_number(i64::try_from(text.chars().count()).unwrap()) && fits_choices && fits_pattern
    }

    /// Whether the model accepts a number, or a number of items or signs, here.
    pub(super) fn accepts_number(&self, number: i64) -> bool {
        self.minimum.is_none_or(|minimum| number >= minimum) && self.maximum.is_none_or(|maximum| number <= maximum)
    }

    /// Whether a pattern says more than that there are no line breaks.
    pub(super) fn has_pattern(&self) -> bool {
        self.pattern.is_some()
    }

    /// The path in the service's messages; the first item of each list is meant.
    pub(super) fn service_path(&self) -> String {
        let bare = self.path.trim_end_matches("[]").trim_end_matches("{key}").trim_end_matches("{value}");
        let lower = |name: &str| match name.strip_suffix("[]") {
            Some(list) => format!("{}.1.member", first_lower(list)),
            None => first_lower(name),
        };
        bare.split('.').map(lower).collect::<Vec<_>>().join(".")
    }

    /// The JSON pointer of the first such value, without `{key}` or `{value}`.
    pub(super) fn pointer(&self) -> String {
        let bare = self.path.trim_end_matches("{key}").trim_end_matches("{value}");
        format!("/{}", bare.replace("[]", "/0").replace('.', "/"))
    }

    pub(super) fn is_in(&self, request: &Value) -> bool {
        request.pointer(&self.pointer()).is_some()
    }
}

fn first_lower(name: &str) -> String {
    let mut name = name.to_owned();
    name[..1].make_ascii_lowercase();
    name
}

/// A pattern as the service matches it: the whole value. Some need other words here.
fn pattern(pattern: &str) -> Regex {
    let pattern = match pattern {
        // The look-behind only forbids a hyphen at the end.
        _ if pattern.ends_with("(?<!-)") => {
            r"(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z\-]*/)?[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
                .to_owned()
        }
        _ => pattern.replace(r"\p{Alnum}", "A-Za-z0-9").replace(r"\d", "[0-9]").replace(r"\/", "/"),
    };
    Regex::new(&format!("^(?:{pattern})$")).unwrap()
}

fn instance_types() -> Vec<String> {
    let types = read(include_str!("../../fixtures/instance-types.json"));
    types.as_array().unwrap().iter().map(|instance| instance["name"].as_str().unwrap().to_owned()).collect()
}
