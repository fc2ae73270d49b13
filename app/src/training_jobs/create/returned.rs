//! The way back to the form for a browser without scripts.

use console::{
    data::drafts::Saved,
    error::AppError,
    job_form::{draft::Draft, start::Returned, stored_form::StoredForm},
    paths,
    ports::Backend,
};
use leptos::prelude::use_context;

/// Longest address that a form travels in; browsers and proxies take more, but not much more.
const LONGEST_ADDRESS: usize = 60_000;

/// The address of the page that shows the form again, with why it was refused. A form that is too long for an address is
/// kept as a draft, over the one of `draft_id` if there is one; `None` when that fails.
pub(super) async fn address(draft: &Draft, draft_id: &str, error: Option<AppError>) -> Option<String> {
    let form = serde_json::to_string(&Returned { draft: draft.clone(), error: error.clone() }).ok()?;
    let address = paths::create_returned(&form);
    if address.len() < LONGEST_ADDRESS {
        return Some(address);
    }
    let backend = use_context::<Backend>()?;
    let baseline = Draft::blank(&backend.settings, &draft.job_name);
    let stored = StoredForm { draft: draft.clone(), baseline, provenance: None, refused: error };
    let id = keep(&backend, draft_id, draft.job_name.trim(), &serde_json::to_string(&stored).ok()?).await.ok()?;
    Some(paths::create_from_draft(&id))
}

/// Saves a form; gives the draft's id. Another one where somebody else saved meanwhile.
async fn keep(backend: &Backend, id: &str, title: &str, form: &str) -> Result<String, AppError> {
    if !id.is_empty()
        && let Some((before, _)) = backend.drafts.find(id).await?
        && let Saved::Done(kept) = backend.drafts.save(id, before.version, title, form).await?
    {
        return Ok(kept.id);
    }
    Ok(backend.drafts.add(title, form).await?.id)
}
