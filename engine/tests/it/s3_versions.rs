//! Listings of versions, what listings refuse, what the head of a range says, and where buckets are.

use crate::{
    client::Reply,
    harness::{BUCKET, HERE, World},
};

fn members<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    text.split(&format!("<{name}>")).skip(1).filter_map(|rest| rest.split_once('<').map(|(value, _)| value)).collect()
}

async fn list(world: &World, query: &str) -> Reply {
    world.client.s3("GET", &format!("/{BUCKET}"), query, &[], b"").await
}

#[tokio::test]
async fn every_object_is_its_only_version() {
    let world = World::start("exit 0").await;
    for key in ["v/a", "v/b", "v/deep/c", "v/deep/d"] {
        world.put(key, b"12345").await;
    }
    let all = list(&world, "prefix=v%2F&versions=").await.text();
    assert_eq!(members(&all, "Key"), ["v/a", "v/b", "v/deep/c", "v/deep/d"], "{all}");
    assert_eq!(members(&all, "VersionId"), ["null"; 4], "{all}");
    assert_eq!((members(&all, "IsLatest"), members(&all, "Size")), (vec!["true"; 4], vec!["5"; 4]), "{all}");
    let first = list(&world, "max-keys=1&prefix=v%2F&versions=").await.text();
    assert_eq!(
        (members(&first, "NextKeyMarker"), members(&first, "NextVersionIdMarker")),
        (vec!["v/a"], vec!["null"]),
        "{first}"
    );
    let rest = list(&world, "delimiter=%2F&key-marker=v%2Fa&prefix=v%2F&version-id-marker=null&versions=").await.text();
    assert_eq!(members(&rest, "Key"), ["v/b"], "{rest}");
    assert!(rest.contains("<CommonPrefixes><Prefix>v/deep/</Prefix></CommonPrefixes>"), "{rest}");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_listing_refuses_tokens_and_encodings_that_it_does_not_know() {
    let world = World::start("exit 0").await;
    for query in [
        "continuation-token=nonsense&list-type=2",
        "continuation-token=&list-type=2",
        "encoding-type=base64",
        "encoding-type=base64&list-type=2",
        "encoding-type=base64&versions=",
        "encoding-type=base64&uploads=",
    ] {
        let refused = list(&world, query).await;
        assert_eq!(
            (refused.status, members(&refused.text(), "Code")),
            (400, vec!["InvalidArgument"]),
            "{query}: {}",
            refused.text()
        );
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn the_head_of_a_range_is_partial() {
    let world = World::start("exit 0").await;
    world.put("digits", b"0123456789").await;
    let head = async |headers: &[(&str, &str)]| world.client.s3("HEAD", &format!("/{BUCKET}/digits"), "", headers, b"").await;
    let part = head(&[("range", "bytes=2-4")]).await;
    assert_eq!((part.status, part.header("content-range").as_deref()), (206, Some("bytes 2-4/10")));
    assert_eq!(part.header("content-length").as_deref(), Some("3"));
    assert_eq!(head(&[]).await.status, 200);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_bucket_is_in_the_region_that_its_request_is_signed_for() {
    let world = World::start("exit 0").await;
    let create = async |body: &[u8]| world.client.s3("PUT", "/another-bucket", "", &[], body).await;
    let elsewhere = b"<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
    for (body, word) in [(&b""[..], "unspecified"), (elsewhere, "eu-west-1")] {
        let refused = create(body).await;
        assert_eq!((refused.status, members(&refused.text(), "Code")), (400, vec!["IllegalLocationConstraintException"]));
        assert!(refused.text().contains(&format!("The {word} location constraint is incompatible")), "{}", refused.text());
    }
    assert_eq!(create(HERE).await.status, 200);
    world.engine.shutdown().await;
}
