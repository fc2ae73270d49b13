//! `CreateTrainingJob`: the body that is sent.

use domain::CreateTrainingJob;

/// The body as the domain writes it, which is what the page shows: members that the SDK has no word for travel on too.
///
/// A request always has a JSON form; an empty body, which the service refuses, stands for the impossible rest.
pub(crate) fn body(request: &CreateTrainingJob) -> String {
    serde_json::to_string(request).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::testing::{Target, arn, body, checked};

    /// Sends a request and gives the JSON that arrived.
    async fn sent(body: &Value) -> Value {
        let target = Target::start(|_, body| (200, json!({ "TrainingJobArn": arn(&body["TrainingJobName"].to_string()) }))).await;
        target.aws.create_training_job(&checked(body)).await.expect("an accepted request");
        let bodies = target.bodies("CreateTrainingJob");
        assert_eq!(bodies.len(), 1);
        serde_json::from_slice(&bodies[0]).expect("JSON")
    }

    #[tokio::test]
    async fn what_is_sent_is_what_the_page_showed() {
        let body = body("cats-v1");
        let shown = serde_json::to_value(checked(&body)).expect("JSON");
        assert_eq!(shown, body);
        assert_eq!(sent(&body).await, shown);
    }

    #[tokio::test]
    async fn members_that_the_form_does_not_know_travel_on() {
        let mut body = body("cats-v1");
        body["EnableNetworkIsolation"] = true.into();
        body["Environment"] = json!({ "A": "b" });
        body["StoppingCondition"]["MaxPendingTimeInSeconds"] = 7200.into();
        body["AlgorithmSpecification"] = json!({
            "TrainingImage": "000000000000.dkr.ecr.us-west-2.amazonaws.com/own:1",
            "TrainingInputMode": "File",
            "MetricDefinitions": [{ "Name": "m", "Regex": "m=(.*)" }],
        });
        assert_eq!(sent(&body).await, body);
    }
}
