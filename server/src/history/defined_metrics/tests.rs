use serde_json::json;

use super::*;

fn expressions(definitions: &[(&str, &str)]) -> Vec<MetricExpression> {
    let definition = |(name, regex): &(&str, &str)| MetricDefinition {
        name: Some((*name).to_owned()),
        regex: Some((*regex).to_owned()),
        ..MetricDefinition::default()
    };
    MetricExpression::of(&definitions.iter().map(definition).collect::<Vec<_>>())
}

fn lines(texts: &[&str]) -> Vec<(Timestamp, String)> {
    texts.iter().map(|text| (Timestamp::UNIX_EPOCH, (*text).to_owned())).collect()
}

#[test]
fn each_line_gives_each_metric_one_value() {
    let expressions = expressions(&[("loss", "loss=([0-9.]+)"), ("test:f1", "f1=([0-9.]+)")]);
    let lines = lines(&["loss=0.5 f1=0.1", "nothing", "loss=0.25"]);
    let Found::Values(values) = search(&expressions, &lines, TIMEOUT) else { panic!("a timeout") };
    let of = |name: &str| values[name].iter().map(|(_, value)| *value).collect::<Vec<_>>();
    assert_eq!((of("loss"), of("test:f1")), (vec![0.5, 0.25], vec![0.1]));
}

#[test]
fn expressions_end_with_their_time() {
    let expressions = expressions(&[("loss", "loss=([0-9.]+)")]);
    assert_eq!(search(&expressions, &lines(&["loss=0.5"]), Duration::ZERO), Found::TimedOut);
}

#[test]
fn what_a_built_in_algorithm_writes_by_epoch_is_not_read_twice() {
    let request = |image: &str| {
        json!({ "AlgorithmSpecification": { "TrainingImage": image, "TrainingInputMode": "File", "MetricDefinitions": [
            { "Name": "validation:accuracy", "Regex": "a=(.*)" }, { "Name": "own", "Regex": "b=(.*)" },
        ] } })
        .to_string()
    };
    let names =
        |image: &str| definitions(&request(image)).into_iter().filter_map(|definition| definition.name).collect::<Vec<_>>();
    assert_eq!(names("433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1"), ["own"]);
    assert_eq!(names("000000000000.dkr.ecr.us-west-2.amazonaws.com/own:1"), ["validation:accuracy", "own"]);
}
