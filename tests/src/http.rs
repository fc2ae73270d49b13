//! Requests whose every byte the test decides: a foreign `Host`, a path with `..`, a body that is too large.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A request in the making.
pub struct Request {
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Bytes,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its whole body.
    pub body: Bytes,
}

impl Request {
    /// `GET` of a path, sent as it is written here.
    pub fn get(path: &str) -> Self {
        Self { method: Method::GET, path: path.to_owned(), headers: Vec::new(), body: Bytes::new() }
    }

    /// `POST` of a form, as a browser without scripts sends it.
    pub fn post_form(path: &str, body: String) -> Self {
        Self::post(path, "application/x-www-form-urlencoded", body.into()).header("Accept", "text/html")
    }

    /// `POST` of any body.
    pub fn post(path: &str, content_type: &str, body: Bytes) -> Self {
        let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
        Self { method: Method::POST, path: path.to_owned(), headers, body }
    }

    /// Adds a header; a `Host` replaces the one that would be sent.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends the request over a connection of its own and reads the whole answer.
    pub fn send(self, address: &str) -> Answer {
        self.try_send(address).expect("the server answers")
    }

    /// Like [`Self::send`]; an error when the server closed the connection instead of answering.
    pub fn try_send(self, address: &str) -> Result<Answer, hyper::Error> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(self.exchange(address))
    }

    async fn exchange(self, address: &str) -> Result<Answer, hyper::Error> {
        let stream = TcpStream::connect(address).await.expect("the server listens");
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let mut request = http::Request::builder().method(self.method).uri(self.path);
        if !self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            request = request.header("Host", address);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(self.body)).expect("a request that can be sent");
        let (head, body) = sender.send_request(request).await?.into_parts();
        let body = body.collect().await?.to_bytes();
        Ok(Answer { status: head.status, headers: head.headers, body })
    }
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's value; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}
