use algorithms::hyperparameter::Kind;

use super::*;
use crate::networks::architecture::Architecture;

fn parse(pairs: &[(&str, &str)]) -> Result<Hyperparameters, TrainingError> {
    let required = [("num_classes", "10"), ("num_training_samples", "2000")];
    let all = required.iter().chain(pairs).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Hyperparameters::parse(&all.collect())
}

fn refusal(pairs: &[(&str, &str)]) -> String {
    match parse(pairs).expect_err("a refusal") {
        TrainingError::Client(message) => message,
        TrainingError::Algorithm(message) => panic!("not the client's fault: {message}"),
    }
}

#[test]
fn defaults_are_the_documented_ones() {
    let parsed = parse(&[]).expect("valid");
    assert_eq!((parsed.num_layers, parsed.image_shape, parsed.epochs, parsed.mini_batch_size), (152, [3, 224, 224], 30, 32));
    assert_eq!((parsed.schedule.learning_rate, parsed.schedule.factor), (0.1, 0.1));
    assert_eq!(parsed.rule, Rule::Sgd { momentum: 0.9, weight_decay: 0.0001 });
    assert_eq!((parsed.augmentation_type, parsed.early_stopping, parsed.checkpoint_frequency), (None, None, None));
    assert!(parsed.notes.is_empty());
}

#[test]
fn every_value_is_read() {
    let parsed = parse(&[
        ("num_layers", "20"),
        ("image_shape", "3, 28, 28"),
        ("optimizer", "adam"),
        ("beta_1", "0.8"),
        ("lr_scheduler_step", "2,4"),
        ("lr_scheduler_factor", "0.5"),
        ("augmentation_type", "crop_color"),
        ("resize", "32"),
        ("checkpoint_frequency", "2"),
        ("top_k", "3"),
        ("early_stopping", "True"),
        ("early_stopping_patience", "2"),
        ("early_stopping_tolerance", "0.01"),
        ("precision_dtype", "float16"),
        ("model_prefix", "mine"),
        ("kv_store", "dist_sync"),
    ])
    .expect("valid");
    assert_eq!(parsed.rule, Rule::Adam { beta_1: 0.8, beta_2: 0.999, eps: 1e-8 });
    assert_eq!(parsed.image_shape, [3, 28, 28]);
    assert_eq!(parsed.augmentation_type, Some(Augmentation::CropColor));
    assert_eq!(parsed.early_stopping, Some(EarlyStopping { min_epochs: 10, patience: 2, tolerance: 0.01 }));
    let rates: Vec<f32> = (0..5).map(|epoch| parsed.schedule.rate(epoch)).collect();
    assert_eq!(rates, [0.1, 0.1, 0.05, 0.05, 0.025]);
    assert_eq!(parsed.notes.len(), 3, "{:?}", parsed.notes);
}

#[test]
fn wrong_values_are_refused_by_name() {
    for (name, value) in [
        ("num_classes", "0"),
        ("num_classes", "ten"),
        ("epochs", "-1"),
        ("mini_batch_size", "1.5"),
        ("mini_batch_size", "99999999999999999999"),
        ("learning_rate", "1.1"),
        ("learning_rate", "NaN"),
        ("optimizer", "lbfgs"),
        ("image_shape", "28,28"),
        ("image_shape", "4,28,28"),
        ("image_shape", "3,0,28"),
        ("lr_scheduler_step", "10,,20"),
        ("augmentation_type", "flip"),
        ("use_pretrained_model", "2"),
        ("early_stopping", "yes"),
        ("top_k", "1"),
        ("precision_dtype", "float64"),
        ("kv_store", "local"),
    ] {
        let message = refusal(&[(name, value)]);
        assert!(message.contains(name) && message.contains(value), "{message}");
    }
}

#[test]
fn what_does_not_fit_together_is_refused() {
    assert!(refusal(&[("checkpoint_frequency", "31")]).contains("epochs 30"));
    assert!(refusal(&[("image_shape", "3,28,28"), ("resize", "27")]).contains("28 or more"));
    assert!(refusal(&[("top_k", "11")]).contains("num_classes 10"));
    assert!(refusal(&[("multi_label", "yes")]).contains("multi_label"));
    assert!(refusal(&[("optimizer", "adam"), ("beta_2", "1")]).contains("beta_2"));
    assert!(refusal(&[("learning_rat", "0.1")]).contains("Unknown hyperparameter 'learning_rat'"));
}

#[test]
fn required_names_are_asked_for() {
    let error = Hyperparameters::parse(&BTreeMap::new()).expect_err("a refusal");
    assert_eq!(error.to_string(), "ClientError: The required hyperparameter num_classes and num_training_samples is missing.");
}

/// Values at the borders of every kind in the table, and values of no kind. Besides, the trainer refuses sizes that no network
/// takes (4 channels, sides beyond 4096, numbers beyond a billion), and takes epochs in any order.
fn probes(kind: Kind) -> Vec<String> {
    let mut probes: Vec<String> =
        ["", "x", "-1", "0", "1", "2", "1.5", "NaN", "inf", "true", "TRUE", "False", "yes"].map(str::to_owned).into();
    match kind {
        Kind::Integer { minimum, .. } => probes.extend([minimum - 1, minimum, minimum + 1].map(|number| number.to_string())),
        Kind::Float { minimum, maximum, .. } => {
            probes.extend([minimum - 0.001, minimum, maximum / 2.0, maximum, maximum + 0.001].map(|number| number.to_string()));
        }
        Kind::IntegerChoice(choices) => {
            probes.extend(choices.iter().flat_map(|choice| [choice - 1, *choice]).map(|number| number.to_string()))
        }
        Kind::Choice(words) => probes.extend(words.iter().flat_map(|word| [(*word).to_owned(), format!("{word}s")])),
        Kind::ImageShape => probes.extend(["3,28,28", "1, 28, 28", "3,28", "3,0,28", "a,b,c"].map(str::to_owned)),
        Kind::EpochList => probes.extend(["10,20", "10, 20", "10,,20", "0,1", "1,"].map(str::to_owned)),
        Kind::Text => {}
    }
    probes
}

#[test]
fn the_trainer_accepts_what_the_form_accepts() {
    for row in ALGORITHM.hyperparameters {
        assert_eq!(
            parse(&[]).expect("valid").configuration.get(row.name).map(String::as_str),
            match row.name {
                "num_classes" => Some("10"),
                "num_training_samples" => Some("2000"),
                _ => row.default,
            }
        );
        for value in probes(row.kind) {
            // The form sends nothing where nothing was typed.
            if value.is_empty() {
                continue;
            }
            // What a value needs besides: labels for each class, and fewer epochs than a checkpoint waits for.
            let mut given = vec![("image_shape", "1,1,1"), ("epochs", "1000"), ("num_classes", "1000")];
            given.retain(|(name, _)| *name != row.name);
            given.push((row.name, &value));
            let parsed = parse(&given).and_then(|parsed| Architecture::new(parsed.num_layers, 2, [3, 28, 28]).map(drop));
            assert_eq!(parsed.is_ok(), row.accepts(&value), "{} = {value}: {parsed:?}", row.name);
        }
    }
}
