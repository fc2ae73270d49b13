//! The examples that fill the whole form in: sample data of the embedded engine, for each algorithm that starts from earlier
//! models. Each has a base set for a first model and an expanded set for the job that starts from it.

use domain::{EngineImages, Field, algorithm::Algorithm};

use crate::{
    data::ConsoleSettings,
    job_form::draft::{ChannelDraft, Draft, RuntimeUnit},
};

/// An example.
#[derive(Debug, PartialEq, Eq)]
pub struct Example {
    /// Its word in addresses.
    pub word: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it shows, and how long its job takes.
    pub description: &'static str,
    /// The words of the link that fills the form in.
    pub action: &'static str,
    /// Repository of its algorithm's image.
    pub repository: &'static str,
    /// The stem of its job's name.
    pub job_name: &'static str,
    /// What the expanded set shows beyond the base set.
    pub new_pattern: &'static str,
    /// Its folder below the samples.
    folder: &'static str,
    /// Values that differ from the algorithm's defaults or that it needs.
    hyperparameters: &'static [(&'static str, &'static str)],
    /// Values that differ in a job that learns the expanded set from the base set's model.
    expanded: &'static [(&'static str, &'static str)],
}

/// All examples; the first is the one that pages without room for more offer.
pub static EXAMPLES: [Example; 3] = [DIGITS, BOXES, MASKS];

/// The sample images are 28 × 28 digits; the base set has 2,000 of them, the expanded set 3,000.
const DIGITS: Example = Example {
    word: "base",
    title: "Example: image classification",
    description: "Handwritten digits, ResNet-20. Every field is filled in; the job takes less than a minute on two cores.",
    action: "Use the example",
    repository: "image-classification",
    job_name: "digits-base",
    new_pattern: "inverted and tinted digits",
    folder: "digits",
    hyperparameters: &[
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
    ],
    expanded: &[("num_training_samples", "3000"), ("epochs", "3"), ("learning_rate", "0.02"), ("lr_scheduler_step", "2")],
};

/// The scenes are 128 × 128 pixels; the base sets have 160 of them, the expanded sets 240. Source of the values: runs of the
/// networks from random weights, whose raw features let a rate of 0.01 diverge.
const BOXES: Example = Example {
    word: "object-detection",
    title: "Example: object detection",
    description: "Scenes with discs, squares and triangles, and their boxes; ResNet-50. About five minutes on two cores.",
    action: "Find shapes by boxes",
    repository: "object-detection",
    job_name: "shapes-base",
    new_pattern: NEW_SHAPES,
    folder: "shapes",
    hyperparameters: &[
        ("base_network", "resnet-50"),
        ("use_pretrained_model", "0"),
        ("image_shape", "300"),
        ("num_classes", "3"),
        ("num_training_samples", "160"),
        ("mini_batch_size", "8"),
        ("epochs", "6"),
        ("learning_rate", "0.004"),
        ("optimizer", "sgd"),
    ],
    expanded: &[("num_training_samples", "240"), ("epochs", "3")],
};

/// The same scenes. The update divides by the batch once more, which leaves sgd without a good rate and does nothing to adam.
const MASKS: Example = Example {
    word: "semantic-segmentation",
    title: "Example: semantic segmentation",
    description: "The same scenes with a mask for each; FCN, ResNet-50. About five minutes on two cores.",
    action: "Label pixels by masks",
    repository: "semantic-segmentation",
    job_name: "masks-base",
    new_pattern: NEW_SHAPES,
    folder: "shapes-masks",
    hyperparameters: &[
        ("algorithm", "fcn"),
        ("backbone", "resnet-50"),
        ("use_pretrained_model", "False"),
        ("crop_size", "96"),
        ("base_size", "128"),
        ("num_classes", "4"),
        ("num_training_samples", "160"),
        ("mini_batch_size", "8"),
        ("epochs", "8"),
        ("learning_rate", "0.0005"),
        ("optimizer", "adam"),
    ],
    expanded: &[("num_training_samples", "240"), ("epochs", "3"), ("learning_rate", "0.0003")],
};

const NEW_SHAPES: &str = "dark shapes on light ground";

impl Example {
    /// The example of a word in an address.
    pub fn of_word(word: &str) -> Option<&'static Self> {
        EXAMPLES.iter().find(|example| example.word == word)
    }

    /// The examples whose algorithm the target runs; none where it has no sample data.
    pub fn offered(settings: &ConsoleSettings, images: Option<&EngineImages>) -> Vec<&'static Self> {
        let none = EngineImages::default();
        let images = images.unwrap_or(&none);
        let image = |example: &Self| example.algorithm()?.training_image(&settings.region);
        let is_run = |example: &&Self| image(example).is_some_and(|image| images.can_run(&image));
        EXAMPLES.iter().filter(|_| settings.samples.is_some()).filter(is_run).collect()
    }

    /// The example whose base sets are all the data of a form.
    pub fn of_base_data(draft: &Draft, settings: &ConsoleSettings) -> Option<&'static Self> {
        let is_all = |example: &&Self| {
            let Some(base) = example.location(settings, BASE) else { return false };
            let is_own = |channel: &ChannelDraft| !channel.is_file_system() && channel.uri.trim().starts_with(&base);
            draft.algorithm == example.repository && !draft.channels.is_empty() && draft.channels.iter().all(is_own)
        };
        EXAMPLES.iter().find(is_all)
    }

    /// Fills `blank` in for a first job; `None` when the target has no sample data.
    pub fn fill(&self, blank: Draft, settings: &ConsoleSettings) -> Option<Draft> {
        let base = self.location(settings, BASE)?;
        let mut draft = Draft { max_runtime: "1".to_owned(), max_runtime_unit: RuntimeUnit::Hours, ..blank };
        draft.set(&Field::Algorithm, self.repository.to_owned());
        draft.hyperparameters = owned(self.hyperparameters).collect();
        for channel in &mut draft.channels {
            channel.uri = format!("{base}{}/", channel.name);
            channel.is_folded = true;
        }
        Some(draft)
    }

    /// Turns a job with the base sets into one with the expanded sets, which starts from the first one's model.
    pub fn expand(&self, draft: &mut Draft, settings: &ConsoleSettings) {
        let (Some(base), Some(expanded)) = (self.location(settings, BASE), self.location(settings, EXPANDED)) else { return };
        for channel in &mut draft.channels {
            if let Some(rest) = channel.uri.trim().strip_prefix(&base) {
                channel.uri = format!("{expanded}{rest}");
            }
        }
        draft.hyperparameters.extend(owned(self.expanded));
    }

    fn algorithm(&self) -> Option<&'static Algorithm> {
        Algorithm::of_repository(self.repository)
    }

    /// Where a set is, with the slash at its end.
    fn location(&self, settings: &ConsoleSettings, set: &str) -> Option<String> {
        let samples = settings.samples.as_deref()?.trim_end_matches('/');
        Some(format!("{samples}/{}/{set}/", self.folder))
    }
}

