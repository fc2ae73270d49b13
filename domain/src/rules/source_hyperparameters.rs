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
    let ignores = algorithm.hyperparameter("use_pretrained_model").is_some_and(|known| known.ignored_with_model);
    if ignores && subject.hyperparameter("use_pretrained_model") == Some("1") {
        let field = Field::Hyperparameter("use_pretrained_model".to_owned());
        violations.push(RuleCode::PretrainedModelIgnored.violation(field, &[]));
    }
    violations
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
        rules::testing::{Case, source_job, source_model},
    };

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
        let pretrained = [("/HyperParameters/use_pretrained_model", json!("1"))];
        vec![
            with("num_classes", "12"),
            with("image_shape", "3,32,32"),
            Case::new("E-HP-MATCH", "hp-value-num_classes", &[]).with_source_model(of_archive),
            Case::new("I-MODEL-PRETRAINED", "hp-value-use_pretrained_model", &pretrained),
        ]
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
