//! What the form is told about earlier jobs: values to choose from, checkpoints, and machines that wait.

use std::time::Duration;

use console::{data::Suggestions, error::AppError};
use domain::{
    JobName, S3Uri, TrainingJobRequest,
    warm_pool::{PoolProperties, WarmPool},
};

use super::History;
use crate::db::{candidates, checkpoints, documents};

/// How many jobs are read for suggestions.
const READ: u32 = 200;
/// How long the form waits for the list of keys.
const KEYS_TIMEOUT: Duration = Duration::from_secs(3);

impl History {
    /// Values of the newest jobs, and the keys of the target as far as it lists them soon enough.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn suggestions(&self) -> Result<Suggestions, AppError> {
        let keys = tokio::time::timeout(KEYS_TIMEOUT, self.aws.encryption_keys());
        let (keys, suggestions) = tokio::join!(keys, self.suggestions_of_jobs());
        let mut suggestions = suggestions?;
        // Whoever may not list keys can type one.
        for key in keys.ok().and_then(Result::ok).unwrap_or_default() {
            suggestions.learn_key(&key.arn, &key.name);
        }
        Ok(suggestions)
    }

    /// Values of the newest jobs, from the database alone.
    async fn suggestions_of_jobs(&self) -> Result<Suggestions, AppError> {
        let rows = candidates::page(self.database.reader(), "", READ).await?;
        let mut suggestions = Suggestions::default();
        for row in rows {
            // A request that cannot be read any more suggests nothing.
            if let Ok(request) = serde_json::from_str::<TrainingJobRequest>(&row.request) {
                suggestions.learn(&row.job.name, &request);
            }
        }
        Ok(suggestions)
    }

    /// The newest job that keeps its checkpoints at a location.
    ///
    /// # Errors
    /// Those of the database.
    pub(crate) async fn checkpoints_of(&self, location: &S3Uri) -> Result<Option<String>, AppError> {
        Ok(checkpoints::job_at(self.database.reader(), &location.to_string()).await?)
    }

    /// The machines that the target keeps now for jobs that match.
    ///
    /// # Errors
    /// Those of the target and of the database.
    pub(crate) async fn warm_pools(&self) -> Result<Vec<WarmPool>, AppError> {
        let mut pools = Vec::new();
        for name in self.aws.warm_pools().await? {
            let Ok(name) = JobName::parse(&name) else { continue };
            let Some(row) = self.known(&name.into()).await? else { continue };
            let request = documents::request(self.database.reader(), row.id).await?;
            let request: TrainingJobRequest = serde_json::from_str(&request).unwrap_or_default();
            if let Some(properties) = PoolProperties::of(&request) {
                pools.push(WarmPool { job: row.name, properties });
            }
        }
        Ok(pools)
    }
}

#[cfg(test)]
mod tests {
    use domain::{S3Uri, Timestamp};
    use serde_json::{Value, json};

    use crate::testing::{Target, body};

    #[tokio::test]
    async fn checkpoints_belong_to_the_newest_job_that_keeps_them_there() {
        let target = Target::start(|_, _| (500, Value::Null)).await;
        for (name, at, uri) in [("old", 1, "s3://bucket/ckpt"), ("new", 2, "s3://bucket/ckpt/"), ("other", 3, "s3://bucket/c")] {
            let mut request = body(name);
            request["CheckpointConfig"] = json!({ "S3Uri": uri });
            target.add(name, Timestamp::from_milliseconds(at), &request).await;
        }
        let found = async |uri: &str| {
            let uri = S3Uri::parse(uri).expect("a location");
            target.history.checkpoints_of(&uri).await.expect("an answer")
        };
        assert_eq!(found("s3://bucket/ckpt").await.as_deref(), Some("new"));
        assert_eq!(found("s3://bucket/ckpt/").await.as_deref(), Some("new"));
        assert_eq!(found("s3://bucket/nothing/").await, None);
    }

    #[tokio::test]
    async fn values_of_earlier_jobs_are_suggested_once_the_newest_first() {
        let target = Target::start(|_, _| (500, Value::Null)).await;
        for (name, at, role) in [("a", 1, "one"), ("b", 2, "two"), ("c", 3, "one")] {
            let mut request = body(name);
            request["RoleArn"] = format!("arn:aws:iam::123456789012:role/{role}").into();
            request["VpcConfig"] = json!({ "Subnets": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"] });
            target.add(name, Timestamp::from_milliseconds(at), &request).await;
        }
        let found = target.history.suggestions().await.expect("values");
        let roles: Vec<(&str, &str)> = found.roles.iter().map(|(role, words)| (role.as_str(), words.as_str())).collect();
        let one = ("arn:aws:iam::123456789012:role/one", "Used by c");
        assert_eq!(roles, [one, ("arn:aws:iam::123456789012:role/two", "Used by b")]);
        assert_eq!(found.subnets, [("subnet-1, subnet-2".to_owned(), "Used by c".to_owned())]);
        assert_eq!(found.output_keys, [("1234abcd-12ab-34cd-56ef-1234567890ab".to_owned(), "Used by c".to_owned())]);
    }

    #[tokio::test]
    async fn pools_are_those_that_the_target_says_are_free() {
        let target = Target::start(|operation, body| match operation {
            "ListTrainingJobs" if body["WarmPoolStatusEquals"] == "Available" => {
                (200, json!({ "TrainingJobSummaries": [{ "TrainingJobName": "kept", "CreationTime": 1.0 }] }))
            }
            _ => (500, Value::Null),
        })
        .await;
        target.add("kept", Timestamp::from_milliseconds(1), &body("kept")).await;
        let pools = target.history.warm_pools().await.expect("pools");
        assert_eq!(pools.iter().map(|pool| pool.job.as_str()).collect::<Vec<_>>(), ["kept"]);
    }
}
