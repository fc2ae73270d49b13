//! A small signing HTTP client, written from the description of Signature Version 4 and not from the engine.

use std::net::SocketAddr;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::Clock;
use engine::SystemClock;
use hmac::{Hmac, Mac};
use s3s::crypto::{Checksum, Sha1};
use serde_json::Value;
use sha2::{Digest, Sha256};
use time::macros::format_description;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Signs for one engine.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    pub(crate) address: SocketAddr,
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: String,
    /// The Region that it signs for.
    pub(crate) region: &'static str,
}

/// A request before it is signed.
#[derive(Debug, Clone)]
pub(crate) struct Call<'a> {
    pub(crate) service: &'a str,
    pub(crate) method: &'a str,
    /// Percent-encoded.
    pub(crate) path: &'a str,
    /// Percent-encoded, in order.
    pub(crate) query: &'a str,
    pub(crate) headers: Vec<(&'a str, String)>,
    pub(crate) body: &'a [u8],
    /// Sent instead of `body`, which is what was signed.
    pub(crate) altered: Option<&'a [u8]>,
}

/// A reply.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: String,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The text of the first element of this name, in an answer in XML.
    pub(crate) fn member(&self, name: &str) -> Option<String> {
        self.members(name).into_iter().next()
    }

    /// The texts of all elements of this name.
    pub(crate) fn members(&self, name: &str) -> Vec<String> {
        let (text, start, end) = (self.text(), format!("<{name}>"), format!("</{name}>"));
        let found = text.split(&start).skip(1).filter_map(|rest| rest.split_once(&end));
        found.map(|(value, _)| value.to_owned()).collect()
    }

    /// The code of a refusal, after its status.
    pub(crate) fn refusal(&self) -> (u16, String) {
        (self.status, self.member("Code").unwrap_or_default())
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let mut lines = self.headers.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
    }
}

impl Client {
    /// An operation of a JSON service; `target` is for example `SageMaker.StopTrainingJob`.
    pub(crate) async fn json(&self, target: &str, body: &Value) -> Reply {
        let service = match target.split('.').next() {
            Some("Logs_20140328") => "logs",
            Some("TrentService") => "kms",
            Some("GraniteServiceVersion20100801") => "monitoring",
            _ => "sagemaker",
        };
        let body = body.to_string();
        let headers = vec![("x-amz-target", target.to_owned())];
        let call = Call { service, method: "POST", path: "/", query: "", headers, body: body.as_bytes(), altered: None };
        self.send(&call).await
    }

    /// An S3 request on a percent-encoded path.
    pub(crate) async fn s3(&self, method: &str, path: &str, query: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.send(&Call { service: "s3", method, path, query, headers, body, altered: None }).await
    }

    /// Signs at a time, and sends without the header that says so.
    pub(crate) async fn send_dated(&self, call: &Call<'_>, date: &str) -> Reply {
        let (target, headers) = self.sign_at(call, date, false);
        raw(self.address, call.method, &target, &headers, call.body).await
    }

    /// Signs and sends.
    pub(crate) async fn send(&self, call: &Call<'_>) -> Reply {
        let (target, headers) = self.sign(call);
        raw(self.address, call.method, &target, &headers, call.altered.unwrap_or(call.body)).await
    }

    /// The bytes of a signed request.
    pub(crate) fn signed(&self, call: &Call<'_>) -> Vec<u8> {
        let (target, headers) = self.sign(call);
        [&head(call.method, &target, &headers, call.body), call.body].concat()
    }

    /// The target of a link that reads an object of the store, for some seconds.
    pub(crate) fn link(&self, path: &str, seconds: u32) -> String {
        let date = now();
        let key = &self.access_key_id;
        let query = format!(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={key}%2F{}%2Fus-west-2%2Fs3%2Faws4_request&X-Amz-Date={date}&X-Amz-Expires={seconds}&X-Amz-SignedHeaders=host",
            &date[..8]
        );
        let canonical = format!("GET\n{path}\n{query}\nhost:{}\n\nhost\nUNSIGNED-PAYLOAD", self.address);
        let signature = self.signature(&format!("{}/us-west-2/s3/aws4_request", &date[..8]), &date, &canonical);
        format!("{path}?{query}&X-Amz-Signature={signature}")
    }

