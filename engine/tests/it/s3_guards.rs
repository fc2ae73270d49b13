//! Requests that say what must hold before anything is written or deleted, and what this store cannot promise.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use s3s::crypto::{Checksum, Crc32, Md5};

use crate::{
    client::{Call, Reply},
    harness::{BUCKET, World},
};

/// A list of keys to delete; each with what else is said of it, as XML.
fn list(objects: &[(&str, &str)]) -> String {
    let objects = objects.iter().map(|(key, more)| format!("<Object><Key>{key}</Key>{more}</Object>"));
    format!("<Delete>{}</Delete>", objects.collect::<String>())
}

async fn delete_many(world: &World, headers: &[(&str, &str)], body: &str) -> Reply {
    let md5 = BASE64_STANDARD.encode(Md5::checksum(body.as_bytes()));
    let mut headers = headers.to_vec();
    if headers.is_empty() {
        headers.push(("content-md5", &md5));
    }
    world.client.s3("POST", &format!("/{BUCKET}"), "delete=", &headers, body.as_bytes()).await
}

fn refused(reply: &Reply, status: u16, code: &str) {
    assert_eq!(reply.status, status, "{}", reply.text());
    assert!(reply.text().contains(&format!("<Code>{code}</Code>")), "{code} in {}", reply.text());
}

