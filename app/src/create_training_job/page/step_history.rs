//! The address has the step in view, so *Back* goes to the step before it and a reload stays at it.
//!
//! The entries are made by hand. The router would take another address for another page, request the form again, and lose
//! what was typed. It does not learn of the way back through these entries either.

use console::{job_form::step::Step, paths};
use leptos::prelude::*;

use crate::{browser, create_training_job::state::FormState};

/// The beginning of the state of a form's entries; a number that identifies the form follows.
const MARK: &str = "wizard ";

/// Follows the form's steps, as long as its page is in view.
pub fn follow(form: FormState) {
    // A number for this form; one that was loaded again goes on in its own entries.
    let mark = StoredValue::new(None::<String>);
    Effect::new(move |_| {
        mark.set_value(Some(own_mark()));
        // Once, when the page has become live.
        if let Some(step) = step_of(&browser::hash())
            && !form.single.get_untracked()
        {
            form.visited.update(|visited| visited.extend(Step::ALL.into_iter().filter(|known| *known <= step)));
            form.step.set(step);
        }
        browser::on_popstate(move |state| {
            let is_own = mark.with_value(|mark| mark.is_some() && *mark == state) && browser::path() == paths::create();
            if is_own {
                // The entry may be older than the draft that is in the address now.
                let step = step_of(&browser::hash()).unwrap_or_else(|| form.step.get_untracked());
                if let Some(id) = form.autosave.stored_id() {
                    browser::replace_address(&format!("{}#{}", paths::create_from_draft(&id), step.id()));
                }
                form.go(step);
            }
            is_own
        });
    });
    Effect::new(move |before: Option<Step>| {
        let step = form.step.get();
        let before = before.unwrap_or(step);
        let named = step_of(&browser::hash());
        if named.unwrap_or(before) != step
            && browser::path() == paths::create()
            && !form.single.get_untracked()
            && let Some(mark) = mark.get_value()
        {
            // The first entry names its step too: after a reload the form may begin with another one.
            browser::replace_history_state(named.is_none().then(|| format!("#{}", before.id())).as_deref(), &mark);
            browser::push_history_state(&format!("#{}", step.id()), &mark);
        }
        step
    });
}

/// The mark of the entry in view where it is a form's, else a new one.
fn own_mark() -> String {
    browser::history_state().filter(|mark| mark.starts_with(MARK)).unwrap_or_else(|| format!("{MARK}{}", js_sys::Date::now()))
}

/// The step that a fragment of an address names.
fn step_of(hash: &str) -> Option<Step> {
    let id = hash.trim_start_matches('#');
    Step::ALL.into_iter().find(|step| step.id() == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_is_found_by_its_fragment() {
        for step in Step::ALL {
            assert_eq!(step_of(&format!("#{}", step.id())), Some(step));
        }
        assert_eq!((step_of(""), step_of("#job-name")), (None, None));
    }
}
