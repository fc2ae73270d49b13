//! The operations of KMS.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use crate::{client::Reply, harness::World};

async fn call(world: &World, operation: &str, input: Value) -> Reply {
    world.client.json(&format!("TrentService.{operation}"), &input).await
}

async fn done(world: &World, operation: &str, input: Value) -> Value {
    let reply = call(world, operation, input).await;
    assert_eq!(reply.status, 200, "{operation}: {}", reply.text());
    reply.json()
}

/// The exception and the message of a refusal.
async fn refused(world: &World, operation: &str, input: Value) -> (String, String) {
    let reply = call(world, operation, input).await;
    assert_eq!(reply.status, 400, "{operation}: {}", reply.text());
    let text = |member: &str| reply.json()[member].as_str().unwrap_or_default().to_owned();
    (text("__type"), text("message"))
}

async fn new_key(world: &World) -> Value {
    done(world, "CreateKey", json!({ "Description": "of the tests" })).await["KeyMetadata"].clone()
}

#[tokio::test]
async fn a_text_is_decrypted_with_its_key_and_its_context_alone() {
    let world = World::start("exit 0").await;
    let (key, other) = (new_key(&world).await, new_key(&world).await);
    let id = key["KeyId"].as_str().expect("an id");
    done(&world, "CreateAlias", json!({ "AliasName": "alias/tests", "TargetKeyId": id })).await;
    let text = BASE64_STANDARD.encode("text");
    let context = json!({ "purpose": "tests" });
    for name in [id, key["Arn"].as_str().expect("an ARN"), "alias/tests", "arn:aws:kms:us-west-2:000000000000:alias/tests"] {
        let sealed = done(&world, "Encrypt", json!({ "KeyId": name, "Plaintext": text, "EncryptionContext": context })).await;
        assert_eq!(sealed["KeyId"], key["Arn"]);
        let blob = &sealed["CiphertextBlob"];
        let opened = done(&world, "Decrypt", json!({ "CiphertextBlob": blob, "EncryptionContext": context })).await;
        assert_eq!((&opened["Plaintext"], &opened["KeyId"]), (&json!(text), &key["Arn"]));
        let (code, _) =
            refused(&world, "Decrypt", json!({ "CiphertextBlob": blob, "EncryptionContext": { "purpose": "x" } })).await;
        assert_eq!(code, "InvalidCiphertextException");
        assert_eq!(refused(&world, "Decrypt", json!({ "CiphertextBlob": blob })).await.0, "InvalidCiphertextException");
        let named = json!({ "CiphertextBlob": blob, "EncryptionContext": context, "KeyId": other["KeyId"] });
        assert_eq!(refused(&world, "Decrypt", named).await.0, "IncorrectKeyException");
    }
    assert_eq!(refused(&world, "Decrypt", json!({ "CiphertextBlob": text })).await.0, "InvalidCiphertextException");
    let longest = BASE64_STANDARD.encode([7; 4096]);
    done(&world, "Encrypt", json!({ "KeyId": id, "Plaintext": longest })).await;
    let longer = BASE64_STANDARD.encode([7; 4097]);
    let (code, message) = refused(&world, "Encrypt", json!({ "KeyId": id, "Plaintext": longer })).await;
    assert!(code == "ValidationException" && message.contains("less than or equal to 4096"), "{code}: {message}");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_data_key_is_what_its_ciphertext_holds() {
    let world = World::start("exit 0").await;
    let key = new_key(&world).await;
    for (size, bytes) in
        [(json!({ "KeySpec": "AES_256" }), 32), (json!({ "KeySpec": "AES_128" }), 16), (json!({ "NumberOfBytes": 77 }), 77)]
    {
        let mut input = size;
        input["KeyId"] = key["KeyId"].clone();
        let made = done(&world, "GenerateDataKey", input.clone()).await;
        let opened = done(&world, "Decrypt", json!({ "CiphertextBlob": made["CiphertextBlob"] })).await;
        assert_eq!(opened["Plaintext"], made["Plaintext"]);
        let length = BASE64_STANDARD.decode(made["Plaintext"].as_str().expect("a key")).map(|key| key.len());
        assert_eq!(length, Ok(bytes));
        let hidden = done(&world, "GenerateDataKeyWithoutPlaintext", input).await;
        assert!(hidden["Plaintext"].is_null() && hidden["CiphertextBlob"].is_string(), "{hidden}");
    }
    assert_eq!(refused(&world, "GenerateDataKey", json!({ "KeyId": key["KeyId"] })).await.0, "ValidationException");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_key_is_used_in_one_state_only() {
    let world = World::start("exit 0").await;
    let key = new_key(&world).await;
    let named = json!({ "KeyId": key["KeyId"] });
    let arn = key["Arn"].as_str().expect("an ARN");
    let state = async || done(&world, "DescribeKey", named.clone()).await["KeyMetadata"]["KeyState"].clone();
    let encrypt = json!({ "KeyId": key["KeyId"], "Plaintext": "AAAA" });
    let sealed = done(&world, "Encrypt", encrypt.clone()).await;
    let decrypt = json!({ "CiphertextBlob": sealed["CiphertextBlob"] });
    assert_eq!(state().await, "Enabled");

    done(&world, "DisableKey", named.clone()).await;
    assert_eq!(state().await, "Disabled");
    for (operation, input) in [("Encrypt", &encrypt), ("Decrypt", &decrypt)] {
        assert_eq!(refused(&world, operation, input.clone()).await, ("DisabledException".into(), format!("{arn} is disabled.")));
    }
    done(&world, "EnableKey", named.clone()).await;
    done(&world, "Decrypt", decrypt.clone()).await;
    let scheduled = done(&world, "ScheduleKeyDeletion", json!({ "KeyId": key["KeyId"], "PendingWindowInDays": 7 })).await;
    assert_eq!((&scheduled["KeyState"], &scheduled["KeyId"]), (&json!("PendingDeletion"), &key["Arn"]));
    assert_eq!(state().await, "PendingDeletion");
    for (operation, input) in [("Decrypt", &decrypt), ("EnableKey", &named), ("ScheduleKeyDeletion", &named)] {
        let refusal = refused(&world, operation, input.clone()).await;
        assert_eq!(refusal, ("KMSInvalidStateException".into(), format!("{arn} is pending deletion.")));
    }
    done(&world, "CancelKeyDeletion", named.clone()).await;
    assert_eq!(state().await, "Disabled");
    assert_eq!(refused(&world, "CancelKeyDeletion", named.clone()).await.0, "KMSInvalidStateException");
    let short = json!({ "KeyId": key["KeyId"], "PendingWindowInDays": 6 });
    assert_eq!(refused(&world, "ScheduleKeyDeletion", short).await.0, "ValidationException");
    let s3 = done(&world, "DescribeKey", json!({ "KeyId": "alias/aws/s3" })).await;
    let s3 = json!({ "KeyId": s3["KeyMetadata"]["KeyId"] });
    assert_eq!(refused(&world, "DisableKey", s3).await.0, "AccessDeniedException");
    world.engine.shutdown().await;
}

#[tokio::test]
async fn keys_and_aliases_are_listed_by_pages() {
    let world = World::start("exit 0").await;
    let mut made = Vec::new();
    for number in 0..5 {
        let key = new_key(&world).await["KeyId"].clone();
        done(&world, "CreateAlias", json!({ "AliasName": format!("alias/a{number}"), "TargetKeyId": key })).await;
        made.push(key);
    }
    for (operation, list, member) in [("ListKeys", "Keys", "KeyId"), ("ListAliases", "Aliases", "AliasName")] {
        let (mut found, mut marker) = (Vec::new(), Value::Null);
        loop {
            let page = done(&world, operation, json!({ "Limit": 2, "Marker": marker })).await;
            found.extend(page[list].as_array().expect("a list").iter().map(|entry| entry[member].clone()));
            marker = page["NextMarker"].clone();
            if page["Truncated"] == false {
                break;
            }
        }
        assert_eq!(found.len(), 7, "{found:?}");
        assert!(marker.is_null());
    }
    let of_one = done(&world, "ListAliases", json!({ "KeyId": made[3] })).await;
    assert_eq!(of_one["Aliases"].as_array().map(Vec::len), Some(1));
    assert_eq!(of_one["Aliases"][0]["AliasArn"], "arn:aws:kms:us-west-2:000000000000:alias/a3");
    for (input, code) in [
        (json!({ "AliasName": "alias/a3", "TargetKeyId": made[0] }), "AlreadyExistsException"),
        (json!({ "AliasName": "a9", "TargetKeyId": made[0] }), "ValidationException"),
        (json!({ "AliasName": "alias/aws/own", "TargetKeyId": made[0] }), "NotAuthorizedException"),
        (json!({ "AliasName": "alias/a9", "TargetKeyId": "alias/a3" }), "ValidationException"),
        (json!({ "AliasName": "alias/a9", "TargetKeyId": "none" }), "NotFoundException"),
    ] {
        assert_eq!(refused(&world, "CreateAlias", input.clone()).await.0, code, "{input}");
    }
    done(&world, "DeleteAlias", json!({ "AliasName": "alias/a3" })).await;
    assert_eq!(refused(&world, "DeleteAlias", json!({ "AliasName": "alias/a3" })).await.0, "NotFoundException");
    let (code, message) = refused(&world, "DescribeKey", json!({ "KeyId": "alias/a3" })).await;
    assert_eq!(
        (code.as_str(), message.as_str()),
        ("NotFoundException", "Alias arn:aws:kms:us-west-2:000000000000:alias/a3 is not found.")
    );
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_key_keeps_its_tags_and_no_other_kind_of_key_is_made() {
    let world = World::start("exit 0").await;
    let tags = json!([{ "TagKey": "team", "TagValue": "vision" }]);
    let made = done(&world, "CreateKey", json!({ "Tags": tags })).await;
    assert_eq!(done(&world, "ListResourceTags", json!({ "KeyId": made["KeyMetadata"]["KeyId"] })).await["Tags"], tags);
    let rsa = json!({ "KeySpec": "RSA_2048", "KeyUsage": "SIGN_VERIFY" });
    assert_eq!(refused(&world, "CreateKey", rsa).await.0, "UnsupportedOperationException");
    let (code, message) = refused(&world, "Sign", json!({})).await;
    assert!(code == "UnknownOperationException" && message.contains("GenerateDataKey"), "{code}: {message}");
    let foreign = json!({ "KeyId": "arn:aws:kms:us-west-2:111111111111:key/11111111-2222-4333-8444-555555555555" });
    assert_eq!(refused(&world, "DescribeKey", foreign).await.0, "AccessDeniedException");
    // No key is in the database as it is.
    let database = std::fs::read(world.folder.path().join("data/engine.db")).expect("the database");
    let master = std::fs::read_to_string(world.folder.path().join("data/master.key")).expect("the master key");
    let master = hex::decode(master).expect("a key");
    assert!(!database.windows(master.len()).any(|window| window == master));
    world.engine.shutdown().await;
}
