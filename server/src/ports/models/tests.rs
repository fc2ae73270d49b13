//! The models' calls, as the service answers them and as it does not.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use console::{error::AppError, ports::models::Models};
use domain::{
    Timestamp,
    model::{CreateModel, ModelDraft},
};
use serde_json::{Value, json};

use super::TargetModels;
use crate::testing::{Answer, Target};

const IMAGE: &str = "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1";
const DATA: &str = "s3://bucket/output/a/output/model.tar.gz";
const ROLE: &str = "arn:aws:iam::000000000000:role/BatonLocalRole";

fn model(name: &str) -> CreateModel {
    let draft = ModelDraft { name: name.to_owned(), role: ROLE.to_owned(), image: IMAGE.to_owned(), data: DATA.to_owned() };
    CreateModel::check(&draft).expect("a model")
}

/// What `DescribeModel` says of a model with this artifact.
fn described(name: &str, data: &str) -> Answer {
    (
        200,
        json!({
            "ModelName": name, "ModelArn": format!("arn:aws:sagemaker:us-west-2:000000000000:model/{name}"),
            "ExecutionRoleArn": ROLE, "CreationTime": 1_700_000_000.5, "EnableNetworkIsolation": true,
            "PrimaryContainer": { "Image": IMAGE, "Mode": "SingleModel", "ModelDataUrl": data, "Environment": { "B": "2", "A": "1" } },
        }),
    )
}

fn unknown(name: &str) -> Answer {
    let message = format!("Could not find model \"arn:aws:sagemaker:us-west-2:000000000000:model/{name}\".");
    (400, json!({ "__type": "ValidationException", "message": message }))
}

async fn models(answer: impl Fn(&str, &Value) -> Answer + Send + Sync + 'static) -> (TargetModels, Target) {
    let target = Target::start(answer).await;
    (TargetModels::new(target.aws.clone()), target)
}

fn body(target: &Target, operation: &str) -> Value {
    let bodies = target.bodies(operation);
    serde_json::from_slice(bodies.last().expect("a call")).expect("JSON")
}

#[tokio::test]
async fn a_page_of_models_is_asked_for_newest_first() {
    let (models, target) = models(|_, _| {
        let summary = json!({ "ModelName": "a", "ModelArn": "arn", "CreationTime": 1.5 });
        (200, json!({ "Models": [summary], "NextToken": "more" }))
    })
    .await;
    let page = models.list(Some("cats".to_owned()), Some("from here".to_owned())).await.expect("a page");
    assert_eq!(
        (page.models[0].name.as_str(), page.models[0].created_at, page.next.as_deref()),
        ("a", Timestamp::from_milliseconds(1_500), Some("more"))
    );
    let asked = body(&target, "ListModels");
    assert_eq!((&asked["NameContains"], &asked["NextToken"]), (&json!("cats"), &json!("from here")));
    assert_eq!((&asked["SortBy"], &asked["SortOrder"]), (&json!("CreationTime"), &json!("Descending")));
}

#[tokio::test]
async fn a_model_is_described_with_its_container() {
    let (models, _target) = models(|_, asked| match asked["ModelName"].as_str() {
        Some("a") => described("a", DATA),
        _ => unknown("b"),
    })
    .await;
    let found = models.describe("a").await.expect("an answer").expect("a model");
    assert_eq!(
        (found.role.as_deref(), found.created_at, found.is_isolated),
        (Some(ROLE), Some(Timestamp::from_milliseconds(1_700_000_000_500)), true)
    );
    let container = &found.containers[0];
    assert_eq!((container.image.as_deref(), container.data.as_deref()), (Some(IMAGE), Some(DATA)));
    assert_eq!(container.environment, [("A", "1"), ("B", "2")].map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert!(models.describe("b").await.expect("an answer").is_none());
}

#[tokio::test]
async fn a_model_is_created_once_with_what_was_asked() {
    let (models, target) = models(|_, _| (200, json!({ "ModelArn": "arn" }))).await;
    models.create(model("a")).await.expect("a model");
    assert_eq!(
        body(&target, "CreateModel"),
        json!({ "ModelName": "a", "ExecutionRoleArn": ROLE, "PrimaryContainer": { "Image": IMAGE, "ModelDataUrl": DATA } })
    );
    assert_eq!(target.bodies("CreateModel").len(), 1);
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_describing_the_model() {
    let there = Arc::new(AtomicUsize::new(0));
    let told = there.clone();
    let (models, target) = models(move |operation, _| match (operation, told.load(Ordering::SeqCst)) {
        ("DescribeModel", 0) => described("a", DATA),
        ("DescribeModel", 1) => described("a", "s3://bucket/of-somebody-else.tar.gz"),
        ("DescribeModel", _) => unknown("a"),
        _ => (503, json!({ "__type": "ServiceUnavailable", "message": "later" })),
    })
    .await;
    models.create(model("a")).await.expect("it arrived");
    there.store(1, Ordering::SeqCst);
    let refused = models.create(model("a")).await.expect_err("another model has the name");
    assert!(matches!(&refused, AppError::Refused(words) if words.contains("Choose another name")), "{refused}");
    there.store(2, Ordering::SeqCst);
    assert!(matches!(models.create(model("a")).await, Err(AppError::Upstream { .. })));
    assert_eq!(target.bodies("CreateModel").len(), 3, "none was sent twice");
}

#[tokio::test]
async fn a_taken_name_is_refused_also_when_the_model_is_the_same() {
    let (models, _target) = models(|operation, _| match operation {
        "DescribeModel" => described("a", DATA),
        _ => {
            let message = "Cannot create already existing model \"arn:aws:sagemaker:us-west-2:000000000000:model/a\".";
            (400, json!({ "__type": "ValidationException", "message": message }))
        }
    })
    .await;
    assert!(matches!(models.create(model("a")).await, Err(AppError::Refused(_))));
}

#[tokio::test]
async fn a_model_that_is_gone_is_deleted_already() {
    let (models, target) = models(|_, asked| match asked["ModelName"].as_str() {
        Some("a") => (200, json!({})),
        Some("b") => unknown("b"),
        _ => (400, json!({ "__type": "AccessDeniedException", "message": "no" })),
    })
    .await;
    models.delete("a").await.expect("it is deleted");
    models.delete("b").await.expect("it was gone");
    assert!(models.delete("c").await.is_err());
    assert_eq!(target.bodies("DeleteModel").len(), 3);
}
