//! Values that a text names and does not hold: `$.Training.Image` of a state machine, `get_execution_role()` of a program.
//!
//! A reader puts a marker in their place. A text becomes what stands there, which the rules then refuse at its field; everything
//! else is left out. Each is named, so that no default of the form passes for a choice.

use serde_json::{Map, Value};

use super::coerce;
use crate::wire::members::{MEMBERS, members_of};

/// The only member of a marker. No text that people keep has a member of this name.
const MARK: &str = "\0unknown";
/// Values that are named one by one. Source: our own limit, since a text may hold thousands.
const MAX_NAMED: usize = 30;

/// A marker for what stands in the text.
pub(super) fn unknown(text: impl Into<String>) -> Value {
    Value::Object(Map::from_iter([(MARK.to_owned(), Value::from(text.into()))]))
}

/// A marker as JSON, to be put into a text.
pub(super) fn marker(text: &str) -> String {
    unknown(text).to_string()
}

/// What stands in the place of a marked value; `None` for a value that is known.
pub(super) fn text_of(value: &Value) -> Option<&str> {
    value.as_object()?.get(MARK)?.as_str()
}

/// Whether a value holds a marker at any depth.
pub(super) fn is_within(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.contains_key(MARK) || members.values().any(is_within),
        Value::Array(items) => items.iter().any(is_within),
        _ => false,
    }
}

/// Takes the place of each marker; gives a sentence for each.
pub(super) fn settle(members: &mut Map<String, Value>) -> Vec<String> {
    let mut settling = Settling { notes: Vec::new(), more: 0 };
    settling.structure("", "", members);
    let Settling { mut notes, more } = settling;
    if more > 0 {
        notes.push(format!("{more} more values are not known here."));
    }
    notes
}

struct Settling {
    notes: Vec<String>,
    more: usize,
}

impl Settling {
    /// `path` is the structure's path in [`MEMBERS`], or that of a map; `place` where it stands.
    fn structure(&mut self, path: &str, place: &str, members: &mut Map<String, Value>) {
        members.retain(|name, value| {
            let join = |parent: &str| if parent.is_empty() { name.clone() } else { format!("{parent}.{name}") };
            self.value(&join(path), &join(place), name, value)
        });
    }

    /// Whether the value stays.
    fn value(&mut self, path: &str, place: &str, name: &str, value: &mut Value) -> bool {
        if let Some(text) = text_of(value).map(str::to_owned) {
            let is_text = coerce::is_text(name) && !is_structure(path);
            self.note(place, &text, is_text);
            *value = Value::from(text);
            return is_text;
        }
        match value {
            Value::Object(members) => self.structure(path, place, members),
            Value::Array(items) => {
                let mut index = 0_u32;
                items.retain_mut(|item| {
                    let stays = self.value(&format!("{path}[]"), &format!("{place}[{index}]"), "", item);
                    index += 1;
                    stays
                });
            }
            _ => {}
        }
        true
    }

    fn note(&mut self, place: &str, text: &str, is_text: bool) {
        if self.notes.len() >= MAX_NAMED {
            self.more += 1;
            return;
        }
        let rest = if is_text { "fill it in" } else { "it is left out, fill it in" };
        self.notes.push(format!("{place} is {text} in this text, a value that is not known here; {rest}."));
    }
}

/// Whether a structure, a list of structures or a map of a person's own names stands at a path.
fn is_structure(path: &str) -> bool {
    let is_list = || MEMBERS.iter().any(|(known, _)| known.strip_suffix("[]") == Some(path));
    !members_of(path).is_empty() || is_list()
}
