//! Tags of objects, and links that say how their answer is to be read.

use crate::harness::{BUCKET, World};

fn tag(key: &str, value: &str) -> String {
    format!("<Tag><Key>{key}</Key><Value>{value}</Value></Tag>")
}

#[tokio::test]
async fn tags_stay_with_the_object_and_its_copies() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/tagged");
    let copy = format!("/{BUCKET}/copy");
    let tags = async |path: &str| world.client.s3("GET", path, "tagging=", &[], b"").await.text();
    let put = world.client.s3("PUT", &path, "", &[("x-amz-tagging", "team=vision%20lab&run=7")], b"x").await;
    assert_eq!(put.status, 200, "{}", put.text());
    assert!(tags(&path).await.contains(&format!("<TagSet>{}{}</TagSet>", tag("run", "7"), tag("team", "vision lab"))));
    assert_eq!(world.client.s3("GET", &path, "", &[], b"").await.header("x-amz-tagging-count").as_deref(), Some("2"));

    let source = format!("{BUCKET}/tagged");
    world.client.s3("PUT", &copy, "", &[("x-amz-copy-source", source.as_str())], b"").await;
    assert!(tags(&copy).await.contains(&tag("run", "7")));
    let headers = [("x-amz-copy-source", source.as_str()), ("x-amz-tagging", "run=8"), ("x-amz-tagging-directive", "REPLACE")];
    world.client.s3("PUT", &copy, "", &headers, b"").await;
    assert!(tags(&copy).await.contains(&format!("<TagSet>{}</TagSet>", tag("run", "8"))));

    let etag = put.header("etag");
    let body = format!("<Tagging><TagSet>{}</TagSet></Tagging>", tag("a", "b"));
    assert_eq!(world.client.s3("PUT", &path, "tagging=", &[], body.as_bytes()).await.status, 200);
    assert!(tags(&path).await.contains(&format!("<TagSet>{}</TagSet>", tag("a", "b"))));
    assert_eq!(world.client.s3("DELETE", &path, "tagging=", &[], b"").await.status, 204);
    assert!(!tags(&path).await.contains("<Tag>"));
    let read = world.client.s3("GET", &path, "", &[], b"").await;
    assert_eq!((read.header("etag"), read.body.as_slice()), (etag, &b"x"[..]), "tags change nothing else");

    let twice = format!("<Tagging><TagSet>{}{}</TagSet></Tagging>", tag("a", "b"), tag("a", "c"));
    let refused = world.client.s3("PUT", &path, "tagging=", &[], twice.as_bytes()).await;
    assert!(refused.status == 400 && refused.text().contains("InvalidTag"), "{}", refused.text());
    let missing = world.client.s3("GET", &format!("/{BUCKET}/missing"), "tagging=", &[], b"").await;
    assert!(missing.text().contains("NoSuchKey"), "{}", missing.text());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_link_may_say_how_its_answer_is_read() {
    let world = World::start("exit 0").await;
    let query = "response-content-disposition=attachment&response-content-type=text%2Fplain";
    let read = world.client.s3("GET", &format!("/{BUCKET}/train/a.rec"), query, &[], b"").await;
    assert_eq!(read.header("content-disposition").as_deref(), Some("attachment"));
    assert_eq!(read.header("content-type").as_deref(), Some("text/plain"));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn uploads_are_listed_by_prefix() {
    let world = World::start("exit 0").await;
    for key in ["a/1", "a/2", "b/1"] {
        world.client.s3("POST", &format!("/{BUCKET}/{key}"), "uploads=", &[], b"").await;
    }
    let list = async |query: &str| world.client.s3("GET", &format!("/{BUCKET}"), query, &[], b"").await.text();
    let page = list("max-uploads=1&prefix=a%2F&uploads=").await;
    assert!(page.contains("<Key>a/1</Key>") && page.contains("<IsTruncated>true</IsTruncated>"), "{page}");
    let page = list("key-marker=a%2F1&max-uploads=1&prefix=a%2F&uploads=").await;
    assert!(page.contains("<Key>a/2</Key>") && page.contains("<IsTruncated>false</IsTruncated>"), "{page}");
    world.engine.shutdown().await;
}
