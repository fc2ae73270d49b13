//! What a signature must cover. All requests here are signed with the right key.

use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    client::{Reply, now, raw},
    harness::{BUCKET, World},
};

/// A request whose signature covers what the test says.
struct Signed<'a> {
    service: &'a str,
    method: &'a str,
    path: &'a str,
    /// The value of `SignedHeaders`.
    names: &'a str,
    /// Headers besides `host` and `x-amz-date`.
    headers: &'a [(&'a str, &'a str)],
    /// How many characters of the date stand in the scope.
    scope_date: usize,
    body: &'a str,
}

impl Signed<'_> {
    const JSON: Signed<'static> = Signed {
        service: "sagemaker",
        method: "POST",
        path: "/",
        names: "host;x-amz-date;x-amz-target",
        headers: &[("x-amz-target", "SageMaker.ListTrainingJobs")],
        scope_date: 8,
        body: "{}",
    };

    fn s3(names: &'static str, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { service: "s3", method: "PUT", path: "/data-of-the-tests/new", names, headers, scope_date: 8, body: "" }
    }

    /// Its headers, those that are signed with their values.
    fn headers(&self, world: &World, date: &str) -> (Vec<(&str, String)>, String) {
        let own = [("host", world.client.address.to_string()), ("x-amz-date", date.to_owned())];
        let headers: Vec<_> =
            own.into_iter().chain(self.headers.iter().map(|(name, value)| (*name, (*value).to_owned()))).collect();
        let find = |name: &str| headers.iter().find(|(found, _)| *found == name).map(|(_, value)| value.clone());
        let lines = self.names.split(';').filter_map(|name| Some(format!("{name}:{}\n", find(name)?))).collect();
        (headers, lines)
    }

    async fn send(&self, world: &World) -> Reply {
        let date = now();
        let hash = hex::encode(Sha256::digest(self.body));
        let (mut headers, lines) = self.headers(world, &date);
        // The list that was signed has only what is there.
        let list = lines.lines().filter_map(|line| line.split(':').next()).collect::<Vec<_>>().join(";");
        let canonical = format!("{}\n{}\n\n{lines}\n{list}\n{hash}", self.method, self.path);
        let scope = format!("{}/us-west-2/{}/aws4_request", &date[..self.scope_date], self.service);
        let signature = world.client.signature(&scope, &date, &canonical);
        let (key, names) = (&world.client.access_key_id, self.names);
        let text = format!("AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={names}, Signature={signature}");
        headers.extend([("authorization", text), ("x-amz-content-sha256", hash)]);
        raw(world.client.address, self.method, self.path, &headers, self.body.as_bytes()).await
    }

    /// The same as a link, which has no `x-amz-date` header.
    async fn open(&self, world: &World) -> Reply {
        let date = now();
        let (mut headers, lines) = self.headers(world, &date);
        headers.retain(|(name, _)| *name != "x-amz-date");
        let (key, names) = (&world.client.access_key_id, self.names);
        let scope = format!("{}/us-west-2/{}/aws4_request", &date[..self.scope_date], self.service);
        let query = format!(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}&X-Amz-Date={date}&X-Amz-Expires=60&X-Amz-SignedHeaders={}",
            format!("{key}/{scope}").replace('/', "%2F"),
            names.replace(';', "%3B")
        );
        let canonical = format!("{}\n{}\n{query}\n{lines}\n{names}\nUNSIGNED-PAYLOAD", self.method, self.path);
        let signature = world.client.signature(&scope, &date, &canonical);
        let target = format!("{}?{query}&X-Amz-Signature={signature}", self.path);
        raw(world.client.address, self.method, &target, &headers, self.body.as_bytes()).await
    }
}

fn refused(reply: &Reply, status: u16, code: &str, words: &str) {
    let text = reply.text();
    assert_eq!(reply.status, status, "{text}");
    assert!(text.contains(&format!("<Code>{code}</Code>")) && text.contains(words), "{code}, {words} in {text}");
    assert!(text.contains("<RequestId>"), "{text}");
}

fn not_signed(reply: &Reply, names: &str) {
    refused(reply, 403, "AccessDenied", "<Message>There were headers present in the request which were not signed</Message>");
    assert!(reply.text().contains(&format!("<HeadersNotSigned>{names}</HeadersNotSigned>")), "{}", reply.text());
}

