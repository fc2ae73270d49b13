//! Evaluations of models: what they make of the validation images.

use async_trait::async_trait;
use domain::JobKey;

use crate::{
    data::evaluation::{EvaluationState, MaskView, MistakeQuery, PredictionsComparison},
    error::AppError,
};

/// Evaluations, which are made one after the other in processes of their own and are kept by the versions of model and data.
/// [`AppError::NotFound`] when nobody knows a job.
#[async_trait]
pub trait Evaluations: Send + Sync {
    /// Where the evaluation of a job's model stands, with those of its mistakes that are asked for.
    async fn state(&self, job: &JobKey, query: MistakeQuery) -> Result<EvaluationState, AppError>;
    /// Asks for an evaluation; nothing more happens when it is being made. One of the same model on the same data is not made again.
    /// [`AppError::Refused`] when it cannot be made.
    async fn start(&self, job: &JobKey) -> Result<(), AppError>;
    /// Ends the evaluation that is being made, or takes note of how it failed.
    async fn cancel(&self, job: &JobKey) -> Result<(), AppError>;
    /// What the second job's model does better than the first's and what it has forgotten; the pages are those of the lists of images.
    async fn compare(&self, first: &JobKey, second: &JobKey, pages: (u64, u64)) -> Result<PredictionsComparison, AppError>;
    /// A mask as a PNG file, by the name under which the masks of an evaluation are kept and its number; `None` when it is not there.
    async fn mask(&self, result: &str, number: u32, shown: MaskView) -> Result<Option<Vec<u8>>, AppError>;
}
