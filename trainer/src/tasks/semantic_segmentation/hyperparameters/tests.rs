use algorithms::hyperparameter::Kind;

use super::*;

fn given(others: &[(&str, &str)]) -> BTreeMap<String, String> {
    let all = [("num_classes", "4"), ("num_training_samples", "40")];
    all.iter().chain(others).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn parse(others: &[(&str, &str)]) -> Hyperparameters {
    Hyperparameters::parse(&given(others)).expect("hyperparameters")
}

fn refused(others: &[(&str, &str)]) -> String {
    Hyperparameters::parse(&given(others)).expect_err("an error").to_string()
}

#[test]
fn defaults_are_those_of_the_table() {
    let found = parse(&[]);
    assert_eq!(found.form, Form { head: Head::Fcn, backbone: Backbone::Resnet50, num_classes: 4, height: 240, width: 240 });
    assert_eq!((found.base_size, found.epochs, found.mini_batch_size, found.validation_mini_batch_size), (520, 10, 16, 16));
    assert_eq!(found.rule, Rule::Sgd { momentum: 0.9, weight_decay: 0.0001 });
    assert_eq!(found.schedule.curve, Curve::Polynomial { total: 20 });
    assert_eq!((found.pretrained, found.early_stopping), (Pretrained::LeftOut, None));
    assert!(found.notes.is_empty(), "{:?}", found.notes);
}

#[test]
fn every_hyperparameter_of_the_table_is_checked() {
    for row in ALGORITHM.hyperparameters {
        let wrong = match row.kind {
            Kind::Choice(_) => "neither",
            _ => "-1",
        };
        let message = refused(&[(row.name, wrong)]);
        assert!(message.contains(row.name) && message.contains(wrong), "{}: {message}", row.name);
    }
    assert!(refused(&[("crop_size", "15")]).contains("crop_size is '15', but must be a whole number of 17 or more"));
    assert!(refused(&[("num_classes", "255")]).contains("a whole number from 2 to 254"));
    assert!(refused(&[("crop_size", "5000")]).contains("from 17 to 4096"));
    assert!(refused(&[("num_layers", "50")]).contains("Unknown hyperparameter 'num_layers'"));
    assert!(refused(&[("lr_scheduler", "step")]).contains("lr_scheduler_step is missing"));
}

#[test]
fn optimizers_take_what_applies_to_them() {
    let of = |optimizer| parse(&[("optimizer", optimizer), ("gamma1", "0.8"), ("gamma2", "0.7"), ("momentum", "0.5")]);
    assert_eq!(of("rmsprop").rule, Rule::CenteredRmsprop { gamma_1: 0.8, gamma_2: 0.7, eps: 1e-8 });
    assert_eq!(of("nag").rule, Rule::Nag { momentum: 0.5, weight_decay: 0.0001 });
    assert_eq!(of("adagrad").rule, Rule::Adagrad { eps: 1e-7 });
    assert_eq!(of("rmsprop").notes, ["momentum is ignored: optimizer rmsprop does not take it."]);
    assert_eq!(of("adam").notes.len(), 3);
}

#[test]
fn what_changes_nothing_is_noted() {
    let given = [("syncbn", "True"), ("precision_dtype", "float16"), ("_kvstore", "local"), ("crop_size", "100")];
    let found = parse(&given);
    assert_eq!((found.form.height, found.crop_size), (104, 100));
    for part in ["syncbn True is ignored", "precision_dtype float16 is ignored", "_kvstore is ignored", "rounded up to 104"] {
        assert!(found.notes.iter().any(|note| note.contains(part)), "{part} in {:?}", found.notes);
    }
    assert_eq!(found.configuration["_kvstore"], "local");
}

#[test]
fn every_name_of_the_configuration_has_its_place() {
    let mut names = defaults();
    names.extend(given(&[("lr_scheduler_step", "1")]));
    let mut order = ORDER.to_vec();
    order.sort_unstable();
    assert_eq!(names.into_keys().collect::<Vec<_>>(), order);
}