#[tokio::test]
async fn a_version_that_never_was_is_neither_read_nor_deleted() {
    let world = World::start("exit 0").await;
    world.put("kept", b"kept").await;
    let path = format!("/{BUCKET}/kept");
    for method in ["GET", "DELETE"] {
        let reply = world.client.s3(method, &path, "versionId=abc", &[], b"").await;
        refused(&reply, 400, "InvalidArgument");
        assert!(reply.text().contains("Invalid version id specified"), "{}", reply.text());
    }
    assert_eq!(world.client.s3("HEAD", &path, "versionId=abc", &[], b"").await.status, 400);
    let source = format!("{BUCKET}/kept?versionId=abc");
    let copied = world.client.s3("PUT", &format!("/{BUCKET}/copy"), "", &[("x-amz-copy-source", &source)], b"").await;
    refused(&copied, 400, "InvalidArgument");
    let many = delete_many(&world, &[], &list(&[("kept", "<VersionId>abc</VersionId>")])).await;
    refused(&many, 200, "NoSuchVersion");
    assert_eq!(world.get("kept").await.as_deref(), Some(&b"kept"[..]));

    let current = world.client.s3("GET", &path, "versionId=null", &[], b"").await;
    assert_eq!((current.status, current.text().as_str()), (200, "kept"));
    assert_eq!(world.client.s3("DELETE", &path, "versionId=null", &[], b"").await.status, 204);
    assert_eq!(world.get("kept").await, None);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn of_many_objects_only_those_that_are_meant_are_deleted() {
    let world = World::start("exit 0").await;
    for key in ["right", "wrong", "any", "size", "time", "plain"] {
        world.put(key, b"12345").await;
    }
    let etag = hex::encode(Md5::checksum(b"12345"));
    let right = format!("<ETag>\"{etag}\"</ETag><Size>5</Size>");
    let reply = delete_many(
        &world,
        &[],
        &list(&[
            ("right", &right),
            ("wrong", "<ETag>\"00000000000000000000000000000000\"</ETag>"),
            ("any", "<ETag>*</ETag>"),
            ("size", "<Size>6</Size>"),
            ("time", "<LastModifiedTime>Wed, 21 Oct 2015 07:28:00 GMT</LastModifiedTime>"),
            ("missing", &right),
            ("plain", ""),
        ]),
    )
    .await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let text = reply.text();
    let (deleted, errors) = (text.matches("<Deleted>").count(), text.matches("<Code>PreconditionFailed</Code>").count());
    assert_eq!((deleted, errors), (3, 3), "{text}");
    assert!(text.contains("<Code>NoSuchKey</Code>"), "{text}");
    for (key, is_there) in [("right", false), ("any", false), ("plain", false), ("wrong", true), ("size", true), ("time", true)] {
        assert_eq!(world.get(key).await.is_some(), is_there, "{key}");
    }

    let path = format!("/{BUCKET}/size");
    let one = world.client.s3("DELETE", &path, "", &[("x-amz-if-match-size", "6")], b"").await;
    refused(&one, 412, "PreconditionFailed");
    assert_eq!(world.client.s3("DELETE", &path, "", &[("x-amz-if-match-size", "5")], b"").await.status, 204);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_list_of_keys_that_is_not_what_was_announced_deletes_nothing() {
    let world = World::start("exit 0").await;
    world.put("kept", b"kept").await;
    let body = list(&[("kept", "")]);
    refused(&delete_many(&world, &[("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==")], &body).await, 400, "BadDigest");
    refused(&delete_many(&world, &[("content-md5", "nonsense")], &body).await, 400, "InvalidDigest");
    refused(&delete_many(&world, &[("x-amz-checksum-crc32", "AAAAAA==")], &body).await, 400, "BadDigest");
    let bucket = format!("/{BUCKET}");
    let call = Call {
        service: "s3",
        method: "POST",
        path: &bucket,
        query: "delete=",
        headers: Vec::new(),
        body: b"<Delete><Object><Key>else</Key></Object></Delete>",
        altered: Some(b"<Delete><Object><Key>kept</Key></Object></Delete>"),
    };
    refused(&world.client.send(&call).await, 400, "XAmzContentSHA256Mismatch");
    assert_eq!(world.get("kept").await.as_deref(), Some(&b"kept"[..]));

    let path = format!("/{BUCKET}/kept");
    let tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>";
    let tagged = world.client.s3("PUT", &path, "tagging=", &[("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==")], tags.as_bytes());
    refused(&tagged.await, 400, "BadDigest");

    let md5 = BASE64_STANDARD.encode(Md5::checksum(body.as_bytes()));
    let crc = BASE64_STANDARD.encode(Crc32::checksum(body.as_bytes()));
    let done = delete_many(&world, &[("content-md5", &md5), ("x-amz-checksum-crc32", &crc)], &body).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(world.get("kept").await, None);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_copy_overwrites_only_what_it_may() {
    let world = World::start("exit 0").await;
    world.put("source", b"new").await;
    world.put("target", b"old").await;
    let source = format!("{BUCKET}/source");
    let copy = async |target: &str, header: (&str, &str)| {
        let headers = [("x-amz-copy-source", source.as_str()), header];
        world.client.s3("PUT", &format!("/{BUCKET}/{target}"), "", &headers, b"").await
    };
    refused(&copy("target", ("if-none-match", "*")).await, 412, "PreconditionFailed");
    refused(&copy("target", ("if-match", "\"other\"")).await, 412, "PreconditionFailed");
    refused(&copy("target", ("x-amz-source-expected-bucket-owner", "111111111111")).await, 403, "AccessDenied");
    refused(&copy("missing", ("if-match", "\"other\"")).await, 404, "NoSuchKey");
    assert_eq!(world.get("target").await.as_deref(), Some(&b"old"[..]));

    let etag = format!("\"{}\"", hex::encode(Md5::checksum(b"old")));
    assert_eq!(copy("target", ("if-match", &etag)).await.status, 200);
    assert_eq!(copy("another", ("if-none-match", "*")).await.status, 200);
    assert_eq!(world.get("target").await.as_deref(), Some(&b"new"[..]));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn an_upload_becomes_an_object_only_as_it_was_announced() {
    let world = World::start("exit 0").await;
    world.put("object", b"old").await;
    let path = format!("/{BUCKET}/object");
    let begun = world.client.s3("POST", &path, "uploads=", &[], b"").await.text();
    let upload = begun.split_once("<UploadId>").and_then(|(_, rest)| rest.split_once('<')).expect("an upload").0;
    let part = world.client.s3("PUT", &path, &format!("partNumber=1&uploadId={upload}"), &[], b"new").await;
    let etag = part.header("etag").expect("an ETag");
    let body =
        format!("<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>");
    let query = format!("uploadId={upload}");
    let complete = async |header: (&str, &str)| world.client.s3("POST", &path, &query, &[header], body.as_bytes()).await;
    refused(&complete(("x-amz-mp-object-size", "4")).await, 400, "InvalidRequest");
    refused(&complete(("x-amz-checksum-crc32", "AAAAAA==")).await, 400, "BadDigest");
    refused(&complete(("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==")).await, 400, "BadDigest");
    refused(&complete(("if-none-match", "*")).await, 412, "PreconditionFailed");
    assert_eq!(world.get("object").await.as_deref(), Some(&b"old"[..]));

    let source = format!("{BUCKET}/train/a.rec");
    let headers = [("x-amz-copy-source", source.as_str()), ("x-amz-source-expected-bucket-owner", "111111111111")];
    let copied = world.client.s3("PUT", &path, &format!("partNumber=2&uploadId={upload}"), &headers, b"").await;
    refused(&copied, 403, "AccessDenied");

    let crc = BASE64_STANDARD.encode(Crc32::checksum(b"new"));
    let headers = [("x-amz-checksum-crc32", crc.as_str()), ("x-amz-mp-object-size", "3")];
    let done = world.client.s3("POST", &path, &query, &headers, body.as_bytes()).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert!(done.text().contains(&format!("<ChecksumCRC32>{crc}</ChecksumCRC32>")), "{}", done.text());
    assert_eq!(world.get("object").await.as_deref(), Some(&b"new"[..]));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn what_the_store_cannot_promise_is_refused_and_nothing_is_stored() {
    let world = World::start("exit 0").await;
    world.put("object", b"old").await;
    let path = format!("/{BUCKET}/object");
    let twice = ("x-amz-server-side-encryption", "aws:kms:dsse");
    refused(&world.client.s3("PUT", &path, "", &[twice], b"secret").await, 501, "NotImplemented");
    let held = world.client.s3("PUT", &path, "", &[("x-amz-object-lock-legal-hold", "ON")], b"new").await;
    refused(&held, 400, "InvalidRequest");
    let appended = world.client.s3("PUT", &path, "", &[("x-amz-write-offset-bytes", "3")], b"new").await;
    refused(&appended, 501, "NotImplemented");
    let locked = world.client.s3("PUT", "/locked-bucket", "", &[("x-amz-bucket-object-lock-enabled", "True")], b"").await;
    refused(&locked, 501, "NotImplemented");
    assert_eq!(world.client.s3("HEAD", "/locked-bucket", "", &[], b"").await.status, 404);
    assert_eq!(world.get("object").await.as_deref(), Some(&b"old"[..]));
    world.engine.shutdown().await;
}
