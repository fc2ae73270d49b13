//! The port of what a job may start from, and of prices.

use async_trait::async_trait;
use domain::{EngineImages, S3Uri, warm_pool::WarmPool};

use crate::{
    data::{Candidate, Suggestions},
    error::AppError,
};

/// Jobs whose models others may start from, what else earlier jobs tell, and prices.
#[async_trait]
pub trait Sources: Send + Sync {
    /// The newest jobs whose names contain `search`, at most `limit`, and how many there are in all.
    async fn candidates(&self, search: &str, limit: u32) -> Result<(Vec<Candidate>, u32), AppError>;
    /// What an hour of an instance type costs, with its currency, where the price file says so.
    async fn price(&self, instance_type: &str) -> Result<Option<(f64, String)>, AppError>;
    /// Values of earlier jobs that fields offer.
    async fn suggestions(&self) -> Result<Suggestions, AppError>;
    /// The newest job that keeps its checkpoints at a location.
    async fn checkpoints_of(&self, location: &S3Uri) -> Result<Option<String>, AppError>;
    /// The machines that the target keeps now for jobs that match.
    async fn warm_pools(&self) -> Result<Vec<WarmPool>, AppError>;
    /// What the target runs, where it is the local engine; `None` at AWS, and where the engine's settings cannot be read.
    async fn engine_images(&self) -> Option<EngineImages>;
}
