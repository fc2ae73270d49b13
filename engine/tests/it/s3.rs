//! The object store: hostile keys, verification, listings, multipart uploads.

use base64::{Engine as _, prelude::BASE64_STANDARD};

use crate::{
    client::Call,
    harness::{BUCKET, HERE, World},
};

fn md5(text: &str) -> &str {
    match text {
        "new" => "Iq9kXRhZy1ym2gxITx836g==",
        _ => "AAAAAAAAAAAAAAAAAAAAAA==",
    }
}

#[tokio::test]
async fn a_key_is_a_name_and_no_path() {
    let world = World::start("exit 0").await;
    let neighbour = world.client.s3("PUT", "/neighbour-bucket", "", &[], HERE).await;
    assert_eq!(neighbour.status, 200);
    let long = "k".repeat(1000);
    for key in ["../neighbour-bucket/planted", "a", "a/b", "a//b", "folder/", "m%20p%2Bu.txt", &long] {
        world.put(key, key.as_bytes()).await;
        assert_eq!(world.get(key).await.as_deref(), Some(key.as_bytes()), "{key}");
    }
    let listed = world.client.s3("GET", "/neighbour-bucket", "list-type=2", &[], b"").await.text();
    assert!(listed.contains("<KeyCount>0</KeyCount>"), "{listed}");
    let listed = world.client.s3("GET", &format!("/{BUCKET}"), "encoding-type=url&list-type=2", &[], b"").await.text();
    for key in ["../neighbour-bucket/planted", "a", "a/b", "a//b", "folder/", "m%20p%2Bu.txt"] {
        assert!(listed.contains(&format!("<Key>{key}</Key>")), "{key} in {listed}");
    }
    let too_long = world.client.s3("PUT", &format!("/{BUCKET}/{}", "k".repeat(1025)), "", &[], b"").await;
    assert_eq!(too_long.status, 400);
    let full = world.client.s3("DELETE", &format!("/{BUCKET}"), "", &[], b"").await;
    assert_eq!(full.status, 409);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_body_that_is_not_what_was_announced_leaves_the_old_object() {
    let world = World::start("exit 0").await;
    world.put("object", b"old").await;
    let path = format!("/{BUCKET}/object");
    let bad = world.client.s3("PUT", &path, "", &[("content-md5", md5("other"))], b"new").await;
    assert_eq!(bad.status, 400);
    assert!(bad.text().contains("BadDigest"), "{}", bad.text());
    let bad = world.client.s3("PUT", &path, "", &[("x-amz-checksum-crc32", "AAAAAA==")], b"new").await;
    assert!(bad.text().contains("BadDigest"), "{}", bad.text());
    let call =
        Call { service: "s3", method: "PUT", path: &path, query: "", headers: Vec::new(), body: b"new", altered: Some(b"neW") };
    let altered = world.client.send(&call).await;
    assert_eq!(altered.status, 400, "{}", altered.text());
    assert!(altered.text().contains("XAmzContentSHA256Mismatch"), "{}", altered.text());
    assert_eq!(world.get("object").await.as_deref(), Some(&b"old"[..]));
    let good = world.client.s3("PUT", &path, "", &[("content-md5", md5("new"))], b"new").await;
    assert_eq!(good.status, 200, "{}", good.text());
    assert_eq!(world.get("object").await.as_deref(), Some(&b"new"[..]));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn reads_can_be_partial_and_conditional() {
    let world = World::start("exit 0").await;
    world.put("digits", b"0123456789").await;
    let path = format!("/{BUCKET}/digits");
    let get = async |headers: &[(&str, &str)]| world.client.s3("GET", &path, "", headers, b"").await;
    let range = get(&[("range", "bytes=2-4")]).await;
    assert_eq!((range.status, range.text().as_str()), (206, "234"));
    assert_eq!(range.header("content-range").as_deref(), Some("bytes 2-4/10"));
    assert_eq!(get(&[("range", "bytes=-3")]).await.text(), "789");
    assert_eq!(get(&[("range", "bytes=10-")]).await.status, 416);
    let etag = get(&[]).await.header("etag").expect("an ETag");
    assert_eq!(get(&[("if-none-match", &etag)]).await.status, 304);
    assert_eq!(get(&[("if-match", "\"other\"")]).await.status, 412);
    let exists = world.client.s3("PUT", &path, "", &[("if-none-match", "*")], b"x").await;
    assert_eq!(exists.status, 412);
    let missing = world.client.s3("GET", "/no-such-bucket-here/x", "", &[], b"").await;
    assert!(missing.text().contains("NoSuchBucket"));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_listing_rolls_up_and_goes_on_where_it_ended() {
    let world = World::start("exit 0").await;
    for key in ["l/a", "l/b/1", "l/b/2", "l/b/3", "l/c", "l/d/1", "l/e"] {
        world.put(key, b"x").await;
    }
    let mut entries = Vec::new();
    let mut token = String::new();
    for _ in 0..10 {
        let query = format!("{token}delimiter=%2F&list-type=2&max-keys=2&prefix=l%2F");
        let page = world.client.s3("GET", &format!("/{BUCKET}"), &query, &[], b"").await.text();
        let contents = page.split("<Contents>").skip(1).filter_map(|part| between(part, "<Key>", "</Key>"));
        let prefixes = page.split("<CommonPrefixes>").skip(1).filter_map(|part| between(part, "<Prefix>", "</Prefix>"));
        let mut found: Vec<String> = contents.chain(prefixes).collect();
        found.sort();
        assert!(found.len() <= 2, "{page}");
        entries.append(&mut found);
        match between(&page, "<NextContinuationToken>", "</NextContinuationToken>") {
            Some(next) => token = format!("continuation-token={next}&"),
            None => break,
        }
    }
    assert_eq!(entries, ["l/a", "l/b/", "l/c", "l/d/", "l/e"]);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn parts_become_an_object_and_an_upload_survives_a_mistake() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/large");
    let begun = world.client.s3("POST", &path, "uploads=", &[], b"").await.text();
    let upload = between(&begun, "<UploadId>", "</UploadId>").expect("an upload");
    let first = vec![b'a'; 5 * 1024 * 1024];
    let mut etags = Vec::new();
    for (number, body) in [(2, first.as_slice()), (5, b"end")] {
        let reply = world.client.s3("PUT", &path, &format!("partNumber={number}&uploadId={upload}"), &[], body).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        etags.push(reply.header("etag").expect("an ETag"));
    }
    let complete = |etags: &[String]| {
        format!(
            "<CompleteMultipartUpload><Part><PartNumber>2</PartNumber><ETag>{}</ETag></Part><Part><PartNumber>5</PartNumber><ETag>{}</ETag></Part></CompleteMultipartUpload>",
            etags[0], etags[1]
        )
    };
    let query = format!("uploadId={upload}");
    let wrong = complete(&[etags[1].clone(), etags[0].clone()]);
    let refused = world.client.s3("POST", &path, &query, &[], wrong.as_bytes()).await;
    assert!(refused.text().contains("InvalidPart"), "{}", refused.text());
    let done = world.client.s3("POST", &path, &query, &[], complete(&etags).as_bytes()).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert!(between(&done.text(), "<ETag>", "</ETag>").is_some_and(|etag| etag.contains("-2")));
    let object = world.get("large").await.expect("the object");
    assert_eq!((object.len(), &object[object.len() - 3..]), (first.len() + 3, &b"end"[..]));
    let part = world.client.s3("GET", &path, "partNumber=2", &[], b"").await;
    assert_eq!((part.status, part.text().as_str()), (206, "end"));
    assert_eq!(part.header("x-amz-mp-parts-count").as_deref(), Some("2"));
    assert_eq!(part.header("content-range").as_deref(), Some("bytes 5242880-5242882/5242883"));
    let head = world.client.s3("HEAD", &path, "partNumber=1", &[], b"").await;
    assert_eq!(head.header("content-length").as_deref(), Some("5242880"));
    for (path, number) in [(path.as_str(), 3), (path.as_str(), 0), (&format!("/{BUCKET}/train/a.rec"), 2)] {
        let none = world.client.s3("GET", path, &format!("partNumber={number}"), &[], b"").await;
        assert!(none.status == 416 && none.text().contains("InvalidPartNumber"), "{}", none.text());
    }
    let whole = world.client.s3("GET", &format!("/{BUCKET}/train/a.rec"), "partNumber=1", &[], b"").await;
    assert_eq!((whole.status, whole.text().as_str()), (206, "training data"));
    let again = world.client.s3("POST", &path, &query, &[], complete(&etags).as_bytes()).await;
    assert_eq!((again.status, again.text()), (200, done.text()), "the answer may have been lost");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn checksums_and_metadata_come_back() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/tagged");
    let crc = BASE64_STANDARD.encode(0xcbf4_3926_u32.to_be_bytes());
    let headers = [("content-type", "text/plain"), ("x-amz-checksum-crc32", crc.as_str()), ("x-amz-meta-owner", "me")];
    let put = world.client.s3("PUT", &path, "", &headers, b"123456789").await;
    assert_eq!(put.status, 200, "{}", put.text());
    let copy = format!("/{BUCKET}/copied");
    let source = format!("{BUCKET}/tagged");
    let copied = world.client.s3("PUT", &copy, "", &[("x-amz-copy-source", source.as_str())], b"").await;
    assert_eq!(copied.status, 200, "{}", copied.text());
    let head = world.client.s3("HEAD", &copy, "", &[("x-amz-checksum-mode", "ENABLED")], b"").await;
    assert_eq!(head.header("content-type").as_deref(), Some("text/plain"));
    assert_eq!(head.header("x-amz-meta-owner").as_deref(), Some("me"));
    assert_eq!(head.header("x-amz-checksum-crc32"), Some(crc));
    world.engine.shutdown().await;
}

fn between(text: &str, start: &str, end: &str) -> Option<String> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(found, _)| found.to_owned())
}
