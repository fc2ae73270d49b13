//! Forms that upload a file, sent as browsers send them.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    client::{Reply, raw},
    harness::{BUCKET, World},
};

/// A form with a policy of these conditions, signed by version 2. The fields come in order, after those of the signature.
fn signed(world: &World, conditions: &Value, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let policy = json!({ "expiration": "2100-01-01T00:00:00Z", "conditions": conditions });
    let policy = BASE64_STANDARD.encode(policy.to_string());
    let signature = world.client.signature_2(&policy);
    let own = [("AWSAccessKeyId", world.client.access_key_id.as_str()), ("policy", &policy), ("signature", &signature)];
    own.iter().chain(fields).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn post(world: &World, fields: &[(String, String)], file: Option<&[u8]>) -> Reply {
    let part = |name: &str, value: &str| format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let mut body: Vec<u8> = fields.iter().map(|(name, value)| part(name, value)).collect::<String>().into_bytes();
    if let Some(file) = file {
        body.extend(b"--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n");
        body.extend(file);
        body.extend(b"\r\n");
    }
    body.extend(b"--B--\r\n");
    let headers = [("host", world.client.address.to_string()), ("content-type", "multipart/form-data; boundary=B".to_owned())];
    raw(world.client.address, "POST", &format!("/{BUCKET}"), &headers, &body).await
}

fn conditions() -> Value {
    json!([{ "bucket": BUCKET }, ["starts-with", "$key", "form/"], ["starts-with", "$tagging", ""], ["content-length-range", "1", 9]])
}

const TAGS: &str = "<Tagging><TagSet><Tag><Key>team</Key><Value>a b</Value></Tag></TagSet></Tagging>";

#[tokio::test]
async fn a_form_stores_its_file_with_what_its_fields_say() {
    let world = World::start("exit 0").await;
    let rules = json!([{ "bucket": BUCKET }, { "key": "form/ü.txt" }, ["starts-with", "$tagging", ""],
        ["eq", "$x-amz-meta-owner", "änn"], ["starts-with", "$Content-Type", "text/"]]);
    let fields = [("key", "form/ü.txt"), ("tagging", TAGS), ("x-amz-meta-owner", "änn"), ("Content-Type", "text/plain")];
    let sent = post(&world, &signed(&world, &rules, &fields), Some(b"bytes\r\n--b")).await;
    assert_eq!(sent.status, 204, "{}", sent.text());
    assert!(sent.header("x-amz-checksum-crc64nvme").is_some() && sent.header("etag").is_some(), "{}", sent.headers);
    let path = format!("/{BUCKET}/form/%C3%BC.txt");
    let read = world.client.s3("GET", &path, "", &[], b"").await;
    assert_eq!((read.status, read.text().as_str()), (200, "bytes\r\n--b"));
    assert_eq!(read.header("content-type").as_deref(), Some("text/plain"));
    assert_eq!(read.header("x-amz-meta-owner").as_deref(), Some("=?UTF-8?Q?=C3=A4nn?="));
    let tags = world.client.s3("GET", &path, "tagging=", &[], b"").await;
    assert_eq!((tags.member("Key").as_deref(), tags.member("Value").as_deref()), (Some("team"), Some("a b")));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_form_is_answered_as_it_asks() {
    let world = World::start("exit 0").await;
    let rules = json!([{ "bucket": BUCKET }, ["starts-with", "$key", ""], ["starts-with", "$success_action_status", ""],
        ["starts-with", "$success_action_redirect", ""]]);
    let send =
        async |name: &str, value: &str| post(&world, &signed(&world, &rules, &[("key", "a b"), (name, value)]), Some(b"x")).await;
    let created = send("success_action_status", "201").await;
    assert_eq!((created.status, created.member("Key").as_deref()), (201, Some("a b")));
    assert!(created.member("Location").is_some_and(|place| place.ends_with("/a%20b")), "{}", created.text());
    let led = send("success_action_redirect", "http://a.example/done?x=1").await;
    let target = led.header("location").unwrap_or_default();
    assert_eq!(led.status, 303);
    assert!(target.starts_with("http://a.example/done?x=1&bucket=data-of-the-tests&key=a%20b&etag=%22"), "{target}");
    assert_eq!(send("success_action_redirect", "/relative").await.status, 204);
    assert_eq!(send("success_action_status", "418").await.status, 204);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_form_that_its_author_did_not_allow_stores_nothing() {
    let world = World::start("exit 0").await;
    let rules = conditions();
    let good = [("key", "form/a"), ("tagging", TAGS)];
    let refusal = async |fields: &[(&str, &str)], file: &[u8]| post(&world, &signed(&world, &rules, fields), Some(file)).await;
    let failed = refusal(&[("key", "else/a")], b"x").await;
    let text = "Invalid according to Policy: Policy Condition failed: [\"starts-with\", \"$key\", \"form/\"]";
    assert_eq!((failed.refusal(), failed.member("Message").as_deref()), ((403, "AccessDenied".into()), Some(text)));
    let extra = refusal(&[("key", "form/a"), ("x-amz-meta-a", "b")], b"x").await;
    assert_eq!(extra.member("Message").as_deref(), Some("Invalid according to Policy: Extra input fields: x-amz-meta-a"));
    assert_eq!(refusal(&good, b"").await.refusal(), (400, "EntityTooSmall".into()));
    let large = refusal(&good, b"0123456789").await;
    assert_eq!((large.refusal(), large.member("MaxSizeAllowed").as_deref()), ((400, "EntityTooLarge".into()), Some("9")));
    assert_eq!(refusal(&[("key", "form/a"), ("tagging", "garbage")], b"x").await.refusal(), (400, "MalformedXML".into()));

    let whole = signed(&world, &rules, &good);
    let without = |name: &str| whole.iter().filter(|(field, _)| field != name).cloned().collect::<Vec<_>>();
    let unsigned = post(&world, &without("signature"), Some(b"x")).await;
    assert_eq!(
        (unsigned.refusal(), unsigned.member("ArgumentName").as_deref()),
        ((400, "InvalidArgument".into()), Some("Signature"))
    );
    let mut forged = without("signature");
    forged.push(("signature".to_owned(), "AAAA".to_owned()));
    assert_eq!(post(&world, &forged, Some(b"x")).await.refusal(), (403, "SignatureDoesNotMatch".into()));
    let anonymous = [("key".to_owned(), "form/a".to_owned())];
    assert_eq!(post(&world, &anonymous, Some(b"x")).await.refusal(), (403, "AccessDenied".into()));
    assert_eq!(post(&world, &whole, None).await.refusal(), (400, "InvalidArgument".into()));
    let plain =
        raw(world.client.address, "POST", &format!("/{BUCKET}"), &[("host", world.client.address.to_string())], b"x").await;
    assert_eq!(plain.refusal(), (412, "PreconditionFailed".into()));
    assert_eq!(world.get("form/a").await, None);
    // An encoded slash makes no bucket of a bucket and a part of a key.
    let headers = [("host", world.client.address.to_string()), ("content-type", "multipart/form-data; boundary=B".to_owned())];
    let hidden = raw(world.client.address, "POST", &format!("/{BUCKET}%2Fform"), &headers, b"--B--\r\n").await;
    assert_eq!(hidden.refusal(), (405, "MethodNotAllowed".into()));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn the_file_of_a_form_flows_and_its_fields_are_few() {
    let world = World::start("exit 0").await;
    let rules = json!([{ "bucket": BUCKET }, { "key": "large" }]);
    let large: Vec<u8> = (0..20 * 1024 * 1024_u32).map(|number| (number % 251) as u8).collect();
    let sent = post(&world, &signed(&world, &rules, &[("key", "large")]), Some(&large)).await;
    assert_eq!(sent.status, 204, "{}", sent.text());
    assert!(world.get("large").await.as_deref() == Some(&large[..]), "20 MiB arrive");
    let long = "x".repeat(21 * 1024);
    let fields = signed(&world, &rules, &[("x-ignore-long", &long), ("key", "large")]);
    assert_eq!(post(&world, &fields, Some(b"x")).await.refusal(), (400, "MaxPostPreDataLengthExceededError".into()));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_form_that_nobody_signed_is_refused_before_its_file_arrives() {
    let world = World::start("exit 0").await;
    let (address, path) = (world.client.address, format!("/{BUCKET}"));
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: multipart/form-data; boundary=B\r\ncontent-length: 1000000000\r\n\r\n"
    );
    let field = |name: &str| format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
    let begun = format!("{head}{}form/a\r\n{}{}", field("key"), field("file"), "x".repeat(8192));
    let mut stream = TcpStream::connect(address).await.expect("the engine listens");
    stream.write_all(begun.as_bytes()).await.expect("it reads");
    let mut answer = String::new();
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_string(&mut answer));
    let _ = read.await.expect("the answer does not wait for the file");
    assert!(answer.starts_with("HTTP/1.1 403") && answer.contains("<Code>AccessDenied</Code>"), "{answer}");
    world.engine.shutdown().await;
}
