//! IAM: `GetRole`, by which the SageMaker SDK turns a role's name into its ARN, and `SimulatePrincipalPolicy`, by which it asks
//! whether a role may do what a job needs.
//!
//! The engine has no permissions and stores no roles. Every valid name is a role that SageMaker may assume, and every role may
//! do everything.

use axum::response::Response;

use crate::{
    json_protocol::WireError,
    query_protocol::{Form, Protocol, escape},
};

/// The protocol of IAM.
pub(crate) const PROTOCOL: Protocol = Protocol { namespace: "https://iam.amazonaws.com/doc/2010-05-08/" };

/// The longest role name. Source: API page of GetRole.
const MAX_NAME_LENGTH: usize = 64;
/// Results of one reply, and when a request names no number. Source: API page of SimulatePrincipalPolicy.
const MAX_RESULTS: usize = 1000;
const DEFAULT_RESULTS: usize = 100;

/// The service.
pub(crate) struct Iam {
    pub(crate) account: String,
}

impl Iam {
    /// Answers a verified request.
    ///
    /// # Errors
    /// `ValidationError` for an invalid name of a role or a missing member, `InvalidAction` for every other operation.
    pub(crate) fn answer(&self, form: &Form<'_>, request_id: &str) -> Result<Response, WireError> {
        match form.get("Action") {
            action @ "GetRole" => Ok(PROTOCOL.success(action, &self.role(form.get("RoleName"))?, request_id)),
            action @ "SimulatePrincipalPolicy" => Ok(PROTOCOL.success(action, &simulate(form)?, request_id)),
            other => Err(WireError::new(
                "InvalidAction",
                format!("This engine's IAM does not have the operation \"{other}\". It has GetRole and SimulatePrincipalPolicy."),
            )),
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

/// The results of `SimulatePrincipalPolicy`: each action on each resource is allowed, because the engine refuses none.
fn simulate(form: &Form<'_>) -> Result<String, WireError> {
    let actions = members(form, "ActionNames");
    if form.get("PolicySourceArn").is_empty() || actions.is_empty() {
        let message = "PolicySourceArn and ActionNames must not be null";
        return Err(WireError::new("ValidationError", message));
    }
    let mut resources = members(form, "ResourceArns");
    if resources.is_empty() {
        resources.push("*");
    }
    let results: Vec<(&str, &str)> =
        actions.iter().flat_map(|action| resources.iter().map(move |resource| (*action, *resource))).collect();
    let limit = match form.find("MaxItems").map(str::parse::<usize>) {
        None => DEFAULT_RESULTS,
        Some(Ok(limit)) if (1..=MAX_RESULTS).contains(&limit) => limit,
        Some(_) => return Err(WireError::new("ValidationError", format!("MaxItems must be between 1 and {MAX_RESULTS}"))),
    };
    // The marker is the number of results of the pages before.
    let first = match form.find("Marker").map(str::parse::<usize>) {
        None => 0,
        Some(Ok(first)) if first < results.len() => first,
        Some(_) => return Err(WireError::new("ValidationError", "Invalid Marker")),
    };
    let next = first.saturating_add(limit);
    let shown = results.get(first..next.min(results.len())).unwrap_or_default();
    let result = |(action, resource): &(&str, &str)| {
        format!(
            "<member><EvalActionName>{}</EvalActionName><EvalResourceName>{}</EvalResourceName><EvalDecision>allowed</EvalDecision><MatchedStatements/><MissingContextValues/></member>",
            escape(action),
            escape(resource)
        )
    };
    let shown: String = shown.iter().map(result).collect();
    let rest = match next < results.len() {
        true => format!("<IsTruncated>true</IsTruncated><Marker>{next}</Marker>"),
        false => "<IsTruncated>false</IsTruncated>".to_owned(),
    };
    Ok(format!("{rest}<EvaluationResults>{shown}</EvaluationResults>"))
}

/// The members of a list, in order.
fn members<'f>(form: &'f Form<'_>, name: &str) -> Vec<&'f str> {
    (1..).map_while(|number| form.find(&format!("{name}.member.{number}"))).collect()
}

/// The trust policy, percent-encoded as in IAM's answers: SageMaker may assume the role.
const TRUST: &str = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22Service%22%3A%22sagemaker.amazonaws.com%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D";
