//! Requests that differ from a valid one at one constraint of one member.

use serde_json::{Map, Value, json};

use super::model::Member;

/// A changed request.
pub(super) struct Mutation {
    pub(super) request: Value,
    /// Which kind of constraint was touched.
    pub(super) constraint: &'static str,
    /// What stands there now.
    pub(super) what: String,
    /// Whether the model accepts it.
    pub(super) is_valid: bool,
}

/// Signs that patterns tell apart.
const SIGNS: &[&str] = &["a", "Z", "0", "-", "_", ".", "/", ":", "+", "=", "@", "%", " ", "!", "é", "中", "\n", "\t", "#", "\\"];

/// All changes of `base` at `member`.
pub(super) fn mutations(base: &Value, member: &Member) -> Vec<Mutation> {
    let mut made = Vec::new();
    let valid = base.pointer(&member.pointer()).unwrap().clone();
    let mut push = |request: Option<Value>, constraint, what: String, is_valid| {
        made.extend(request.map(|request| Mutation { request, constraint, what, is_valid }));
    };
    let is_entry = member.path.ends_with('}');
    if !is_entry && !member.path.ends_with("[]") {
        push(without(base, member), "required", "nothing".to_owned(), !member.required);
    }
    match member.kind.as_str() {
        "string" => {
            let text = entry_text(&valid, member);
            for (constraint, candidate) in texts(&text, member) {
                let is_valid = member.accepts_text(&candidate);
                let shown = if candidate.chars().count() > 90 {
                    format!("{} signs", candidate.chars().count())
                } else {
                    candidate.clone()
                };
                push(with(base, member, json!(candidate)), constraint, format!("{shown:?}"), is_valid);
            }
        }
        "integer" | "long" => {
            let limits = [member.minimum, member.maximum].into_iter().flatten().flat_map(|limit| [limit - 1, limit, limit + 1]);
            for number in limits.chain([-1, 0, 1]) {
                push(with(base, member, json!(number)), "range", number.to_string(), member.accepts_number(number));
            }
        }
        "list" | "map" => {
            let limits = [member.minimum, member.maximum].into_iter().flatten().flat_map(|limit| [limit - 1, limit, limit + 1]);
            for count in limits.filter(|count| *count >= 0) {
                let value = repeated(&valid, usize::try_from(count).unwrap());
                push(with(base, member, value), "count", format!("{count} items"), member.accepts_number(count));
            }
        }
        _ => {}
    }
    made
}

/// Texts around a valid one: at the limits of its length, with every sign at either end, between, and alone.
fn texts(valid: &str, member: &Member) -> Vec<(&'static str, String)> {
    let mut texts: Vec<(&'static str, String)> = Vec::new();
    if let Some(choices) = &member.choices {
        texts.extend(choices.iter().flat_map(|choice| [choice.clone(), choice.to_lowercase()]).map(|text| ("enum", text)));
        texts.extend(["", "x", " "].map(|text| ("enum", text.to_owned())));
        return texts;
    }
    let limits = [member.minimum, member.maximum].into_iter().flatten().flat_map(|limit| [limit - 1, limit, limit + 1]);
    for length in limits.filter_map(|limit| usize::try_from(limit).ok()) {
        // Longer by its last sign, which keeps most patterns, or cut.
        let last = valid.chars().last().unwrap_or('a');
        texts.push(("length", valid.chars().chain(std::iter::repeat(last)).take(length).collect()));
        texts.push(("length", "é".repeat(length)));
    }
    if member.has_pattern() {
        let middle = valid.char_indices().nth(valid.chars().count() / 2).map_or(0, |(at, _)| at);
        for sign in SIGNS {
            let (start, end) = valid.split_at(middle);
            let variants =
                [format!("{sign}{valid}"), format!("{valid}{sign}"), format!("{start}{sign}{end}"), (*sign).to_owned()];
            texts.extend(variants.map(|text| ("pattern", text)));
        }
    }
    texts
}

/// The text at a member, which may be a map's key or value.
fn entry_text(value: &Value, member: &Member) -> String {
    let entry = || value.as_object().unwrap().iter().next().unwrap();
    if member.path.ends_with("{key}") {
        entry().0.clone()
    } else if member.path.ends_with("{value}") {
        entry().1.as_str().unwrap().to_owned()
    } else {
        value.as_str().unwrap().to_owned()
    }
}

/// A list or map of as many different items.
fn repeated(value: &Value, count: usize) -> Value {
    match value {
        Value::Array(items) => (0..count).map(|number| different(&items[0], number)).collect(),
        Value::Object(_) => (0..count).map(|number| (format!("A{number}"), json!("1"))).collect::<Map<_, _>>().into(),
        other => other.clone(),
    }
}

/// The item with another name, where it has one.
fn different(item: &Value, number: usize) -> Value {
    let mut item = item.clone();
    for name in ["ChannelName", "Key", "Name"] {
        if let Some(value) = item.get_mut(name) {
            *value = json!(format!("n{number}"));
        }
    }
    item
}

/// `base` with another value at the member; `None` when that changes nothing that can be sent.
pub(super) fn with(base: &Value, member: &Member, value: Value) -> Option<Value> {
    let mut request = base.clone();
    let slot = request.pointer_mut(&member.pointer())?;
    if member.path.ends_with("{key}") {
        *slot = json!({ value.as_str()?: "1" });
    } else if member.path.ends_with("{value}") {
        *slot = json!({ "A": value });
    } else {
        *slot = value;
    }
    Some(request)
}

fn without(base: &Value, member: &Member) -> Option<Value> {
    let mut request = base.clone();
    let pointer = member.pointer();
    let (parent, name) = pointer.rsplit_once('/')?;
    request.pointer_mut(parent)?.as_object_mut()?.remove(name)?;
    Some(request)
}
