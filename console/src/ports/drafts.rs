//! The port of drafts.

use async_trait::async_trait;

use crate::{
    data::drafts::{DraftSummary, ListedDraft, Saved},
    error::AppError,
};

/// Drafts of forms that were not sent. A change is on disk when it is answered.
#[async_trait]
pub trait Drafts: Send + Sync {
    /// Drafts, the newest change first: `limit` from `offset`, and how many there are in all.
    async fn list(&self, offset: u32, limit: u32) -> Result<(Vec<ListedDraft>, u32), AppError>;
    /// A draft with its form, as it was saved; `None` when there is none of this id.
    async fn find(&self, id: &str) -> Result<Option<(DraftSummary, String)>, AppError>;
    /// Saves a form as a new draft.
    async fn add(&self, title: &str, form: &str) -> Result<DraftSummary, AppError>;
    /// Saves a form over `version` of a draft; says so when that is not the newest any more.
    async fn save(&self, id: &str, version: i64, title: &str, form: &str) -> Result<Saved, AppError>;
    /// Removes a draft; nothing happens when it is gone.
    async fn remove(&self, id: &str) -> Result<(), AppError>;
}
