//! Managed spot training: capacity that costs less and may be taken away. In this engine a tag says when it is taken away.

use domain::TrainingJobRequest;

/// The tag that rehearses interruptions. `spot-interruption 20` ends the first attempt after 20 seconds, and `spot-interruption
/// 20 5` also ends the second one after 5.
const TAG: &str = "baton:rehearse";
const FAULT: &str = "spot-interruption";
/// The time until there is capacity again.
pub(super) const WAIT_MILLISECONDS: i64 = 3_000;
/// Interruptions of one job. Source: `MaximumRetryAttempts` of shape `RetryStrategy`, at most 30.
const MAX_INTERRUPTIONS: usize = 30;

/// Whether a job runs on spot capacity.
pub(crate) fn is_spot(request: &TrainingJobRequest) -> bool {
    request.enable_managed_spot_training == Some(true)
}

/// The milliseconds after which an attempt loses its capacity. The first attempt has number 0.
pub(super) fn interruption(request: &TrainingJobRequest, attempt: i64) -> Option<i64> {
    if !is_spot(request) {
        return None;
    }
    let tag = request.tags.iter().flatten().find(|tag| tag.key.as_deref() == Some(TAG))?;
    let mut parts = tag.value.as_deref()?.split_whitespace();
    if parts.next() != Some(FAULT) {
        return None;
    }
    let seconds = parts.take(MAX_INTERRUPTIONS).nth(usize::try_from(attempt).ok()?)?.parse::<u32>().ok()?;
    Some(i64::from(seconds) * 1000)
}

/// The end of `MaxWaitTimeInSeconds` for a job that is created `now`.
pub(super) fn give_up_at(request: &TrainingJobRequest, now: i64) -> Option<i64> {
    let limit = request.stopping_condition.as_ref()?.max_wait_time_in_seconds?;
    is_spot(request).then(|| now.saturating_add(limit.saturating_mul(1000)))
}

#[cfg(test)]
mod tests {
    use domain::TrainingJobRequest;

    use super::{give_up_at, interruption};

    #[test]
    fn a_tag_says_when_capacity_is_lost() {
        let request = |spot: bool, value: &str| {
            let text = format!(
                r#"{{"EnableManagedSpotTraining": {spot}, "Tags": [{{"Key": "baton:rehearse", "Value": "{value}"}}],
                     "StoppingCondition": {{"MaxWaitTimeInSeconds": 60}}}}"#
            );
            TrainingJobRequest::from_json(text.as_bytes()).expect("a request")
        };
        let twice = request(true, "spot-interruption 20 5");
        assert_eq!([0, 1, 2].map(|attempt| interruption(&twice, attempt)), [Some(20_000), Some(5_000), None]);
        assert_eq!(interruption(&request(false, "spot-interruption 20"), 0), None);
        assert_eq!(interruption(&request(true, "throttling 2"), 0), None);
        assert_eq!((give_up_at(&twice, 5), give_up_at(&request(false, ""), 5)), (Some(60_005), None));
    }
}