#[tokio::test]
async fn what_a_request_does_is_signed_or_refused() {
    let world = World::start("exit 0").await;
    let source: &[_] = &[("x-amz-copy-source", "data-of-the-tests/train/a.rec")];
    not_signed(&Signed::s3("host;x-amz-date", source).send(&world).await, "x-amz-copy-source");
    not_signed(&Signed::s3("host", source).open(&world).await, "x-amz-copy-source");
    assert_eq!(world.get("new").await, None);

    // Nothing that is Amazon's is exempt, whatever it means.
    let many: &[_] = &[("x-amz-user-agent", "own/1"), ("x-amz-meta-a", "1")];
    not_signed(&Signed::s3("host;x-amz-date", many).send(&world).await, "x-amz-user-agent, x-amz-meta-a");
    not_signed(&Signed::s3("x-amz-date", &[]).send(&world).await, "host");
    not_signed(&Signed::s3("x-amz-meta-a", &[("x-amz-meta-a", "1")]).open(&world).await, "host");
    assert_eq!(world.get("new").await, None);

    let signed = Signed::s3("host;x-amz-copy-source;x-amz-date", source).send(&world).await;
    assert_eq!(signed.status, 200, "{}", signed.text());
    let signed = Signed::s3("host;x-amz-meta-a", &[("x-amz-meta-a", "1")]).open(&world).await;
    assert_eq!(signed.status, 200, "{}", signed.text());
    // The hash of the body is part of every signature.
    let plain = Signed::s3("host", &[("x-amz-content-sha256", "UNSIGNED-PAYLOAD")]).open(&world).await;
    assert_eq!(plain.status, 200, "{}", plain.text());
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_header_that_is_named_and_not_sent_was_not_signed() {
    let world = World::start("exit 0").await;
    let reply = Signed::s3("host;x-amz-date;x-amz-meta-a", &[]).send(&world).await;
    refused(&reply, 403, "SignatureDoesNotMatch", "");
    let reply = Signed { names: "host;x-amz-date;x-amz-meta-a;x-amz-target", ..Signed::JSON }.send(&world).await;
    assert_eq!((reply.status, reply.json()["__type"].clone()), (400, json!("InvalidSignatureException")));
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_request_is_signed_in_one_way() {
    let world = World::start("exit 0").await;
    let path = format!("/{BUCKET}/train/a.rec");
    let link = world.client.link(&path, 60);
    let host = ("host", world.client.address.to_string());
    for (target, header) in [(link.clone(), "AWS4-HMAC-SHA256 Credential=a"), (format!("{link}&Signature=a"), "")] {
        let mut headers = vec![host.clone()];
        headers.extend((!header.is_empty()).then(|| ("authorization", header.to_owned())));
        let reply = raw(world.client.address, "GET", &target, &headers, b"").await;
        refused(&reply, 400, "InvalidArgument", "Only one auth mechanism allowed");
    }
    for header in ["Bearer a", "AWS nonsense"] {
        let headers = [host.clone(), ("authorization", header.to_owned())];
        let reply = raw(world.client.address, "GET", &path, &headers, b"").await;
        refused(&reply, 400, "InvalidArgument", "Unsupported Authorization Type");
    }
    world.engine.shutdown().await;
}

#[tokio::test]
async fn a_signature_is_good_for_one_day_and_one_service() {
    let world = World::start("exit 0").await;
    for scope_date in [0, 6] {
        let s3 = || Signed { scope_date, ..Signed::s3("host;x-amz-date", &[]) };
        refused(&s3().send(&world).await, 400, "AuthorizationHeaderMalformed", "This date is not the same as X-Amz-Date");
        let link = Signed { names: "host", ..s3() }.open(&world).await;
        refused(&link, 400, "AuthorizationQueryParametersError", "This date is not the same as X-Amz-Date");
        let reply = Signed { scope_date, ..Signed::JSON }.send(&world).await;
        let error = reply.json();
        assert_eq!((reply.status, &error["__type"]), (400, &json!("InvalidSignatureException")), "{error}");
        assert!(
            error["message"].as_str().is_some_and(|text| text.starts_with("Date in Credential scope does not match")),
            "{error}"
        );
    }
    let root = Signed { service: "sts", method: "GET", path: "/", ..Signed::s3("host", &[]) };
    refused(&root.open(&world).await, 400, "AuthorizationQueryParametersError", "incorrect service \"sts\"");
    assert_eq!(Signed { service: "s3", ..root }.open(&world).await.status, 200);
    world.engine.shutdown().await;
}

#[tokio::test]
async fn calls_of_the_json_services_are_signed_whole() {
    let world = World::start("exit 0").await;
    assert_eq!(Signed::JSON.send(&world).await.status, 200);
    let headers: &[_] = &[("x-amz-target", "SageMaker.ListTrainingJobs"), ("x-amz-user-agent", "own/1")];
    for (names, missing) in [
        ("x-amz-date;x-amz-target;x-amz-user-agent", "'Host' or ':authority'"),
        ("host;x-amz-date;x-amz-user-agent", "'x-amz-target'"),
        ("host;x-amz-target;x-amz-user-agent", "'x-amz-date'"),
        ("host;x-amz-date;x-amz-target", "'x-amz-user-agent'"),
    ] {
        let reply = Signed { names, headers, ..Signed::JSON }.send(&world).await;
        let message = format!("{missing} must be a 'SignedHeader' in the AWS Authorization.");
        assert_eq!(reply.json(), json!({ "__type": "InvalidSignatureException", "message": message }));
    }
    world.engine.shutdown().await;
}
