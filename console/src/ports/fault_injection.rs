//! What the pages need to inject faults into the local engine.

use async_trait::async_trait;
use domain::fault_injection::FaultRule;

use crate::error::AppError;

/// The failures that the local engine plays on purpose. At the target `aws` there are none, and none can be added.
#[async_trait]
pub trait FaultRules: Send + Sync {
    /// The rules, in the order in which the engine asks them.
    async fn list(&self) -> Result<Vec<FaultRule>, AppError>;
    /// Adds a rule before the others, so that it counts.
    async fn add(&self, rule: FaultRule) -> Result<(), AppError>;
    /// Removes a rule; nothing happens when it is gone.
    async fn remove(&self, rule: &FaultRule) -> Result<(), AppError>;
    /// Removes all of them.
    async fn clear(&self) -> Result<(), AppError>;
}
