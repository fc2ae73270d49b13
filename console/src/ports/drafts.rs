//! The port of drafts.

use async_trait::async_trait;

use crate::{
    data::drafts::{DraftSummary, ListedDraft, Saved},
    error::AppError,
};

/// Drafts of forms that were not sent. A change is on disk when it is answered.
#[async_trait]
pub trait Drafts: Send + Sync {
    /// Drafts whose names contain `search`, the newest change first: `limit` from `offset`, and how many there are in all.
    async fn list(&self, search: &str, offset: u32, limit: u32) -> Result<(Vec<ListedDraft>, u32), AppError>;
    /// A draft with its form, as it was saved; `None` when there is none of this id.
    async fn find(&self, id: &str) -> Result<Option<(DraftSummary, String)>, AppError>;
    /// Saves a form as a new draft.
    async fn add(&self, title: &str, form: &str) -> Result<DraftSummary, AppError>;
    /// An id for a form that is not saved yet.
    async fn new_id(&self) -> Result<String, AppError>;
    /// Saves a form over `version` of a draft, which is [`UNSAVED`](crate::data::drafts::UNSAVED) for the first time under an id of [`Drafts::new_id`]; says so when that is not the newest any more.
    async fn save(&self, id: &str, version: i64, title: &str, form: &str) -> Result<Saved, AppError>;
    /// Removes a draft whose job was created. Saves that were on their way are refused.
    async fn submitted(&self, id: &str) -> Result<(), AppError>;
    /// Removes a draft; nothing happens when it is gone.
    async fn remove(&self, id: &str) -> Result<(), AppError>;
}
