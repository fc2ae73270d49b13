//! IAM: `GetRole`, by which the SageMaker SDK turns a role's name into its ARN.
//!
//! The engine has no permissions and stores no roles. Every valid name is a role that SageMaker may assume.

use axum::response::Response;

use crate::{
    json_protocol::WireError,
    query_protocol::{Form, Protocol},
};

/// The protocol of IAM.
pub(crate) const PROTOCOL: Protocol = Protocol { namespace: "https://iam.amazonaws.com/doc/2010-05-08/" };

/// The longest role name. Source: API page of GetRole.
const MAX_NAME_LENGTH: usize = 64;

/// The service.
pub(crate) struct Iam {
    pub(crate) account: String,
}

impl Iam {
    /// Answers a verified request.
    ///
    /// # Errors
    /// `ValidationError` for an invalid name of a role, `InvalidAction` for every other operation.
    pub(crate) fn answer(&self, form: &Form<'_>, request_id: &str) -> Result<Response, WireError> {
        match form.get("Action") {
            action @ "GetRole" => Ok(PROTOCOL.success(action, &self.role(form.get("RoleName"))?, request_id)),
            _ => Err(WireError::new("InvalidAction", "This engine's IAM has GetRole only.")),
        }
    }

    fn role(&self, name: &str) -> Result<String, WireError> {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
        if name.is_empty() || name.len() > MAX_NAME_LENGTH || !name.bytes().all(is_allowed) {
            let message = "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-";
            return Err(WireError::new("ValidationError", message));
        }
        let account = &self.account;
        Ok(format!(
            "<Role><Path>/</Path><RoleName>{name}</RoleName><RoleId>AROAENGINE</RoleId><Arn>arn:aws:iam::{account}:role/{name}</Arn><CreateDate>1970-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>{TRUST}</AssumeRolePolicyDocument><MaxSessionDuration>3600</MaxSessionDuration></Role>"
        ))
    }
}

/// The trust policy, percent-encoded as in IAM's answers: SageMaker may assume the role.
const TRUST: &str = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22Service%22%3A%22sagemaker.amazonaws.com%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D";
