//! The engine fails on purpose when a tag or a setting says so. `docs/fault-rehearsal.md` describes the use.
//!
//! `domain::fault_injection` has the names and the rules. [`fault`] has their effect on a call or a job, [`counter`] counts
//! them, [`call_tags`] knows whether any tag is about calls, and [`dropped_response`] marks answers that are lost.

mod call_tags;
mod counter;
mod dropped_response;
mod fault;

use domain::fault_injection::Fault;
use serde_json::Value;

use crate::{account::Account, db};
use call_tags::CallTags;
use counter::Counter;

pub(crate) use dropped_response::DroppedResponse;
pub(crate) use fault::{InjectedFault, Stage, limit_exceeded};

/// The tag whose value names the fault of a job. With `:` and an operation behind it, the tag is about calls for that job.
pub(crate) const TAG: &str = "baton:rehearse";

/// Decides which calls and jobs fail.
pub(crate) struct FaultInjection {
    account: Account,
    counter: Counter,
    call_tags: CallTags,
}

/// The properties of a call that faults depend on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call<'a> {
    /// `sagemaker`, `logs`, `monitoring` (CloudWatch), `s3`, `sts` or `iam`.
    pub(crate) service: &'static str,
    /// For example `CreateTrainingJob` or `PutObject`.
    pub(crate) operation: &'a str,
    /// The job, model or log stream, or `bucket/key`.
    pub(crate) name: &'a str,
    /// The input of a JSON operation.
    pub(crate) input: &'a Value,
}

impl FaultInjection {
    pub(crate) fn new(account: Account) -> Self {
        Self { account, counter: Counter::default(), call_tags: CallTags::default() }
    }

    /// The fault of a call; `None` for a call without one.
    pub(crate) async fn for_call(&self, call: Call<'_>) -> Option<InjectedFault> {
        self.call_tags.note(call.input);
        let (settings, generation) = self.account.settings.current().await;
        for (number, rule) in settings.rehearsal.iter().enumerate() {
            if rule.is_about_call(call.service, call.operation, call.name)
                && self.counter.is_due(rule_name(generation, number), rule.times)
            {
                return fault::answer(rule.fault, &call, rule.seconds, &self.account.number, &self.account.region);
            }
        }
        let (tag, script) = self.script(call).await?;
        let (fault, number) = fault::parse(&script)?;
        let (times, seconds) = if fault == Fault::LateAnswer { (None, number) } else { (number, None) };
        // An answer is lost once, so that a client that repeats the call gets one.
        let times = times.or((fault == Fault::LostAnswer).then_some(1));
        if self.counter.is_due(counter::tag_name(call.name, &tag), times) {
            return fault::answer(fault, &call, seconds.map(u64::from), &self.account.number, &self.account.region);
        }
        None
    }

    /// The tag about this call, and its value.
    async fn script(&self, call: Call<'_>) -> Option<(String, String)> {
        if call.service != "sagemaker" || call.name.is_empty() {
            return None;
        }
        if call.operation == "CreateTrainingJob" {
            let tags = call.input.get("Tags")?.as_array()?;
            let tag = tags.iter().find(|tag| tag.get("Key").is_some_and(|key| key == TAG))?;
            return Some((TAG.to_owned(), tag.get("Value")?.as_str()?.to_owned()));
        }
        call.input.get("TrainingJobName")?;
        if !self.call_tags.exist(self.account.database.reader()).await {
            return None;
        }
        let arn = self.account.training_job_arn(call.name);
        let key = format!("{TAG}:{}", call.operation);
        let value = db::tags::value(self.account.database.reader(), &arn, &key).await.ok()??;
        Some((key, value))
    }

    /// The `FailureReason` that a job gets on purpose when it reaches a stage. A rule that counts counts jobs.
    pub(crate) async fn for_stage(&self, stage: Stage, name: &str, arn: &str) -> Option<String> {
        let (settings, generation) = self.account.settings.current().await;
        for (number, rule) in settings.rehearsal.iter().enumerate() {
            if rule.names(name)
                && let Some(reason) = fault::failure(rule.fault, stage, arn)
                && self.counter.is_due(rule_name(generation, number), rule.times)
            {
                return Some(reason);
            }
        }
        let script = db::tags::value(self.account.database.reader(), arn, TAG).await.ok().flatten()?;
        fault::failure(fault::parse(&script)?.0, stage, arn)
    }

    /// Resets the counts of a job's tags, when the tags are written again or the job is deleted.
    pub(crate) fn forget_tags(&self, job: &str) {
        self.counter.forget_tags(job);
    }
}

/// The name under which a rule of the settings is counted.
fn rule_name(generation: u64, number: usize) -> String {
    format!("rule {generation}.{number}")
}
