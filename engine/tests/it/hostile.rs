//! Requests that nobody means well with. Each is answered or dropped; the engine goes on, and never blames itself.

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    client::Call,
    harness::{BUCKET, World, request},
};

/// A generator whose numbers are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or_default()
    }
}

/// What is put in the place of members.
fn odd_value(numbers: &mut Numbers) -> Value {
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(i64::MAX),
        json!(1e308),
        json!(""),
        json!("\u{0}\u{202e}ü\u{1f980}"),
        json!("../../etc/passwd"),
        json!("s3://"),
        json!("x".repeat(5000)),
        json!([]),
        json!({}),
        json!([[[[{}]]]]),
        json!({ "Key": 1 }),
    ];
    odd[numbers.below(odd.len())].clone()
}

/// Replaces, removes or adds a member somewhere.
fn mutate(value: &mut Value, numbers: &mut Numbers) {
    let deeper = numbers.below(3) > 0;
    match value {
        Value::Object(members) if !members.is_empty() => {
            let name = members.keys().nth(numbers.below(members.len())).cloned().unwrap_or_default();
            match (deeper, numbers.below(4)) {
                (true, _) => mutate(&mut members[&name], numbers),
                (false, 0) => drop(members.remove(&name)),
                (false, 1) => drop(members.insert(format!("{name}\u{0}"), odd_value(numbers))),
                _ => members[&name] = odd_value(numbers),
            }
        }
        Value::Array(entries) if deeper && !entries.is_empty() => {
            let place = numbers.below(entries.len());
            mutate(&mut entries[place], numbers);
        }
        other => *other = odd_value(numbers),
    }
}

#[tokio::test]
async fn a_thousand_mutated_requests_get_an_answer_and_none_is_the_engines_fault() {
    let world = World::start("exit 0").await;
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let operations = ["CreateTrainingJob", "CreateModel", "Search", "ListTrainingJobs", "AddTags", "UpdateTrainingJob"];
    for round in 0..1000 {
        let mut body = match round % 4 {
            0 => {
                json!({ "Resource": "TrainingJob", "SearchExpression": { "Filters": [{ "Name": "A.B", "Operator": "In", "Value": "1" }],
                "NestedFilters": [{ "NestedPropertyName": "InputDataConfig", "Filters": [{ "Name": "X" }] }] },
                "MaxResults": 5, "CreationTimeAfter": 1.5, "NameContains": "a", "NextToken": "e30",
                "ResourceArn": "arn:aws:sagemaker:us-west-2:000000000000:training-job/a", "Tags": [{ "Key": "k", "Value": "v" }] })
            }
            _ => request(&format!("mutated-{round}")),
        };
        for _ in 0..=numbers.below(3) {
            mutate(&mut body, &mut numbers);
        }
        let mut bytes = body.to_string().into_bytes();
        match numbers.below(10) {
            0 => bytes.truncate(numbers.below(bytes.len())),
            1 => {
                let place = numbers.below(bytes.len());
                bytes[place] = numbers.next().to_le_bytes()[0];
            }
            _ => {}
        }
        let target = format!("SageMaker.{}", operations[numbers.below(operations.len())]);
        let headers = vec![("x-amz-target", target.clone())];
        let call = Call { service: "sagemaker", method: "POST", path: "/", query: "", headers, body: &bytes, altered: None };
        let reply = world.client.send(&call).await;
        let text = String::from_utf8_lossy(&bytes);
        assert!(matches!(reply.status, 200 | 400), "{target} {text}: {} {}", reply.status, reply.text());
        if reply.status == 400 {
            assert!(reply.json()["__type"].is_string(), "{target} {text}: {}", reply.text());
        }
    }
    let page = world.client.json("SageMaker.ListTrainingJobs", &json!({})).await;
    assert_eq!(page.status, 200);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn noise_slowness_and_huge_headers_harm_nobody_else() {
    let world = World::start("exit 0").await;
    let address = world.client.address;
    // Clients that begin and never go on.
    let mut slow = Vec::new();
    for _ in 0..50 {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(b"POST / HTTP/1.1\r\nhost: ").await.expect("written");
        slow.push(stream);
    }
    let mut numbers = Numbers(7);
    for _ in 0..100 {
        let noise: Vec<u8> = (0..200).flat_map(|_| numbers.next().to_le_bytes()).collect();
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        let _ = stream.write_all(&noise).await;
        let _ = stream.shutdown().await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 400"), "{}", String::from_utf8_lossy(&answer));
    }
    let huge = format!("GET / HTTP/1.1\r\nhost: {address}\r\nx-huge: {}\r\n\r\n", "x".repeat(1 << 20));
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let _ = stream.write_all(huge.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"), "{}", String::from_utf8_lossy(&answer));

    for target in ["", "SageMaker", "SageMaker.", "Logs_20140328.Nothing", "S3.GetObject", "SageMaker.ListTrainingJobs.More"] {
        let reply = world.client.json(target, &json!({})).await;
        assert_eq!((reply.status, reply.json()["__type"].as_str()), (400, Some("UnknownOperationException")), "{target}");
    }
    assert_eq!(world.get("train/a.rec").await.as_deref(), Some(&b"training data"[..]));
    drop(slow);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn odd_keys_are_kept_or_refused_but_never_files() {
    let world = World::start("exit 0").await;
    for (key, status) in [
        ("%F0%9F%A6%80/%C3%BC", 200),
        ("..%2F..%2Fescape", 403),
        ("a%00b", 400),
        ("%FF%FE", 400),
        (&"%C3%BC".repeat(513), 400),
        ("con./nul/..", 200),
    ] {
        let reply = world.client.s3("PUT", &format!("/{BUCKET}/{key}"), "", &[], b"x").await;
        assert_eq!(reply.status, status, "{key}: {}", reply.text());
    }
    let folder = world.folder.path().join("data");
    let outside = std::fs::read_dir(world.folder.path()).expect("a folder").count();
    assert_eq!(outside, 1, "nothing beside {}", folder.display());
    world.engine.shutdown().await;
}
