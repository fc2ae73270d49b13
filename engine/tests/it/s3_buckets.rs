//! Buckets: where they are, how they are listed, and their settings.

use crate::{
    client::{Call, Reply},
    harness::{BUCKET, World},
};

/// A request that is signed for another Region.
async fn signed_for(world: &World, region: &'static str, method: &str, path: &str, query: &str, body: &[u8]) -> Reply {
    let mut client = world.client.clone();
    client.region = region;
    client.send(&Call { service: "s3", method, path, query, headers: Vec::new(), body, altered: None }).await
}

fn location(region: &str) -> Vec<u8> {
    format!("<CreateBucketConfiguration><LocationConstraint>{region}</LocationConstraint></CreateBucketConfiguration>")
        .into_bytes()
}

#[tokio::test]
async fn a_bucket_stays_in_the_region_that_it_was_created_in() {
    let world = World::start("exit 0").await;
    let create = async |name: &str, body: &[u8]| signed_for(&world, "us-east-1", "PUT", &format!("/{name}"), "", body).await;
    let created = create("first-bucket", b"").await;
    assert_eq!((created.status, created.header("x-amz-bucket-arn").as_deref()), (200, Some("arn:aws:s3:::first-bucket")));
    assert_eq!(create("second-bucket", &location("us-east-2")).await.status, 200);
    for region in ["foo", "us-east-1"] {
        let refused = create("third-bucket", &location(region)).await;
        assert_eq!(
            (refused.refusal(), refused.member("LocationConstraint").as_deref()),
            ((400, "InvalidLocationConstraint".into()), Some(region))
        );
    }
    for (bucket, region, constraint) in
        [("first-bucket", "us-east-1", ""), ("second-bucket", "us-east-2", "us-east-2"), (BUCKET, "us-west-2", "us-west-2")]
    {
        let path = format!("/{bucket}");
        let found = world.client.s3("GET", &path, "location=", &[], b"").await.text();
        assert!(found.contains(&format!(">{constraint}</LocationConstraint>")), "{bucket}: {found}");
        for (method, query) in [("HEAD", ""), ("GET", "list-type=2"), ("GET", "")] {
            let reply = world.client.s3(method, &path, query, &[], b"").await;
            assert_eq!(reply.header("x-amz-bucket-region").as_deref(), Some(region), "{method} {query}");
        }
    }
    let list = world.client.s3("GET", "/", "bucket-region=us-east-2", &[], b"").await;
    assert_eq!(
        (list.members("Name"), list.members("BucketArn")),
        (vec!["second-bucket".to_owned()], vec!["arn:aws:s3:::second-bucket".to_owned()])
    );
    let first = world.client.s3("GET", "/", "max-buckets=1", &[], b"").await;
    let token = first.member("ContinuationToken").expect("a token");
    assert!(!token.contains("bucket") && !token.contains("data"), "{token}");
    let rest = world.client.s3("GET", "/", &format!("continuation-token={token}"), &[], b"").await;
    assert_eq!(rest.members("Name"), ["first-bucket", "second-bucket"]);
    let wrong = world.client.s3("GET", "/", "continuation-token=%21", &[], b"").await;
    assert_eq!(wrong.refusal(), (400, "InvalidArgument".into()));
    // A bucket is still there after a restart.
    let world = world.restart().await;
    let found = world.client.s3("GET", "/second-bucket", "location=", &[], b"").await.text();
    assert!(found.contains(">us-east-2<"), "{found}");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn settings_that_nobody_made_are_those_of_a_new_bucket() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}");
    for (query, member, value) in [
        ("acl=", "Permission", "FULL_CONTROL"),
        ("ownershipControls=", "ObjectOwnership", "BucketOwnerEnforced"),
        ("publicAccessBlock=", "RestrictPublicBuckets", "true"),
        ("requestPayment=", "Payer", "BucketOwner"),
        ("encryption=", "SSEAlgorithm", "AES256"),
    ] {
        let reply = world.client.s3("GET", &path, query, &[], b"").await;
        assert_eq!((reply.status, reply.member(member).as_deref()), (200, Some(value)), "{}", reply.text());
    }
    let acl = world.client.s3("GET", &format!("/{BUCKET}/train/a.rec"), "acl=", &[], b"").await;
    assert!(acl.status == 200 && acl.text().contains("xsi:type=\"CanonicalUser\""), "{}", acl.text());
    for query in ["logging=", "notification=", "accelerate=", "versioning="] {
        let reply = world.client.s3("GET", &path, query, &[], b"").await;
        assert!(reply.status == 200 && !reply.text().contains("Enabled"), "{query}: {}", reply.text());
    }
    for (query, code) in [
        ("lifecycle=", "NoSuchLifecycleConfiguration"),
        ("object-lock=", "ObjectLockConfigurationNotFoundError"),
        ("policy=", "NoSuchBucketPolicy"),
        ("policyStatus=", "NoSuchBucketPolicy"),
        ("replication=", "ReplicationConfigurationNotFoundError"),
        ("tagging=", "NoSuchTagSet"),
        ("website=", "NoSuchWebsiteConfiguration"),
    ] {
        let reply = world.client.s3("GET", &path, query, &[], b"").await;
        assert_eq!((reply.refusal(), reply.member("BucketName").as_deref()), ((404, code.into()), Some(BUCKET)), "{query}");
        let missing = world.client.s3("GET", "/no-such-bucket-here", query, &[], b"").await;
        assert_eq!(missing.refusal(), (404, "NoSuchBucket".into()), "{query}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn settings_stay_as_they_were_made_until_they_are_removed() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}");
    let made = "<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>";
    let block = "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>";
    let tags = "<Tagging><TagSet><Tag><Key>team</Key><Value>vision</Value></Tag></TagSet></Tagging>";
    for (query, body) in [("ownershipControls=", made), ("publicAccessBlock=", block), ("tagging=", tags)] {
        let reply = world.client.s3("PUT", &path, query, &[], body.as_bytes()).await;
        assert!(reply.status < 300, "{query}: {} {}", reply.status, reply.text());
    }
    let world = world.restart().await;
    for (query, member, value) in [
        ("ownershipControls=", "ObjectOwnership", "ObjectWriter"),
        ("publicAccessBlock=", "BlockPublicAcls", "true"),
        ("publicAccessBlock=", "RestrictPublicBuckets", "false"),
        ("tagging=", "Value", "vision"),
    ] {
        let reply = world.client.s3("GET", &path, query, &[], b"").await;
        assert_eq!((reply.status, reply.member(member).as_deref()), (200, Some(value)), "{}", reply.text());
    }
    // Whatever the settings say, nobody else may read.
    let public = world.client.s3("PUT", &format!("{path}/open"), "", &[("x-amz-acl", "public-read")], b"x").await;
    assert_eq!(public.refusal(), (400, "AccessControlListNotSupported".into()));
    for (query, code) in [
        ("ownershipControls=", "OwnershipControlsNotFoundError"),
        ("publicAccessBlock=", "NoSuchPublicAccessBlockConfiguration"),
        ("tagging=", "NoSuchTagSet"),
    ] {
        assert_eq!(world.client.s3("DELETE", &path, query, &[], b"").await.status, 204, "{query}");
        assert_eq!(world.client.s3("GET", &path, query, &[], b"").await.refusal(), (404, code.into()), "{query}");
        assert_eq!(world.client.s3("DELETE", "/no-such-bucket-here", query, &[], b"").await.refusal().1, "NoSuchBucket");
    }
    for (query, body) in [
        ("ownershipControls=", made.replace("ObjectWriter", "Nobody")),
        ("ownershipControls=", "<OwnershipControls></OwnershipControls>".to_owned()),
    ] {
        let refused = world.client.s3("PUT", &path, query, &[], body.as_bytes()).await;
        assert_eq!(refused.refusal(), (400, "MalformedXML".into()), "{body}");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_bucket_is_made_with_the_owner_of_its_objects() {
    let world = World::start("exit 0").await;
    let create = async |name: &str, word: &str| {
        world.client.s3("PUT", &format!("/{name}"), "", &[("x-amz-object-ownership", word)], &location("us-west-2")).await
    };
    assert_eq!(create("of-writers", "ObjectWriter").await.status, 200);
    assert_eq!(create("of-writers", "BucketOwnerPreferred").await.refusal(), (409, "BucketAlreadyOwnedByYou".into()));
    let controls = world.client.s3("GET", "/of-writers", "ownershipControls=", &[], b"").await;
    assert_eq!(controls.member("ObjectOwnership").as_deref(), Some("ObjectWriter"));
    assert_eq!(create("of-nobody", "Nobody").await.refusal(), (400, "InvalidArgument".into()));
    world.engine.shutdown().await;
}
