//! `DeleteTrainingJob`: the name is free again; the artifact and the log stay.

use serde::Deserialize;

use super::{find, wrong_status};
use crate::{
    account::Account,
    db,
    fault_injection::FaultInjection,
    jobs::warm_pool::{self, WarmPoolStatus},
    json_protocol::WireError,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(crate) struct Input {
    training_job_name: String,
}

/// Deletes a job that has ended, and its tags.
///
/// # Errors
/// `ResourceInUse` while it runs, or while its machines are kept.
pub(crate) async fn run(account: &Account, faults: &FaultInjection, input: Input) -> Result<(), WireError> {
    let mut transaction = account.database.begin().await?;
    let job = find(&mut *transaction, &input.training_job_name).await?;
    if warm_pool::status(&job, account.now()) == Some(WarmPoolStatus::Available) {
        let message = "The request was rejected because the training job has a warm pool in status Available.";
        return Err(WireError::new("ResourceInUse", message));
    }
    if !db::jobs::delete(&mut *transaction, &job.id).await? {
        return Err(WireError::new("ResourceInUse", wrong_status(&job.status)));
    }
    db::tags::delete_all(&mut *transaction, &job.arn).await?;
    transaction.commit().await?;
    faults.forget_tags(&job.name);
    Ok(())
}
