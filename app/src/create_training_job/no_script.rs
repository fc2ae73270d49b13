//! The form without scripts: it is posted, changed or refused, and shown again with all that was typed.

use std::{fmt, str::FromStr};

use console::{
    error::AppError,
    job_form::draft::{Draft, List},
};
use leptos::prelude::*;

/// What one of the form's secondary buttons does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// Adds a row.
    Add(List),
    /// Removes a row.
    Remove(List, u32),
    /// Shows the fields that belong to the choices made.
    Refresh,
}

impl fmt::Display for Edit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Add(list) => write!(formatter, "add-{}", list.as_str()),
            Self::Remove(list, row) => write!(formatter, "remove-{}-{row}", list.as_str()),
            Self::Refresh => formatter.write_str("refresh"),
        }
    }
}

/// A word that belongs to no button.
#[derive(Debug, thiserror::Error)]
#[error("no such change of the form")]
pub struct NoSuchEdit;

impl FromStr for Edit {
    type Err = NoSuchEdit;

    fn from_str(word: &str) -> Result<Self, NoSuchEdit> {
        let list = |word: &str| List::ALL.into_iter().find(|list| list.as_str() == word).ok_or(NoSuchEdit);
        if word == "refresh" {
            return Ok(Self::Refresh);
        }
        match word.split_once('-') {
            Some(("add", name)) => Ok(Self::Add(list(name)?)),
            Some(("remove", rest)) => {
                let (name, row) = rest.split_once('-').ok_or(NoSuchEdit)?;
                Ok(Self::Remove(list(name)?, row.parse().map_err(|_| NoSuchEdit)?))
            }
            _ => Err(NoSuchEdit),
        }
    }
}

impl Edit {
    /// Changes the form; gives the id of the element at which the reader continues.
    pub fn apply(self, draft: &mut Draft) -> String {
        match self {
            Self::Add(list) => {
                draft.add(list);
                draft.element_id(&list.first(draft.rows(list).saturating_sub(1)))
            }
            Self::Remove(list, row) => {
                // Nothing brings the row back without scripts.
                drop(draft.remove(list, row));
                list.field().id()
            }
            Self::Refresh => {
                draft.settle_hyperparameters();
                super::state::FORM_ID.to_owned()
            }
        }
    }
}

/// Changes a form that was posted without scripts and shows it again.
///
/// # Errors
/// [`AppError::Refused`] for an unknown change, and for a form that cannot be kept.
#[server(prefix = "/api", endpoint = "create/edit-form")]
pub async fn edit_form(
    /// The form.
    #[server(default)]
    draft: Draft,
    /// The button's word.
    edit: String,
    /// The id of the draft that holds the form; empty for none.
    #[server(default)]
    draft_id: String,
) -> Result<(), AppError> {
    crate::server_call::answer(async {
        let edit: Edit = edit.parse().map_err(|error: NoSuchEdit| AppError::Refused(error.to_string()))?;
        let mut draft = draft;
        let id = edit.apply(&mut draft);
        match address(&draft, &draft_id, None).await {
            Some(address) => {
                leptos_axum::redirect(&format!("{address}#{id}"));
                Ok(())
            }
            None => Err(AppError::Refused("The form could not be kept, so it was not changed.".to_owned())),
        }
    })
    .await
}

#[cfg(feature = "ssr")]
pub(super) use server::address;

#[cfg(feature = "ssr")]
mod server {
    use console::{
        data::drafts::{Saved, UNSAVED},
        error::AppError,
        job_form::{draft::Draft, start::ReturnedForm, stored_form::StoredForm},
        paths,
        ports::Backend,
    };
    use leptos::prelude::use_context;

    /// Longest address for a form; browsers and proxies accept a little more.
    const MAX_ADDRESS_LENGTH: usize = 60_000;

    /// The address of the page that shows the form again, with why it was refused. A form that is too long for an address is
    /// kept as a draft, over the one of `draft_id` if there is one; `None` when that fails.
    pub(in super::super) async fn address(draft: &Draft, draft_id: &str, error: Option<AppError>) -> Option<String> {
        let form = serde_json::to_string(&ReturnedForm { draft: draft.clone(), error: error.clone() }).ok()?;
        let address = paths::create_returned(&form);
        if address.len() < MAX_ADDRESS_LENGTH {
            return Some(address);
        }
        let backend = use_context::<Backend>()?;
        let baseline = Draft::blank(&backend.settings, &draft.job_name);
        let stored = StoredForm { draft: draft.clone(), baseline, provenance: None, refused: error };
        let id = keep(&backend, draft_id, draft.job_name.trim(), &serde_json::to_string(&stored).ok()?).await.ok()?;
        Some(paths::create_from_draft(&id))
    }

    /// Saves a form; gives the draft's id. A draft that somebody else saved meanwhile is left alone, and a new one is made.
    async fn keep(backend: &Backend, id: &str, title: &str, form: &str) -> Result<String, AppError> {
        if !id.is_empty() {
            let version = backend.drafts.find(id).await?.map_or(UNSAVED, |(before, _)| before.version);
            if let Saved::Done(kept) = backend.drafts.save(id, version, title, form).await? {
                return Ok(kept.id);
            }
        }
        Ok(backend.drafts.add(title, form).await?.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        let edits = [Edit::Refresh, Edit::Add(List::Tags), Edit::Remove(List::Channels, 12)];
        for edit in edits {
            assert_eq!(edit.to_string().parse::<Edit>().ok(), Some(edit));
        }
        for word in ["", "add-", "add-house", "remove-tag", "remove-tag-x"] {
            assert!(word.parse::<Edit>().is_err(), "{word}");
        }
    }

    #[test]
    fn a_change_says_where_to_go_on() {
        let mut draft = Draft::default();
        assert_eq!(Edit::Add(List::Tags).apply(&mut draft), "tag-key-0");
        assert_eq!(Edit::Remove(List::Tags, 0).apply(&mut draft), "tags");
        assert!(draft.tags.is_empty());
    }
}
