//! What each control shows: its value and its message, each in a signal of its own.
//!
//! A form has hundreds of controls; a keystroke changes one value and few messages. What wakes the controls decides how
//! fast typing feels:
//!
//! ```text
//! key ─► draft ─┬──────────────► effect: one pass over all controls
//!               └─► violations ─►   value differs?   ─► wake that input
//!                                   message differs? ─► wake that note
//! ```
//!
//! - Each control has two plain signals, and one effect compares them with the draft and the messages. A memo for each
//!   control would be woken at every key, all hundreds of them, to find that nothing changed.
//! - The effect reads draft and messages together: a key costs one pass, and no control shows the value of one draft
//!   beside the message of another. Two effects would go through all controls twice.
//! - Messages are looked up in a map by field, which is made once for the pass. To search the list of messages for each
//!   control would multiply the two numbers.
//! - The pass subscribes to `marked` and `touched` before it looks at a control. A subscription that is made only where
//!   there is a message would not hear that a field is left which has none yet.
//! - The pass compares before it sets. A signal that is set wakes its control even when the value is the same.
//! - The map counts the controls of a key, since two may show the same one, and drops its signals with the last. Without
//!   the count a row that is removed would leave its signals behind, and the pass would grow with every row ever made.
//! - The signals are counted references: they belong to the map, and not to the component that asked for them first,
//!   which may go before the second one.
//!
//! `tests/e2e/form-speed.e2e.ts` measures a key in a full form.

use std::collections::{HashMap, HashSet};

use console::job_form::{
    draft::{Draft, InputKey, List},
    fixes::text_after,
    step::Step,
};
use domain::{
    ChannelField, Field, Severity, Violation, Violations,
    rules::{Edit, Fix, fix},
};
use leptos::prelude::*;

use super::FormState;
use crate::ui::{Note, NoteKind};

/// What one control shows.
#[derive(Clone)]
pub struct FieldSignal {
    /// What was typed.
    pub value: ArcRwSignal<String>,
    /// What is to be said about it.
    pub note: ArcRwSignal<Option<Note>>,
}

/// Which control it is, and whether its messages come at once.
type ControlKey = (InputKey, bool);

/// The signals of the controls on the page, with how many controls there are of each.
#[derive(Clone, Copy)]
pub(super) struct FieldSignals(StoredValue<HashMap<ControlKey, (FieldSignal, usize)>>);

impl FieldSignals {
    pub(super) fn new() -> Self {
        Self(StoredValue::new(HashMap::new()))
    }
}

/// The fields and steps whose messages are shown.
struct Audible<'a> {
    marked: &'a HashSet<Step>,
    touched: &'a HashSet<Field>,
}

impl Audible<'_> {
    fn contains(&self, field: &Field) -> bool {
        self.marked.contains(&Step::of(field)) || self.touched.contains(field)
    }
}

impl FormState {
    /// The signals of a control, which live as long as the component that asks for them. With `always` its messages come at
    /// once, otherwise when the field was left.
    pub fn signals_of(self, key: &InputKey, always: bool) -> FieldSignal {
        let own = (key.clone(), always);
        let held = self.signals.0.try_update_value(|signals| {
            signals.get_mut(&own).map(|(signal, count)| {
                *count += 1;
                signal.clone()
            })
        });
        let signal = held.flatten().unwrap_or_else(|| {
            let signal = self.new_signal(key, always);
            self.signals.0.try_update_value(|signals| signals.insert(own.clone(), (signal.clone(), 1)));
            signal
        });
        let signals = self.signals.0;
        on_cleanup(move || {
            signals.try_update_value(|signals| {
                if let Some((_, count)) = signals.get_mut(&own) {
                    *count -= 1;
                    if *count == 0 {
                        signals.remove(&own);
                    }
                }
            });
        });
        signal
    }

    fn new_signal(self, key: &InputKey, always: bool) -> FieldSignal {
        let value = self.draft.with_untracked(|draft| key.value(draft).to_owned());
        let note = untrack(|| {
            self.with_audible(|audible| {
                self.violations
                    .with(|violations| self.shown.with(|draft| note_among(&by_field(violations), audible, draft, key, always)))
            })
        });
        FieldSignal { value: ArcRwSignal::new(value), note: ArcRwSignal::new(note) }
    }

