//! Texts in headers, ranges and names, and what listings repeat.

use crate::{
    client::{Call, Reply, now},
    harness::{BUCKET, World},
};

async fn put(world: &World, key: &str, headers: &[(&str, &str)]) -> Reply {
    world.client.s3("PUT", &format!("/{BUCKET}/{key}"), "", headers, b"0123456789").await
}

#[tokio::test]
async fn metadata_comes_back_as_headers_can_hold_it() {
    let world = World::start("exit 0").await;
    for (sent, read) in [
        ("=?UTF-8?B?w4RNw4Ra?=", "=?UTF-8?Q?=C3=84M=C3=84Z?="),
        ("änn", "=?UTF-8?Q?=C3=A4nn?="),
        ("=?UTF-8?B?w4?=", "=?UTF-8?B?w4?="),
        ("a\tb", "a\tb"),
        ("plain", "plain"),
    ] {
        let stored = put(&world, "object", &[("x-amz-meta-name", sent)]).await;
        assert_eq!(stored.status, 200, "{sent}: {}", stored.text());
        for method in ["GET", "HEAD"] {
            let reply = world.client.s3(method, &format!("/{BUCKET}/object"), "", &[], b"").await;
            assert_eq!(reply.header("x-amz-meta-name").as_deref(), Some(read), "{method} {sent}");
        }
    }
    let source = format!("{BUCKET}/object");
    let copy = [("x-amz-copy-source", source.as_str()), ("x-amz-metadata-directive", "REPLACE"), ("x-amz-meta-new", "ü")];
    assert_eq!(world.client.s3("PUT", &format!("/{BUCKET}/copied"), "", &copy, b"").await.status, 200);
    let copied = world.client.s3("HEAD", &format!("/{BUCKET}/copied"), "", &[], b"").await;
    assert_eq!(
        (copied.header("x-amz-meta-new").as_deref(), copied.header("x-amz-meta-name")),
        (Some("=?UTF-8?Q?=C3=BC?="), None)
    );
    world.engine.shutdown().await;
}

#[tokio::test]
async fn headers_of_an_object_may_be_any_text() {
    let world = World::start("exit 0").await;
    let headers = [("content-disposition", "attachment; filename=5小時.jpg"), ("cache-control", "ü"), ("content-language", "de")];
    assert_eq!(put(&world, "object", &headers).await.status, 200);
    for method in ["GET", "HEAD"] {
        let reply = world.client.s3(method, &format!("/{BUCKET}/object"), "", &[], b"").await;
        for (name, value) in headers {
            assert_eq!(reply.header(name).as_deref(), Some(value), "{method} {name}");
        }
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_plus_in_the_source_of_a_copy_is_a_space() {
    let world = World::start("exit 0").await;
    assert_eq!(put(&world, "a%20b", &[]).await.status, 200);
    assert_eq!(put(&world, "a%2Bb", &[]).await.status, 200);
    for source in ["a+b", "a%20b", "a%2Bb"] {
        let source = format!("{BUCKET}/{source}");
        assert_eq!(put(&world, "copied", &[("x-amz-copy-source", &source)]).await.status, 200, "{source}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_range_of_nothing_is_no_range() {
    let world = World::start("exit 0").await;
    assert_eq!(put(&world, "digits", &[]).await.status, 200);
    let get = async |range: &str| world.client.s3("GET", &format!("/{BUCKET}/digits"), "", &[("range", range)], b"").await;
    for range in ["bytes=-", "bytes=5-1", "lines=1-2"] {
        let reply = get(range).await;
        assert_eq!((reply.status, reply.text().as_str()), (200, "0123456789"), "{range}");
    }
    assert_eq!(get("bytes=-3").await.text(), "789");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn listings_go_on_behind_a_prefix_and_repeat_what_counts() {
    let world = World::start("exit 0").await;
    for key in ["l/a/1", "l/a/2", "l/b"] {
        put(&world, key, &[]).await;
    }
    let list = async |query: &str| world.client.s3("GET", &format!("/{BUCKET}"), query, &[], b"").await;
    let behind = list("delimiter=%2F&marker=l%2Fa%2F1&prefix=l%2F").await;
    assert!(behind.members("Key") == ["l/b"] && !behind.text().contains("<CommonPrefixes>"), "{}", behind.text());
    for query in ["delimiter=&prefix=l%2F", "delimiter=&list-type=2&prefix=l%2F", "delimiter=&prefix=l%2F&versions="] {
        let reply = list(query).await;
        assert!(!reply.text().contains("Delimiter") && reply.members("Key").len() == 3, "{}", reply.text());
        assert!(reply.members("LastModified").iter().all(|time| time.ends_with(".000Z")), "{}", reply.text());
    }
    let first = list("list-type=2&max-keys=1&start-after=l%2Fa%2F1").await;
    assert_eq!((first.members("Key"), first.member("StartAfter").as_deref()), (vec!["l/a/2".to_owned()], Some("l/a/1")));
    let token = first.member("NextContinuationToken").expect("a token");
    let second = list(&format!("continuation-token={token}&list-type=2&max-keys=1&start-after=l%2Fa%2F1")).await;
    assert_eq!((second.members("Key"), second.member("StartAfter")), (vec!["l/b".to_owned()], None));
    assert_eq!(list("list-type=2&max-keys=&prefix=l%2F").await.member("MaxKeys").as_deref(), Some("1000"));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_signature_may_be_dated_by_the_date_of_http() {
    let world = World::start("exit 0").await;
    let date = now();
    let format =
        time::macros::format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");
    let time =
        time::PrimitiveDateTime::parse(&date, time::macros::format_description!("[year][month][day]T[hour][minute][second]Z"));
    let http = time.expect("a time").format(format).expect("a date");
    let path = format!("/{BUCKET}/train/a.rec");
    let call = |headers| Call { service: "s3", method: "GET", path: &path, query: "", headers, body: b"", altered: None };
    let good = world.client.send_dated(&call(vec![("date", http.clone())]), &date).await;
    assert_eq!((good.status, good.text().as_str()), (200, "training data"));
    let without = world.client.send_dated(&call(Vec::new()), &date).await;
    assert_eq!(without.status, 400, "{}", without.text());
    let text = |date: &str| format!("GET\n\n\n{date}\n{path}");
    for (date, status, code) in [
        (http.as_str(), 200, ""),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 403, "RequestTimeTooSkewed"),
        ("nonsense", 403, "AccessDenied"),
    ] {
        let authorization = format!("AWS {}:{}", world.client.access_key_id, world.client.signature_2(&text(date)));
        let headers = [("host", world.client.address.to_string()), ("date", date.to_owned()), ("authorization", authorization)];
        let reply = crate::client::raw(world.client.address, "GET", &path, &headers, b"").await;
        assert_eq!(reply.refusal(), (status, code.into()), "{date}: {}", reply.text());
    }
    world.engine.shutdown().await;
}
