//! Presigned links that carry more than a signature.

use domain::Clock;
use engine::SystemClock;

use crate::{
    client::{Client, Reply, now, raw},
    harness::{BUCKET, World},
};

/// A link of version 4 with parameters besides those of the signature, percent-encoded and in order.
fn link(client: &Client, method: &str, path: &str, more: &str) -> String {
    let date = now();
    let query = format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}%2F{}%2Fus-west-2%2Fs3%2Faws4_request&X-Amz-Date={date}&X-Amz-Expires=60&X-Amz-SignedHeaders=host{more}",
        client.access_key_id,
        &date[..8]
    );
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.sort_unstable();
    let sorted = pairs.join("&");
    let canonical = format!("{method}\n{path}\n{sorted}\nhost:{}\n\nhost\nUNSIGNED-PAYLOAD", client.address);
    let signature = client.signature(&format!("{}/us-west-2/s3/aws4_request", &date[..8]), &date, &canonical);
    format!("{path}?{query}&X-Amz-Signature={signature}")
}

async fn send(world: &World, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let mut all = vec![("host", world.client.address.to_string())];
    all.extend(headers.iter().map(|(name, value)| (*name, (*value).to_owned())));
    raw(world.client.address, method, target, &all, body).await
}

#[tokio::test]
async fn what_a_link_says_of_the_object_is_stored_with_it() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/linked");
    let put =
        link(&world.client, "PUT", &path, "&X-Amz-Meta-Owner=ann%20b&x-amz-tagging=team%3Dx&x-amz-storage-class=STANDARD_IA");
    let stored = send(&world, "PUT", &put, &[], b"bytes").await;
    assert_eq!(stored.status, 200, "{}", stored.text());
    let head = world.client.s3("HEAD", &path, "", &[], b"").await;
    assert_eq!(head.header("x-amz-meta-owner").as_deref(), Some("ann b"));
    assert_eq!(head.header("x-amz-storage-class").as_deref(), Some("STANDARD_IA"));
    assert_eq!(head.header("x-amz-tagging-count").as_deref(), Some("1"));

    // A header that the link does not sign is refused, also one that the link has as a parameter.
    for header in [("x-amz-meta-owner", "eve"), ("x-amz-copy-source", "data-of-the-tests/train/a.rec")] {
        let refused = send(&world, "PUT", &put, &[header], b"other").await;
        assert_eq!(
            (refused.refusal(), refused.member("HeadersNotSigned").as_deref()),
            ((403, "AccessDenied".into()), Some(header.0))
        );
    }
    // The JavaScript SDK adds the checksum of the body that it does not know yet.
    let checksum = link(&world.client, "PUT", &path, "&x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32");
    assert_eq!(send(&world, "PUT", &checksum, &[], b"bytes").await.status, 200);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_link_overwrites_only_what_it_may() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/conditional");
    let once = link(&world.client, "PUT", &path, "&If-None-Match=%2A");
    assert_eq!(send(&world, "PUT", &once, &[], b"first").await.status, 200);
    let again = send(&world, "PUT", &once, &[], b"second").await;
    assert_eq!(
        (again.refusal(), again.member("Condition").as_deref()),
        ((412, "PreconditionFailed".into()), Some("If-None-Match"))
    );
    let other = link(&world.client, "PUT", &path, "&If-Match=%2200000000000000000000000000000000%22");
    assert_eq!(send(&world, "PUT", &other, &[], b"third").await.status, 412);
    let stranger = link(&world.client, "GET", &path, "&x-amz-expected-bucket-owner=111111111111");
    assert_eq!(send(&world, "GET", &stranger, &[], b"").await.status, 403);
    assert_eq!(world.get("conditional").await.as_deref(), Some(&b"first"[..]));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_link_of_version_2_signs_the_metadata_that_it_carries() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/second");
    let expires = SystemClock.now().milliseconds() / 1_000 + 60;
    let text = format!("PUT\n\ntext/plain\n{expires}\nx-amz-meta-foo:bar\n{path}");
    let signature = world.client.signature_2(&text).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let key = &world.client.access_key_id;
    let link = |foo: &str| {
        format!(
            "{path}?content-type=text%2Fplain&x-amz-meta-foo={foo}&AWSAccessKeyId={key}&Signature={signature}&Expires={expires}"
        )
    };
    let stored = send(&world, "PUT", &link("bar"), &[], b"bytes").await;
    assert_eq!(stored.status, 200, "{}", stored.text());
    let head = world.client.s3("HEAD", &path, "", &[], b"").await;
    assert_eq!(head.header("x-amz-meta-foo").as_deref(), Some("bar"));
    assert_eq!(head.header("content-type").as_deref(), Some("text/plain"));
    assert_eq!(send(&world, "PUT", &link("else"), &[], b"bytes").await.refusal(), (403, "SignatureDoesNotMatch".into()));
    let without = format!("{path}?AWSAccessKeyId={key}&Expires={expires}");
    assert_eq!(send(&world, "PUT", &without, &[], b"").await.refusal(), (403, "AccessDenied".into()));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn links_that_lack_a_part_or_are_too_old_say_so() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/train/a.rec");
    let whole = link(&world.client, "GET", &path, "");
    assert_eq!(send(&world, "GET", &whole, &[], b"").await.text(), "training data");
    for name in ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature"] {
        let (path, query) = whole.split_once('?').expect("a query");
        let rest: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with(name)).collect();
        let refused = send(&world, "GET", &format!("{path}?{}", rest.join("&")), &[], b"").await;
        assert_eq!(refused.refusal(), (400, "AuthorizationQueryParametersError".into()), "{name}");
    }
    let expired = SystemClock.now().milliseconds() / 1_000 - 60;
    let old = format!("{path}?AWSAccessKeyId={}&Signature=AAAA&Expires={expired}", world.client.access_key_id);
    let refused = send(&world, "GET", &old, &[], b"").await;
    assert_eq!(
        (refused.refusal(), refused.member("Message").as_deref()),
        ((403, "AccessDenied".into()), Some("Request has expired"))
    );
    assert!(refused.member("Expires").is_some() && refused.member("ServerTime").is_some(), "{}", refused.text());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_wrong_signature_is_answered_with_what_should_have_been_signed() {
    let world = World::start("exit 0").await;
    let mut stranger = world.client.clone();
    stranger.secret_access_key.push('x');
    let path = format!("/{BUCKET}/train/a.rec");
    let by_header = stranger.s3("GET", &path, "x-id=GetObject", &[], b"").await;
    let by_link = send(&world, "GET", &link(&stranger, "GET", &path, ""), &[], b"").await;
    for reply in [by_header, by_link] {
        assert_eq!(reply.refusal(), (403, "SignatureDoesNotMatch".into()));
        let canonical = reply.member("CanonicalRequest").expect("the canonical request");
        assert!(canonical.starts_with(&format!("GET\n{path}\n")), "{canonical}");
        assert!(reply.member("StringToSign").is_some_and(|text| text.starts_with("AWS4-HMAC-SHA256\n")), "{}", reply.text());
        assert_eq!(reply.member("AWSAccessKeyId").as_ref(), Some(&stranger.access_key_id));
    }
    stranger.access_key_id = "AKIAAAAAAAAAAAAAAAAA".to_owned();
    let unknown = stranger.s3("GET", &path, "", &[], b"").await;
    assert_eq!(
        (unknown.refusal(), unknown.member("AWSAccessKeyId")),
        ((403, "InvalidAccessKeyId".into()), Some(stranger.access_key_id))
    );
    world.engine.shutdown().await;
}
