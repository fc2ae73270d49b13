//! The example that fills the whole form in: the sample data of the embedded engine, less than a minute of training on two cores.

use crate::{
    data::ConsoleSettings,
    job_form::draft::{Draft, RuntimeUnit},
};

/// The stem of the example's job names.
pub const NAME: &str = "digits-base";

/// Values that differ from the algorithm's defaults or that it needs. The sample images are 28 × 28 digits; the base
/// set has 2,000 of them.
const HYPERPARAMETERS: &[(&str, &str)] = &[
    ("num_layers", "20"),
    ("image_shape", "3,28,28"),
    ("num_classes", "10"),
    ("num_training_samples", "2000"),
    ("mini_batch_size", "32"),
    ("epochs", "6"),
    ("learning_rate", "0.05"),
    ("lr_scheduler_step", "4"),
    ("optimizer", "sgd"),
    ("momentum", "0.9"),
];

/// Fills `blank` in; `None` when the target has no sample data.
pub fn fill(blank: Draft, settings: &ConsoleSettings) -> Option<Draft> {
    let samples = settings.samples.as_deref()?.trim_end_matches('/');
    let mut draft = Draft { max_runtime: "1".to_owned(), max_runtime_unit: RuntimeUnit::Hours, ..blank };
    draft.hyperparameters = HYPERPARAMETERS.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    for channel in &mut draft.channels {
        channel.uri = format!("{samples}/base/{}/", channel.name);
        channel.is_folded = true;
    }
    Some(draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_breaks_no_rule() {
        let settings = ConsoleSettings {
            is_local: true,
            account: Some("000000000000".to_owned()),
            region: "us-west-2".to_owned(),
            role: Some("arn:aws:iam::000000000000:role/BatonTraining".to_owned()),
            output_path: Some("s3://sagemaker-us-west-2-000000000000/output".to_owned()),
            samples: Some("s3://sagemaker-us-west-2-000000000000/samples/digits/".to_owned()),
            version: String::new(),
        };
        let draft = fill(Draft::blank(&settings, "digits-base-1"), &settings).unwrap_or_default();
        assert_eq!(draft.violations("us-west-2", None).0, Vec::new());
        let locations: Vec<&str> = draft.channels.iter().map(|channel| channel.uri.as_str()).collect();
        assert_eq!(
            locations,
            [
                "s3://sagemaker-us-west-2-000000000000/samples/digits/base/train/",
                "s3://sagemaker-us-west-2-000000000000/samples/digits/base/validation/",
            ]
        );
        assert_eq!(fill(Draft::default(), &ConsoleSettings { samples: None, ..settings }), None);
    }
}
