use super::*;

fn parse(pairs: &[(&str, &str)]) -> Result<Hyperparameters, TrainingError> {
    let required = [("num_classes", "3"), ("num_training_samples", "200")];
    let all = required.iter().chain(pairs).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Hyperparameters::parse(&all.collect())
}

#[test]
fn defaults_are_the_documented_ones() {
    let parsed = parse(&[]).expect("valid");
    assert_eq!(parsed.form, Form { base: BaseNetwork::Vgg16, num_classes: 3, side: 300, nms_threshold: 0.45 });
    assert_eq!((parsed.epochs, parsed.mini_batch_size, parsed.label_width, parsed.overlap_threshold), (30, 32, 350, 0.5));
    assert_eq!(parsed.rule, Rule::Sgd { momentum: 0.9, weight_decay: 0.0005 });
    assert_eq!(parsed.pretrained, Pretrained::LeftOut);
    assert!(parsed.frozen.is_none() && parsed.early_stopping.is_none() && parsed.notes.is_empty());
    // Source: the configuration in a log that its owner published.
    let containers =
        [("use_pretrained_model", "0"), ("kv_store", "device"), ("nms_topk", "400"), ("early_stopping_tolerance", "0.0")];
    for (name, value) in containers {
        assert_eq!(parsed.configuration[name], value, "{name}");
    }
    assert_eq!(parsed.configuration.len(), 26);
}

#[test]
fn every_value_is_read() {
    let parsed = parse(&[
        ("base_network", "resnet-50"),
        ("image_shape", "512"),
        ("use_pretrained_model", "1"),
        ("optimizer", "rmsprop"),
        ("weight_decay", "0.01"),
        ("learning_rate", "0.5"),
        ("lr_scheduler_step", "1,3"),
        ("lr_scheduler_factor", "0.5"),
        ("nms_threshold", "0.6"),
        ("overlap_threshold", "0.7"),
        ("label_width", "12"),
        ("freeze_layer_pattern", "conv0|bn"),
        ("early_stopping", "true"),
        ("kv_store", "dist_sync"),
    ])
    .expect("valid");
    assert_eq!(parsed.form, Form { base: BaseNetwork::Resnet50, num_classes: 3, side: 512, nms_threshold: 0.6 });
    assert_eq!((parsed.pretrained, parsed.label_width, parsed.overlap_threshold), (Pretrained::Wanted, 12, 0.7));
    assert_eq!(parsed.rule, Rule::Rmsprop { gamma: 0.9, eps: 1e-8, weight_decay: 0.01 });
    assert_eq!([0, 1, 2, 3].map(|epoch| parsed.schedule.rate(epoch)), [0.5, 0.25, 0.25, 0.125]);
    assert!(parsed.early_stopping.is_some());
    let frozen = parsed.frozen.expect("a pattern");
    assert!(frozen.is_match("conv0_weight") && frozen.is_match("bn_data_beta") && !frozen.is_match("stage1_unit1_bn1_gamma"));
    assert_eq!(parsed.configuration["learning_rate"], "0.5");
    assert_eq!(parsed.notes.len(), 1);
}

#[test]
fn wrong_values_are_refused_by_name() {
    for (name, value) in [
        ("image_shape", "299"),
        ("image_shape", "5000"),
        ("num_classes", "0"),
        ("base_network", "resnet-101"),
        ("optimizer", "nag"),
        ("label_width", "0"),
        ("nms_threshold", "0"),
        ("lr_scheduler_factor", "1"),
        ("freeze_layer_pattern", "conv("),
        ("nms_topk", "100"),
        ("early_stopping", "yes"),
    ] {
        let message = parse(&[(name, value)]).expect_err("a refusal").to_string();
        assert!(message.starts_with("ClientError: ") && message.contains(name), "{message}");
        assert!(name == "nms_topk" || message.contains(value), "{message}");
    }
    let message = parse(&[("freeze_layer_pattern", "(?=x)")]).expect_err("look-around").to_string();
    assert!(message.contains("look-around"), "{message}");
}

#[test]
fn each_optimizer_has_the_constants_of_mxnet() {
    let rule = |optimizer| parse(&[("optimizer", optimizer), ("learning_rate", "0.1")]).expect("valid");
    assert_eq!(rule("adam").rule, Rule::Adam { beta_1: 0.9, beta_2: 0.999, eps: 1e-8 });
    let adadelta = rule("adadelta");
    assert_eq!(adadelta.rule, Rule::Adadelta { rho: 0.9, eps: 1e-5 });
    assert_eq!(adadelta.notes, ["learning_rate is ignored: optimizer adadelta takes none."]);
}

#[test]
fn every_name_of_the_configuration_has_its_place() {
    let names: Vec<String> = defaults().into_keys().collect();
    let mut order: Vec<&str> = ORDER.to_vec();
    order.sort_unstable();
    assert_eq!(names, order);
}
