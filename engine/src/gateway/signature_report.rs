//! What S3 tells about a signature that does not match: the texts that it computed the signature of, so that the author of a
//! client can compare them with his own.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    response::Response,
};
use domain::percent;
use http::{HeaderMap, Method, Uri, header};

use crate::{
    query_protocol::{Form, escape},
    signature::{Authorization, CanonicalRequest, Credential, string_to_sign},
};

/// The longest error that is completed, in bytes.
const MAX_ERROR_BYTES: usize = 64 * 1024;

/// A request as it was signed.
pub(super) struct SignedRequest {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
}

/// The parts of a signature of version 4.
struct Signature {
    canonical: String,
    text: String,
    key: String,
    provided: String,
}

impl SignedRequest {
    /// A request that has a signature of version 4 by a known key; `None` for all others.
    pub(super) fn of(request: &Request, access_key_id: &str) -> Option<Self> {
        let authorization = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let is_signed = match authorization {
            Some(text) => text.contains(access_key_id),
            None => {
                request.uri().query().is_some_and(|query| query.contains("X-Amz-Signature=") && query.contains(access_key_id))
            }
        };
        let (method, uri, headers) = (request.method().clone(), request.uri().clone(), request.headers());
        is_signed.then(|| Self { method, uri, headers: headers.clone() })
    }

    /// Adds the texts to the error document of a signature that does not match; other answers stay.
    pub(super) async fn complete(&self, response: Response) -> Response {
        let (mut parts, body) = response.into_parts();
        let bytes = to_bytes(body, MAX_ERROR_BYTES).await.unwrap_or_default();
        let document = String::from_utf8_lossy(&bytes);
        let is_mismatch = document.contains("<Code>SignatureDoesNotMatch</Code>");
        let signature = self.signature().filter(|_| is_mismatch);
        let (Some(signature), Some(start)) = (signature, document.strip_suffix("</Error>")) else {
            return Response::from_parts(parts, Body::from(bytes));
        };
        let hexadecimal = |text: &str| {
            let bytes: Vec<String> = text.bytes().map(|byte| format!("{byte:02x}")).collect();
            bytes.join(" ")
        };
        let members = [
            ("AWSAccessKeyId", signature.key),
            ("StringToSign", signature.text.clone()),
            ("SignatureProvided", signature.provided),
            ("StringToSignBytes", hexadecimal(&signature.text)),
            ("CanonicalRequest", signature.canonical.clone()),
            ("CanonicalRequestBytes", hexadecimal(&signature.canonical)),
        ];
        let members: String = members.iter().map(|(name, text)| format!("<{name}>{}</{name}>", escape(text))).collect();
        parts.headers.remove(header::CONTENT_LENGTH);
        Response::from_parts(parts, Body::from(format!("{start}{members}</Error>")))
    }

    fn signature(&self) -> Option<Signature> {
        let path = percent::encode_path(percent::decode(self.uri.path()).as_bytes());
        let query = self.uri.query().unwrap_or_default();
        let request = |signed_headers, payload, query| CanonicalRequest {
            method: &self.method,
            path,
            query,
            headers: &self.headers,
            signed_headers,
            payload,
        };
        if let Some(authorization) = self.headers.get(header::AUTHORIZATION) {
            let authorization = Authorization::parse(authorization.to_str().ok()?)?;
            let header = |name: &str| self.headers.get(name).and_then(|value| value.to_str().ok());
            let payload = header("x-amz-content-sha256").unwrap_or("UNSIGNED-PAYLOAD");
            let canonical = request(authorization.signed_headers, payload, query.split('&').collect()).text()?;
            let text = string_to_sign(header("x-amz-date")?, &authorization.credential, &canonical);
            let (key, provided) = (authorization.credential.access_key_id.to_owned(), authorization.signature.to_owned());
            return Some(Signature { canonical, text, key, provided });
        }
        let form = Form::parse(query);
        let credential = Credential::parse(form.get("X-Amz-Credential"))?;
        let unsigned = query.split('&').filter(|pair| !pair.starts_with("X-Amz-Signature=")).collect();
        let canonical = request(form.get("X-Amz-SignedHeaders"), "UNSIGNED-PAYLOAD", unsigned).text()?;
        let text = string_to_sign(form.get("X-Amz-Date"), &credential, &canonical);
        let (key, provided) = (credential.access_key_id.to_owned(), form.get("X-Amz-Signature").to_owned());
        Some(Signature { canonical, text, key, provided })
    }
}
