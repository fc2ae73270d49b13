//! A client that expects another owner of a bucket is refused, whatever it asks for.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{
    client::Reply,
    harness::{BUCKET, World},
};

const OWNER: &str = "000000000000";
const STRANGER: &str = "111111111111";
const BUCKET_OWNER: &str = "x-amz-expected-bucket-owner";
const SOURCE_OWNER: &str = "x-amz-source-expected-bucket-owner";
/// The header of a copy's source. Its value is the object `kept`.
const SOURCE: &str = "x-amz-copy-source";

/// An operation with a request for it: method, key (empty for the bucket itself), query, and whether it copies.
struct Operation(&'static str, &'static str, &'static str, &'static str, bool);

/// All operations of the engine but those that have no expected owner.
const OPERATIONS: [Operation; 51] = [
    Operation("HeadBucket", "HEAD", "", "", false),
    Operation("GetBucketLocation", "GET", "", "location=", false),
    Operation("GetBucketVersioning", "GET", "", "versioning=", false),
    Operation("DeleteBucket", "DELETE", "", "", false),
    Operation("PutObject", "PUT", "new", "", false),
    Operation("GetObject", "GET", "kept", "", false),
    Operation("HeadObject", "HEAD", "kept", "", false),
    Operation("CopyObject", "PUT", "new", "", true),
    Operation("DeleteObject", "DELETE", "kept", "", false),
    Operation("DeleteObjects", "POST", "", "delete=", false),
    Operation("ListObjects", "GET", "", "", false),
    Operation("ListObjectsV2", "GET", "", "list-type=2", false),
    Operation("ListObjectVersions", "GET", "", "versions=", false),
    Operation("CreateMultipartUpload", "POST", "new", "uploads=", false),
    Operation("UploadPart", "PUT", "new", "partNumber=1&uploadId=x", false),
    Operation("UploadPartCopy", "PUT", "new", "partNumber=1&uploadId=x", true),
    Operation("CompleteMultipartUpload", "POST", "new", "uploadId=x", false),
    Operation("AbortMultipartUpload", "DELETE", "new", "uploadId=x", false),
    Operation("ListParts", "GET", "new", "uploadId=x", false),
    Operation("ListMultipartUploads", "GET", "", "uploads=", false),
    Operation("GetObjectTagging", "GET", "kept", "tagging=", false),
    Operation("PutObjectTagging", "PUT", "kept", "tagging=", false),
    Operation("DeleteObjectTagging", "DELETE", "kept", "tagging=", false),
    Operation("GetBucketCors", "GET", "", "cors=", false),
    Operation("PutBucketCors", "PUT", "", "cors=", false),
    Operation("DeleteBucketCors", "DELETE", "", "cors=", false),
    Operation("GetObjectAttributes", "GET", "kept", "attributes=", false),
    Operation("GetObjectAcl", "GET", "kept", "acl=", false),
    Operation("GetBucketAcl", "GET", "", "acl=", false),
    Operation("GetBucketOwnershipControls", "GET", "", "ownershipControls=", false),
    Operation("GetPublicAccessBlock", "GET", "", "publicAccessBlock=", false),
    Operation("GetBucketRequestPayment", "GET", "", "requestPayment=", false),
    Operation("GetBucketAccelerateConfiguration", "GET", "", "accelerate=", false),
    Operation("GetBucketLogging", "GET", "", "logging=", false),
    Operation("GetBucketNotificationConfiguration", "GET", "", "notification=", false),
    Operation("GetBucketEncryption", "GET", "", "encryption=", false),
    Operation("GetBucketLifecycleConfiguration", "GET", "", "lifecycle=", false),
    Operation("GetObjectLockConfiguration", "GET", "", "object-lock=", false),
    Operation("GetBucketPolicy", "GET", "", "policy=", false),
    Operation("GetBucketPolicyStatus", "GET", "", "policyStatus=", false),
    Operation("GetBucketReplication", "GET", "", "replication=", false),
    Operation("GetBucketTagging", "GET", "", "tagging=", false),
    Operation("GetBucketWebsite", "GET", "", "website=", false),
    Operation("PutBucketOwnershipControls", "PUT", "", "ownershipControls=", false),
    Operation("DeleteBucketOwnershipControls", "DELETE", "", "ownershipControls=", false),
    Operation("PutPublicAccessBlock", "PUT", "", "publicAccessBlock=", false),
    Operation("DeletePublicAccessBlock", "DELETE", "", "publicAccessBlock=", false),
    Operation("PutBucketEncryption", "PUT", "", "encryption=", false),
    Operation("DeleteBucketEncryption", "DELETE", "", "encryption=", false),
    Operation("PutBucketTagging", "PUT", "", "tagging=", false),
    Operation("DeleteBucketTagging", "DELETE", "", "tagging=", false),
];

/// The API has no `ExpectedBucketOwner` for these.
const WITHOUT_OWNER: [&str; 2] = ["CreateBucket", "ListBuckets"];

async fn send(world: &World, operation: &Operation, owner: (&str, &str)) -> Reply {
    let Operation(_, method, key, query, copies) = *operation;
    let path = if key.is_empty() { format!("/{BUCKET}") } else { format!("/{BUCKET}/{key}") };
    let source = format!("{BUCKET}/kept");
    let mut headers = vec![owner];
    if copies {
        headers.push((SOURCE, &source));
    }
    world.client.s3(method, &path, query, &headers, b"").await
}

#[tokio::test]
async fn every_operation_refuses_another_owner_of_the_bucket() {
    let world = World::start("exit 0").await;
    world.put("kept", b"kept").await;
    // The first call of each operation fails. So a row whose request is for the operation of another row is noticed.
    let once = |Operation(name, ..): &Operation| json!({ "Service": "s3", "Operation": name, "Fault": "throttling", "Times": 1 });
    let settings = json!({ "Rehearsal": OPERATIONS.iter().map(once).collect::<Value>() });
    std::fs::write(world.folder.path().join("data/engine.json"), settings.to_string()).expect("a file");
    for operation in &OPERATIONS {
        let Operation(name, method, _, _, copies) = *operation;
        assert_eq!(send(&world, operation, (BUCKET_OWNER, STRANGER)).await.status, 503, "the request is for {name}");
        for header in [BUCKET_OWNER, SOURCE_OWNER].into_iter().take(if copies { 2 } else { 1 }) {
            let refused = send(&world, operation, (header, STRANGER)).await;
            assert_eq!(refused.status, 403, "{name}: {}", refused.text());
            assert!(method == "HEAD" || refused.text().contains("<Code>AccessDenied</Code>"), "{name}: {}", refused.text());
        }
    }
    assert_eq!(world.get("kept").await.as_deref(), Some(&b"kept"[..]));
    assert_eq!(world.get("new").await, None);
    for operation in &OPERATIONS {
        assert_ne!(send(&world, operation, (BUCKET_OWNER, OWNER)).await.status, 403, "{}", operation.0);
    }
    world.engine.shutdown().await;
}

#[test]
fn the_table_has_every_operation_of_the_store() {
    let source = include_str!("../../src/s3/operations.rs");
    let names = source.lines().filter_map(|line| line.trim_start().strip_prefix("async fn ")?.split_once('('));
    let found: BTreeSet<String> = names.map(|(name, _)| pascal_case(name)).collect();
    let table = OPERATIONS.iter().map(|operation| operation.0).chain(WITHOUT_OWNER);
    assert_eq!(found, table.map(str::to_owned).collect::<BTreeSet<_>>());
}

fn pascal_case(name: &str) -> String {
    let capitalise = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('_').map(capitalise).collect()
}
