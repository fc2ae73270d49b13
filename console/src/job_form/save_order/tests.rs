//! Forms that are typed into while they are saved.

use super::{AfterSave, SaveKey, SaveOrder};
use crate::{
    data::drafts::{DraftSummary, Saved},
    error::AppError,
    job_form::draft::{Draft, Fingerprint},
};

fn form(epochs: &str) -> Fingerprint {
    let mut draft = Draft { job_name: "cats-1".to_owned(), ..Draft::default() };
    draft.hyperparameters.insert("epochs".to_owned(), epochs.to_owned());
    draft.fingerprint()
}

fn key(id: &str, version: i64) -> Option<SaveKey> {
    Some(SaveKey { id: id.to_owned(), version })
}

fn done(id: &str, version: i64) -> Result<Saved, AppError> {
    Ok(Saved::Done(summary(id, version)))
}

fn summary(id: &str, version: i64) -> DraftSummary {
    DraftSummary { id: id.to_owned(), version, title: String::new(), changed_at: domain::Timestamp::from_milliseconds(0) }
}

fn new_form() -> SaveOrder {
    SaveOrder::new("first".to_owned(), None, form(""))
}

#[test]
fn one_save_is_under_way_and_the_next_carries_the_newest_form() {
    let mut order = new_form();
    assert_eq!(order.begin(form("1")), key("first", 0));
    for epochs in ["2", "3"] {
        assert_eq!(order.begin(form(epochs)), None, "another save is under way");
    }
    assert!(order.is_behind(form("3")) && !order.is_behind(form("1")));
    assert_eq!(order.end(&done("first", 1)), AfterSave::SaveAgain);
    assert!(order.needs_save(form("3")));
    assert_eq!(order.begin(form("3")), key("first", 1), "the same draft, over what was saved just now");
    assert_eq!(order.end(&done("first", 2)), AfterSave::Show);
    assert!(!order.needs_save(form("3")) && !order.is_busy());
}

#[test]
fn a_new_draft_waits_for_the_save_of_the_old_one_and_leaves_it_alone() {
    let mut order = new_form();
    assert_eq!(order.begin(form("1")), key("first", 0));
    assert!(order.begin_new());
    assert!(!order.begin_new(), "a double click asks for one draft");
    assert_eq!(order.begin(form("2")), None);
    order.end_new(Some("second".to_owned()));
    assert_eq!(order.begin(form("2")), None, "the first save is still under way");
    // Its answer is about the draft that was left.
    assert_eq!(order.end(&done("first", 1)), AfterSave::SaveAgain);
    assert_eq!((order.id(), order.stored()), ("second", None));
    assert!(order.needs_save(form("1")), "what was asked for is saved, also where it is what the old draft holds");
    assert_eq!(order.begin(form("2")), key("second", 0));
    // The answer is lost, and the same id is saved again: there is one new draft.
    assert_eq!(order.end(&Err(AppError::Transport("lost".to_owned()))), AfterSave::Show);
    assert_eq!(order.begin(form("2")), key("second", 0));
    assert_eq!(order.end(&done("second", 1)), AfterSave::Show);
    assert_eq!(order.begin(form("3")), key("second", 1));
}

#[test]
fn a_save_that_ends_before_the_new_id_comes_does_not_start_another_on_the_old_draft() {
    let mut order = new_form();
    assert_eq!(order.begin(form("1")), key("first", 0));
    assert!(order.begin_new());
    assert_eq!(order.begin(form("2")), None);
    assert_eq!(order.end(&done("first", 1)), AfterSave::Show);
    assert_eq!(order.begin(form("2")), None, "the id is on its way");
    order.end_new(None);
    assert_eq!(order.begin(form("2")), key("first", 1), "no id came: the form stays with its draft");
}

#[test]
fn a_refusal_is_shown_and_what_waited_is_not_sent_after_it() {
    let mut order = new_form();
    order.begin(form("1"));
    assert_eq!(order.begin(form("2")), None);
    assert_eq!(order.end(&Ok(Saved::Conflict(summary("first", 4)))), AfterSave::Show);
    order.overwrite(summary("first", 4));
    assert_eq!(order.begin(form("2")), key("first", 4));
}

#[test]
fn a_form_that_is_submitted_is_not_saved_by_a_late_answer() {
    let mut order = new_form();
    order.begin(form("1"));
    assert_eq!(order.begin(form("2")), None);
    order.hold();
    assert!(!order.is_behind(form("2")), "leaving for the job's page saves nothing");
    assert_eq!(order.end(&done("first", 1)), AfterSave::Ignore);
    assert_eq!(order.begin(form("2")), None);
    // The job was refused.
    order.release();
    assert!(order.needs_save(form("2")));
    assert_eq!(order.begin(form("2")), key("first", 1));
}

#[test]
fn a_form_that_was_declared_clean_stays_so() {
    let mut order = new_form();
    order.begin(form("1"));
    order.declare_clean(form("2"));
    assert_eq!(order.end(&done("first", 1)), AfterSave::Ignore);
    assert!(!order.needs_save(form("2")));
}

#[test]
fn a_form_that_was_saved_is_saved_for_a_new_name_too() {
    let named = |name: &str| Draft { job_name: name.to_owned(), ..Draft::default() }.fingerprint();
    let fresh = SaveOrder::new("first".to_owned(), None, named("cats-1"));
    assert!(!fresh.needs_save(named("cats-2")));
    let stored = SaveOrder::new("spare".to_owned(), Some(summary("kept", 3)), named("cats-1"));
    assert!(stored.needs_save(named("cats-2")) && !stored.needs_save(named("cats-1")));
    assert_eq!(stored.id(), "kept");
}

#[test]
fn a_form_whose_jobs_were_made_becomes_another_draft_when_it_changes() {
    let mut order = new_form();
    order.begin(form("1"));
    order.hold();
    order.begin_another("second".to_owned(), form("1"));
    assert_eq!(order.end(&done("first", 1)), AfterSave::Ignore, "the answer is about the draft that is gone");
    assert!(!order.needs_save(form("1")) && order.stored().is_none());
    assert!(order.needs_save(form("2")));
    assert_eq!(order.begin(form("2")), key("second", crate::data::drafts::UNSAVED));
}
