//! Adds a new job to the queue.

use domain::TrainingJobRequest;

use super::{Jobs, spot};
use crate::{
    db,
    db::{jobs::NewJob, records::JobStep},
    fault_injection::limit_exceeded,
    json_protocol::WireError,
    random,
};

/// The jobs that wait for a slot. A limit of this engine: the service queues none.
const MAX_QUEUED_JOBS: i64 = 100;

/// A request that was checked.
#[derive(Debug, Clone)]
pub(crate) struct NewTrainingJob {
    pub(crate) name: String,
    /// The body of the request.
    pub(crate) request: String,
    pub(crate) tags: Vec<(String, String)>,
    /// The instances that it needs, where their number is limited.
    pub(crate) quota: Option<Quota>,
}

/// How many instances of a type all jobs together may use.
#[derive(Debug, Clone)]
pub(crate) struct Quota {
    pub(crate) instance_type: String,
    pub(crate) spot: bool,
    pub(crate) limit: i64,
    /// How many this job needs.
    pub(crate) needed: i64,
}

impl Jobs {
    /// Adds a job to the queue and returns its ARN.
    ///
    /// # Errors
    /// `ResourceInUse` when the name is taken, `ResourceLimitExceeded` when a quota is used up or the queue is full.
    pub(crate) async fn create(&self, job: &NewTrainingJob) -> Result<String, WireError> {
        let account = self.account();
        let arn = account.training_job_arn(&job.name);
        let id = random::hexadecimal(16).map_err(WireError::internal)?;
        let now = account.now();
        let mut transaction = account.database.begin().await?;
        let before = db::queue::count_unfinished(&mut *transaction).await?;
        let used = match &job.quota {
            Some(quota) => db::jobs::instances_in_use(&mut *transaction, &quota.instance_type, quota.spot).await?,
            None => 0,
        };
        let request = TrainingJobRequest::from_json(job.request.as_bytes()).map_err(WireError::internal)?;
        let resources = request.resource_config.as_ref();
        let new = NewJob {
            id: &id,
            name: &job.name,
            arn: &arn,
            request: &job.request,
            created_at: now,
            give_up_at: spot::give_up_at(&request, now),
            keep_alive_seconds: resources.and_then(|resources| resources.keep_alive_period_in_seconds),
        };
        let step = if before >= self.slots() { JobStep::Pending } else { JobStep::Starting };
        if !db::jobs::insert(&mut transaction, &new, step).await? {
            return Err(WireError::new(
                "ResourceInUse",
                format!(
                    "Training job names must be unique within an AWS account and region, and a training job with this name already exists ({arn})"
                ),
            ));
        }
        if let Some(Quota { instance_type, spot, limit, needed }) = &job.quota
            && used + needed > *limit
        {
            return Err(limit_exceeded(instance_type, *spot, *limit, used, *needed));
        }
        if before >= self.slots().saturating_add(MAX_QUEUED_JOBS) {
            return Err(WireError::new(
                "ResourceLimitExceeded",
                format!("This engine queues {MAX_QUEUED_JOBS} training jobs; wait for one to end, or stop one."),
            ));
        }
        db::tags::put(&mut transaction, &arn, &job.tags).await?;
        transaction.commit().await?;
        self.0.created.notify_one();
        Ok(arn)
    }
}
