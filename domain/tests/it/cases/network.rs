//! The private network.

use std::collections::BTreeMap;

use domain::Facts;
use serde_json::json;

use super::{Case, IMAGE, image};

pub(super) fn cases() -> Vec<Case> {
    let subnets = "/VpcConfig/Subnets";
    let groups = "/VpcConfig/SecurityGroupIds";
    let many = |n: usize| json!((0..n).map(|i| format!("subnet-{i}")).collect::<Vec<_>>());
    let name = "/AlgorithmSpecification/AlgorithmName";
    let arn = "arn:aws:sagemaker:us-west-2:123456789012:algorithm/forest";
    let subscribed = || Facts { marketplace: BTreeMap::from([(arn.to_owned(), true)]), ..Facts::default() };
    let subscription = [(IMAGE, json!(null)), (name, json!(arn))];
    let spot = [
        (IMAGE, json!(null)),
        (name, json!(arn)),
        ("/EnableManagedSpotTraining", json!(true)),
        ("/StoppingCondition", json!({ "MaxRuntimeInSeconds": 60, "MaxWaitTimeInSeconds": 3_601 })),
    ];
    vec![
        Case::new("E-NET-PAIR", "security-groups", &[(subnets, json!(["subnet-1"]))]),
        Case::new("E-NET-PAIR", "subnets", &[(groups, json!(["sg-1"]))]),
        Case::new("E-NET-SUBNETS", "subnets", &[(subnets, many(17))]),
        Case::new("E-NET-SGS", "security-groups", &[(groups, many(6))]),
        Case::new("E-NET-ID", "subnets", &[(subnets, json!(["subnet 1"]))]),
        Case::new("E-NET-ID", "security-groups", &[(groups, json!(["a".repeat(33)]))]),
        Case { facts: subscribed(), ..Case::new("E-NET-MKT", "isolation", &subscription) },
        Case { facts: subscribed(), ..Case::new("E-SPOT-3600", "max-wait", &spot) },
        Case::new("W-NET-SEG", "isolation", &[("/EnableNetworkIsolation", json!(true)), (IMAGE, image("semantic-segmentation"))]),
        Case::new("I-NET-ONE", "encrypt-traffic", &[("/EnableInterContainerTrafficEncryption", json!(true))]),
    ]
}
