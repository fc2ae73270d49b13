//! Hyperparameters of whole jobs.

use super::scenes::{job, log_before_the_first_batch, refused};

#[test]
fn settings_that_cannot_be_are_refused() {
    for (name, value, reason) in [
        ("crop_size", "15", "crop_size is '15', but must be a whole number of 17 or more"),
        ("num_classes", "255", "num_classes is '255', but must be a whole number from 2 to 254"),
        ("use_pretrained_model", "True", "use_pretrained_model is True, but this engine has no pretrained weights"),
        ("lr_scheduler", "step", "lr_scheduler_step is missing"),
        ("algorithm", "unet", "algorithm is 'unet'"),
        ("image_shape", "300", "Unknown hyperparameter 'image_shape'"),
    ] {
        let message = refused(|job| job.set(name, value));
        assert!(message.contains(reason), "{message}");
    }
}

#[test]
fn what_changes_nothing_is_said() {
    let mut job = job(2);
    job.unset("use_pretrained_model");
    for (name, value) in
        [("syncbn", "True"), ("crop_size", "30"), ("_workers", "4"), ("momentum", "0.8"), ("num_training_samples", "100")]
    {
        job.set(name, value);
    }
    let log = log_before_the_first_batch(&job);
    for text in [
        "Final configuration: {u'syncbn': u'True', u'gamma1': u'0.9', u'gamma2': u'0.9', u'early_stopping_min_epochs': u'5', ",
        "u'_workers': u'4'",
        "syncbn True is ignored",
        "_workers is ignored",
        "crop_size 30 is rounded up to 32",
        "momentum is ignored: optimizer adam does not take it.",
        "the job starts from random weights",
        "num_training_samples is 100, but the channel train holds 2 images",
        "Segmenter fcn on resnet-50 for 32 pixels and 35",
    ] {
        assert!(log.contains(text), "{text} in {log}");
    }
}
