use std::collections::HashMap;

use serde_json::Value;

use super::*;

/// `tests/fixtures/detector-symbols.json` holds what MXNet 1.9.1 writes; the first graph is that of an artifact of the service.
#[test]
fn the_graphs_are_those_of_the_framework() {
    let text = include_str!("../../../tests/fixtures/detector-symbols.json");
    let expected: HashMap<String, Value> = serde_json::from_str(text).expect("the fixture is JSON");
    assert_eq!(expected.len(), 3);
    for (name, expected) in expected {
        let number = |word: &str| -> f64 {
            let rest = name.split(word).nth(1).expect("the name has it").trim_start();
            rest.split(',').next().and_then(|number| number.parse().ok()).expect("a number")
        };
        let form = Form {
            base: if name.starts_with("vgg") { BaseNetwork::Vgg16 } else { BaseNetwork::Resnet50 },
            num_classes: number("num_classes") as usize,
            side: number("image_shape") as usize,
            nms_threshold: number("nms_threshold"),
        };
        let graph: Value = serde_json::from_str(&Detector::new(form).network.symbol.text()).expect("JSON");
        let (ours, theirs) = (graph["nodes"].as_array().expect("nodes"), expected["nodes"].as_array().expect("nodes"));
        assert_eq!(ours.len(), theirs.len(), "{name}");
        for (place, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
            assert_eq!(ours, theirs, "node {place} of {name}");
        }
        for key in ["arg_nodes", "node_row_ptr", "heads", "attrs"] {
            assert_eq!(graph[key], expected[key], "{key} of {name}");
        }
    }
}

#[test]
fn features_have_the_published_sizes() {
    let form = |base, side| Form { base, num_classes: 3, side, nms_threshold: 0.45 };
    for (base, side, sides, priors) in [
        (BaseNetwork::Resnet50, 300, vec![19, 10, 5, 3, 2, 1], 2268),
        (BaseNetwork::Resnet50, 512, vec![32, 16, 8, 4, 2, 1], 6132),
        (BaseNetwork::Vgg16, 300, vec![38, 19, 10, 5, 3, 1], 8732),
        (BaseNetwork::Vgg16, 512, vec![64, 32, 16, 8, 4, 2, 2], 24_576),
    ] {
        let detector = Detector::new(form(base, side));
        let found: Vec<usize> = detector.features.iter().map(|feature| feature.width).collect();
        assert_eq!(found, sides, "{base:?} {side}");
        assert_eq!(crate::boxes::priors::all(&detector.features).len(), priors, "{base:?} {side}");
    }
}
