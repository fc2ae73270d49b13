//! Uploads in parts: their lists, and what completes them.

use crate::{
    client::Reply,
    harness::{BUCKET, World},
};

async fn begin(world: &World, key: &str, headers: &[(&str, &str)]) -> String {
    let reply = world.client.s3("POST", &format!("/{BUCKET}/{key}"), "uploads=", headers, b"").await;
    reply.member("UploadId").unwrap_or_else(|| panic!("{}", reply.text()))
}

async fn part(world: &World, key: &str, upload: &str, number: u32, headers: &[(&str, &str)]) -> String {
    let query = format!("partNumber={number}&uploadId={upload}");
    let reply = world.client.s3("PUT", &format!("/{BUCKET}/{key}"), &query, headers, b"part").await;
    reply.header("etag").unwrap_or_else(|| panic!("{}", reply.text()))
}

async fn complete(world: &World, key: &str, upload: &str, parts: &str, headers: &[(&str, &str)]) -> Reply {
    let body = format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
    world.client.s3("POST", &format!("/{BUCKET}/{key}"), &format!("uploadId={upload}"), headers, body.as_bytes()).await
}

#[tokio::test]
async fn parts_are_listed_in_pages_with_the_checksums_that_were_asked_for() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/listed");
    let plain = begin(&world, "listed", &[]).await;
    let list =
        async |upload: &str, more: &str| world.client.s3("GET", &path, &format!("{more}uploadId={upload}"), &[], b"").await;
    let empty = list(&plain, "").await;
    assert_eq!(
        (empty.member("NextPartNumberMarker").as_deref(), empty.member("PartNumberMarker").as_deref()),
        (Some("0"), Some("0"))
    );
    assert!(empty.member("Initiator").is_some(), "{}", empty.text());
    for number in [1, 2, 4] {
        part(&world, "listed", &plain, number, &[("x-amz-checksum-crc32", "SQ9wxg==")]).await;
    }
    let page = list(&plain, "max-parts=2&part-number-marker=&").await;
    assert_eq!(
        (page.members("PartNumber"), page.member("NextPartNumberMarker").as_deref()),
        (vec!["1".to_owned(), "2".into()], Some("2"))
    );
    assert_eq!((page.member("IsTruncated").as_deref(), page.member("ChecksumCRC32")), (Some("true"), None), "{}", page.text());
    assert!(page.members("LastModified").iter().all(|time| time.ends_with(".000Z")), "{}", page.text());
    let refused = list(&plain, "max-parts=-1&").await;
    assert_eq!(
        (refused.refusal(), refused.member("ArgumentName").as_deref()),
        ((400, "InvalidArgument".into()), Some("maxParts"))
    );

    let checked = begin(&world, "listed", &[("x-amz-checksum-algorithm", "CRC32")]).await;
    part(&world, "listed", &checked, 1, &[("x-amz-checksum-crc32", "SQ9wxg==")]).await;
    let page = list(&checked, "").await;
    assert_eq!(
        (page.member("ChecksumCRC32").as_deref(), page.member("ChecksumAlgorithm").as_deref()),
        (Some("SQ9wxg=="), Some("CRC32"))
    );
    assert_eq!(page.member("ChecksumType").as_deref(), Some("COMPOSITE"));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn uploads_are_listed_by_key_and_time_and_rolled_up() {
    let world = World::start("exit 0").await;
    let mut ids = Vec::new();
    for key in ["u/a", "u/a", "u/b/1", "u/b/2", "u/c"] {
        ids.push(begin(&world, key, &[("x-amz-checksum-algorithm", "CRC32")]).await);
    }
    let list = async |query: &str| {
        let reply = world.client.s3("GET", &format!("/{BUCKET}"), query, &[], b"").await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply
    };
    let all = list("uploads=").await;
    assert_eq!(all.members("UploadId"), ids, "in order of key and time");
    assert_eq!((all.member("NextKeyMarker").as_deref(), all.member("NextUploadIdMarker").as_ref()), (Some("u/c"), ids.last()));
    assert_eq!((all.member("UploadIdMarker").as_deref(), all.member("ChecksumType").as_deref()), (Some(""), Some("COMPOSITE")));
    assert!(all.member("Initiator").is_some(), "{}", all.text());

    let rolled = list("delimiter=%2F&prefix=u%2F&uploads=").await;
    assert_eq!(
        (rolled.members("Key"), rolled.member("Delimiter").as_deref()),
        (vec!["u/a".to_owned(), "u/a".into(), "u/c".into()], Some("/"))
    );
    assert!(rolled.text().contains("<CommonPrefixes><Prefix>u/b/</Prefix></CommonPrefixes>"), "{}", rolled.text());
    let (mut query, mut seen) = (String::from("delimiter=%2F&max-uploads=1&prefix=u%2F&uploads="), Vec::new());
    loop {
        let page = list(&query).await;
        let entry = page.member("Key").or_else(|| page.members("Prefix").into_iter().find(|prefix| prefix != "u/"));
        seen.push(entry.unwrap_or_default());
        if page.member("IsTruncated").as_deref() != Some("true") {
            break;
        }
        let (key, id) = (page.member("NextKeyMarker").unwrap_or_default(), page.member("NextUploadIdMarker").unwrap_or_default());
        query = format!(
            "delimiter=%2F&key-marker={}&max-uploads=1&prefix=u%2F&upload-id-marker={id}&uploads=",
            key.replace('/', "%2F")
        );
        assert!(seen.len() < 9, "{seen:?}");
    }
    assert_eq!(seen, ["u/a", "u/a", "u/b/", "u/c"]);
    let query = format!("key-marker=u%2Fa&upload-id-marker={}&uploads=", ids[4]);
    let wrong = world.client.s3("GET", &format!("/{BUCKET}"), &query, &[], b"").await;
    assert_eq!(
        (wrong.refusal(), wrong.member("ArgumentName").as_deref()),
        ((400, "InvalidArgument".into()), Some("upload-id-marker"))
    );
    world.engine.shutdown().await;
}

