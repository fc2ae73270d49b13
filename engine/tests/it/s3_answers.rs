//! What clients read in answers of the object store, and the ways in which they ask.

use domain::Clock;
use engine::SystemClock;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    client::{Call, Reply, raw},
    harness::{BUCKET, World},
};

#[tokio::test]
async fn every_refusal_has_a_message_and_the_id_of_the_request() {
    let world = World::start("exit 0").await;
    let client = &world.client;
    let mut stranger = client.clone();
    stranger.secret_access_key.push('x');
    let long = format!("/{BUCKET}/{}", "k".repeat(1025));
    let bucket = format!("/{BUCKET}");
    let broken = "<Delete><Object>";
    for (code, reply) in [
        ("SignatureDoesNotMatch", stranger.s3("GET", &bucket, "", &[], b"").await),
        ("KeyTooLongError", client.s3("PUT", &long, "", &[], b"").await),
        ("InvalidBucketName", client.s3("PUT", "/A_B", "", &[], b"").await),
        ("MalformedXML", client.s3("POST", &bucket, "delete=", &[], broken.as_bytes()).await),
        ("NoSuchKey", client.s3("GET", &format!("/{BUCKET}/missing"), "", &[], b"").await),
        ("AccessDenied", raw(client.address, "GET", &bucket, &[("host", client.address.to_string())], b"").await),
    ] {
        let text = reply.text();
        assert_eq!(member(&reply, "Code").as_deref(), Some(code), "{text}");
        assert!(member(&reply, "Message").is_some_and(|message| message.len() > 10), "{text}");
        assert_eq!(member(&reply, "RequestId"), reply.header("x-amz-request-id"), "{text}");
        assert_eq!(text.matches("<Message>").count(), 1, "{text}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn links_to_a_bucket_that_are_signed_by_version_2_work() {
    let world = World::start("exit 0").await;
    let expires = SystemClock.now().milliseconds() / 1_000 + 60;
    let signature = world.client.signature_2(&format!("GET\n\n\n{expires}\n/{BUCKET}/"));
    let signature = signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let key = &world.client.access_key_id;
    let get = async |path: &str, signature: &str| {
        let target = format!("{path}?list-type=2&AWSAccessKeyId={key}&Signature={signature}&Expires={expires}");
        raw(world.client.address, "GET", &target, &[("host", world.client.address.to_string())], b"").await
    };
    for path in [format!("/{BUCKET}"), format!("/{BUCKET}/")] {
        let reply = get(&path, &signature).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        assert!(reply.text().contains("<Key>train/a.rec</Key>"), "{}", reply.text());
    }
    assert_eq!(get(&format!("/{BUCKET}"), "AAAA").await.status, 403);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn the_framing_of_an_upload_is_no_encoding_of_the_object() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/encoded");
    for (sent, stored) in [("gzip,aws-chunked", Some("gzip")), ("aws-chunked", None), ("br, gzip", Some("br, gzip"))] {
        let put = world.client.s3("PUT", &path, "", &[("content-encoding", sent)], b"x").await;
        assert_eq!(put.status, 200, "{}", put.text());
        let read = world.client.s3("HEAD", &path, "", &[], b"").await;
        assert_eq!(read.header("content-encoding").as_deref(), stored, "{sent}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn what_comes_with_an_object_comes_back() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/object");
    let headers = [
        ("expires", "Wed, 21 Oct 2015 07:28:00 GMT"),
        ("x-amz-storage-class", "STANDARD_IA"),
        ("x-amz-website-redirect-location", "/elsewhere"),
    ];
    assert_eq!(world.client.s3("PUT", &path, "", &headers, b"x").await.status, 200);
    for method in ["GET", "HEAD"] {
        let read = world.client.s3(method, &path, "", &[], b"").await;
        for (name, value) in headers {
            assert_eq!(read.header(name).as_deref(), Some(value), "{method} {name}");
        }
    }
    let listed = world.client.s3("GET", &format!("/{BUCKET}"), "list-type=2&prefix=object", &[], b"").await.text();
    assert!(listed.contains("<StorageClass>STANDARD_IA</StorageClass>"), "{listed}");
    // The class may be the only change, and is not copied.
    let source = format!("{BUCKET}/object");
    let class = [("x-amz-copy-source", source.as_str()), ("x-amz-storage-class", "STANDARD")];
    assert_eq!(world.client.s3("PUT", &path, "", &class, b"").await.status, 200);
    let read = world.client.s3("HEAD", &path, "", &[], b"").await;
    assert_eq!((read.header("x-amz-storage-class"), read.header("expires").as_deref()), (None, Some(headers[0].1)));

    let (fits, large) = ("m".repeat(2048 - 4), "m".repeat(2048 - 3));
    assert_eq!(world.client.s3("PUT", &path, "", &[("x-amz-meta-name", &fits)], b"y").await.status, 200);
    let refused = world.client.s3("PUT", &path, "", &[("x-amz-meta-name", &large)], b"z").await;
    assert_eq!((refused.status, member(&refused, "Code").as_deref()), (400, Some("MetadataTooLarge")));
    assert_eq!(world.get("object").await.as_deref(), Some(&b"y"[..]));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_range_that_cannot_be_read_does_not_count_but_a_copied_one_does() {
    let world = World::start("exit 0").await;
    world.put("digits", b"0123456789").await;
    let path = format!("/{BUCKET}/digits");
    for range in ["bytes=0-1,3-4", "garbage", "bytes=5-2"] {
        let read = world.client.s3("GET", &path, "", &[("range", range)], b"").await;
        assert_eq!((read.status, read.text().as_str()), (200, "0123456789"), "{range}");
    }
    assert_eq!(
        world.client.s3("HEAD", &path, "", &[("range", "garbage")], b"").await.header("content-length").as_deref(),
        Some("10")
    );
    let missing = world.client.s3("GET", &format!("/{BUCKET}/missing"), "", &[("range", "garbage")], b"").await;
    assert_eq!(member(&missing, "Code").as_deref(), Some("NoSuchKey"), "{}", missing.text());
    assert!(member(&missing, "RequestId").is_some(), "{}", missing.text());
    // Who may not read may not read it that way either.
    let mut stranger = world.client.clone();
    stranger.secret_access_key.push('x');
    assert_eq!(stranger.s3("GET", &path, "", &[("range", "garbage")], b"").await.status, 403);
    let headers = [("host", world.client.address.to_string()), ("range", "garbage".to_owned())];
    assert_eq!(raw(world.client.address, "GET", &path, &headers, b"").await.status, 403);

    let target = format!("/{BUCKET}/target");
    let begun = world.client.s3("POST", &target, "uploads=", &[], b"").await;
    let query = format!("partNumber=1&uploadId={}", member(&begun, "UploadId").expect("an upload"));
    let source = format!("{BUCKET}/digits");
    let copy = async |range: &str| {
        let headers = [("x-amz-copy-source", source.as_str()), ("x-amz-copy-source-range", range)];
        world.client.s3("PUT", &target, &query, &headers, b"").await
    };
    for range in ["bytes=0-10", "bytes=3-", "bytes=-3", "garbage"] {
        let refused = copy(range).await;
        assert_eq!((refused.status, member(&refused, "Code").as_deref()), (400, Some("InvalidArgument")), "{range}");
    }
    assert_eq!(copy("bytes=0-9").await.status, 200);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_link_works_for_a_week_at_most() {
    let world = World::start("exit 0").await;
    let get = async |seconds: u32| {
        let query = world.client.link(&format!("/{BUCKET}/train/a.rec"), seconds);
        raw(world.client.address, "GET", &query, &[("host", world.client.address.to_string())], b"").await
    };
    let works = get(604_800).await;
    assert_eq!((works.status, works.text().as_str()), (200, "training data"));
    let refused = get(604_801).await;
    assert_eq!((refused.status, member(&refused, "Code").as_deref()), (400, Some("AuthorizationQueryParametersError")));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn an_upload_whose_answer_was_lost_is_completed_again() {
    let rule = json!({ "Service": "s3", "Operation": "CompleteMultipartUpload", "Fault": "lost-answer", "Times": 1 });
    let world = World::start_with("exit 0", &json!({ "Rehearsal": [rule] })).await;
    let path = format!("/{BUCKET}/object");
    let begun = world.client.s3("POST", &path, "uploads=", &[], b"").await;
    let upload = member(&begun, "UploadId").expect("an upload");
    let part = world.client.s3("PUT", &path, &format!("partNumber=1&uploadId={upload}"), &[], b"weights").await;
    let query = format!("uploadId={upload}");
    let body = |etag: &str| {
        format!("<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>")
    };
    let complete = body(&part.header("etag").expect("an ETag"));
    let headers = vec![("if-none-match", "*".to_owned())];
    let call =
        Call { service: "s3", method: "POST", path: &path, query: &query, headers, body: complete.as_bytes(), altered: None };
    let mut stream = TcpStream::connect(world.client.address).await.expect("the engine listens");
    stream.write_all(&world.client.signed(&call)).await.expect("it reads");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(answer.is_empty(), "the answer is lost");

    let again = world.client.send(&call).await;
    assert_eq!(again.status, 200, "{}", again.text());
    assert!(member(&again, "ETag").is_some_and(|etag| etag.ends_with("-1\"")), "{}", again.text());
    assert_eq!(world.get("object").await.as_deref(), Some(&b"weights"[..]));

    // Remembered beyond the process; but it is not the upload of other parts, nor of another key.
    std::fs::write(world.folder.path().join("data/engine.json"), "{}").expect("a file");
    let world = world.restart().await;
    let send = async |path: &str, body: String| world.client.s3("POST", path, &query, &[], body.as_bytes()).await;
    assert_eq!(send(&path, complete.clone()).await.text(), again.text());
    assert_eq!(send(&path, body("00000000000000000000000000000000")).await.status, 404);
    assert_eq!(send(&format!("/{BUCKET}/else"), complete.clone()).await.status, 404);
    assert_eq!(world.client.s3("DELETE", &path, &query, &[], b"").await.status, 204, "clients abort in their clean-up");
    assert_eq!(world.client.s3("DELETE", &format!("/{BUCKET}/else"), &query, &[], b"").await.status, 404);
    world.engine.shutdown().await;
}

/// The text of the first element of this name.
fn member(reply: &Reply, name: &str) -> Option<String> {
    let text = reply.text();
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(found, _)| found.to_owned())
}
