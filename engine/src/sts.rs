//! STS: `GetCallerIdentity`. The engine's one key acts in a role, because the SageMaker SDK takes the caller's role for jobs
//! that name none.

use axum::response::Response;

use crate::{
    account::{CALLER_SESSION, caller_arn},
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
                let arn = caller_arn(account);
                let result = format!("<Arn>{arn}</Arn><UserId>{key}:{CALLER_SESSION}</UserId><Account>{account}</Account>");
                Ok(PROTOCOL.success(action, &result, request_id))
            }
            other => Err(WireError::new(
                "InvalidAction",
                format!("This engine's STS does not have the operation \"{other}\". It has GetCallerIdentity."),
            )),
        }
    }
}