#[tokio::test]
async fn an_upload_is_completed_by_its_parts_and_as_it_began() {
    let world = World::start("exit 0").await;
    let of =
        |number: u32, etag: &str, more: &str| format!("<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag>{more}</Part>");
    let unknown = complete(&world, "x", &"0".repeat(48), "", &[]).await;
    assert_eq!(unknown.refusal(), (404, "NoSuchUpload".into()), "{}", unknown.text());
    let plain = begin(&world, "%C3%BC", &[]).await;
    let etag = part(&world, "%C3%BC", &plain, 1, &[("x-amz-checksum-crc32", "SQ9wxg==")]).await;
    let none = complete(&world, "%C3%BC", &plain, "", &[]).await;
    assert_eq!(
        (none.refusal(), none.member("Message").as_deref()),
        ((400, "InvalidRequest".into()), Some("You must specify at least one part"))
    );
    let checksum = of(1, &etag, "<ChecksumCRC32>SQ9wxg==</ChecksumCRC32>");
    let foreign = complete(&world, "%C3%BC", &plain, &checksum, &[]).await;
    assert_eq!((foreign.refusal(), foreign.member("PartNumber").as_deref()), ((400, "InvalidPart".into()), Some("1")));
    let small = part(&world, "%C3%BC", &plain, 2, &[]).await;
    let small = complete(&world, "%C3%BC", &plain, &(of(1, &etag, "") + &of(2, &small, "")), &[]).await;
    assert_eq!((small.refusal(), small.member("MinSizeAllowed").as_deref()), ((400, "EntityTooSmall".into()), Some("5242880")));
    let order = complete(&world, "%C3%BC", &plain, &(of(2, &etag, "") + &of(1, &etag, "")), &[]).await;
    assert!(order.status == 400, "{}", order.text());
    let done = complete(&world, "%C3%BC", &plain, &of(1, &etag, ""), &[]).await;
    assert_eq!(done.member("Location"), Some(format!("/{BUCKET}/%C3%BC")), "{}", done.text());
    let aborted = world.client.s3("DELETE", &format!("/{BUCKET}/%C3%BC"), &format!("uploadId={plain}"), &[], b"").await;
    assert_eq!(aborted.status, 204, "nothing is left to abort");

    let crc = begin(&world, "crc", &[("x-amz-checksum-algorithm", "CRC32")]).await;
    let etag = part(&world, "crc", &crc, 1, &[]).await;
    let kind = complete(&world, "crc", &crc, &of(1, &etag, ""), &[("x-amz-checksum-type", "FULL_OBJECT")]).await;
    assert_eq!(kind.refusal(), (400, "InvalidRequest".into()));
    let checksum = of(1, &etag, "<ChecksumCRC32>SQ9wxg==</ChecksumCRC32>");
    let wrong = complete(&world, "crc", &crc, &checksum, &[("x-amz-checksum-crc32", "AAAAAA==-1")]).await;
    assert_eq!(wrong.refusal(), (400, "BadDigest".into()), "{}", wrong.text());
    for headers in [
        &[("x-amz-checksum-type", "COMPOSITE")][..],
        &[("x-amz-checksum-algorithm", "SHA256"), ("x-amz-checksum-type", "FULL_OBJECT")],
        &[("x-amz-checksum-algorithm", "CRC64NVME"), ("x-amz-checksum-type", "COMPOSITE")],
        &[("x-amz-checksum-algorithm", "MD5")],
    ] {
        let refused = world.client.s3("POST", &format!("/{BUCKET}/x"), "uploads=", headers, b"").await;
        assert_eq!(refused.refusal(), (400, "InvalidRequest".into()), "{headers:?}");
    }
    world.engine.shutdown().await;
}
