//! The tables of the algorithms against the guide's data.

#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use algorithms::{
    Algorithm, Archive,
    archive::{FileName, numbered},
    hyperparameter::{Group, Kind, Source},
    image, registry,
};
use serde_json::{Value, json};

fn guide() -> Value {
    serde_json::from_str(include_str!("fixtures/algorithms.json")).unwrap()
}

/// The guide's data and our table of each of the three that start from models.
fn three() -> Vec<(Value, &'static Algorithm)> {
    let both = |theirs: &Value| (theirs.clone(), Algorithm::of_repository(theirs["repository"].as_str().unwrap()).unwrap());
    guide()["incremental_algorithms"].as_array().unwrap().iter().map(both).collect()
}

/// A table's name for the image in a Region.
fn training_image(repository: &str, region: &str) -> Option<String> {
    Algorithm::of_repository(repository).unwrap().training_image(region)
}

#[test]
fn images_are_the_registrys_in_37_regions() {
    let guide = guide();
    assert_eq!(registry::regions().count(), 37);
    let offered = guide["other_builtin_algorithms"].as_array().unwrap().iter().filter(|other| other["offer_in_wizard"] == true);
    let documented: Vec<&Value> = guide["incremental_algorithms"].as_array().unwrap().iter().chain(offered).collect();
    assert_eq!(documented.len(), 17);
    for theirs in documented {
        let repository = theirs["repository"].as_str().unwrap();
        let tag = if repository == "sagemaker-xgboost" { "1.7-1" } else { "1" };
        let accounts = guide["registry_groups"][theirs["registry_group"].as_str().unwrap()]["accounts"].as_object().unwrap();
        for region in registry::regions() {
            let domain = guide["_about"]["domain_overrides"].get(region).and_then(Value::as_str).unwrap_or("amazonaws.com");
            let account = accounts.get(region).map(|account| account.as_str().unwrap());
            let expected = account.map(|account| format!("{account}.dkr.ecr.{region}.{domain}/{repository}:{tag}"));
            assert_eq!(training_image(repository, region), expected, "{repository} in {region}");
            if let Some(image) = expected {
                assert_eq!(Algorithm::of_image(&image).unwrap().repository, repository);
                assert_eq!((image::region(&image), image::tag(&image)), (Some(region), Some(tag)));
            }
        }
    }
}

#[test]
fn an_image_is_built_in_only_in_the_services_registry() {
    assert_eq!(training_image("image-classification", "mars-north-1"), None);
    let ours = Algorithm::of_repository("lda").unwrap();
    assert!(ours.is_offered("us-west-2") && !ours.is_offered("af-south-1"));
    assert!(Algorithm::of_image("123456789012.dkr.ecr.us-west-2.amazonaws.com/kmeans:1").is_none());
    assert_eq!(image::repository("no-registry"), None);
    assert_eq!(image::repository("host:5000/team/net@sha256:00"), Some("team/net"));
    assert_eq!(image::tag("host:5000/team/net@sha256:00"), None);
    assert_eq!(image::tag("host:5000/team/net"), None);
}

#[test]
fn algorithms_are_the_guides() {
    let guide = guide();
    let offered = guide["other_builtin_algorithms"].as_array().unwrap().iter().filter(|other| other["offer_in_wizard"] == true);
    for theirs in guide["incremental_algorithms"].as_array().unwrap().iter().chain(offered) {
        let ours = Algorithm::of_repository(theirs["repository"].as_str().unwrap()).unwrap();
        assert_eq!(theirs["display"], ours.display);
        let machines = theirs["instance_class"].as_str().or(theirs["training_instances"]["class"].as_str()).unwrap();
        assert_eq!(ours.needs_gpu, machines.starts_with("GPU"), "{}", ours.display);
        let is_single = machines.contains("single instance") || theirs["training_instances"]["multi_instance"] == false;
        // BlazingText trains on several machines in one of its modes (batch_skipgram).
        assert_eq!(ours.single_instance, is_single && ours.repository != "blazingtext", "{}", ours.display);
        if let Some(modes) = theirs["input_modes"].as_array() {
            let own: Vec<&str> = ours.input_modes.iter().map(|mode| mode.as_str()).collect();
            assert_eq!(*modes, own);
        }
        if let Some(required) = theirs["channels"]["required"].as_array() {
            let own: Vec<&str> = ours.channels.iter().filter(|channel| channel.required).map(|channel| channel.name).collect();
            assert_eq!(*required, own, "{}", ours.display);
        }
        assert_eq!(ours.is_incremental(), theirs["incremental_training"]["supported"] == true);
    }
    assert_eq!(Algorithm::all().count(), 17);
}