const BASE: &str = "base";
const EXPANDED: &str = "expanded";

fn owned(values: &'static [(&str, &str)]) -> impl Iterator<Item = (String, String)> {
    values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLES: &str = "s3://sagemaker-us-west-2-000000000000/samples/";

    fn settings() -> ConsoleSettings {
        ConsoleSettings {
            is_local: true,
            account: Some("000000000000".to_owned()),
            region: "us-west-2".to_owned(),
            role: Some("arn:aws:iam::000000000000:role/BatonTraining".to_owned()),
            output_path: Some("s3://sagemaker-us-west-2-000000000000/output".to_owned()),
            samples: Some(SAMPLES.to_owned()),
            version: String::new(),
        }
    }

    fn filled(example: &Example) -> Draft {
        let blank = Draft::blank(&settings(), &format!("{}-1", example.job_name));
        example.fill(blank, &settings()).unwrap_or_default()
    }

    fn locations(draft: &Draft) -> Vec<&str> {
        draft.channels.iter().map(|channel| channel.uri.strip_prefix(SAMPLES).unwrap_or(&channel.uri)).collect()
    }

    #[test]
    fn no_example_breaks_a_rule_before_or_after_it_is_expanded() {
        for example in &EXAMPLES {
            let mut draft = filled(example);
            assert_eq!(draft.algorithm, example.repository);
            assert_eq!(draft.violations("us-west-2", None).0, Vec::new(), "{}", example.word);
            example.expand(&mut draft, &settings());
            assert_eq!(draft.violations("us-west-2", None).0, Vec::new(), "{}", example.word);
            assert_eq!(example.fill(Draft::default(), &ConsoleSettings { samples: None, ..settings() }), None);
        }
    }

    #[test]
    fn every_channel_has_its_folder_in_the_set() {
        let [digits, boxes, masks] = EXAMPLES.each_ref().map(filled);
        assert_eq!(locations(&digits), ["digits/base/train/", "digits/base/validation/"]);
        assert_eq!(locations(&boxes), ["shapes/base/train/", "shapes/base/validation/"]);
        let expected = ["train", "validation", "train_annotation", "validation_annotation"];
        assert_eq!(locations(&masks), expected.map(|name| format!("shapes-masks/base/{name}/")));
        assert_eq!(boxes.channels[0].content_type, "application/x-recordio");
    }

    #[test]
    fn the_expanded_set_is_known_by_the_base_set_and_changes_what_it_must() {
        for example in &EXAMPLES {
            let mut draft = filled(example);
            assert_eq!(Example::of_base_data(&draft, &settings()), Some(example));
            let before = draft.hyperparameters.clone();
            example.expand(&mut draft, &settings());
            assert_eq!(Example::of_base_data(&draft, &settings()), None);
            assert!(locations(&draft).iter().all(|location| location.contains("/expanded/")), "{:?}", locations(&draft));
            let changed: Vec<(&str, &str)> = draft
                .hyperparameters
                .iter()
                .filter(|(name, value)| before.get(*name) != Some(*value))
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            assert_eq!(changed.len(), example.expanded.len(), "{changed:?}");
        }
        let mut draft = filled(&EXAMPLES[1]);
        draft.channels[1].uri = "s3://bucket/own/".to_owned();
        assert_eq!(Example::of_base_data(&draft, &settings()), None);
        assert_eq!(Example::of_base_data(&Draft::default(), &settings()), None);
    }

    #[test]
    fn examples_are_offered_for_what_the_target_runs() {
        let words = |images: &EngineImages, settings: &ConsoleSettings| {
            Example::offered(settings, Some(images)).into_iter().map(|example| example.word).collect::<Vec<_>>()
        };
        let all = EngineImages { registered: vec!["*".to_owned()] };
        assert_eq!(words(&all, &settings()), ["base", "object-detection", "semantic-segmentation"]);
        let built_in: Vec<&str> = words(&EngineImages::default(), &settings());
        for example in &EXAMPLES {
            let runs = example.algorithm().is_some_and(|algorithm| algorithm.runs_on_engine);
            assert_eq!(built_in.contains(&example.word), runs, "{}", example.word);
        }
        assert_eq!(words(&all, &ConsoleSettings { samples: None, ..settings() }), Vec::<&str>::new());
    }
}
