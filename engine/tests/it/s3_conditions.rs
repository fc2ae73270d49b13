//! Conditions of requests that write, and on dates.

use crate::{
    client::Reply,
    harness::{BUCKET, World},
};

async fn put(world: &World, key: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    world.client.s3("PUT", &format!("/{BUCKET}/{key}"), "", headers, body).await
}

/// Begins an upload of one part, and returns its id and the document that completes it.
async fn upload(world: &World, key: &str) -> (String, String) {
    let path = format!("/{BUCKET}/{key}");
    let id = world.client.s3("POST", &path, "uploads=", &[], b"").await.member("UploadId").expect("an upload");
    let part = world.client.s3("PUT", &path, &format!("partNumber=1&uploadId={id}"), &[], b"part").await;
    let etag = part.header("etag").expect("an ETag");
    (id, format!("<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>{etag}</ETag></Part></CompleteMultipartUpload>"))
}

async fn complete(world: &World, key: &str, upload: &(String, String), header: (&str, &str)) -> Reply {
    let (path, query) = (format!("/{BUCKET}/{key}"), format!("uploadId={}", upload.0));
    world.client.s3("POST", &path, &query, &[header], upload.1.as_bytes()).await
}

#[tokio::test]
async fn conditions_that_s3_does_not_take_are_refused_and_nothing_is_written() {
    let world = World::start("exit 0").await;
    let etag = put(&world, "object", &[], b"old").await.header("etag").expect("an ETag");
    let source = format!("{BUCKET}/train/a.rec");
    let copy = ("x-amz-copy-source", source.as_str());
    let stored = upload(&world, "object").await;
    for (name, value, shown) in [("if-none-match", etag.as_str(), "If-None-Match"), ("if-match", "*", "If-Match")] {
        let put = put(&world, "object", &[(name, value)], b"new").await;
        let copied = world.client.s3("PUT", &format!("/{BUCKET}/object"), "", &[copy, (name, value)], b"").await;
        let completed = complete(&world, "object", &stored, (name, value)).await;
        for refused in [put, copied, completed] {
            assert_eq!(refused.refusal(), (501, "NotImplemented".into()), "{name}: {}", refused.text());
            assert_eq!(refused.member("Header").as_deref(), Some(shown));
            assert!(refused.member("additionalMessage").is_some_and(|text| text.contains(shown)), "{}", refused.text());
        }
    }
    let both = put(&world, "object", &[("if-match", &etag), ("if-none-match", "*")], b"new").await;
    assert_eq!(both.refusal(), (501, "NotImplemented".into()));
    assert_eq!(world.get("object").await.as_deref(), Some(&b"old"[..]));
    // An ETag may come without its quotes.
    assert_eq!(put(&world, "object", &[("if-match", etag.trim_matches('"'))], b"new").await.status, 200);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn an_object_that_changed_while_an_upload_was_under_way_is_not_overwritten() {
    let world = World::start("exit 0").await;
    put(&world, "object", &[], b"first").await;
    let upload_of_object = upload(&world, "object").await;
    let new = put(&world, "object", &[], b"second").await.header("etag").expect("an ETag");
    let conflict = complete(&world, "object", &upload_of_object, ("if-match", &new)).await;
    assert_eq!(conflict.refusal(), (409, "ConditionalRequestConflict".into()), "{}", conflict.text());
    assert_eq!((conflict.member("Condition").as_deref(), conflict.member("Key").as_deref()), (Some("If-Match"), Some("object")));
    assert_eq!(world.get("object").await.as_deref(), Some(&b"second"[..]));
    let another = upload(&world, "object").await;
    assert_eq!(complete(&world, "object", &another, ("if-match", &new)).await.status, 200, "nothing happened since");

    put(&world, "gone", &[], b"x").await;
    let upload_of_gone = upload(&world, "gone").await;
    assert_eq!(complete(&world, "gone", &upload_of_gone, ("if-none-match", "*")).await.status, 412);
    world.client.s3("DELETE", &format!("/{BUCKET}/gone"), "", &[], b"").await;
    let conflict = complete(&world, "gone", &upload_of_gone, ("if-none-match", "*")).await;
    assert_eq!((conflict.status, conflict.member("Condition").as_deref()), (409, Some("If-None-Match")), "{}", conflict.text());
    let missing = complete(&world, "gone", &upload_of_gone, ("if-match", &new)).await;
    assert_eq!(missing.refusal(), (404, "NoSuchKey".into()));
    // Tags are no new object.
    put(&world, "tagged", &[], b"x").await;
    let tagged = upload(&world, "tagged").await;
    let tags = b"<Tagging><TagSet></TagSet></Tagging>";
    assert_eq!(world.client.s3("PUT", &format!("/{BUCKET}/tagged"), "tagging=", &[], tags).await.status, 200);
    let etag = "\"9dd4e461268c8034f5c8564e155c67a6\"";
    assert_eq!(complete(&world, "tagged", &tagged, ("if-match", etag)).await.status, 200);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_date_in_the_future_is_no_condition() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/train/a.rec");
    let future = "Fri, 01 Jan 2100 00:00:00 GMT";
    assert_eq!(world.client.s3("GET", &path, "", &[("if-modified-since", future)], b"").await.status, 200);
    let source = format!("{BUCKET}/train/a.rec");
    let copy = [("x-amz-copy-source", source.as_str()), ("x-amz-copy-source-if-modified-since", future)];
    assert_eq!(put(&world, "copied", &copy, b"").await.status, 200);
    let past = "Wed, 21 Oct 2015 07:28:00 GMT";
    let changed = world.client.s3("GET", &path, "", &[("if-unmodified-since", past)], b"").await;
    assert_eq!((changed.status, changed.member("Condition").as_deref()), (412, Some("If-Unmodified-Since")));
    let copy = [("x-amz-copy-source", source.as_str()), ("x-amz-copy-source-if-match", "\"other\"")];
    let refused = put(&world, "copied", &copy, b"").await;
    assert_eq!((refused.status, refused.member("Condition").as_deref()), (412, Some("x-amz-copy-source-If-Match")));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn what_would_share_an_object_is_refused_and_not_dropped() {
    let world = World::start("exit 0").await;
    for header in [("x-amz-acl", "public-read"), ("x-amz-grant-read", "id=1")] {
        assert_eq!(put(&world, "shared", &[header], b"x").await.refusal(), (400, "AccessControlListNotSupported".into()));
        let begun = world.client.s3("POST", &format!("/{BUCKET}/shared"), "uploads=", &[header], b"").await;
        assert_eq!(begun.refusal(), (400, "AccessControlListNotSupported".into()));
        let bucket = world.client.s3("PUT", "/shared-bucket", "", &[header], b"").await;
        assert_eq!(bucket.refusal(), (400, "InvalidBucketAclWithObjectOwnership".into()));
    }
    assert_eq!(world.get("shared").await, None);
    for acl in ["private", "bucket-owner-full-control"] {
        assert_eq!(put(&world, "owned", &[("x-amz-acl", acl)], b"x").await.status, 200, "{acl}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn tags_that_were_meant_otherwise_are_refused() {
    let world = World::start("exit 0").await;
    for (tags, code) in [
        ("key1=val1,key2=val2", "InvalidTag"),
        ("aws:owner=me", "InvalidTag"),
        ("a=1&a=2", "InvalidArgument"),
        ("a<b=c", "InvalidTag"),
    ] {
        assert_eq!(put(&world, "tagged", &[("x-amz-tagging", tags)], b"x").await.refusal(), (400, code.into()), "{tags}");
    }
    assert_eq!(world.get("tagged").await, None);
    assert_eq!(put(&world, "tagged", &[("x-amz-tagging", "a=%C3%BC+%2B-%3D._%3A%2F%40")], b"x").await.status, 200);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn words_that_mean_nothing_are_not_taken_for_others() {
    let world = World::start("exit 0").await;
    let source = format!("{BUCKET}/train/a.rec");
    let class = put(&world, "classed", &[("x-amz-storage-class", "COLD")], b"x").await;
    assert_eq!(
        (class.refusal(), class.member("StorageClassRequested").as_deref()),
        ((400, "InvalidStorageClass".into()), Some("COLD"))
    );
    for directive in ["x-amz-metadata-directive", "x-amz-tagging-directive"] {
        let copy = put(&world, "copied", &[("x-amz-copy-source", &source), (directive, "MOVE")], b"").await;
        assert_eq!((copy.refusal(), copy.member("ArgumentName").as_deref()), ((400, "InvalidArgument".into()), Some(directive)));
    }
    let owned = world.client.s3("PUT", "/owned-bucket", "", &[("x-amz-object-ownership", "Anybody")], b"").await;
    assert_eq!(owned.refusal(), (400, "InvalidArgument".into()));
    assert_eq!(world.get("classed").await, None);
    assert_eq!(world.get("copied").await, None);

    let (id, _) = upload(&world, "aborted").await;
    let (path, query) = (format!("/{BUCKET}/aborted"), format!("uploadId={id}"));
    let other = [("x-amz-if-match-initiated-time", "Wed, 21 Oct 2015 07:28:00 GMT")];
    assert_eq!(world.client.s3("DELETE", &path, &query, &other, b"").await.refusal(), (412, "PreconditionFailed".into()));
    assert_eq!(world.client.s3("DELETE", &path, &query, &[], b"").await.status, 204);
    world.engine.shutdown().await;
}
