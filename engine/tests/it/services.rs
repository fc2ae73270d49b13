//! IAM, STS, services that the engine does not have, and callers in other Regions.

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    client::{Call, Reply},
    harness::{BUCKET, World, request},
};

async fn query(world: &World, service: &str, body: &str) -> Reply {
    let headers = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
    world
        .client
        .send(&Call { service, method: "POST", path: "/", query: "", headers, body: body.as_bytes(), altered: None })
        .await
}

#[tokio::test]
async fn every_role_may_do_everything_and_says_so_in_pages() {
    let world = World::start("exit 0").await;
    let ask = "Action=SimulatePrincipalPolicy&Version=2010-05-08&PolicySourceArn=arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2FR&ActionNames.member.1=s3%3APutObject&ActionNames.member.2=s3%3AGetObject";
    let one = query(&world, "iam", ask).await;
    assert_eq!(
        (one.status, one.members("EvalActionName")),
        (200, vec!["s3:PutObject".to_owned(), "s3:GetObject".into()]),
        "{}",
        one.text()
    );
    assert_eq!(
        (one.members("EvalDecision"), one.members("EvalResourceName")),
        (vec!["allowed".to_owned(); 2], vec!["*".to_owned(); 2])
    );
    assert_eq!(one.member("IsTruncated").as_deref(), Some("false"));
    let resources =
        format!("{ask}&ResourceArns.member.1=arn%3Aaws%3As3%3A%3A%3Aa&ResourceArns.member.2=arn%3Aaws%3As3%3A%3A%3Ab&MaxItems=3");
    let first = query(&world, "iam", &resources).await;
    assert_eq!((first.members("EvalDecision").len(), first.member("IsTruncated").as_deref()), (3, Some("true")));
    let marker = first.member("Marker").expect("a marker");
    let rest = query(&world, "iam", &format!("{resources}&Marker={marker}")).await;
    assert_eq!(
        (rest.members("EvalResourceName"), rest.member("IsTruncated").as_deref()),
        (vec!["arn:aws:s3:::b".to_owned()], Some("false"))
    );
    let wrong = query(&world, "iam", "Action=SimulatePrincipalPolicy&PolicySourceArn=x").await;
    assert_eq!(wrong.refusal(), (400, "ValidationError".into()));
    let other = query(&world, "iam", "Action=ListUsers").await;
    assert_eq!(other.refusal(), (400, "InvalidAction".into()));
    assert!(other.text().contains("operation \"ListUsers\""), "{}", other.text());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn the_caller_acts_in_a_role_that_jobs_can_take() {
    let world = World::start("exit 0").await;
    let caller = query(&world, "sts", "Action=GetCallerIdentity&Version=2011-06-15").await;
    let arn = caller.member("Arn").expect("an ARN");
    let role =
        arn.strip_prefix("arn:aws:sts::000000000000:assumed-role/").and_then(|rest| rest.split_once('/')).expect("a role").0;
    assert!(caller.member("UserId").is_some_and(|id| id.contains(':')), "{}", caller.text());
    let role = query(&world, "iam", &format!("Action=GetRole&RoleName={role}")).await;
    let mut job = request("by-role");
    job["RoleArn"] = json!(role.member("Arn").expect("an ARN"));
    world.create(&job).await;
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_call_of_another_service_is_refused_by_the_name_of_its_operation() {
    let world = World::start("exit 0").await;
    let ec2 = query(&world, "ec2", "Action=DescribeInstances&Version=2016-11-15").await;
    assert_eq!(ec2.refusal(), (400, "InvalidAction".into()), "{}", ec2.text());
    assert!(ec2.text().contains("<Errors>") && ec2.text().contains("DescribeInstances"), "{}", ec2.text());
    let runtime = Call {
        service: "sagemaker",
        method: "POST",
        path: "/endpoints/mine/invocations",
        query: "",
        headers: Vec::new(),
        body: b"{}",
        altered: None,
    };
    let runtime = world.client.send(&runtime).await;
    let message = runtime.json()["message"].as_str().unwrap_or_default().to_owned();
    assert!(message.contains("POST /endpoints/mine/invocations") && message.contains("deploy the model on AWS"), "{message}");
    let deploy = world.client.json("SageMaker.CreateEndpointConfig", &json!({})).await.json();
    let message = deploy["message"].as_str().unwrap_or_default();
    assert!(message.contains("\"CreateEndpointConfig\"") && message.contains("on AWS"), "{message}");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_caller_in_another_region_sees_arns_of_its_region() {
    let world = World::start("exit 0").await;
    world.create(&request("somewhere")).await;
    let mut abroad = world.client.clone();
    abroad.region = "eu-west-1";
    let arn = "arn:aws:sagemaker:eu-west-1:000000000000:training-job/somewhere";
    let described = abroad.json("SageMaker.DescribeTrainingJob", &json!({ "TrainingJobName": "somewhere" })).await.json();
    assert_eq!(described["TrainingJobArn"], arn);
    let listed = abroad.json("SageMaker.ListTrainingJobs", &json!({})).await.json();
    assert_eq!(listed["TrainingJobSummaries"][0]["TrainingJobArn"], arn);
    let groups = abroad.json("Logs_20140328.DescribeLogGroups", &json!({})).await.json();
    assert_eq!(
        groups["logGroups"][0]["logGroupArn"],
        "arn:aws:logs:eu-west-1:000000000000:log-group:/aws/sagemaker/TrainingJobs"
    );
    let tags = json!([{ "Key": "a", "Value": "b" }]);
    let tagged = abroad.json("SageMaker.AddTags", &json!({ "ResourceArn": arn, "Tags": tags })).await;
    assert_eq!((tagged.status, tagged.json()["Tags"].clone()), (200, tags), "{}", tagged.text());
    let at_home = world.client.json("SageMaker.AddTags", &json!({ "ResourceArn": arn, "Tags": [] })).await;
    assert_eq!(at_home.json()["message"], "Requested resource not found.");
    assert_eq!(world.describe("somewhere").await["TrainingJobArn"], arn.replace("eu-west-1", "us-west-2"));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn debugger_rules_have_a_status_each() {
    let world = World::start("exit 0").await;
    let mut job = request("ruled");
    job["DebugRuleConfigurations"] = json!([{ "RuleConfigurationName": "Vanishing", "RuleEvaluatorImage": "895741380848.dkr.ecr.us-west-2.amazonaws.com/sagemaker-debugger-rules:latest" }]);
    world.create(&job).await;
    let statuses = world.describe("ruled").await["DebugRuleEvaluationStatuses"].clone();
    assert_eq!(
        (&statuses[0]["RuleConfigurationName"], &statuses[0]["RuleEvaluationStatus"]),
        (&json!("Vanishing"), &json!("Stopped"))
    );
    world.create(&request("plain")).await;
    assert_eq!(world.describe("plain").await["DebugRuleEvaluationStatuses"], Value::Null);
    world.engine.shutdown().await;
}

/// botocore takes the status of such an answer for that of its next request, unless the connection ends.
#[tokio::test]
async fn a_client_that_waits_before_an_empty_body_gets_a_new_connection() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/empty");
    let headers = vec![("expect", "100-continue".to_owned())];
    let call = Call { service: "s3", method: "PUT", path: &path, query: "", headers, body: b"", altered: None };
    let bytes = String::from_utf8(world.client.signed(&call)).expect("text").replace("connection: close\r\n", "");
    let mut stream = TcpStream::connect(world.client.address).await.expect("the engine listens");
    stream.write_all(bytes.as_bytes()).await.expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("the connection ends");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.to_lowercase().contains("connection: close"), "{answer}");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn methods_and_documents_that_make_no_sense_are_the_clients_fault() {
    let world = World::start("exit 0").await;
    let address = world.client.address.to_string();
    let connect = crate::client::raw(world.client.address, "CONNECT", "example.org:443", &[("host", address)], b"").await;
    assert!((400..500).contains(&connect.status), "{}", connect.headers);
    let deep = "[".repeat(100_000);
    let headers = vec![("x-amz-target", "SageMaker.ListTrainingJobs".to_owned())];
    let call = Call { service: "sagemaker", method: "POST", path: "/", query: "", headers, body: deep.as_bytes(), altered: None };
    assert_eq!(world.client.send(&call).await.json()["__type"], "SerializationException");
    world.engine.shutdown().await;
}
