//! Jobs that succeed.

use crate::support::{Job, place, texts};

#[test]
fn a_job_learns_and_logs_in_the_algorithms_words() {
    let mut job = Job::new();
    job.set("epochs", "6");
    job.set("top_k", "2");
    job.set("checkpoint_frequency", "6");
    let (report, log) = job.succeed();
    assert_eq!((report.epochs, report.stopped), (6, false));
    assert!(report.validation_scores.iter().any(|accuracy| *accuracy > 0.6), "{report:?}");
    let texts = texts(&log);
    assert!(texts[1].starts_with("Final configuration: {\"beta_1\":\"0.9\""), "{}", texts[1]);
    for start in [
        "Epoch[0] Batch [1]\tSpeed: ",
        "Epoch[0] Train-accuracy=0.",
        "Epoch[0] Train-cross-entropy=",
        "Epoch[0] Time cost=",
        "Epoch[0] Validation-accuracy=0.",
        "Epoch[0] Validation-cross-entropy=",
        "Epoch[5] Validation-top_k_accuracy_2=",
    ] {
        assert!(texts.iter().any(|text| text.starts_with(start)), "{start} in {log}");
    }
    let path = job.root().join("model/image-classification-0006.params");
    assert!(texts.contains(&format!("Saved checkpoint to \"{}\"", path.display()).as_str()), "{log}");
    assert_eq!(report.parameters, [path]);
}

#[test]
fn the_same_job_gives_the_same_model() {
    for kind in [None, Some("crop_color_transform")] {
        let run = || {
            let mut job = Job::new();
            if let Some(kind) = kind {
                job.set("augmentation_type", kind);
            }
            job.succeed();
            job.model_files()
        };
        assert!(run() == run());
    }
}

#[test]
fn every_optimizer_learns() {
    for (optimizer, rate) in [("sgd", "0.05"), ("nag", "0.05"), ("adam", "0.003"), ("rmsprop", "0.002")] {
        let mut job = Job::new();
        job.set("optimizer", optimizer);
        job.set("learning_rate", rate);
        job.set("epochs", "5");
        let (_, log) = job.succeed();
        let losses: Vec<f64> = log.lines().filter_map(|line| line.split_once("Train-cross-entropy=")?.1.parse().ok()).collect();
        assert!(losses.len() == 5 && losses[4] < 0.7 * losses[0], "{optimizer}: {losses:?}");
    }
}

/// Weights whose gradient is zero must not become 0 / 0.
#[test]
fn an_eps_of_zero_divides_nothing_by_zero() {
    for optimizer in ["adam", "rmsprop"] {
        let mut job = Job::new();
        job.set("optimizer", optimizer);
        job.set("learning_rate", "0.001");
        job.set("eps", "0");
        job.succeed();
    }
}

#[test]
fn a_child_starts_where_its_parent_ended() {
    let mut parent = Job::new();
    parent.set("epochs", "4");
    parent.set("checkpoint_frequency", "2");
    let (before, _) = parent.succeed();
    assert_eq!(before.parameters.len(), 2);
    let mut child = Job::new();
    child.model(&parent.model_archive());
    child.set("epochs", "1");
    child.set("learning_rate", "0.001");
    child.set("use_pretrained_model", "1");
    let (report, log) = child.succeed();
    assert_eq!(report.loaded_score.as_ref(), before.validation_scores.last());
    let texts = texts(&log);
    let place = |start: &str| place(&texts, start);
    let loaded = place("Loaded weights of epoch 4 from channel model (image-classification-0004.params)");
    assert!(loaded < place(&format!("Validation-accuracy of the loaded model={:.6}", before.validation_scores[3])));
    assert!(place("Validation-cross-entropy of the loaded model=") < place("Epoch[0]"));
    assert!(texts.iter().any(|text| text.contains("use_pretrained_model is ignored")));
}

#[test]
fn without_checkpoints_only_the_best_epoch_is_kept() {
    let mut job = Job::new();
    job.set("epochs", "5");
    job.set("lr_scheduler_step", "2,4");
    let (report, log) = job.succeed();
    let mut best = (0, 0.0);
    for (epoch, accuracy) in report.validation_scores.iter().enumerate() {
        if epoch == 0 || *accuracy > best.1 {
            best = (epoch, *accuracy);
        }
    }
    let name = format!("image-classification-{:04}.params", best.0 + 1);
    assert_eq!(report.parameters, [job.root().join("model").join(&name)]);
    assert_eq!(
        job.model_files().into_keys().collect::<Vec<_>>(),
        [name, "image-classification-symbol.json".to_owned(), "model-shapes.json".to_owned()]
    );
    assert!(log.contains(&format!("Storing the best model with validation accuracy: {:.6}", best.1)));
}

#[test]
fn early_stopping_ends_a_job() {
    let mut job = Job::new();
    for (name, value) in [
        ("epochs", "30"),
        ("early_stopping", "True"),
        ("early_stopping_min_epochs", "2"),
        ("early_stopping_patience", "1"),
        ("early_stopping_tolerance", "1"),
    ] {
        job.set(name, value);
    }
    let (report, log) = job.succeed();
    assert!(report.epochs < 30 && log.contains(&format!("Early stopping after {} epochs", report.epochs)), "{log}");
}

#[test]
fn what_changes_nothing_is_said() {
    let mut job = Job::new();
    job.set("model_prefix", "mine");
    job.set("precision_dtype", "float16");
    job.set("num_training_samples", "100");
    let (_, log) = job.succeed();
    for text in
        ["model_prefix 'mine' is ignored", "computes in float32", "num_training_samples is 100, but the channel train holds 48"]
    {
        assert!(log.contains(text), "{log}");
    }
}

#[test]
fn networks_for_large_images_train_too() {
    for (layers, shape) in [("18", "3,8,8"), ("50", "1,8,8")] {
        let mut job = Job::new();
        job.set("num_layers", layers);
        job.set("image_shape", shape);
        job.set("epochs", "1");
        let (report, _) = job.succeed();
        assert_eq!(report.epochs, 1);
    }
}
