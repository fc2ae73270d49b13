//! The server functions about what a job's model predicts.

use console::{
    data::evaluation::{EvaluationState, PredictionsComparison},
    error::AppError,
};
use leptos::prelude::*;

/// Where the evaluation of a job's model stands, with a page of the images that it got wrong.
///
/// # Errors
/// [`AppError::NotFound`] when nobody knows the job; those of the store.
#[server(prefix = "/api", endpoint = "view-evaluation")]
pub async fn view_evaluation(
    /// The job.
    name: String,
    /// The class of the images; `None` for all.
    truth: Option<u32>,
    /// The class that they were taken for; `None` for all.
    predicted: Option<u32>,
    /// The page, from 1.
    page: u64,
) -> Result<EvaluationState, AppError> {
    answer(async {
        let query = MistakeQuery { truth, predicted, page };
        evaluations().state(&job_key(&name)?, query).await
    })
    .await
}

/// Asks for an evaluation of a job's model, then shows it.
///
/// # Errors
/// [`AppError::NotFound`] when nobody knows the job, [`AppError::Refused`] when its model cannot be evaluated.
#[server(prefix = "/api", endpoint = "start-evaluation")]
pub async fn start_evaluation(
    /// The job.
    name: String,
) -> Result<(), AppError> {
    answer(async {
        evaluations().start(&job_key(&name)?).await?;
        leptos_axum::redirect(&paths::training_job_tab(&name, "predictions"));
        Ok(())
    })
    .await
}

/// Ends an evaluation, or takes note of how it failed.
///
/// # Errors
/// [`AppError::NotFound`] when nobody knows the job.
#[server(prefix = "/api", endpoint = "cancel-evaluation")]
pub async fn cancel_evaluation(
    /// The job.
    name: String,
) -> Result<(), AppError> {
    answer(async {
        evaluations().cancel(&job_key(&name)?).await?;
        leptos_axum::redirect(&paths::training_job_tab(&name, "predictions"));
        Ok(())
    })
    .await
}

/// What one job's model does better than another's, and what it has forgotten.
///
/// # Errors
/// [`AppError::NotFound`] when nobody knows one of the jobs; those of the store.
#[server(prefix = "/api", endpoint = "compare-predictions")]
pub async fn compare_predictions(
    /// The job that is compared with.
    first: String,
    /// The job.
    second: String,
    /// The page of the images that got better, from 1.
    better: u64,
    /// The page of those that were forgotten, from 1.
    forgotten: u64,
) -> Result<PredictionsComparison, AppError> {
    answer(async { evaluations().compare(&job_key(&first)?, &job_key(&second)?, (better, forgotten)).await }).await
}

#[cfg(feature = "ssr")]
use {
    super::job_key,
    crate::server_call::answer,
    console::{data::evaluation::MistakeQuery, paths, ports::Backend, ports::evaluations::Evaluations},
    std::sync::Arc,
};

#[cfg(feature = "ssr")]
fn evaluations() -> Arc<dyn Evaluations> {
    expect_context::<Backend>().evaluations
}
