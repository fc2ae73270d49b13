//! What clients read in answers of the object store, and the ways in which they ask.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use engine::{Clock, SystemClock};
use s3s::crypto::{Checksum, Sha1};

use crate::client::{Client, Reply, raw};
use crate::harness::{BUCKET, World};

#[tokio::test]
async fn every_refusal_has_a_message_and_the_id_of_the_request() {
    let world = World::start("exit 0").await;
    let client = &world.client;
    let mut stranger = client.clone();
    stranger.secret_access_key.push('x');
    let long = format!("/{BUCKET}/{}", "k".repeat(1025));
    let bucket = format!("/{BUCKET}");
    let broken = "<Delete><Object>";
    for (code, reply) in [
        ("SignatureDoesNotMatch", stranger.s3("GET", &bucket, "", &[], b"").await),
        ("KeyTooLongError", client.s3("PUT", &long, "", &[], b"").await),
        ("InvalidBucketName", client.s3("PUT", "/A_B", "", &[], b"").await),
        ("MalformedXML", client.s3("POST", &bucket, "delete=", &[], broken.as_bytes()).await),
        ("NoSuchKey", client.s3("GET", &format!("/{BUCKET}/missing"), "", &[], b"").await),
        ("AccessDenied", raw(client.address, "GET", &bucket, &[("host", client.address.to_string())], b"").await),
    ] {
        let text = reply.text();
        assert_eq!(member(&reply, "Code").as_deref(), Some(code), "{text}");
        assert!(member(&reply, "Message").is_some_and(|message| message.len() > 10), "{text}");
        assert_eq!(member(&reply, "RequestId"), reply.header("x-amz-request-id"), "{text}");
        assert_eq!(text.matches("<Message>").count(), 1, "{text}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn links_to_a_bucket_that_are_signed_by_version_2_work() {
    let world = World::start("exit 0").await;
    let expires = SystemClock.now().unix_timestamp() + 60;
    let signature = version_2(&world.client, &format!("GET\n\n\n{expires}\n/{BUCKET}/"));
    let signature = signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let key = &world.client.access_key_id;
    let get = async |path: &str, signature: &str| {
        let target = format!("{path}?list-type=2&AWSAccessKeyId={key}&Signature={signature}&Expires={expires}");
        raw(world.client.address, "GET", &target, &[("host", world.client.address.to_string())], b"").await
    };
    for path in [format!("/{BUCKET}"), format!("/{BUCKET}/")] {
        let reply = get(&path, &signature).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        assert!(reply.text().contains("<Key>train/a.rec</Key>"), "{}", reply.text());
    }
    assert_eq!(get(&format!("/{BUCKET}"), "AAAA").await.status, 403);
    world.engine.shutdown().await;
}

/// The text of the first element of this name.
fn member(reply: &Reply, name: &str) -> Option<String> {
    let text = reply.text();
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(found, _)| found.to_owned())
}

/// A signature of version 2, which is an HMAC with SHA-1.
fn version_2(client: &Client, text: &str) -> String {
    let padded = |byte: u8| {
        let mut block = [byte; 64];
        block.iter_mut().zip(client.secret_access_key.bytes()).for_each(|(byte, key)| *byte ^= key);
        block
    };
    let inner = Sha1::checksum(&[&padded(0x36), text.as_bytes()].concat());
    BASE64_STANDARD.encode(Sha1::checksum(&[&padded(0x5c)[..], &inner].concat()))
}
