//! Going from step to step, and to what needs attention.

use console::job_form::draft::List;
use domain::Field;
use leptos::prelude::*;

use super::{FormState, Step};

impl FormState {
    /// Shows a step and moves the focus to its heading.
    pub fn go(self, step: Step) {
        if step == Step::Review {
            // Review opens with what is missing.
            self.mark_all_steps();
        }
        self.visited.update(|visited| {
            visited.insert(step);
        });
        self.step.set(step);
        let heading = format!("{}-heading", step.id());
        request_animation_frame(move || crate::browser::focus(&heading));
    }

    /// Goes on, unless the browser itself finds errors in the step in view; those are shown and the first gets the focus.
    pub fn go_on(self) {
        let step = self.step.get_untracked();
        self.marked.update(|marked| {
            marked.insert(step);
        });
        match self.first_error(Some(step)) {
            Some(field) => self.focus(&field),
            None => self.go(step.next().unwrap_or(step)),
        }
    }

    /// Shows the messages of all fields, also of those that were never left.
    pub fn mark_all_steps(self) {
        self.marked.set(Step::ALL.into());
    }

    /// Marks everything; whether the browser itself finds no errors. The first one gets the focus.
    pub fn is_ready(self) -> bool {
        self.mark_all_steps();
        self.first_error(None).is_none()
    }

    /// The first field with an error that the browser found, in one step or in all. What the server found may have
    /// changed in the meantime, so it does not block: the server checks again.
    fn first_error(self, step: Option<Step>) -> Option<Field> {
        let region = self.region();
        let violations = self.draft.with_untracked(|draft| {
            self.observations.with_untracked(|observations| draft.violations(&region, observations.source(draft)))
        });
        let mut errors = violations.errors().map(|violation| violation.field.clone());
        errors.find(|field| step.is_none_or(|step| Step::of(field) == step))
    }

    /// Adds a row to a list, says so and moves the focus into it. Channel cards that are complete stay folded.
    pub fn add(self, list: List) {
        let row = self.draft.with_untracked(|draft| draft.rows(list));
        self.draft.update(|draft| {
            for channel in draft.channels.iter_mut().filter(|_| list == List::Channels) {
                channel.is_folded = channel.is_folded && !channel.uri.trim().is_empty();
            }
            draft.add(list);
        });
        self.announcement.set(format!("{} {} added.", list.noun(), row.saturating_add(1)));
        self.focus(&list.first(row));
    }

    /// Shows a field's step, unfolds its card and moves the focus to it.
    pub fn focus(self, field: &Field) {
        if let Field::Channel(index, _) = field {
            let index = usize::try_from(*index).unwrap_or(usize::MAX);
            self.draft.update(|draft| {
                if let Some(channel) = draft.channels.get_mut(index) {
                    channel.is_folded = false;
                }
            });
        }
        let step = Step::of(field);
        self.visited.update(|visited| {
            visited.insert(step);
        });
        self.step.set(step);
        let id = self.draft.with_untracked(|draft| draft.element_id(field));
        crate::browser::focus_when_shown(id);
    }
}
