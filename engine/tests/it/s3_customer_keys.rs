//! Encryption with keys that the clients keep (SSE-C).

use base64::{Engine as _, prelude::BASE64_STANDARD};
use s3s::crypto::{Checksum, Md5};

use crate::{
    client::Reply,
    harness::{BUCKET, World, request},
};

const PREFIX: &str = "x-amz-server-side-encryption-customer-";
const SOURCE_PREFIX: &str = "x-amz-copy-source-server-side-encryption-customer-";

/// The headers of a key that consists of one byte again and again.
fn key(prefix: &str, byte: u8) -> Vec<(String, String)> {
    let bytes = [byte; 32];
    let md5 = BASE64_STANDARD.encode(Md5::checksum(&bytes));
    let values = [("algorithm", "AES256".to_owned()), ("key", BASE64_STANDARD.encode(bytes)), ("key-md5", md5)];
    values.map(|(name, value)| (format!("{prefix}{name}"), value)).to_vec()
}

async fn call(world: &World, method: &str, object: &str, query: &str, headers: &[(String, String)], body: &[u8]) -> Reply {
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    world.client.s3(method, &format!("/{BUCKET}/{object}"), query, &headers, body).await
}

fn assert_told(reply: &Reply, headers: &[(String, String)]) {
    assert!(reply.status < 300, "{} {}", reply.status, reply.text());
    assert_eq!(reply.header(&format!("{PREFIX}algorithm")).as_deref(), Some("AES256"));
    assert_eq!(reply.header(&format!("{PREFIX}key-md5")).as_ref(), Some(&headers[2].1));
    assert_eq!(reply.header("x-amz-server-side-encryption"), None);
}

fn assert_refused(reply: &Reply, status: u16, code: &str) {
    assert_eq!(reply.refusal(), (status, code.to_owned()), "{}", reply.text());
}

