//! The query protocol of STS and IAM: requests are forms, and answers are XML.

use std::borrow::Cow;

use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};

use crate::json_protocol::WireError;

/// A service that speaks this protocol.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Protocol {
    /// The XML namespace of its replies.
    pub(crate) namespace: &'static str,
}

/// The parameters of a request.
#[derive(Debug, Clone)]
pub(crate) struct Form<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Form<'a> {
    /// Reads a body of the type `application/x-www-form-urlencoded`.
    pub(crate) fn parse(body: &'a str) -> Self {
        let pairs = body.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (decode(name), decode(value)))
                .collect(),
        )
    }

    /// All parameters in order.
    pub(crate) fn into_pairs(self) -> impl Iterator<Item = (String, String)> {
        self.0.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned()))
    }

    /// All parameters in order, by name and value.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value.as_ref()))
    }

    /// A parameter; empty when it is missing.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// A parameter; `None` when it is missing.
    pub(crate) fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_ref())
    }
}

impl Protocol {
    /// A successful reply; `result` is XML.
    pub(crate) fn success(self, action: &str, result: &str, request_id: &str) -> Response {
        let namespace = self.namespace;
        xml(
            StatusCode::OK,
            format!(
                "<{action}Response xmlns=\"{namespace}\"><{action}Result>{result}</{action}Result><ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{action}Response>"
            ),
        )
    }

    /// An error.
    pub(crate) fn refuse(self, error: &WireError, request_id: &str) -> Response {
        // The query services have other codes for a missing or unknown key.
        let (status, code) = match error.code {
            "UnrecognizedClientException" => (StatusCode::FORBIDDEN, "InvalidClientTokenId"),
            "InvalidSignatureException" => (StatusCode::FORBIDDEN, "SignatureDoesNotMatch"),
            "AccessDeniedException" => (StatusCode::FORBIDDEN, "AccessDenied"),
            "ThrottlingException" => (error.status, "Throttling"),
            code => (error.status, code),
        };
        let kind = if status.is_server_error() { "Receiver" } else { "Sender" };
        xml(
            status,
            format!(
                "<ErrorResponse xmlns=\"{}\"><Error><Type>{kind}</Type><Code>{code}</Code><Message>{}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>",
                self.namespace,
                escape(&error.message)
            ),
        )
    }
}

/// Text inside XML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// An answer in XML.
pub(crate) fn xml(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/xml")], body).into_response()
}

fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => match u8::from_str_radix(&String::from_utf8_lossy(&[*high, *low]), 16) {
                Ok(byte) => {
                    bytes.push(byte);
                    rest = after;
                }
                Err(_) => bytes.push(b'%'),
            },
            (byte, _) => bytes.push(*byte),
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn forms_are_decoded_and_broken_escapes_are_kept() {
        let form = Form::parse("Action=GetRole&RoleName=a%2Bb+c&Odd=100%&Flag");
        assert_eq!((form.get("Action"), form.get("RoleName"), form.get("Odd")), ("GetRole", "a+b c", "100%"));
        assert_eq!((form.get("Flag"), form.get("Missing")), ("", ""));
    }
}
