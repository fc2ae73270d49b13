//! The elements of error documents that clients read besides code and message.

use crate::harness::{BUCKET, World};

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