#[test]
fn channels_of_the_three_are_the_guides() {
    for (theirs, ours) in three() {
        for (theirs, ours) in theirs["channels"].as_array().unwrap().iter().zip(ours.channels) {
            assert_eq!(theirs["name"], ours.name);
            assert_eq!(theirs["required"], ours.required, "{}", ours.name);
            assert_eq!(theirs["content_types"], Value::from(ours.content_types.to_vec()), "{}", ours.name);
            let modes: Vec<&str> = ours.input_modes.iter().map(|mode| mode.as_str()).collect();
            assert_eq!(theirs["input_modes"], Value::from(modes), "{}", ours.name);
            let has_exception = theirs.get("required_when").or(theirs.get("not_needed_when")).is_some();
            assert_eq!(has_exception, ours.exception.is_some(), "{}", ours.name);
        }
        assert_eq!(theirs["channels"].as_array().unwrap().len(), ours.channels.len());
    }
}

#[test]
fn the_75_hyperparameters_are_the_guides() {
    let mut count = 0;
    for (theirs, ours) in three() {
        let rows = theirs["hyperparameters"].as_array().unwrap();
        assert_eq!(rows.len(), ours.hyperparameters.len());
        for row in rows {
            hyperparameter(row, ours);
            count += 1;
        }
    }
    assert_eq!(count, 75);
}

fn hyperparameter(theirs: &Value, algorithm: &Algorithm) {
    let name = theirs["name"].as_str().unwrap();
    let ours = algorithm.hyperparameter(name).unwrap();
    assert_eq!(theirs["required"], ours.required, "{name}");
    assert_eq!(theirs["documented_default"].as_str().filter(|text| !text.is_empty()), ours.default, "{name}");
    let group = match ours.group {
        Group::Architecture => "architecture",
        Group::Data => "data",
        Group::Training => "training",
        Group::Evaluation => "evaluation",
        Group::EarlyStopping => "early_stopping",
    };
    assert_eq!(theirs["group"], group, "{name}");
    assert_eq!(theirs.get("tuning_range").and_then(Value::as_str), ours.tunable, "{name}");
    let choices = theirs.get("enum");
    match ours.kind {
        Kind::Integer { minimum, maximum } => {
            let least = theirs["min"].as_i64().or(theirs["exclusive_min"].as_i64().map(|n| n + 1));
            assert_eq!((least, theirs["max"].as_i64().unwrap_or(i64::MAX)), (Some(minimum), maximum), "{name}");
        }
        Kind::Float { minimum, maximum, above_minimum, below_maximum } => {
            let bound = |open: bool, a: &str, b: &str| theirs[if open { a } else { b }].as_f64();
            assert_eq!(bound(above_minimum, "exclusive_min", "min"), Some(minimum), "{name}");
            assert_eq!(bound(below_maximum, "exclusive_max", "max"), Some(maximum), "{name}");
        }
        Kind::IntegerChoice(values) => assert_eq!(choices, Some(&Value::from(values.to_vec())), "{name}"),
        Kind::Choice(values) => assert_eq!(choices, Some(&Value::from(values.to_vec())), "{name}"),
        Kind::ImageShape | Kind::EpochList | Kind::Text => assert_eq!(theirs["type"], "string", "{name}"),
    }
    let observed = theirs.get("container_default_observed").and_then(Value::as_str).filter(|text| !text.is_empty());
    // The container writes 1e-8 as 1e-08.
    let number = |text: Option<&str>| text.and_then(|text| text.parse::<f64>().ok());
    let is_equal = observed == ours.default || number(observed).is_some_and(|value| Some(value) == number(ours.default));
    match ours.source {
        Source::Guide => assert!(is_equal || observed.is_none(), "{name}: {observed:?}"),
        Source::GuideAgainstContainer(value) => assert_eq!((Some(value), is_equal), (observed, false), "{name}"),
    }
    if let Some(default) = ours.default {
        assert!(ours.accepts(default), "{name} refuses its own default {default}");
    }
    if let Some(condition) = ours.applies {
        let text = theirs["applies_when"].as_str().unwrap();
        assert!(text.contains(condition.name) && condition.values.iter().all(|value| text.contains(value)), "{name}: {text}");
        assert_eq!(ours.needed_when_applied, text.starts_with("required"), "{name}");
    }
    assert!(!ours.help.is_empty() && ours.help.ends_with('.'), "{name}");
    assert!(ours.help_with_range().ends_with('.'), "{name}");
}

