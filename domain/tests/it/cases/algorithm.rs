//! The algorithm's source and its metric definitions.

use serde_json::{Value, json};

use super::{Case, IMAGE, image};

pub(super) fn cases() -> Vec<Case> {
    let mode = "/AlgorithmSpecification/TrainingInputMode";
    let name = "/AlgorithmSpecification/AlgorithmName";
    let latest = "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:latest";
    let mut cases = vec![
        Case::new("E-ALG-ONE", "alg-source", &[(IMAGE, json!(null))]),
        Case::new("E-ALG-ONE", "alg-source", &[(name, json!("net"))]),
        Case { region: "eu-north-1", ..Case::new("E-ALG-REGION", "algorithm", &[(IMAGE, image("lda"))]) },
        Case::new("E-IMG-FORM", "container", &[(IMAGE, json!("a b/c"))]),
        Case::new("E-IMG-FORM", "container", &[(IMAGE, json!("my-image:1"))]),
        Case::new("E-IMG-FORM", "container", &[(IMAGE, json!(format!("host/{}", "a".repeat(251))))]),
        Case::new("E-ONE-LINE", "container", &[(IMAGE, json!("host/a\nb"))]),
        Case::new("E-ALGARN", "alg-arn", &[(IMAGE, json!(null)), (name, json!("net-"))]),
        Case::new("W-ALG-LATEST", "algorithm", &[(IMAGE, json!(latest))]),
        Case::new("W-ALG-NOINC", "algorithm", &[(IMAGE, image("kmeans"))]),
        Case::new("E-MODE", "input-mode", &[(IMAGE, image("ipinsights")), (mode, json!("Pipe"))]),
        Case::new("E-MODE", "channel-0-mode", &[(IMAGE, image("ipinsights")), ("/InputDataConfig/0/InputMode", json!("Pipe"))]),
        Case::new("E-ENUM", "input-mode", &[(mode, json!("Fil"))]),
        Case::new("E-REQUIRED", "input-mode", &[(mode, json!(null))]),
    ];
    cases.extend(metrics());
    cases
}

fn metrics() -> Vec<Case> {
    let rows = "/AlgorithmSpecification/MetricDefinitions";
    let many: Value = (0..41).map(|i| json!({ "Name": format!("m{i}"), "Regex": "a=(.*)" })).collect();
    let regex = |regex: &str| [(rows, json!([{ "Name": "m", "Regex": regex }]))];
    vec![
        Case::new("E-MET-COUNT", "metrics", &[(rows, many)]),
        Case::new("E-MET-NAME", "metric-name-0", &[(rows, json!([{ "Name": "", "Regex": "a=(.*)" }]))]),
        Case::new("E-MET-REGEX", "metric-regex-0", &regex(&"a".repeat(501))),
        Case::new("W-MET-COMPILE", "metric-regex-0", &regex("(?=a)(b)")),
        Case::new("W-MET-SYNTAX", "metric-regex-0", &regex("acc=(.*")),
        Case::new("W-MET-GROUP", "metric-regex-0", &regex("a=.*")),
        Case::new("W-MET-GROUP", "metric-regex-0", &regex("(a)=(.*)")),
    ]
}
