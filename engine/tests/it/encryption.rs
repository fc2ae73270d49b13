//! Objects on the disk: encrypted, noticed when they were changed, and readable as long as their key may be used.

use std::{
    fs,
    path::{Path, PathBuf},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use s3s::crypto::{Checksum, Md5};
use serde_json::json;

use crate::{
    client::Reply,
    harness::{BUCKET, World},
};

const ALGORITHM: &str = "x-amz-server-side-encryption";
const KEY: &str = "x-amz-server-side-encryption-aws-kms-key-id";
const KMS: (&str, &str) = (ALGORITHM, "aws:kms");

/// The files of all blobs.
fn blobs(world: &World) -> Vec<PathBuf> {
    let folders = fs::read_dir(world.folder.path().join("data/s3/blobs")).expect("the blobs");
    let files = folders.flat_map(|folder| fs::read_dir(folder.expect("a folder").path()).expect("blobs"));
    files.map(|file| file.expect("a blob").path()).collect()
}

async fn call(world: &World, method: &str, key: &str, query: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    world.client.s3(method, &format!("/{BUCKET}/{key}"), query, headers, body).await
}

async fn put(world: &World, key: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    let reply = call(world, "PUT", key, "", headers, body).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply
}

/// Makes a key and gives its ARN.
async fn new_key(world: &World) -> String {
    let made = world.client.json("TrentService.CreateKey", &json!({})).await.json();
    made["KeyMetadata"]["Arn"].as_str().expect("an ARN").to_owned()
}

async fn set_state(world: &World, operation: &str, key: &str) {
    let reply = world.client.json(&format!("TrentService.{operation}"), &json!({ "KeyId": key })).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
}

fn assert_encrypted(reply: &Reply, algorithm: Option<&str>, key: Option<&str>) {
    assert!(reply.status < 300, "{} {}", reply.status, reply.text());
    assert_eq!((reply.header(ALGORITHM).as_deref(), reply.header(KEY).as_deref()), (algorithm, key), "{}", reply.headers);
}

/// An upload of two parts, and the answers on its way.
async fn upload(world: &World, key: &str, headers: &[(&str, &str)], first: &[u8], last: &[u8]) -> [Reply; 3] {
    let created = call(world, "POST", key, "uploads=", headers, b"").await;
    let id = created.member("UploadId").expect("an id");
    let mut parts = String::new();
    let mut answer = None;
    for (number, bytes) in [(1, first), (2, last)] {
        let part = call(world, "PUT", key, &format!("partNumber={number}&uploadId={id}"), &[], bytes).await;
        let etag = part.header("etag").unwrap_or_default();
        parts.push_str(&format!("<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>"));
        answer = Some(part);
    }
    let body = format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
    let completed = call(world, "POST", key, &format!("uploadId={id}"), &[], body.as_bytes()).await;
    [created, answer.expect("a part"), completed]
}

#[tokio::test]
async fn every_answer_says_that_an_object_is_encrypted_and_it_is() {
    let world = World::start("exit 0").await;
    let secret = b"a secret that nobody may read on the disk".repeat(10_000);
    assert_encrypted(&put(&world, "object", &[], &secret).await, Some("AES256"), None);
    for method in ["GET", "HEAD"] {
        assert_encrypted(&call(&world, method, "object", "", &[], b"").await, Some("AES256"), None);
    }
    let source = format!("{BUCKET}/object");
    let copied = put(&world, "copy", &[("x-amz-copy-source", &source)], b"").await;
    assert_encrypted(&copied, Some("AES256"), None);
    let first = secret.repeat(14);
    for reply in upload(&world, "parts", &[], &first, &secret).await {
        assert_encrypted(&reply, Some("AES256"), None);
    }
    assert_eq!(world.get("copy").await.as_deref(), Some(&secret[..]));
    assert!(world.get("parts").await == Some([&first[..], &secret[..]].concat()));
    for file in blobs(&world) {
        let stored = fs::read(&file).expect("a blob");
        assert!(!stored.windows(8).any(|window| window == b"a secret"), "{}", file.display());
    }
    // An empty object has a chunk, too.
    assert_encrypted(&put(&world, "empty", &[], b"").await, Some("AES256"), None);
    assert_eq!(world.get("empty").await.as_deref(), Some(&b""[..]));
    let world = world.restart().await;
    assert_eq!(world.get("object").await.as_deref(), Some(&secret[..]));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_range_may_begin_and_end_anywhere() {
    let world = World::start("exit 0").await;
    let bytes: Vec<u8> = (0..400_000_u32).map(|number| number.to_le_bytes()[0] ^ number.to_le_bytes()[1]).collect();
    put(&world, "object", &[], &bytes).await;
    for (first, last) in [(0, 0), (65_535, 65_536), (65_536, 131_071), (1, 399_998), (262_143, 262_144), (399_999, 399_999)] {
        let range = format!("bytes={first}-{last}");
        let reply = call(&world, "GET", "object", "", &[("range", &range)], b"").await;
        assert!(reply.status == 206 && reply.body == bytes[first..=last], "{range}: {}", reply.status);
    }
    // A copy of parts of it reads ranges, too.
    let created = call(&world, "POST", "joined", "uploads=", &[], b"").await;
    let query = format!("partNumber=1&uploadId={}", created.member("UploadId").expect("an id"));
    let source = format!("{BUCKET}/object");
    let headers = [("x-amz-copy-source", source.as_str()), ("x-amz-copy-source-range", "bytes=65530-65545")];
    let part = call(&world, "PUT", "joined", &query, &headers, b"").await;
    assert_encrypted(&part, Some("AES256"), None);
    let etag = hex::encode(Md5::checksum(&bytes[65_530..=65_545]));
    assert!(part.text().contains(&etag), "{}", part.text());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn bytes_that_were_changed_on_the_disk_are_not_given_out() {
    let world = World::start("exit 0").await;
    let before = blobs(&world);
    put(&world, "object", &[], &b"bytes".repeat(100_000)).await;
    let file = blobs(&world).into_iter().find(|file| !before.contains(file)).expect("its blob");
    let whole = fs::read(&file).expect("a blob");
    let write = |file: &Path, bytes: &[u8]| fs::write(file, bytes).expect("written");
    let mut changed = whole.clone();
    changed[100] ^= 1;
    write(&file, &changed);
    assert_eq!(call(&world, "GET", "object", "", &[], b"").await.refusal(), (500, "InternalError".into()));
    write(&file, &whole[..whole.len() - 1]);
    assert_eq!(call(&world, "GET", "object", "", &[], b"").await.refusal(), (500, "InternalError".into()));
    let mut changed = whole.clone();
    changed[400_000] ^= 1;
    write(&file, &changed);
    let part = call(&world, "GET", "object", "", &[("range", "bytes=0-9")], b"").await;
    assert_eq!(part.text(), "bytesbytes");
    let part = call(&world, "GET", "object", "", &[("range", "bytes=399000-399009")], b"").await;
    assert_eq!(part.refusal(), (500, "InternalError".into()));
    write(&file, &whole);
    assert_eq!(world.get("object").await.map(|bytes| bytes.len()), Some(500_000));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn an_object_is_read_as_long_as_its_key_may_be_used() {
    let world = World::start("exit 0").await;
    let key = new_key(&world).await;
    let id = key.rsplit('/').next().expect("an id").to_owned();
    let context = BASE64_STANDARD.encode(r#"{"team":"vision"}"#);
    let headers = [
        KMS,
        (KEY, id.as_str()),
        ("x-amz-server-side-encryption-context", &context),
        ("x-amz-server-side-encryption-bucket-key-enabled", "true"),
    ];
    let stored = put(&world, "object", &headers, b"bytes").await;
    assert_encrypted(&stored, Some("aws:kms"), Some(&key));
    assert_eq!(stored.header("x-amz-server-side-encryption-context"), Some(context));
    for reply in [stored, call(&world, "GET", "object", "", &[], b"").await] {
        assert_eq!(reply.header("x-amz-server-side-encryption-bucket-key-enabled").as_deref(), Some("true"));
    }
    let large = b"five mebibytes and more".repeat(250_000);
    for reply in upload(&world, "parts", &[KMS, (KEY, &key)], &large, b"end").await {
        assert_encrypted(&reply, Some("aws:kms"), Some(&key));
    }
    let source = format!("{BUCKET}/object");
    assert_encrypted(&put(&world, "copy", &[("x-amz-copy-source", &source)], b"").await, Some("AES256"), None);

    set_state(&world, "DisableKey", &id).await;
    for name in ["object", "parts"] {
        assert_encrypted(&call(&world, "HEAD", name, "", &[], b"").await, Some("aws:kms"), Some(&key));
        let refused = call(&world, "GET", name, "", &[], b"").await;
        assert_eq!(refused.refusal(), (400, "KMS.DisabledException".into()));
        assert_eq!(refused.member("Message"), Some(format!("{key} is disabled.")));
    }
    let copied = call(&world, "PUT", "copy", "", &[("x-amz-copy-source", &source)], b"").await;
    assert_eq!(copied.refusal(), (400, "KMS.DisabledException".into()));
    assert_eq!(call(&world, "PUT", "new", "", &[KMS, (KEY, &key)], b"new").await.refusal().1, "KMS.DisabledException");
    assert_eq!(world.get("copy").await.as_deref(), Some(&b"bytes"[..]), "the copy has a key of its own");

    set_state(&world, "ScheduleKeyDeletion", &id).await;
    assert_eq!(call(&world, "GET", "object", "", &[], b"").await.refusal().1, "KMS.KMSInvalidStateException");
    set_state(&world, "CancelKeyDeletion", &id).await;
    set_state(&world, "EnableKey", &id).await;
    let world = world.restart().await;
    assert_eq!(world.get("object").await.as_deref(), Some(&b"bytes"[..]));
    assert!(world.get("parts").await == Some([&large[..], b"end"].concat()));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn what_cannot_be_encrypted_as_asked_is_not_stored() {
    let world = World::start("exit 0").await;
    let missing = "11111111-2222-4333-8444-555555555555";
    let foreign = "arn:aws:kms:us-west-2:111111111111:key/11111111-2222-4333-8444-555555555555";
    let aes = (ALGORITHM, "AES256");
    for (headers, status, code, message) in [
        (vec![KMS, (KEY, missing)], 400, "KMS.NotFoundException", "does not exist"),
        (vec![KMS, (KEY, "alias/none")], 400, "KMS.NotFoundException", "alias/none is not found."),
        (vec![KMS, (KEY, foreign)], 403, "AccessDenied", "is not authorized to perform: kms:GenerateDataKey"),
        (vec![aes, (KEY, missing)], 400, "InvalidArgument", "requires HTTP header x-amz-server-side-encryption : aws:kms"),
        (vec![(KEY, missing)], 400, "InvalidArgument", "requires HTTP header x-amz-server-side-encryption : aws:kms"),
        (vec![(ALGORITHM, "DES")], 400, "InvalidArgument", "The encryption method specified is not supported"),
        (vec![KMS, ("x-amz-server-side-encryption-context", "e30")], 400, "InvalidArgument", "shall be Base64-encoded"),
    ] {
        for (method, query) in [("PUT", ""), ("POST", "uploads=")] {
            let reply = call(&world, method, "new", query, &headers, b"").await;
            assert_eq!(reply.refusal(), (status, code.into()), "{method} {headers:?}: {}", reply.text());
            assert!(reply.text().contains(message), "{}", reply.text());
        }
    }
    assert_eq!(world.get("new").await, None);
    // Without a name it is the key of S3.
    let stored = put(&world, "new", &[KMS], b"bytes").await;
    let alias = world.client.json("TrentService.DescribeKey", &json!({ "KeyId": "alias/aws/s3" })).await.json();
    assert_encrypted(&stored, Some("aws:kms"), alias["KeyMetadata"]["Arn"].as_str());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_bucket_says_how_objects_are_encrypted_that_ask_for_nothing() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}");
    let key = new_key(&world).await;
    let rule = |algorithm: &str, key: &str, more: &str| {
        format!(
            "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>{algorithm}</SSEAlgorithm>\
             {key}</ApplyServerSideEncryptionByDefault>{more}</Rule></ServerSideEncryptionConfiguration>"
        )
    };
    let set = async |document: String| world.client.s3("PUT", &path, "encryption=", &[], document.as_bytes()).await;
    let id = format!("<KMSMasterKeyID>{key}</KMSMasterKeyID>");
    // Clients send elements that are younger than the library.
    let more = "<BucketKeyEnabled>true</BucketKeyEnabled><BlockedEncryptionTypes><EncryptionType>NONE</EncryptionType></BlockedEncryptionTypes>";
    let made = set(rule("aws:kms", &id, more)).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let told = world.client.s3("GET", &path, "encryption=", &[], b"").await;
    assert_eq!(told.member("KMSMasterKeyID").as_deref(), Some(&*key));
    assert_eq!(told.member("BucketKeyEnabled").as_deref(), Some("true"));

    let stored = put(&world, "object", &[], b"bytes").await;
    assert_encrypted(&stored, Some("aws:kms"), Some(&key));
    assert_eq!(stored.header("x-amz-server-side-encryption-bucket-key-enabled").as_deref(), Some("true"));
    let large = b"five mebibytes and more".repeat(250_000);
    for reply in upload(&world, "parts", &[], &large, b"end").await {
        assert_encrypted(&reply, Some("aws:kms"), Some(&key));
    }
    assert_encrypted(&put(&world, "asked", &[(ALGORITHM, "AES256")], b"bytes").await, Some("AES256"), None);

    set_state(&world, "DisableKey", &key).await;
    assert_eq!(call(&world, "PUT", "new", "", &[], b"new").await.refusal().1, "KMS.DisabledException");
    assert_eq!(world.get("new").await, None);
    assert_eq!(world.client.s3("DELETE", &path, "encryption=", &[], b"").await.status, 204);
    assert_encrypted(&put(&world, "new", &[], b"new").await, Some("AES256"), None);
    for (document, status, code) in [
        (rule("AES256", &id, ""), 400, "InvalidArgument"),
        (rule("DES", "", ""), 400, "MalformedXML"),
        (rule("aws:kms:dsse", "", ""), 501, "NotImplemented"),
        ("<ServerSideEncryptionConfiguration></ServerSideEncryptionConfiguration>".to_owned(), 400, "MalformedXML"),
    ] {
        assert_eq!(set(document.clone()).await.refusal(), (status, code.into()), "{document}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn without_its_master_key_no_engine_begins_to_make_another() {
    let world = World::start("exit 0").await;
    let path = world.folder.path().join("data/master.key");
    let whole = fs::read_to_string(&path).expect("the master key");
    world.engine.shutdown().await;
    for (text, reason) in [(None, "master.key is missing"), (Some("00".repeat(32)), "cannot be opened with the master key")] {
        match text {
            None => fs::remove_file(&path).expect("removed"),
            Some(text) => fs::write(&path, text).expect("written"),
        }
        let config = engine::Config {
            listen: "127.0.0.1:0".parse().expect("an address"),
            data: world.folder.path().join("data"),
            region: "us-west-2".to_owned(),
            trainer_command: vec!["true".into()],
            supervisor_command: vec!["true".into()],
            samples: engine::Samples::None,
        };
        let error = engine::Engine::start(config, std::sync::Arc::new(engine::SystemClock)).await.expect_err("no start");
        assert!(error.to_string().contains(reason), "{error}");
    }
    fs::write(&path, whole).expect("written");
    let world = World::start_in(world.folder, "exit 0").await;
    assert_eq!(world.get("train/a.rec").await.as_deref(), Some(&b"training data"[..]));
    world.engine.shutdown().await;
}
