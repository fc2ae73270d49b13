//! The task of an attempt's supervisor: the program, its environment and its limits.

use std::{ffi::OsString, fs};

use domain::{TrainingJobRequest, algorithm::RANDOM_SEED_VARIABLE};

use super::{Attempt, DEFAULT_RUNTIME, built_in};
use crate::{
    jobs::{failure::JobError, staging},
    process::spec::{Pipe, Spec},
};

impl Attempt {
    /// The specification of this attempt.
    pub(super) async fn spec(&self, request: &TrainingJobRequest, pipes: Vec<Pipe>) -> Result<Spec, JobError> {
        let ml = self.folder.ml();
        let ml = fs::canonicalize(&ml).unwrap_or(ml);
        let mut command = self.jobs.0.trainer.clone();
        command.push(ml.clone().into_os_string());
        if let Some(algorithm) = built_in(request) {
            command.extend(["--algorithm", algorithm.repository].map(OsString::from));
        }
        let environment = vec![
            ("TRAINING_JOB_NAME".to_owned(), self.job.name.clone()),
            ("TRAINING_JOB_ARN".to_owned(), self.job.arn.clone()),
            ("AWS_REGION".to_owned(), self.jobs.account().region.to_string()),
        ];
        let share = &self.jobs.0.share;
        let mut spec = Spec {
            attempt: self.job.attempt,
            marker: format!("{}/{}", self.job.id, self.job.attempt),
            command,
            environment,
            longest_seconds: self.longest_seconds(request),
            grace_seconds: domain::job_status::STOP_GRACE_SECONDS,
            slot: self.slot.number,
            processors: share.processors(self.slot.number),
            memory: Some(share.memory),
            volume: staging::volume(request),
            linked: staging::linked(request, built_in(request).is_none()),
            pipes,
            ..Spec::default()
        };
        if built_in(request).is_some() {
            let variables = request.environment.clone().unwrap_or_default();
            let (passed, withheld): (Vec<_>, Vec<_>) = variables.into_iter().partition(|(name, _)| name == RANDOM_SEED_VARIABLE);
            spec.environment.extend(passed);
            let withheld = withheld.into_iter().map(|(name, _)| name).collect();
            let reason = format!("The built-in algorithms read no variable but {RANDOM_SEED_VARIABLE}");
            self.note_withheld(&reason, withheld).await?;
            return Ok(spec);
        }
        let image = request.training_image().unwrap_or_default();
        let (settings, _) = self.jobs.account().settings.current().await;
        let refuse = |reason: String| JobError::Client(format!("The training image {image} cannot run here: {reason}"));
        let container = settings.registered_image(image);
        let container = container.ok_or_else(|| refuse("it is not registered in engine.json any more.".to_owned()))?;
        let (mut passed, withheld) = container.environment(request);
        // The last variable of a name wins.
        passed.append(&mut spec.environment);
        spec.environment = passed;
        container.complete(&mut spec, request, &ml.display().to_string(), &self.job.id).map_err(refuse)?;
        self.note_withheld("engine.json does not let a request set them for this image", withheld).await?;
        Ok(spec)
    }

    /// Says in the job's log which variables of the request's Environment are not set. Their values may be secrets.
    async fn note_withheld(&self, reason: &str, names: Vec<String>) -> Result<(), JobError> {
        if names.is_empty() {
            return Ok(());
        }
        self.note(format!("These variables of Environment were not set: {}. {reason}.", names.join(", "))).await
    }

    /// The rest of the time limits. They count all attempts together.
    fn longest_seconds(&self, request: &TrainingJobRequest) -> u64 {
        let limit = request.stopping_condition.as_ref().and_then(|condition| condition.max_runtime_in_seconds);
        let runtime = limit.unwrap_or(DEFAULT_RUNTIME) - self.job.trained_ms / 1000;
        let wait = self.job.give_up_at.map_or(i64::MAX, |end| (end - self.now()) / 1000);
        u64::try_from(runtime.min(wait)).unwrap_or_default()
    }
}