#[test]
fn metrics_are_the_guides() {
    for (theirs, ours) in three() {
        let names = |list: &str| -> Vec<String> {
            let list = theirs["metrics"][list].as_array().unwrap().iter();
            list.map(|metric| metric["name"].as_str().unwrap().to_owned()).collect()
        };
        let own: Vec<&str> = ours.metrics.iter().map(|metric| metric.name).collect();
        assert_eq!(own, names("emitted"), "{}", ours.display);
        let own: Vec<&str> = ours.metrics.iter().filter(|metric| metric.is_objective).map(|metric| metric.name).collect();
        assert_eq!(own, names("objective"), "{}", ours.display);
        assert_eq!(ours.primary_metric().map(|metric| metric.name), own.first().copied());
    }
}

#[test]
fn files_of_archives_are_those_of_real_ones() {
    for (theirs, ours) in three() {
        let archive = ours.archive.unwrap();
        let patterns = theirs["model_tar_gz"]["files"].as_array().unwrap();
        for pattern in patterns.iter().map(|file| file["pattern"].as_str().unwrap()) {
            let name = pattern.replace("NNNN", "0007");
            assert_eq!(kinds(&archive, &name), 1, "{pattern}");
        }
        assert!(patterns.iter().any(|file| file["pattern"] == archive.parameters_example));
        assert!(archive.is_marked([archive.parameters_example.replace("NNNN", "0007")].iter()));
        for other in three().into_iter().filter_map(|(_, other)| other.archive.filter(|other| *other != archive)) {
            assert!(!other.is_marked([archive.parameters_example].iter()), "{} is of two algorithms", archive.parameters_example);
        }
    }
    let classification = Algorithm::DEFAULT.archive.unwrap();
    assert_eq!(classification.parameters, [FileName::Numbered("image-classification")]);
    assert_eq!(classification.epoch_of(&numbered("image-classification", 12)), Some(12));
}

/// As how many kinds of files an archive knows a name.
fn kinds(archive: &Archive, name: &str) -> usize {
    [archive.has_parameters([name].iter()), archive.symbol == Some(name), archive.description.file_name() == name]
        .into_iter()
        .filter(|is_it| *is_it)
        .count()
}

