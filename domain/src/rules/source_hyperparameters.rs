//! Hyperparameters that the source model fixes.

use super::{
    RuleCode, Violation, Violations,
    fix::{Fix, FixContext},
    rule::rules,
    subject::Subject,
};
use crate::{
    algorithm::Algorithm,
    field::Field,
    incremental::{self, SourceModel},
};

rules! {
    HyperparameterOfSource = "E-HP-MATCH", Error, Guide, "{key} is {source} in the source model and {value} here. It defines the network and must be the same.",
        fix value_of_source;
    PretrainedModelIgnored = "I-MODEL-PRETRAINED", Information, Guide, "use_pretrained_model is ignored when a model channel is present.";
}

/// Compares the hyperparameters that define the network with those of the source model.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let Some(algorithm) = subject.algorithm.filter(|_| subject.model_channel().is_some()) else { return violations };
    if let Some(source) = subject.context.source_model {
        violations.0.extend(algorithm.must_match.iter().filter_map(|name| differs(subject, algorithm, source, name)));
    }
    if asks_for_pretrained(subject, algorithm) {
        let field = Field::Hyperparameter(PRETRAINED.to_owned());
        violations.push(RuleCode::PretrainedModelIgnored.violation(field, &[]));
    }
    violations
}

const PRETRAINED: &str = "use_pretrained_model";

/// Whether the request itself asks for public weights, in the words of its algorithm. A default that asks for them surprises nobody who
/// left it out.
fn asks_for_pretrained(subject: &Subject<'_>, algorithm: &Algorithm) -> bool {
    let given = subject.request.hyper_parameters.as_ref().and_then(|values| values.get(PRETRAINED));
    let known = algorithm.hyperparameter(PRETRAINED).filter(|known| known.ignored_with_model);
    given.zip(known).is_some_and(|(value, known)| known.is_on(value))
}

fn differs(subject: &Subject<'_>, algorithm: &Algorithm, source: &SourceModel, name: &str) -> Option<Violation> {
    let own = subject.hyperparameter(name)?;
    let theirs = source.must_match_value(algorithm, name)?;
    (!incremental::values_agree(name, &theirs, own)).then(|| {
        let values = [("key", name), ("source", theirs.as_str()), ("value", own)];
        let violation = RuleCode::HyperparameterOfSource.violation(Field::Hyperparameter(name.to_owned()), &values);
        Violation { value: Some(theirs.clone()), ..violation }
    })
}

/// The value of the model that the job starts from.
fn value_of_source(at: &FixContext<'_>) -> Option<Fix> {
    let value = at.violation.value.as_deref()?;
    at.set(&format!("Use {value}"), value)
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        incremental::ArchiveFacts,
        rules::testing::{Case, IMAGE, image_of, source_job, source_model},
    };

    const WISH: &str = "/HyperParameters/use_pretrained_model";

    pub(in super::super) fn cases() -> Vec<Case> {
        let with = |name: &str, value: &str| {
            let source = source_job(|job| drop(job.hyperparameters.insert(name.to_owned(), value.to_owned())));
            Case::new("E-HP-MATCH", &format!("hp-value-{name}"), &[]).with_source_model(source)
        };
        let of_archive = source_model(|source| {
            source.job = None;
            let values = [("num_classes".to_owned(), "257".to_owned())].into();
            let files = vec!["image-classification-symbol.json".to_owned()];
            source.archive = Some(ArchiveFacts { files, values, ..ArchiveFacts::default() });
        });
        let pretrained = |value: &str| Case::new("I-MODEL-PRETRAINED", "hp-value-use_pretrained_model", &[(WISH, json!(value))]);
        vec![
            with("num_classes", "12"),
            with("image_shape", "3,32,32"),
            Case::new("E-HP-MATCH", "hp-value-num_classes", &[]).with_source_model(of_archive),
            pretrained("1"),
            pretrained(" 01"),
        ]
    }

    #[test]
    fn a_wish_for_public_weights_is_known_by_the_words_of_the_algorithm() {
        for (repository, value) in [
            ("image-classification", json!("0")),
            ("image-classification", json!("True")),
            ("image-classification", json!(null)),
            // The guide does not say what becomes of the wish here; the engine's log does.
            ("object-detection", json!("1")),
            ("object-detection", json!(null)),
            ("semantic-segmentation", json!("True")),
            ("semantic-segmentation", json!(null)),
        ] {
            let found = Case::new("", "", &[(IMAGE, image_of(repository)), (WISH, value.clone())]).check();
            assert!(!found.contains(RuleCode::PretrainedModelIgnored), "{repository} {value}");
        }
    }

    #[test]
    fn what_defines_the_network_must_be_the_same() {
        for (name, other) in [("num_classes", "12"), ("num_layers", "34"), ("image_shape", "3,32,32")] {
            let change = [(&*format!("/HyperParameters/{name}"), json!(other))];
            let found = Case::new("", "", &change).with_source_model(source_model(|_| {})).check();
            let violation = found.0.iter().find(|violation| violation.code == RuleCode::HyperparameterOfSource).expect("one");
            assert_eq!(violation.field.id(), format!("hp-value-{name}"));
            assert!(violation.message.contains(other), "{}", violation.message);
        }
        // What the parent left out counts with its documented default.
        let parent = source_job(|job| drop(job.hyperparameters.remove("num_layers")));
        let found = Case::new("", "", &[]).with_source_model(parent).check();
        assert!(found.contains(RuleCode::HyperparameterOfSource));
    }
}
