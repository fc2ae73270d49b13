//! The checksums and parts of objects, after uploads and copies.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use s3s::crypto::{Checksum, Crc32, Md5, Sha256};

use crate::{
    client::Reply,
    harness::{BUCKET, World},
};

const ALL: (&str, &str) = ("x-amz-object-attributes", "ETag,Checksum,ObjectParts,StorageClass,ObjectSize");

async fn attributes(world: &World, key: &str, headers: &[(&str, &str)]) -> Reply {
    world.client.s3("GET", &format!("/{BUCKET}/{key}"), "attributes=", headers, b"").await
}

/// Uploads an object of two parts, and returns the checksums of the parts.
async fn upload(world: &World, key: &str, algorithm: &str) -> Vec<String> {
    let path = format!("/{BUCKET}/{key}");
    let begun = world.client.s3("POST", &path, "uploads=", &[("x-amz-checksum-algorithm", algorithm)], b"").await;
    let id = begun.member("UploadId").expect("an upload");
    let (mut checksums, mut document) = (Vec::new(), String::new());
    for (number, body) in [(1, vec![b'a'; 5 * 1024 * 1024]), (2, b"end".to_vec())] {
        let part = world.client.s3("PUT", &path, &format!("partNumber={number}&uploadId={id}"), &[], &body).await;
        let header = format!("x-amz-checksum-{}", algorithm.to_lowercase());
        let (etag, checksum) = (part.header("etag").expect("an ETag"), part.header(&header).expect("a checksum"));
        document.push_str(&format!("<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag><Checksum{algorithm}>{checksum}</Checksum{algorithm}></Part>"));
        checksums.push(checksum);
    }
    let document = format!("<CompleteMultipartUpload>{document}</CompleteMultipartUpload>");
    let done = world.client.s3("POST", &path, &format!("uploadId={id}"), &[], document.as_bytes()).await;
    assert_eq!(done.status, 200, "{}", done.text());
    checksums
}

#[tokio::test]
async fn an_object_tells_what_it_is_made_of() {
    let world = World::start("exit 0").await;
    let sha = BASE64_STANDARD.encode(Sha256::checksum(b"bytes"));
    let path = format!("/{BUCKET}/whole");
    assert_eq!(world.client.s3("PUT", &path, "", &[("x-amz-checksum-sha256", &sha)], b"bytes").await.status, 200);
    let whole = attributes(&world, "whole", &[ALL]).await;
    assert_eq!((whole.status, whole.member("ETag")), (200, Some(hex::encode(Md5::checksum(b"bytes")))), "{}", whole.text());
    assert_eq!((whole.member("ChecksumSHA256"), whole.member("ChecksumType").as_deref()), (Some(sha), Some("FULL_OBJECT")));
    assert_eq!((whole.member("ObjectSize").as_deref(), whole.member("StorageClass").as_deref()), (Some("5"), Some("STANDARD")));
    assert_eq!(whole.member("ObjectParts"), None);
    assert!(whole.header("last-modified").is_some());
    let size = attributes(&world, "whole", &[("x-amz-object-attributes", "ObjectSize")]).await;
    assert_eq!((size.member("ObjectSize").as_deref(), size.member("ETag")), (Some("5"), None));
    let unknown = attributes(&world, "whole", &[("x-amz-object-attributes", "Colour")]).await;
    assert_eq!(
        (unknown.refusal(), unknown.member("ArgumentValue").as_deref()),
        ((400, "InvalidArgument".into()), Some("Colour"))
    );
    assert_eq!(attributes(&world, "missing", &[ALL]).await.refusal(), (404, "NoSuchKey".into()));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn the_parts_of_an_object_keep_their_checksums() {
    let world = World::start("exit 0").await;
    let checksums = upload(&world, "parts", "CRC32").await;
    let first = attributes(&world, "parts", &[ALL, ("x-amz-max-parts", "1")]).await;
    assert_eq!((first.member("PartsCount").as_deref(), first.member("IsTruncated").as_deref()), (Some("2"), Some("true")));
    assert_eq!(first.members("PartNumber"), ["1"], "{}", first.text());
    assert!(first.members("ChecksumCRC32").contains(&checksums[0]), "{}", first.text());
    let marker = first.member("NextPartNumberMarker").expect("a marker");
    let second = attributes(&world, "parts", &[ALL, ("x-amz-part-number-marker", &marker)]).await;
    assert_eq!((second.members("PartNumber"), second.member("Size").as_deref()), (vec!["2".to_owned()], Some("3")));
    assert_eq!(second.member("ChecksumType").as_deref(), Some("COMPOSITE"));
    for method in ["GET", "HEAD"] {
        let mode = [("x-amz-checksum-mode", "ENABLED")];
        let part = world.client.s3(method, &format!("/{BUCKET}/parts"), "partNumber=2", &mode, b"").await;
        assert_eq!((part.status, part.header("x-amz-checksum-crc32")), (206, Some(checksums[1].clone())), "{method}");
        assert_eq!(part.header("x-amz-checksum-type").as_deref(), Some("COMPOSITE"));
    }
    // Parts go with their object.
    world.put("parts", b"one piece").await;
    let replaced = attributes(&world, "parts", &[ALL]).await;
    assert_eq!(replaced.member("ObjectParts"), None, "{}", replaced.text());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_copy_is_one_piece_with_a_checksum_of_its_bytes() {
    let world = World::start("exit 0").await;
    upload(&world, "parts", "CRC32").await;
    let bytes = world.get("parts").await.expect("the object");
    let source = format!("{BUCKET}/parts");
    let copy = async |key: &str, more: &[(&str, &str)]| {
        let mut headers = vec![("x-amz-copy-source", source.as_str())];
        headers.extend_from_slice(more);
        let reply = world.client.s3("PUT", &format!("/{BUCKET}/{key}"), "", &headers, b"").await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply
    };
    let copied = copy("copied", &[]).await;
    let etag = format!("\"{}\"", hex::encode(Md5::checksum(&bytes)));
    assert_eq!(copied.member("ETag").map(|etag| etag.replace("&quot;", "\"")), Some(etag), "{}", copied.text());
    assert_eq!(copied.member("ChecksumCRC32"), Some(BASE64_STANDARD.encode(Crc32::checksum(&bytes))));
    assert_eq!(copied.member("ChecksumType").as_deref(), Some("FULL_OBJECT"));
    let asked = copy("asked", &[("x-amz-checksum-algorithm", "SHA256")]).await;
    assert_eq!(asked.member("ChecksumSHA256"), Some(BASE64_STANDARD.encode(Sha256::checksum(&bytes))));
    let attributes = attributes(&world, "asked", &[ALL]).await;
    assert_eq!((attributes.member("PartsCount"), attributes.member("ChecksumSHA256")), (None, asked.member("ChecksumSHA256")));
    assert!(world.get("asked").await.as_deref() == Some(&bytes[..]));
    world.engine.shutdown().await;
}