#[test]
fn what_rules_ask_of_an_algorithm_is_the_guides() {
    for (theirs, ours) in three() {
        let formats = theirs["format_rules"].as_array().unwrap();
        let needs_all = formats.iter().any(|format| format["distribution_in_pipe"] == "FullyReplicated");
        assert_eq!(ours.record_io_pipe_needs_all_data, needs_all, "{}", ours.display);
        let names = |is_it: fn(&algorithms::Hyperparameter) -> bool| -> Vec<&str> {
            ours.hyperparameters.iter().filter(|row| is_it(row)).map(|row| row.name).collect()
        };
        let images = formats.iter().find(|format| format["format"] == "image").unwrap();
        assert_eq!(images.get("needs").unwrap_or(&json!([])), &json!(names(|row| row.needed_with_images)), "{}", ours.display);
        let incremental = &theirs["incremental_training"];
        let ignored = incremental.get("ignored_with_model_channel").cloned().unwrap_or(json!([]));
        assert_eq!(ignored, json!(names(|row| row.ignored_with_model)), "{}", ours.display);
        assert_eq!(incremental["must_match"], json!(ours.must_match), "{}", ours.display);
        assert_eq!(ours.runs_isolated, theirs.get("network_isolation_note").is_none(), "{}", ours.display);
        assert_eq!(ours.saves_checkpoints, theirs["managed_spot_checkpointing"] == true, "{}", ours.display);
        assert!(ours.display.starts_with(ours.short_name) && ours.labels.is_some(), "{}", ours.display);
    }
}

#[test]
fn each_algorithm_has_its_own_words_for_yes_and_no() {
    for (repository, no, yes, others) in [
        ("image-classification", "0", "1", ["True", "2"]),
        ("object-detection", "0", "1", ["True", ""]),
        ("semantic-segmentation", "False", "True", ["1", "yes"]),
    ] {
        let switch = Algorithm::of_repository(repository).unwrap().hyperparameter("use_pretrained_model").unwrap();
        assert_eq!(switch.kind.flag().map(|flag| (flag.no, flag.yes)), Some((no, yes)), "{repository}");
        assert!(switch.is_on(yes) && switch.is_on(&format!(" {} ", yes.to_lowercase())), "{repository}");
        assert!(!switch.is_on(no) && !others.into_iter().any(|other| switch.is_on(other)), "{repository}");
    }
    let number = Algorithm::DEFAULT.hyperparameter("num_classes").unwrap();
    assert!(number.kind.flag().is_none() && !number.is_on("1"));
}

#[test]
fn flags_that_are_words_may_be_lower_case() {
    let flag = Algorithm::of_repository("object-detection").unwrap().hyperparameter("early_stopping").unwrap();
    assert!(flag.accepts("True") && flag.accepts("false") && !flag.accepts("1") && !flag.accepts("yes"));
    let word = Algorithm::of_repository("image-classification").unwrap().hyperparameter("optimizer").unwrap();
    assert!(word.accepts("sgd") && !word.accepts("SGD"));
}

#[test]
fn a_hyperparameter_applies_by_the_value_of_another() {
    let algorithm = Algorithm::of_repository("image-classification").unwrap();
    let momentum = algorithm.hyperparameter("momentum").unwrap();
    assert!(momentum.is_applied(|_| Some("sgd")) && !momentum.is_applied(|_| Some("adam")) && !momentum.is_applied(|_| None));
    assert_eq!(momentum.help_with_range().split(". ").last(), Some("A number from 0 to 1."));
}

#[test]
fn expressions_read_the_values_in_published_log_lines() {
    for (theirs, ours) in three() {
        for line in theirs["metrics"]["log_lines"].as_array().unwrap() {
            let line = line.as_str().unwrap().replace("\\t", "\t");
            let found: Vec<(&str, String)> = ours
                .metrics
                .iter()
                .filter_map(|metric| {
                    let value = regex::Regex::new(&metric.regex()).unwrap().captures(&line)?[1].to_owned();
                    Some((metric.name, value))
                })
                .collect();
            // Lines of progress and of the top classes have no metric of their own.
            let has_none =
                line.contains("top_k_accuracy") || line.contains("#progress_notice") || line.contains("#progress_metric");
            assert!(!found.is_empty() || has_none, "{line}");
            for (name, value) in found {
                assert!(value.parse::<f64>().is_ok(), "{name} reads {value} from {line}");
            }
        }
    }
}
