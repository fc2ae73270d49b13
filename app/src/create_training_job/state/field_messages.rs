//! Messages at fields: when they are shown, and what they offer.

use console::job_form::{draft::Draft, fixes::text_after};
use domain::{Field, Severity, Violation, rules::fix};
use leptos::prelude::*;

use super::{Form, Step};
use crate::ui::{Note, NoteKind};

impl Form {
    /// Notes that a field was left: from now on its messages are shown, and the server is asked about it.
    pub fn leave(self, field: &Field) {
        if !self.left.with_untracked(|left| left.contains(field)) {
            self.left.update(|left| {
                left.insert(field.clone());
            });
        }
        self.ask_about(field);
    }

    /// Whether the messages of a field are shown; tracked.
    pub fn speaks(self, field: &Field) -> bool {
        self.marked.with(|marked| marked.contains(&Step::of(field))) || self.left.with(|left| left.contains(field))
    }

    /// The weightiest message of a field. Errors and warnings wait until the field speaks, or come at once with `always`.
    pub fn note(self, field: &Field, always: bool) -> Option<Note> {
        let speaks = always || self.speaks(field);
        self.violations.with(|violations| {
            let found = violations.0.iter().filter(|violation| violation.field == *field);
            weightiest(found, speaks).map(|violation| note_of(violation, &self.shown.read()))
        })
    }

    /// Does what the message of a field offers.
    pub fn apply_fix(self, field: &Field) {
        let fix = self.violations.with_untracked(|violations| {
            self.draft.with_untracked(|draft| violations.at(field).into_iter().find_map(|violation| fix(violation, draft)))
        });
        let Some(fix) = fix else { return };
        for edit in &fix.edits {
            self.type_into(edit.field(), text_after(edit).to_owned());
        }
        if let Some(first) = fix.edits.first() {
            self.ask_about(first.field());
            self.focus(first.field());
        }
    }
}

/// The weightiest message, the first of equals. A field that does not speak yet has only information.
pub(super) fn weightiest<'a>(found: impl Iterator<Item = &'a Violation>, speaks: bool) -> Option<&'a Violation> {
    let shown = found.filter(|violation| speaks || violation.severity == Severity::Information);
    shown.reduce(|best, next| if next.severity > best.severity { next } else { best })
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
