//! The way back to the form for a browser without scripts.

use leptos::prelude::use_context;

use super::{draft::Draft, setup::Returned};
use crate::{drafts::model::StoredForm, error::AppError, paths, ports::Backend};

/// Longest address that a form travels in; browsers and proxies take more, but not much more.
const LONGEST_ADDRESS: usize = 60_000;

/// The address of the page that shows the form again. A form that is too long for an address is kept as a draft, which
/// cannot say why it was refused; `None` when that fails too.
pub(super) async fn address(draft: &Draft, error: Option<AppError>) -> Option<String> {
    let form = serde_json::to_string(&Returned { draft: draft.clone(), error }).ok()?;
    let address = paths::create_returned(&form);
    if address.len() < LONGEST_ADDRESS {
        return Some(address);
    }
    let backend = use_context::<Backend>()?;
    let baseline = Draft::blank(&backend.settings, &draft.job_name);
    let stored = serde_json::to_string(&StoredForm { draft: draft.clone(), baseline }).ok()?;
    let kept = backend.drafts.add(draft.job_name.trim(), &stored).await.ok()?;
    Some(paths::create_from_draft(&kept.id))
}
