//! Checksums that a request announces, states for parts, or leaves out.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use s3s::crypto::{Checksum, Crc32, Md5, Sha256};

use crate::{
    client::Reply,
    harness::{BUCKET, World},
};

fn refused(reply: &Reply, code: &str) {
    assert_eq!(reply.status, 400, "{}", reply.text());
    assert!(reply.text().contains(&format!("<Code>{code}</Code>")), "{code} in {}", reply.text());
}

#[tokio::test]
async fn a_checksum_that_is_to_follow_the_body_must_follow_it() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/followed");
    let crc = BASE64_STANDARD.encode(Crc32::checksum(b"bytes"));
    let send = async |trailer: &str| {
        let headers = [
            ("content-encoding", "aws-chunked"),
            ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"),
            ("x-amz-decoded-content-length", "5"),
            ("x-amz-trailer", "x-amz-checksum-crc32"),
        ];
        world.client.s3("PUT", &path, "", &headers, format!("5\r\nbytes\r\n0\r\n{trailer}\r\n").as_bytes()).await
    };
    refused(&send("").await, "MalformedTrailerError");
    refused(&send("x-amz-checksum-crc32:AAAAAA==\r\n").await, "BadDigest");
    refused(
        &world.client.s3("PUT", &path, "", &[("x-amz-trailer", "x-amz-checksum-crc32")], b"bytes").await,
        "MalformedTrailerError",
    );
    assert_eq!(world.get("followed").await, None, "nothing is stored");
    let stored = send(&format!("x-amz-checksum-crc32:{crc}\r\n")).await;
    assert_eq!(stored.status, 200, "{}", stored.text());
    assert_eq!(world.get("followed").await.as_deref(), Some(&b"bytes"[..]));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn parts_have_the_checksums_that_their_upload_asked_for() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/object");
    let (sha, crc) = (BASE64_STANDARD.encode(Sha256::checksum(b"bytes")), BASE64_STANDARD.encode(Crc32::checksum(b"bytes")));
    let begun = world.client.s3("POST", &path, "uploads=", &[("x-amz-checksum-algorithm", "SHA256")], b"").await.text();
    let upload = begun.split_once("<UploadId>").and_then(|(_, rest)| rest.split_once('<')).expect("an upload").0;
    let query = format!("partNumber=1&uploadId={upload}");
    refused(&world.client.s3("PUT", &path, &query, &[("x-amz-checksum-crc32", &crc)], b"bytes").await, "InvalidRequest");
    let part = world.client.s3("PUT", &path, &query, &[("x-amz-checksum-sha256", &sha)], b"bytes").await;
    assert_eq!(part.status, 200, "{}", part.text());
    let etag = part.header("etag").expect("an ETag");
    let complete = async |checksum: &str| {
        let part = format!("<Part><PartNumber>1</PartNumber><ETag>{etag}</ETag>{checksum}</Part>");
        let body = format!("<CompleteMultipartUpload>{part}</CompleteMultipartUpload>");
        world.client.s3("POST", &path, &format!("uploadId={upload}"), &[], body.as_bytes()).await
    };
    let without = complete("").await;
    refused(&without, "InvalidRequest");
    assert!(without.text().contains("It was missing for part 1 in the request."), "{}", without.text());
    let done = complete(&format!("<ChecksumSHA256>{sha}</ChecksumSHA256>")).await;
    assert_eq!(done.status, 200, "{}", done.text());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_list_of_keys_to_delete_is_guarded_by_something() {
    let world = World::start("exit 0").await;
    world.put("kept", b"kept").await;
    let body = b"<Delete><Object><Key>kept</Key></Object></Delete>";
    let delete = async |headers: &[(&str, &str)]| world.client.s3("POST", &format!("/{BUCKET}"), "delete=", headers, body).await;
    refused(&delete(&[]).await, "InvalidRequest");
    assert_eq!(world.get("kept").await.as_deref(), Some(&b"kept"[..]));
    let md5 = BASE64_STANDARD.encode(Md5::checksum(body));
    assert_eq!(delete(&[("content-md5", &md5)]).await.status, 200);
    assert_eq!(world.get("kept").await, None);
    world.engine.shutdown().await;
}
