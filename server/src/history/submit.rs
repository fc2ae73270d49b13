//! Submitting: stored, then sent, and never twice.

use std::time::Duration;

use app::error::AppError;
use domain::{CreateTrainingJob, JobName, S3Uri, TrainingJobRequest, Violations};
use serde_json::Value;

use super::{History, database_error};
use crate::{
    aws::{convert::description::Description, error::Failure, refusal},
    db::{
        events::{self, Kind},
        jobs::{self, JobRow, NewJob},
        list,
    },
};

/// How often the name is asked for after a lost answer, and the pause between: the request may still be under way.
const SETTLE_ATTEMPTS: u32 = 4;
const SETTLE_PAUSE: Duration = Duration::from_millis(500);

impl History {
    /// Stores the request, sends it once, and settles a lost answer by asking for the name.
    pub(super) async fn submit(&self, request: CreateTrainingJob) -> Result<JobName, AppError> {
        let name = request.name().clone();
        let body = serde_json::to_string(&request).map_err(|error| AppError::Internal(error.to_string()))?;
        if !self.store(&request, &body).await? {
            return self.submitted_before(&name, &body).await;
        }
        match self.aws.create_training_job(&request).await {
            Ok(arn) => self.accepted(name.as_str(), &arn, Kind::Accepted).await?,
            Err(failure) if failure.is_outcome_unknown() => self.settle(&request, failure).await?,
            Err(failure) => {
                self.forget(name.as_str(), Kind::Refused, &failure.message).await?;
                return Err(refusal::of_create(failure, &request, self.aws.region()));
            }
        }
        self.announce(name.as_str());
        self.wake.notify_one();
        Ok(name)
    }

    /// Stores a request before it is sent; `false` when the name has a row already.
    async fn store(&self, request: &CreateTrainingJob, body: &str) -> Result<bool, AppError> {
        let name = request.name().as_str();
        let at = (self.now)();
        let artifact = planned_artifact(request);
        let job = NewJob {
            name,
            request: body,
            created_at: at,
            model_source: request.model_location(),
            artifact: artifact.as_deref(),
            log_state: "open",
        };
        let mut transaction = self.database.begin().await.map_err(database_error)?;
        // The target forgot the job of this name, so the name is free again there.
        jobs::remove_vanished(&mut *transaction, name).await.map_err(database_error)?;
        let is_new = jobs::insert(&mut *transaction, &job).await.map_err(database_error)?;
        if is_new {
            events::insert(&mut *transaction, name, at, Kind::Submitted, "").await.map_err(database_error)?;
        }
        transaction.commit().await.map_err(database_error)?;
        Ok(is_new)
    }

    /// A name that has a row: the same request again is the same job, anything else is a name that is taken.
    async fn submitted_before(&self, name: &JobName, body: &str) -> Result<JobName, AppError> {
        let row = list::find(self.database.reader(), name.as_str()).await.map_err(database_error)?;
        match row {
            Some(row) if is_same(&row, body) && !row.status().is_final() => Ok(name.clone()),
            _ => Err(AppError::Invalid(Violations(vec![refusal::name_taken(name.as_str(), self.aws.region())]))),
        }
    }

    /// The answer was lost: the job exists, or it does not, or nobody can say yet.
    async fn settle(&self, request: &CreateTrainingJob, lost: Failure) -> Result<(), AppError> {
        let name = request.name().as_str();
        let mut never_arrived = false;
        for attempt in 0..SETTLE_ATTEMPTS {
            if attempt > 0 {
                tokio::time::sleep(SETTLE_PAUSE).await;
            }
            match self.aws.describe_training_job(name).await {
                Ok(Some(found)) if is_ours(&found, request) => return self.accepted(name, &found.arn, Kind::Settled).await,
                Ok(Some(_)) => {
                    self.forget(name, Kind::Settled, "another job has the name").await?;
                    return Err(AppError::Invalid(Violations(vec![refusal::name_taken(name, self.aws.region())])));
                }
                Ok(None) => never_arrived = true,
                Err(_) => never_arrived = false,
            }
        }
        if never_arrived {
            self.forget(name, Kind::Settled, "the request never arrived").await?;
            return Err(lost.into());
        }
        // The row stays: the poller settles it as soon as the target answers. Nothing is sent a second time.
        Err(AppError::Upstream {
            message: format!(
                "The answer was lost, so it is not known yet whether {name} was created. The console keeps asking; look at the list of \
                 jobs before you try again."
            ),
            code: lost.code,
            details: lost.message,
            request_id: lost.request_id,
        })
    }

    async fn accepted(&self, name: &str, arn: &str, kind: Kind) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await.map_err(database_error)?;
        jobs::accept(&mut *transaction, name, arn).await.map_err(database_error)?;
        events::insert(&mut *transaction, name, (self.now)(), kind, arn).await.map_err(database_error)?;
        transaction.commit().await.map_err(database_error)
    }

    /// Removes a job that does not exist; the event stays.
    pub(super) async fn forget(&self, name: &str, kind: Kind, message: &str) -> Result<(), AppError> {
        let mut transaction = self.database.begin().await.map_err(database_error)?;
        jobs::remove(&mut *transaction, name).await.map_err(database_error)?;
        events::insert(&mut *transaction, name, (self.now)(), kind, message).await.map_err(database_error)?;
        transaction.commit().await.map_err(database_error)
    }
}

/// Where the service will store the model of this request.
pub(super) fn planned_artifact(request: &TrainingJobRequest) -> Option<String> {
    let path = request.output_data_config.as_ref()?.s3_output_path.as_deref()?;
    let name = request.training_job_name.as_deref()?;
    Some(S3Uri::parse(path).ok()?.model_artifact(name).to_string())
}

