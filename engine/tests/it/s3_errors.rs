//! The elements of error documents that clients read besides code and message.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use s3s::crypto::{Checksum, Md5};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    client::Call,
    harness::{BUCKET, World},
};

#[tokio::test]
async fn an_error_names_what_it_is_about() {
    let world = World::start("exit 0").await;
    let client = &world.client;
    let (object, bucket) = (format!("/{BUCKET}/train/a.rec"), format!("/{BUCKET}"));
    let source = format!("{BUCKET}/train/a.rec");
    let (copy, id) = ([("x-amz-copy-source", source.as_str()), ("x-amz-copy-source-range", "bytes=5-100")], "0".repeat(48));
    let upload = client.s3("POST", &format!("/{BUCKET}/up"), "uploads=", &[], b"").await.member("UploadId").expect("an upload");
    let part = format!("partNumber=1&uploadId={upload}");
    let none = format!("partNumber=0&uploadId={upload}");
    for (reply, code, member, value) in [
        (client.s3("GET", "/no-such-bucket-here", "", &[], b"").await, "NoSuchBucket", "BucketName", "no-such-bucket-here"),
        (client.s3("GET", &format!("/{BUCKET}/a%20%26b"), "", &[], b"").await, "NoSuchKey", "Key", "a &amp;b"),
        (client.s3("DELETE", &object, &format!("uploadId={id}"), &[], b"").await, "NoSuchUpload", "UploadId", &id),
        (client.s3("GET", &object, "", &[("if-match", "\"x\"")], b"").await, "PreconditionFailed", "Condition", "If-Match"),
        (client.s3("GET", &object, "versionId=abc", &[], b"").await, "InvalidArgument", "ArgumentName", "versionId"),
        (client.s3("GET", &object, "", &[("range", "bytes=99-")], b"").await, "InvalidRange", "RangeRequested", "bytes=99-"),
        (client.s3("GET", &object, "", &[("range", "bytes=99-")], b"").await, "InvalidRange", "ActualObjectSize", "13"),
        (client.s3("GET", &object, "partNumber=2", &[], b"").await, "InvalidPartNumber", "PartNumberRequested", "2"),
        (client.s3("DELETE", &bucket, "", &[], b"").await, "BucketNotEmpty", "BucketName", BUCKET),
        (client.s3("GET", &bucket, "cors=", &[], b"").await, "NoSuchCORSConfiguration", "BucketName", BUCKET),
        (client.s3("PUT", "/A_B", "", &[], b"").await, "InvalidBucketName", "BucketName", "A_B"),
        (client.s3("PUT", &format!("/{BUCKET}/{}", "k".repeat(1025)), "", &[], b"").await, "KeyTooLongError", "Size", "1025"),
        (client.s3("GET", &bucket, "list-type=2&max-keys=-1", &[], b"").await, "InvalidArgument", "ArgumentName", "maxKeys"),
        (client.s3("PUT", &object, "", &[("content-md5", "")], b"x").await, "InvalidDigest", "Content-MD5", ""),
        (
            client.s3("PUT", &object, "", &[("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==")], b"x").await,
            "BadDigest",
            "CalculatedDigest",
            "ndTkYSaMgDT1yFZOFVxnpg==",
        ),
        (client.s3("PUT", &format!("/{BUCKET}/up"), &part, &copy, b"").await, "InvalidArgument", "ArgumentValue", "bytes=5-100"),
        (client.s3("PUT", &format!("/{BUCKET}/up"), &none, &[], b"x").await, "InvalidArgument", "ArgumentName", "partNumber"),
    ] {
        let text = reply.text();
        assert_eq!((reply.member("Code").as_deref(), reply.member(member).as_deref()), (Some(code), Some(value)), "{text}");
        assert_eq!(reply.member("HostId"), reply.header("x-amz-id-2"), "{text}");
        assert!(reply.header("engine-error-members").is_none() && text.ends_with("</HostId></Error>"), "{}", reply.headers);
    }
    assert!(client.s3("GET", &object, "", &[], b"").await.header("x-amz-id-2").is_some(), "answers have it, too");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn digests_that_are_none_are_told_from_wrong_ones() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/object");
    let put = async |headers: &[(&str, &str)]| world.client.s3("PUT", &path, "", headers, b"bytes").await.refusal();
    assert_eq!(put(&[("x-amz-checksum-sha256", "AAAAAA==")]).await, (400, "InvalidRequest".into()));
    assert_eq!(put(&[("x-amz-checksum-crc32", "nonsense!")]).await, (400, "InvalidRequest".into()));
    assert_eq!(put(&[("x-amz-checksum-crc32", "AAAAAA==")]).await, (400, "BadDigest".into()));
    assert_eq!(
        put(&[("x-amz-checksum-crc32", "AAAAAA=="), ("x-amz-checksum-crc32c", "AAAAAA==")]).await,
        (400, "InvalidRequest".into())
    );
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_copied_range_beyond_the_source_is_told_from_one_that_ends_behind_it() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/up");
    let upload = world.client.s3("POST", &path, "uploads=", &[], b"").await.member("UploadId").expect("an upload");
    let source = format!("{BUCKET}/train/a.rec");
    let copy = async |range: &str| {
        let headers = [("x-amz-copy-source", source.as_str()), ("x-amz-copy-source-range", range)];
        world.client.s3("PUT", &path, &format!("partNumber=1&uploadId={upload}"), &headers, b"").await.refusal()
    };
    assert_eq!(copy("bytes=100-200").await, (400, "InvalidRequest".into()));
    assert_eq!(copy("bytes=0-100").await, (400, "InvalidArgument".into()));
    assert_eq!(copy("0-5").await, (400, "InvalidArgument".into()));
    assert_eq!(copy("bytes=0-12").await.0, 200);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn documents_that_break_off_are_the_clients_fault() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}");
    let headers =
        vec![("x-amz-content-sha256", "UNSIGNED-PAYLOAD".to_owned()), ("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==".to_owned())];
    let call = Call { service: "s3", method: "POST", path: &path, query: "delete=", headers, body: b"", altered: None };
    let head = String::from_utf8(world.client.signed(&call)).expect("text");
    for (length, body) in [("transfer-encoding: chunked", "zz\r\n<Delete>"), ("content-length: 100", "<Delete>")] {
        let mut stream = TcpStream::connect(world.client.address).await.expect("the engine listens");
        let request = format!("{}{body}", head.replace("content-length: 0", length));
        stream.write_all(request.as_bytes()).await.expect("it reads");
        stream.shutdown().await.expect("the end");
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer).await;
        // A connection that the client closed may go without an answer; it never gets one about a fault of the engine.
        assert!(!answer.starts_with("HTTP/1.1 5"), "{length}: {answer}");
        assert!(length.starts_with("content-length") || answer.starts_with("HTTP/1.1 4"), "{length}: {answer}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn elements_of_documents_that_are_newer_than_the_engine_are_ignored() {
    let world = World::start("exit 0").await;
    let new = "<Newer><A>1</A></Newer>";
    let (bucket, object) = (format!("/{BUCKET}"), format!("/{BUCKET}/object"));
    world.put("object", b"x").await;
    let here =
        format!("<CreateBucketConfiguration><LocationConstraint>us-west-2</LocationConstraint>{new}</CreateBucketConfiguration>");
    let tags = format!("<Tagging>{new}<TagSet><Tag><Key>a</Key><Value>b</Value>{new}</Tag></TagSet></Tagging>");
    let cors = format!(
        "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin>{new}</CORSRule>{new}</CORSConfiguration>"
    );
    let upload = world.client.s3("POST", &object, "uploads=", &[], b"").await.member("UploadId").expect("an upload");
    let part = world.client.s3("PUT", &object, &format!("partNumber=1&uploadId={upload}"), &[], b"x").await.header("etag");
    let complete = format!(
        "<CompleteMultipartUpload>{new}<Part><PartNumber>1</PartNumber><ETag>{}</ETag>{new}</Part></CompleteMultipartUpload>",
        part.expect("an ETag")
    );
    let delete = format!("<Delete>{new}<Object><Key>object</Key>{new}</Object></Delete>");
    let md5 = BASE64_STANDARD.encode(Md5::checksum(delete.as_bytes()));
    for (method, path, query, document) in [
        ("PUT", "/newer-bucket", "", &here),
        ("PUT", &object, "tagging=", &tags),
        ("PUT", &bucket, "cors=", &cors),
        ("POST", &object, &format!("uploadId={upload}"), &complete),
        ("POST", &bucket, "delete=", &delete),
    ] {
        let headers = [("content-md5", md5.as_str())];
        let headers = if query == "delete=" { &headers[..] } else { &[] };
        let reply = world.client.s3(method, path, query, headers, document.as_bytes()).await;
        assert!(reply.status < 300, "{query}: {}", reply.text());
    }
    world.engine.shutdown().await;
}