    /// Keeps the signals of all controls up to date.
    pub(super) fn keep_signals(self) {
        Effect::new(move |_| {
            self.with_audible(|audible| {
                self.violations.with(|violations| {
                    let messages = by_field(violations);
                    self.draft.with(|draft| {
                        self.signals.0.with_value(|signals| {
                            for ((key, always), (signal, _)) in signals {
                                let value = key.value(draft);
                                if signal.value.with_untracked(|shown| shown != value) {
                                    signal.value.set(value.to_owned());
                                }
                                let note = note_among(&messages, audible, draft, key, *always);
                                if signal.note.with_untracked(|shown| *shown != note) {
                                    signal.note.set(note);
                                }
                            }
                        });
                    });
                });
            });
        });
    }

    /// Whether the messages of a field are shown; tracked.
    pub fn shows_messages(self, field: &Field) -> bool {
        self.with_audible(|audible| audible.contains(field))
    }

    fn with_audible<T>(self, read: impl FnOnce(&Audible<'_>) -> T) -> T {
        self.marked.with(|marked| self.touched.with(|touched| read(&Audible { marked, touched })))
    }

    /// Applies the fix that the message of a field offers.
    pub fn apply_fix(self, field: &Field) {
        self.apply_fix_of(|violations, draft| violations.at(field).into_iter().find_map(|violation| fix(violation, draft)));
    }

    /// Applies the fix of one of several messages that stand at a field: that with this text.
    pub fn apply_fix_of_message(self, field: &Field, message: &str) {
        self.apply_fix_of(|violations, draft| {
            violations.at(field).into_iter().find(|violation| violation.message == message).and_then(|found| fix(found, draft))
        });
    }

    fn apply_fix_of(self, find: impl FnOnce(&Violations, &Draft) -> Option<Fix>) {
        let fix = self.violations.with_untracked(|violations| self.draft.with_untracked(|draft| find(violations, draft)));
        let mut next = None;
        for edit in fix.into_iter().flat_map(|fix| fix.edits) {
            let changed = match (&edit, text_after(&edit)) {
                (Edit::AddChannel(name), _) => self.add_channel_called(name),
                (edit, Some(text)) => {
                    self.set(edit.field().clone(), text.to_owned());
                    edit.field().clone()
                }
                (_, None) => continue,
            };
            next.get_or_insert(changed);
        }
        if let Some(first) = next {
            self.look_up(&first);
            self.focus(&first);
        }
    }

    /// Adds a channel with what the algorithm documents for it; gives the field that is to be filled in next.
    fn add_channel_called(self, name: &str) -> Field {
        let index = self.draft.with_untracked(|draft| draft.rows(List::Channels));
        self.draft.update(|draft| draft.add_channel_called(name));
        self.announcement.set(format!("Channel {name} added."));
        Field::Channel(index, ChannelField::S3Uri)
    }
}

fn by_field(violations: &Violations) -> HashMap<&Field, Vec<&Violation>> {
    let mut all: HashMap<&Field, Vec<&Violation>> = HashMap::new();
    for violation in &violations.0 {
        all.entry(&violation.field).or_default().push(violation);
    }
    all
}

/// The message of a control. Errors and warnings wait until its field is audible, or come at once with `always`.
fn note_among(
    messages: &HashMap<&Field, Vec<&Violation>>,
    audible: &Audible<'_>,
    draft: &Draft,
    key: &InputKey,
    always: bool,
) -> Option<Note> {
    let owned;
    let field = match key {
        InputKey::Field(field) => field,
        InputKey::OtherHyperparameter(_) | InputKey::Variable(_) => {
            owned = key.field(draft);
            &owned
        }
    };
    let found = messages.get(field)?.iter().copied();
    gravest(found, always || audible.contains(field)).map(|violation| note_of(violation, draft))
}

/// The gravest message, the first of equals. A field that is not audible yet has only information.
fn gravest<'a>(found: impl Iterator<Item = &'a Violation>, is_audible: bool) -> Option<&'a Violation> {
    let shown = found.filter(|violation| is_audible || violation.severity == Severity::Information);
    shown.reduce(|gravest, next| if next.severity > gravest.severity { next } else { gravest })
}

/// A message as a field shows it.
pub fn note_of(violation: &Violation, draft: &Draft) -> Note {
    Note {
        kind: match violation.severity {
            Severity::Error => NoteKind::Error,
            Severity::Warning => NoteKind::Warning,
            Severity::Information => NoteKind::Information,
        },
        text: violation.message.clone(),
        code: violation.code.to_string(),
        fix: fix(violation, draft).map(|fix| fix.label),
        details: violation.details.as_deref().map(str::to_owned),
    }
}
