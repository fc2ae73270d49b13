//! The way back to the form for a browser without scripts.

use super::{draft::Draft, setup::Returned};
use crate::{error::AppError, paths};

/// Longest address that a form travels in; browsers and proxies take more, but not much more.
const LONGEST_ADDRESS: usize = 60_000;

/// The address of the page that shows the form again; `None` when the form is too long for one.
pub(super) async fn address(draft: &Draft, error: Option<AppError>) -> Option<String> {
    let form = serde_json::to_string(&Returned { draft: draft.clone(), error }).ok()?;
    Some(paths::create_returned(&form)).filter(|address| address.len() < LONGEST_ADDRESS)
}
