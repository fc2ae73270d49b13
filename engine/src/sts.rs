//! STS: `GetCallerIdentity`, in the query protocol (a form comes, XML goes).

use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};

use crate::wire::WireError;

const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// The service.
pub(crate) struct Sts {
    pub(crate) account: String,
    pub(crate) access_key_id: String,
}

impl Sts {
    /// Answers a verified request.
    pub(crate) fn answer(&self, form: &[u8], request_id: &str) -> Response {
        let form = String::from_utf8_lossy(form);
        let action = form.split('&').find_map(|pair| pair.strip_prefix("Action=")).unwrap_or_default();
        if action != "GetCallerIdentity" {
            let message = "This engine's STS has GetCallerIdentity only.";
            return self.refuse(&WireError::new("InvalidAction", message), request_id);
        }
        let account = &self.account;
        xml(
            StatusCode::OK,
            format!(
                "<GetCallerIdentityResponse xmlns=\"{NAMESPACE}\"><GetCallerIdentityResult><Arn>arn:aws:iam::{account}:root</Arn><UserId>{}</UserId><Account>{account}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></GetCallerIdentityResponse>",
                self.access_key_id
            ),
        )
    }

    /// An error in the protocol's form.
    pub(crate) fn refuse(&self, error: &WireError, request_id: &str) -> Response {
        // The query services know an unsigned or unknown key by another name.
        let (status, code) = match error.code {
            "UnrecognizedClientException" => (StatusCode::FORBIDDEN, "InvalidClientTokenId"),
            "InvalidSignatureException" => (StatusCode::FORBIDDEN, "SignatureDoesNotMatch"),
            code => (error.status, code),
        };
        let kind = if status.is_server_error() { "Receiver" } else { "Sender" };
        xml(
            status,
            format!(
                "<ErrorResponse xmlns=\"{NAMESPACE}\"><Error><Type>{kind}</Type><Code>{code}</Code><Message>{}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>",
                escape(&error.message)
            ),
        )
    }
}

fn xml(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/xml")], body).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
