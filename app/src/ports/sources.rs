//! What the pages need to choose where a job starts from, and to say what it may cost.

use async_trait::async_trait;

use crate::{error::AppError, model::Candidate};

/// Jobs whose models others may start from, and prices.
#[async_trait]
pub trait Sources: Send + Sync {
    /// The newest jobs whose names contain `search`, at most `limit`, and how many there are in all.
    async fn candidates(&self, search: &str, limit: u32) -> Result<(Vec<Candidate>, u32), AppError>;
    /// What an hour of an instance type costs, with its currency, where the price file says so.
    async fn price(&self, instance_type: &str) -> Result<Option<(f64, String)>, AppError>;
}