fn is_same(row: &JobRow, body: &str) -> bool {
    let value = |text: &str| serde_json::from_str::<Value>(text).ok();
    value(&row.request).is_some_and(|stored| Some(stored) == value(body))
}

/// Whether a job at the target has all that our request asked for. Tags are not described, so they do not count.
fn is_ours(found: &Description, request: &CreateTrainingJob) -> bool {
    let (Ok(found), Ok(ours)) = (serde_json::to_value(&found.request), serde_json::to_value(request)) else { return false };
    let Some(ours) = ours.as_object() else { return false };
    ours.iter().filter(|(member, _)| *member != "Tags").all(|(member, value)| contains(&found[member], value))
}

/// Whether `found` has everything that `ours` has; the service adds members that were left out.
fn contains(found: &Value, ours: &Value) -> bool {
    match (found, ours) {
        (Value::Object(found), Value::Object(ours)) => {
            ours.iter().all(|(member, value)| found.get(member).is_some_and(|found| contains(found, value)))
        }
        (Value::Array(found), Value::Array(ours)) => {
            found.len() == ours.len() && found.iter().zip(ours).all(|(found, ours)| contains(found, ours))
        }
        _ => found == ours,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    };

    use app::{error::AppError, ports::TrainingJobs};
    use serde_json::{Value, json};

    use super::contains;
    use crate::testing::{Answer, Target, arn, body, checked, described, unknown};

    fn accept(body: &Value) -> Answer {
        (200, json!({ "TrainingJobArn": arn(body["TrainingJobName"].as_str().unwrap_or_default()) }))
    }

    fn fault() -> Answer {
        (500, json!({ "__type": "InternalFailure", "message": "oops" }))
    }

    async fn count(target: &Target) -> u32 {
        target.history.list(0, 10).await.expect("a list").1
    }

    #[tokio::test]
    async fn the_same_request_again_is_the_same_job() {
        let target = Target::start(|_, body| accept(body)).await;
        for _ in 0..2 {
            assert_eq!(target.history.create(checked(&body("a"))).await.expect("a name").as_str(), "a");
        }
        assert_eq!(target.bodies("CreateTrainingJob").len(), 1);
        let mut other = body("a");
        other["HyperParameters"]["epochs"] = "9".into();
        let error = target.history.create(checked(&other)).await.expect_err("a refusal");
        let AppError::Invalid(violations) = error else { panic!("{error:?}") };
        assert!(violations.contains("E-NAME-TAKEN"));
        assert_eq!(target.bodies("CreateTrainingJob").len(), 1);
    }

    #[tokio::test]
    async fn a_refused_job_never_existed_and_its_name_is_free() {
        let refuses = Arc::new(AtomicBool::new(true));
        let switch = refuses.clone();
        let message =
            "Instance type ml.c4.xlarge is not supported by algorithm image-classification; only GPU instances are supported.";
        let target = Target::start(move |_, body| match switch.load(Ordering::SeqCst) {
            true => (400, json!({ "__type": "ValidationException", "message": message })),
            false => accept(body),
        })
        .await;
        let error = target.history.create(checked(&body("a"))).await.expect_err("a refusal");
        let AppError::Invalid(violations) = error else { panic!("{error:?}") };
        assert!(violations.contains("E-INST-GPU"));
        assert_eq!(count(&target).await, 0);
        refuses.store(false, Ordering::SeqCst);
        target.history.create(checked(&body("a"))).await.expect("a job");
        assert_eq!(count(&target).await, 1);
    }

    #[tokio::test]
    async fn a_lost_answer_is_settled_and_nothing_is_sent_twice() {
        let target = Target::start(|operation, _| match operation {
            "CreateTrainingJob" => fault(),
            _ => described(&body("a"), "InProgress", "Starting", 1_700_000_000.0),
        })
        .await;
        target.history.create(checked(&body("a"))).await.expect("the job that was found");
        assert_eq!(target.bodies("CreateTrainingJob").len(), 1);
        assert_eq!(count(&target).await, 1);
    }

    #[tokio::test]
    async fn a_lost_answer_and_another_job_of_the_name() {
        let target = Target::start(|operation, _| match operation {
            "CreateTrainingJob" => fault(),
            _ => {
                let mut other = body("a");
                other["HyperParameters"]["epochs"] = "99".into();
                described(&other, "InProgress", "Starting", 1.0)
            }
        })
        .await;
        let error = target.history.create(checked(&body("a"))).await.expect_err("a refusal");
        assert!(matches!(error, AppError::Invalid(violations) if violations.contains("E-NAME-TAKEN")));
    }

    #[tokio::test]
    async fn a_request_that_never_arrived_leaves_no_job() {
        let target = Target::start(|operation, _| if operation == "CreateTrainingJob" { fault() } else { unknown() }).await;
        let error = target.history.create(checked(&body("a"))).await.expect_err("no job");
        assert!(matches!(error, AppError::Upstream { code, .. } if code == "InternalFailure"));
        assert_eq!(count(&target).await, 0);
    }

    #[test]
    fn what_the_service_adds_does_not_make_another_job() {
        let ours = json!({ "ResourceConfig": { "InstanceCount": 1 }, "InputDataConfig": [{ "ChannelName": "train" }] });
        let described = json!({
            "ResourceConfig": { "InstanceCount": 1, "VolumeSizeInGB": 30 },
            "InputDataConfig": [{ "ChannelName": "train", "CompressionType": "None" }],
            "StoppingCondition": { "MaxRuntimeInSeconds": 86400 },
        });
        assert!(contains(&described, &ours));
        assert!(!contains(&described, &json!({ "ResourceConfig": { "InstanceCount": 2 } })));
        assert!(!contains(&described, &json!({ "InputDataConfig": [] })));
    }
}