#[tokio::test]
async fn an_object_is_read_with_its_key_alone() {
    let world = World::start("exit 0").await;
    let (mine, other) = (key(PREFIX, 1), key(PREFIX, 2));
    assert_told(&call(&world, "PUT", "object", "", &mine, b"a secret").await, &mine);
    for method in ["GET", "HEAD"] {
        let read = call(&world, method, "object", "", &mine, b"").await;
        assert_told(&read, &mine);
        assert_eq!(read.header("content-length").as_deref(), Some("8"));
        assert_eq!(call(&world, method, "object", "", &[], b"").await.status, 400);
        assert_eq!(call(&world, method, "object", "", &other, b"").await.status, 403);
    }
    assert_eq!(call(&world, "GET", "object", "", &mine, b"").await.body, b"a secret");
    assert_refused(&call(&world, "GET", "object", "", &[], b"").await, 400, "InvalidRequest");
    assert_refused(&call(&world, "GET", "object", "", &other, b"").await, 403, "AccessDenied");
    let asked = ("x-amz-object-attributes".to_owned(), "ETag".to_owned());
    assert_refused(&call(&world, "GET", "object", "attributes=", std::slice::from_ref(&asked), b"").await, 400, "InvalidRequest");
    assert_eq!(call(&world, "GET", "object", "attributes=", &[mine.clone(), vec![asked]].concat(), b"").await.status, 200);

    world.put("plain", b"open").await;
    assert_refused(&call(&world, "GET", "plain", "", &mine, b"").await, 400, "InvalidRequest");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_key_that_is_not_one_stores_nothing() {
    let world = World::start("exit 0").await;
    let mine = key(PREFIX, 1);
    for missing in 0..3 {
        let mut headers = mine.clone();
        headers.remove(missing);
        assert_refused(&call(&world, "PUT", "object", "", &headers, b"a").await, 400, "InvalidArgument");
    }
    let changed = |place: usize, value: &str| {
        let mut headers = mine.clone();
        headers[place].1 = value.to_owned();
        headers
    };
    let put = async |headers: &[(String, String)]| call(&world, "PUT", "object", "", headers, b"a").await;
    assert_refused(&put(&changed(0, "AES128")).await, 400, "InvalidEncryptionAlgorithmError");
    assert_refused(&put(&changed(1, "c2hvcnQ=")).await, 400, "InvalidArgument");
    assert_refused(&put(&changed(1, "no base64")).await, 400, "InvalidArgument");
    assert_refused(&put(&changed(2, &key(PREFIX, 2)[2].1)).await, 400, "InvalidArgument");
    let both = [mine.clone(), vec![("x-amz-server-side-encryption".to_owned(), "AES256".to_owned())]].concat();
    assert_refused(&put(&both).await, 400, "InvalidArgument");
    assert_eq!(call(&world, "HEAD", "object", "", &[], b"").await.status, 404);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_copy_opens_its_source_and_has_a_key_of_its_own() {
    let world = World::start("exit 0").await;
    let (mine, other) = (key(PREFIX, 1), key(PREFIX, 2));
    assert_eq!(call(&world, "PUT", "object", "", &mine, b"a secret").await.status, 200);
    let source = vec![("x-amz-copy-source".to_owned(), format!("{BUCKET}/object"))];
    assert_refused(&call(&world, "PUT", "copy", "", &source, b"").await, 400, "InvalidRequest");
    let wrong = [source.clone(), key(SOURCE_PREFIX, 2)].concat();
    assert_refused(&call(&world, "PUT", "copy", "", &wrong, b"").await, 403, "AccessDenied");

    let opened = [source, key(SOURCE_PREFIX, 1)].concat();
    let copied = call(&world, "PUT", "copy", "", &[opened.clone(), other.clone()].concat(), b"").await;
    assert_told(&copied, &other);
    assert_eq!(call(&world, "GET", "copy", "", &other, b"").await.body, b"a secret");
    assert_eq!(call(&world, "GET", "copy", "", &mine, b"").await.status, 403);
    let plain = call(&world, "PUT", "plain", "", &opened, b"").await;
    assert_eq!(plain.header("x-amz-server-side-encryption").as_deref(), Some("AES256"));
    assert_eq!(world.get("plain").await.as_deref(), Some(&b"a secret"[..]));
    // A copy onto itself changes the key.
    let rotated = call(&world, "PUT", "object", "", &[opened, other.clone()].concat(), b"").await;
    assert_told(&rotated, &other);
    assert_eq!(call(&world, "GET", "object", "", &other, b"").await.body, b"a secret");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn the_parts_of_an_upload_bring_its_key() {
    let world = World::start("exit 0").await;
    let (mine, other) = (key(PREFIX, 1), key(PREFIX, 2));
    let created = call(&world, "POST", "object", "uploads=", &mine, b"").await;
    assert_told(&created, &mine);
    let id = created.member("UploadId").expect("an id");
    let part = |number: u8| format!("partNumber={number}&uploadId={id}");
    let first = vec![b'a'; 5 * 1024 * 1024];
    for headers in [&[][..], &other[..]] {
        assert_refused(&call(&world, "PUT", "object", &part(1), headers, &first).await, 400, "InvalidRequest");
    }
    let sent = call(&world, "PUT", "object", &part(1), &mine, &first).await;
    assert_told(&sent, &mine);
    world.put("plain", b"end").await;
    let source = vec![("x-amz-copy-source".to_owned(), format!("{BUCKET}/plain"))];
    let copied = call(&world, "PUT", "object", &part(2), &[source, mine.clone()].concat(), b"").await;
    assert_told(&copied, &mine);
    let etags = [sent.header("etag").unwrap_or_default(), copied.member("ETag").unwrap_or_default()];
    let parts: String = (1..)
        .zip(etags)
        .map(|(number, etag)| format!("<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>"))
        .collect();
    let body = format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
    let done = call(&world, "POST", "object", &format!("uploadId={id}"), &[], body.as_bytes()).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(done.header("x-amz-server-side-encryption"), None);
    assert!(call(&world, "GET", "object", "", &mine, b"").await.body == [&first[..], b"end"].concat());
    assert_eq!(call(&world, "GET", "object", "", &[], b"").await.status, 400);

    let open = call(&world, "POST", "open", "uploads=", &[], b"").await.member("UploadId").expect("an id");
    let keyed = call(&world, "PUT", "open", &format!("partNumber=1&uploadId={open}"), &mine, b"a").await;
    assert_refused(&keyed, 400, "InvalidRequest");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_job_says_that_it_has_no_such_key() {
    let world = World::start("exit 0").await;
    assert_eq!(call(&world, "PUT", "train/a.rec", "", &key(PREFIX, 1), b"data").await.status, 200);
    world.create(&request("keyless")).await;
    let job = world.wait("keyless", "TrainingJobStatus", "Failed").await;
    let reason = job["FailureReason"].as_str().unwrap_or_default();
    let start = format!(
        "ClientError: Data download failed:Unable to download object s3://{BUCKET}/train/a.rec: it is encrypted with a key"
    );
    assert!(reason.starts_with(&start) && reason.contains("(SSE-C)"), "{reason}");
    world.engine.shutdown().await;
}
