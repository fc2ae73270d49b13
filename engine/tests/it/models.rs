//! Models, and the tags of models and jobs.

use serde_json::{Value, json};

use crate::harness::{BUCKET, World, request};

fn model(name: &str, data: &str) -> Value {
    json!({
        "ModelName": name,
        "ExecutionRoleArn": "arn:aws:iam::000000000000:role/service-role/Tests",
        "PrimaryContainer": {
            "Image": "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1",
            "ModelDataUrl": format!("s3://{BUCKET}/{data}"),
        },
        "Tags": [{ "Key": "team", "Value": "vision" }],
    })
}

#[tokio::test]
async fn a_model_is_registered_described_listed_and_deleted() {
    let world = World::start("exit 0").await;
    world.put("m/model.tar.gz", b"weights").await;
    let call = async |operation: &str, body: Value| world.client.json(&format!("SageMaker.{operation}"), &body).await;
    for name in ["cats", "cats-2", "dogs"] {
        let created = call("CreateModel", model(name, "m/model.tar.gz")).await;
        assert_eq!(created.status, 200, "{}", created.text());
        assert_eq!(created.json()["ModelArn"], format!("arn:aws:sagemaker:us-west-2:000000000000:model/{name}"));
    }
    let described = call("DescribeModel", json!({ "ModelName": "cats" })).await.json();
    assert_eq!(described["PrimaryContainer"]["ModelDataUrl"], format!("s3://{BUCKET}/m/model.tar.gz"));
    assert_eq!(described["PrimaryContainer"]["Mode"], "SingleModel");
    assert_eq!(described["EnableNetworkIsolation"], false);
    assert!(described["Tags"].is_null(), "tags are listed, not described");

    let names = |page: &Value| -> Vec<String> {
        let models = page["Models"].as_array().cloned().unwrap_or_default();
        models.iter().filter_map(|model| model["ModelName"].as_str().map(str::to_owned)).collect()
    };
    let first = call("ListModels", json!({ "SortBy": "Name", "SortOrder": "Ascending", "MaxResults": 2 })).await.json();
    assert_eq!(names(&first), ["cats", "cats-2"]);
    let rest = json!({ "SortBy": "Name", "SortOrder": "Ascending", "MaxResults": 2, "NextToken": first["NextToken"] });
    let rest = call("ListModels", rest).await.json();
    assert_eq!((names(&rest), rest.get("NextToken")), (vec!["dogs".to_owned()], None));
    assert_eq!(names(&call("ListModels", json!({ "NameContains": "cat" })).await.json()), ["cats-2", "cats"], "newest first");

    assert_eq!(call("DeleteModel", json!({ "ModelName": "cats" })).await.status, 200);
    let gone = call("DescribeModel", json!({ "ModelName": "cats" })).await;
    let text = "Could not find model \"arn:aws:sagemaker:us-west-2:000000000000:model/cats\".";
    assert_eq!(
        (gone.status, gone.json()["__type"].as_str(), gone.json()["message"].as_str()),
        (400, Some("ValidationException"), Some(text))
    );
    assert_eq!(call("DeleteModel", json!({ "ModelName": "cats" })).await.json()["message"], text);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_model_is_refused_in_the_services_words() {
    let world = World::start("exit 0").await;
    world.put("m/model.tar.gz", b"weights").await;
    let refused = async |body: Value| world.client.json("SageMaker.CreateModel", &body).await.json()["message"].clone();
    assert_eq!(world.client.json("SageMaker.CreateModel", &model("cats", "m/model.tar.gz")).await.status, 200);
    assert_eq!(
        refused(model("cats", "m/model.tar.gz")).await,
        "Cannot create already existing model \"arn:aws:sagemaker:us-west-2:000000000000:model/cats\"."
    );
    assert_eq!(
        refused(model("dogs", "m/nothing.tar.gz")).await,
        format!("Could not find model data at s3://{BUCKET}/m/nothing.tar.gz.")
    );
    let mut wrong = model("a_b", "m/model.tar.gz");
    wrong["PrimaryContainer"]["Mode"] = json!("Double");
    wrong["Tags"][0]["Key"] = json!("{}");
    assert_eq!(
        refused(wrong).await,
        "3 validation errors detected: \
         Value 'a_b' at 'modelName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?; \
         Value 'Double' at 'primaryContainer.mode' failed to satisfy constraint: Member must satisfy enum value set: [SingleModel, MultiModel]; \
         Value '{}' at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: ^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)"
    );
    world.engine.shutdown().await;
}

#[tokio::test]
async fn tags_are_added_replaced_deleted_and_paged() {
    let world = World::start("exit 0").await;
    world.create(&request("tagged")).await;
    let arn = "arn:aws:sagemaker:us-west-2:000000000000:training-job/tagged";
    let call = async |operation: &str, mut body: Value| {
        body["ResourceArn"] = json!(arn);
        world.client.json(&format!("SageMaker.{operation}"), &body).await
    };
    let tags = async || call("ListTags", json!({})).await.json()["Tags"].clone();
    let added = call("AddTags", json!({ "Tags": [{ "Key": "a", "Value": "1" }, { "Key": "b", "Value": "" }] })).await;
    assert_eq!(added.json()["Tags"], json!([{ "Key": "a", "Value": "1" }, { "Key": "b", "Value": "" }]));
    call("AddTags", json!({ "Tags": [{ "Key": "a", "Value": "2" }] })).await;
    assert_eq!(call("DeleteTags", json!({ "TagKeys": ["b", "unknown"] })).await.status, 200);
    assert_eq!(tags().await, json!([{ "Key": "a", "Value": "2" }]));

    let many: Vec<Value> = (0..50).map(|number| json!({ "Key": format!("k{number}"), "Value": "x" })).collect();
    let refused = call("AddTags", json!({ "Tags": many })).await;
    assert_eq!(refused.json()["__type"], "ValidationException");
    assert_eq!(tags().await, json!([{ "Key": "a", "Value": "2" }]), "all or none");
    assert_eq!(call("ListTags", json!({ "MaxResults": 49 })).await.status, 400, "at least 50");
    let nobody = json!({ "ResourceArn": format!("{arn}-2") });
    assert_eq!(world.client.json("SageMaker.ListTags", &nobody).await.json()["message"], "Requested resource not found.");
    world.engine.shutdown().await;
}