    /// The signature of a canonical request. A scope has the form `YYYYMMDD/us-west-2/s3/aws4_request`.
    pub(crate) fn signature(&self, scope: &str, date: &str, canonical: &str) -> String {
        let text = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex::encode(Sha256::digest(canonical)));
        let secret = format!("AWS4{}", self.secret_access_key).into_bytes();
        let key = scope.split('/').fold(secret, |key, step| hmac(&key, step));
        hex::encode(hmac(&key, &text))
    }

    /// A signature of version 2, which is an HMAC with SHA-1.
    pub(crate) fn signature_2(&self, text: &str) -> String {
        let padded = |byte: u8| {
            let mut block = [byte; 64];
            block.iter_mut().zip(self.secret_access_key.bytes()).for_each(|(byte, key)| *byte ^= key);
            block
        };
        let inner = Sha1::checksum(&[&padded(0x36), text.as_bytes()].concat());
        BASE64_STANDARD.encode(Sha1::checksum(&[&padded(0x5c)[..], &inner].concat()))
    }

    fn sign<'a>(&self, call: &Call<'a>) -> (String, Vec<(&'a str, String)>) {
        self.sign_at(call, &now(), true)
    }

    fn sign_at<'a>(&self, call: &Call<'a>, date: &str, is_dated: bool) -> (String, Vec<(&'a str, String)>) {
        let mut headers = call.headers.clone();
        // Bodies in chunks say so in place of their hash.
        let given = headers.iter().position(|(name, _)| *name == "x-amz-content-sha256").map(|place| headers.remove(place).1);
        let hash = given.unwrap_or_else(|| hex::encode(Sha256::digest(call.body)));
        headers.push(("host", self.address.to_string()));
        if is_dated {
            headers.push(("x-amz-date", date.to_owned()));
        }
        if call.service == "s3" {
            headers.push(("x-amz-content-sha256", hash.clone()));
        }
        headers.sort_by_key(|(name, _)| *name);
        let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
        let folded = |value: &str| value.split_whitespace().collect::<Vec<_>>().join(" ");
        let lines: String = headers.iter().map(|(name, value)| format!("{name}:{}\n", folded(value))).collect();
        let canonical = format!("{}\n{}\n{}\n{lines}\n{names}\n{hash}", call.method, call.path, call.query);
        let scope = format!("{}/{}/{}/aws4_request", &date[..8], self.region, call.service);
        let signature = self.signature(&scope, date, &canonical);
        headers.push((
            "authorization",
            format!("AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}", self.access_key_id),
        ));
        let target = if call.query.is_empty() { call.path.to_owned() } else { format!("{}?{}", call.path, call.query) };
        (target, headers)
    }
}

/// The time as signatures have it.
pub(crate) fn now() -> String {
    let format = format_description!("[year][month][day]T[hour][minute][second]Z");
    SystemClock.now().date_time().format(format).expect("a date")
}

/// Sends a request as it is.
pub(crate) async fn raw(address: SocketAddr, method: &str, target: &str, headers: &[(&str, String)], body: &[u8]) -> Reply {
    let head = head(method, target, headers, body);
    let stream = TcpStream::connect(address).await.expect("the engine listens");
    let (mut reader, mut writer) = stream.into_split();
    let body = body.to_vec();
    let sending = tokio::spawn(async move {
        // An engine that refuses early may close before everything is sent.
        let _ = writer.write_all(&head).await;
        let _ = writer.write_all(&body).await;
        writer
    });
    let mut reply = Vec::new();
    reader.read_to_end(&mut reply).await.expect("a reply");
    drop(sending.await);
    parse(&reply)
}

fn head(method: &str, target: &str, headers: &[(&str, String)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{method} {target} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

fn parse(reply: &[u8]) -> Reply {
    let end = reply.windows(4).position(|window| window == b"\r\n\r\n").expect("a complete head");
    let headers = String::from_utf8_lossy(&reply[..end]).into_owned();
    let status = headers.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let mut body = reply[end + 4..].to_vec();
    if headers.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        body = unchunk(&body);
    }
    Reply { status, headers, body }
}

fn unchunk(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|window| window == b"\r\n") {
        let size = usize::from_str_radix(&String::from_utf8_lossy(&body[..end]), 16).expect("a chunk size");
        whole.extend_from_slice(&body[end + 2..end + 2 + size]);
        body = &body[end + 2 + size..];
        body = body.strip_prefix(b"\r\n").unwrap_or_default();
    }
    whole
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).expect("any key");
    hmac.update(text.as_bytes());
    hmac.finalize().into_bytes().to_vec()
}
