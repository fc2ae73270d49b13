use super::{
    super::{Entry, EntryKind, Layer},
    *,
};

fn report(names: &[&str]) -> ArtifactReport {
    let entry = |name: &&str| Entry { path: (*name).to_owned(), kind: EntryKind::File, size: 1, digest: None, cut_at: None };
    ArtifactReport { entries: names.iter().map(entry).collect(), ..ArtifactReport::default() }
}

fn classifier() -> ArtifactReport {
    let mut report = report(&["image-classification-0004.params", "image-classification-symbol.json", "model-shapes.json"]);
    report.image_shape = Some([3, 28, 28]);
    let layer = Layer {
        name: "fc1_weight".to_owned(),
        auxiliary: false,
        shape: vec![10, 64],
        element: "float32".to_owned(),
        elements: 640,
        norm: None,
    };
    report.parameters = Some(Parameters { layers: vec![layer], residual_layers: Some(20), ..Parameters::default() });
    report
}

#[test]
fn an_own_archive_seeds_its_algorithm_and_names_what_must_match() {
    let [classification, detection, segmentation] = seedings(&classifier());
    assert_eq!(classification.obstacles, Vec::<String>::new());
    let expected =
        [("num_layers", "20"), ("image_shape", "3,28,28"), ("num_classes", "10")].map(|(name, value)| (name, value.to_owned()));
    assert_eq!(classification.must_match, expected);
    assert!(!detection.is_possible() && !segmentation.is_possible());
    assert_eq!(classifier().maker(), "Image Classification");
}

#[test]
fn each_missing_thing_is_named() {
    let [classification, ..] = seedings(&report(&["resnet-18-0000.params", "resnet-18-symbol.json"]));
    let all = classification.obstacles.join(" ");
    for expected in ["resnet-18-0000.params", "image-classification-symbol.json", "model-shapes.json"] {
        assert!(all.contains(expected), "{expected}: {all}");
    }
    let mut diverged = classifier();
    diverged.parameters.as_mut().expect("parameters").not_finite = 3;
    assert!(seedings(&diverged)[0].obstacles[0].contains("3 of its values"));
    let mut cut = classifier();
    cut.problem = Some("It ends too early.".to_owned());
    assert!(seedings(&cut)[0].obstacles[0].contains("ends too early"));
}

#[test]
fn detection_and_segmentation_bring_their_hyperparameters() {
    let mut detector = report(&["model_algo_1-0000.params", "model_algo_1-symbol.json", "hyperparams.json"]);
    detector.parameters = Some(Parameters::default());
    detector.hyperparameters =
        [("base_network", "vgg-16"), ("num_classes", "20")].map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let [_, detection, _] = seedings(&detector);
    assert!(detection.is_possible(), "{:?}", detection.obstacles);
    assert_eq!(detection.must_match, [("base_network", "vgg-16".to_owned()), ("num_classes", "20".to_owned())]);
    assert_eq!((detector.maker(), detector.classes()), ("Object Detection", Some(20)));
    let mut segmenter = report(&["model_algo-1", "model_best.params", "hyperparams.json"]);
    segmenter.parameters = Some(Parameters::default());
    assert!(seedings(&segmenter)[2].is_possible());
    assert_eq!(report(&["saved_model.pb"]).maker(), "TensorFlow");
}
