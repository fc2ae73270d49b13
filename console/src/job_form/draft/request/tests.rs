use domain::{RuleCode, wire::TrainingJobRequest};
use serde_json::Value;

use super::super::Draft;

/// The body that the specification recommends for the seed's example.
fn recommended() -> Result<TrainingJobRequest, serde_json::Error> {
    let fixture: Value = serde_json::from_str(include_str!("../../../../../domain/tests/fixtures/incremental-training.json"))?;
    serde_json::from_value(fixture.get("recommended_product_request").cloned().unwrap_or_default())
}

#[test]
fn the_form_makes_the_recommended_request() -> Result<(), Box<dyn std::error::Error>> {
    let recommended = recommended()?;
    let artifact = recommended.model_location().unwrap_or_default().to_owned();
    let name = domain::JobName::parse(recommended.training_job_name.as_deref().unwrap_or_default())?;
    let blank = Draft { algorithm: "image-classification".to_owned(), ..Draft::default() };
    let draft = Draft::from_source(&blank, &recommended, &artifact, &name);
    assert_eq!(serde_json::to_value(draft.request("us-west-2"))?, serde_json::to_value(&recommended)?);
    assert_eq!((draft.max_runtime.as_str(), draft.max_runtime_unit.as_str()), ("100", "hours"));
    Ok(())
}

#[test]
fn outer_white_space_goes_except_in_hyperparameter_values() {
    let mut draft = Draft {
        job_name: " cats \n".to_owned(),
        algorithm: "image-classification".to_owned(),
        output_path: " s3://bucket/out ".to_owned(),
        ..Draft::default()
    };
    draft.hyperparameters.insert("epochs".to_owned(), " 5".to_owned());
    draft.hyperparameters.insert("top_k".to_owned(), "  ".to_owned());
    let request = draft.request("us-west-2");
    assert_eq!(request.training_job_name.as_deref(), Some("cats"));
    assert_eq!(request.output_data_config.and_then(|output| output.s3_output_path).as_deref(), Some("s3://bucket/out"));
    assert_eq!(request.hyper_parameters, Some([("epochs".to_owned(), " 5".to_owned())].into()));
}

#[test]
fn an_empty_form_sends_no_empty_members() -> Result<(), serde_json::Error> {
    let request = serde_json::to_value(Draft::default().request("us-west-2"))?;
    for member in ["TrainingJobName", "HyperParameters", "InputDataConfig", "Tags", "RoleArn"] {
        assert_eq!(request.get(member), None, "{member}");
    }
    Ok(())
}

#[test]
fn a_runtime_that_no_integer_holds_is_too_long() {
    let draft = Draft {
        max_runtime: i64::MAX.to_string(),
        max_runtime_unit: crate::job_form::draft::RuntimeUnit::Days,
        ..Draft::default()
    };
    assert!(draft.violations("us-west-2", None).contains(RuleCode::RuntimeMaximum));
}
