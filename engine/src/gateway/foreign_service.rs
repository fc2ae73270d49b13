//! Refuses calls of services that the engine does not have, in the form that their clients read.

use axum::response::Response;
use http::{StatusCode, header, request::Parts};

use crate::{
    json_protocol::WireError,
    query_protocol::{Form, Protocol, escape, xml},
};

/// The services whose errors are XML although their requests are no forms.
const REST_XML: [&str; 3] = ["cloudfront", "route53", "s3-outposts"];
const SERVICES: &str = "This engine has SageMaker, S3, CloudWatch, CloudWatch Logs, KMS, STS and IAM.";

/// The refusal of a call. `service` is the name in the scope of its signature.
pub(super) fn refuse(service: &str, parts: &Parts, body: &[u8], id: &str) -> Response {
    let is_form = parts
        .headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    let body = String::from_utf8_lossy(body);
    let action = Form::parse(&body).find("Action").filter(|_| is_form).map(str::to_owned);
    let target = parts.headers.get("x-amz-target").and_then(|value| value.to_str().ok());
    let name = target.map(|target| target.rsplit('.').next().unwrap_or(target).to_owned());
    let operation = action.or(name).unwrap_or_else(|| format!("{} {}", parts.method, parts.uri.path()));
    let message = message(service, &operation);
    match (service, is_form) {
        ("ec2", _) => xml(
            StatusCode::BAD_REQUEST,
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>InvalidAction</Code><Message>{}</Message></Error></Errors><RequestID>{id}</RequestID></Response>",
                escape(&message)
            ),
        ),
        (service, is_form) if is_form || REST_XML.contains(&service) => {
            let protocol = Protocol { namespace: "http://webservices.amazon.com/AWSFault/2005-15-09" };
            protocol.refuse(&WireError::new("InvalidAction", message), id)
        }
        _ => WireError::new("UnknownOperationException", message).into_response(),
    }
}

fn message(service: &str, operation: &str) -> String {
    match service {
        "sagemaker" => format!(
            "This engine trains and keeps models; it has no endpoints. \"{operation}\" is an operation of the SageMaker Runtime: deploy the model on AWS."
        ),
        _ => format!("This engine does not have the service \"{service}\", nor its operation \"{operation}\". {SERVICES}"),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use http::Request;

    use super::*;

    async fn refused(service: &str, headers: &[(&str, &str)], body: &str) -> String {
        let mut request = Request::post("/path");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let response = refuse(service, &parts, body.as_bytes(), "id");
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        String::from_utf8_lossy(&to_bytes(response.into_body(), 4096).await.expect("a body")).into_owned()
    }

    #[tokio::test]
    async fn each_client_is_refused_in_its_own_form_and_told_the_operation() {
        let form = [("content-type", "application/x-www-form-urlencoded; charset=utf-8")];
        let ec2 = refused("ec2", &form, "Action=DescribeInstances&Version=1").await;
        assert!(
            ec2.contains("<Response><Errors><Error><Code>InvalidAction</Code>") && ec2.contains("DescribeInstances"),
            "{ec2}"
        );
        let sns = refused("sns", &form, "Action=Publish").await;
        assert!(sns.contains("<ErrorResponse ") && sns.contains("operation \"Publish\""), "{sns}");
        let dynamodb = refused("dynamodb", &[("x-amz-target", "DynamoDB_20120810.ListTables")], "{}").await;
        assert!(dynamodb.contains("\"__type\":\"UnknownOperationException\"") && dynamodb.contains("ListTables"), "{dynamodb}");
        assert!(refused("lambda", &[], "").await.contains("POST /path"));
        assert!(refused("route53", &[], "").await.contains("<ErrorResponse "));
        assert!(refused("sagemaker", &[], "").await.contains("SageMaker Runtime"));
    }
}
