//! Server functions of drafts.

use console::{
    data::drafts::{ListedDraft, Saved},
    error::AppError,
    job_form::stored_form::StoredForm,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Drafts on one page of the list.
pub const ROWS_PER_PAGE: u32 = 50;

/// One page of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftsPage {
    /// The drafts, the newest change first.
    pub rows: Vec<ListedDraft>,
    /// How many there are in all.
    pub total: u32,
}

/// One page, counted from 1, of the drafts whose names contain `search`.
///
/// # Errors
/// Those of the database.
#[server(prefix = "/api", endpoint = "drafts/list")]
pub async fn list_drafts(search: String, page: u32) -> Result<DraftsPage, AppError> {
    answer(async {
        let offset = page.saturating_sub(1).saturating_mul(ROWS_PER_PAGE);
        let (rows, total) = expect_context::<Backend>().drafts.list(search.trim(), offset, ROWS_PER_PAGE).await?;
        Ok(DraftsPage { rows, total })
    })
    .await
}

/// An id for a form that becomes a new draft. It is asked for before the form is saved, so that a save whose answer was lost
/// is repeated under the same id.
///
/// # Errors
/// Those of the database.
#[server(prefix = "/api", endpoint = "drafts/new-id")]
pub async fn new_draft_id() -> Result<String, AppError> {
    answer(async { expect_context::<Backend>().drafts.new_id().await }).await
}

/// Saves a form over `version` of the draft `id`: [`UNSAVED`](console::data::drafts::UNSAVED) for the first time, under an id
/// that the server gave.
///
/// # Errors
/// [`AppError::Refused`] for a form that is too large to be one; those of the database.
#[server(prefix = "/api", endpoint = "drafts/save", input = leptos::server_fn::codec::Json)]
pub async fn save_draft(id: String, version: i64, form: StoredForm) -> Result<Saved, AppError> {
    answer(async {
        let drafts = expect_context::<Backend>().drafts;
        let title = form.draft.job_name.trim().to_owned();
        let form = serde_json::to_string(&form).map_err(|error| AppError::Internal(error.to_string()))?;
        if form.len() > MAX_FORM_SIZE {
            return Err(AppError::Refused("This form is too large for a draft.".to_owned()));
        }
        drafts.save(&id, version, &title, &form).await
    })
    .await
}

/// Removes a draft and leads back to the list.
///
/// # Errors
/// Those of the database.
#[server(prefix = "/api", endpoint = "drafts/remove")]
pub async fn remove_draft(id: String) -> Result<(), AppError> {
    answer(async {
        expect_context::<Backend>().drafts.remove(&id).await?;
        leptos_axum::redirect(&console::paths::drafts());
        Ok(())
    })
    .await
}

/// Removes several drafts and leads back to the list.
///
/// # Errors
/// Those of the database; the drafts before the failure are gone then.
#[server(prefix = "/api", endpoint = "drafts/remove-several")]
pub async fn remove_drafts(
    /// Their ids.
    #[server(default)]
    ids: Vec<String>,
) -> Result<(), AppError> {
    answer(async {
        let drafts = expect_context::<Backend>().drafts;
        for id in ids.into_iter().take(ROWS_PER_PAGE as usize) {
            drafts.remove(&id).await?;
        }
        leptos_axum::redirect(&console::paths::drafts());
        Ok(())
    })
    .await
}

/// Bytes of a form with everything at its limit, and room to spare.
#[cfg(feature = "ssr")]
const MAX_FORM_SIZE: usize = 2_000_000;

#[cfg(feature = "ssr")]
use crate::server_call::answer;
#[cfg(feature = "ssr")]
use console::ports::Backend;
