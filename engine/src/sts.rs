//! STS: `GetCallerIdentity`. The engine's one key belongs to the account's root user.

use axum::response::Response;

use crate::{
    json_protocol::WireError,
    query_protocol::{Form, Protocol},
};

/// The protocol of STS.
pub(crate) const PROTOCOL: Protocol = Protocol { namespace: "https://sts.amazonaws.com/doc/2011-06-15/" };

/// The service.
pub(crate) struct Sts {
    pub(crate) account: String,
    pub(crate) access_key_id: String,
}

impl Sts {
    /// Answers a verified request.
    ///
    /// # Errors
    /// `InvalidAction` for every other operation.
    pub(crate) fn answer(&self, form: &Form<'_>, request_id: &str) -> Result<Response, WireError> {
        match form.get("Action") {
            action @ "GetCallerIdentity" => {
                let (account, key) = (&self.account, &self.access_key_id);
                let result = format!("<Arn>arn:aws:iam::{account}:root</Arn><UserId>{key}</UserId><Account>{account}</Account>");
                Ok(PROTOCOL.success(action, &result, request_id))
            }
            _ => Err(WireError::new("InvalidAction", "This engine's STS has GetCallerIdentity only.")),
        }
    }
}
