use super::*;
use crate::{Timestamp, description::Metric};

fn evidence(loaded: Option<f64>, first: Option<f64>, parent: &[f64], validation_data: Identity) -> Evidence {
    let point =
        |(epoch, value): (u32, f64)| MetricPoint { metric: Metric::ValidationAccuracy, epoch, value, at: Timestamp::UNIX_EPOCH };
    let child: Vec<_> = [(0, loaded), (1, first)].into_iter().filter_map(|(at, value)| Some(point((at, value?)))).collect();
    let parent: Vec<_> = (1..).zip(parent.iter().copied()).map(point).collect();
    Evidence { validation_data, classes: Some(10), ..Evidence::read(&child, &parent) }
}

fn digests(loaded: Option<&str>, parent: Option<&str>) -> Evidence {
    Evidence { loaded_digest: loaded.map(str::to_owned), parent_digest: parent.map(str::to_owned), ..Evidence::default() }
}

fn distance(cosine: f64) -> Option<WeightDistance> {
    Some(WeightDistance { relative: 0.2, cosine })
}

fn verdict(evidence: Evidence) -> Verdict {
    evidence.judge("base").verdict
}

fn different() -> Identity {
    Identity::Different("1 object, 500 → 1,000 records".to_owned())
}

fn not_known() -> Identity {
    Identity::NotKnown("no listing of the data of base was kept".to_owned())
}

// ---- what it must not say ----

#[test]
fn near_weights_prove_nothing() {
    for cosine in [0.955, 0.97, 0.978, 1.0] {
        let near = |evidence: Evidence| Evidence { distance: distance(cosine), ..evidence };
        assert_eq!(verdict(near(Evidence::default())), Verdict::NotYet, "{cosine}");
        // Measured as if it had ignored its channel: the weights do not overrule that.
        assert_eq!(verdict(near(evidence(Some(0.11), None, &[0.9], Identity::Same))), Verdict::NotContinued, "{cosine}");
        assert_eq!(verdict(near(evidence(None, Some(0.35), &[0.9], Identity::Same))), Verdict::NotKnown, "{cosine}");
    }
}

#[test]
fn a_score_on_other_data_proves_nothing() {
    for data in [different(), not_known()] {
        assert_eq!(verdict(evidence(Some(0.9), None, &[0.9], data.clone())), Verdict::NotKnown);
        assert_eq!(verdict(evidence(Some(0.53), None, &[0.9], data.clone())), Verdict::NotKnown);
        assert_eq!(verdict(evidence(Some(0.1), None, &[0.9], data)), Verdict::NotKnown);
    }
    let proof = evidence(Some(0.53), None, &[0.9], not_known()).judge("base");
    let reason = "Whether it started from the model of base is not known: before training it scored 0.530, but no listing of the data \
                  of base was kept.";
    assert_eq!(proof.reason, reason);
}

#[test]
fn a_parent_that_learnt_nothing_cannot_be_recognised() {
    // Both are at chance: a network with new weights scores the same.
    assert_eq!(verdict(evidence(Some(0.1), None, &[0.1], Identity::Same)), Verdict::NotKnown);
    assert_eq!(verdict(evidence(Some(0.102), None, &[0.1, 0.098], Identity::Same)), Verdict::NotKnown);
}

#[test]
fn without_the_number_of_classes_chance_is_not_known() {
    let unknown = Evidence { classes: None, ..evidence(Some(0.9), None, &[0.9], Identity::Same) };
    assert_eq!(verdict(unknown), Verdict::NotKnown);
}

#[test]
fn the_first_epoch_proves_nothing() {
    // A better learning rate does the same to new weights.
    assert_eq!(verdict(evidence(None, Some(0.88), &[0.3, 0.7, 0.9], Identity::Same)), Verdict::NotKnown);
    assert_eq!(verdict(evidence(None, Some(0.35), &[0.3, 0.7, 0.9], Identity::Same)), Verdict::NotKnown);
}

#[test]
fn a_digest_without_its_counterpart_proves_nothing() {
    assert_eq!(verdict(digests(Some("a1"), None)), Verdict::NotKnown);
    assert_eq!(verdict(digests(None, Some("a1"))), Verdict::NotYet);
    assert_eq!(verdict(Evidence::default()), Verdict::NotYet);
}

#[test]
fn a_score_between_chance_and_the_parents_is_not_clear() {
    assert_eq!(verdict(evidence(Some(0.6), None, &[0.4, 0.95, 0.9], Identity::Same)), Verdict::NotKnown);
}

#[test]
fn another_archive_is_another_model_whatever_it_scored() {
    let scored = evidence(Some(0.9), None, &[0.9], Identity::Same);
    let other = Evidence { loaded_digest: Some("b2".to_owned()), parent_digest: Some("a1".to_owned()), ..scored };
    assert_eq!(verdict(other.clone()), Verdict::NotContinued);
    assert_eq!(verdict(Evidence { distance: distance(0.99), ..other }), Verdict::NotContinued);
}

#[test]
fn perpendicular_weights_deny_where_no_digest_says_otherwise() {
    let far = |evidence: Evidence| Evidence { distance: distance(0.01), ..evidence };
    assert_eq!(verdict(far(Evidence::default())), Verdict::NotContinued);
    assert_eq!(verdict(far(evidence(None, Some(0.9), &[0.9], Identity::Same))), Verdict::NotContinued);
    // A loaded model may be trained until nothing of it is left; it was loaded all the same.
    assert_eq!(verdict(far(digests(Some("a1"), Some("a1")))), Verdict::Continued);
}

// ---- what it may say ----

#[test]
fn the_archive_that_the_parent_stored_is_the_parents_model() {
    let digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    let proof = digests(Some(digest), Some(digest)).judge("base");
    assert_eq!(proof.verdict, Verdict::Continued);
    assert_eq!(proof.reason, "The job loaded the archive that base stored (SHA-256 0123456789ab…).");
    assert_eq!(proof.with_distance(WeightDistance { relative: 0.9, cosine: 0.5 }).verdict, Verdict::Continued);
}

#[test]
fn a_loaded_model_that_scores_as_its_parent_on_the_same_data_is_its_parents() {
    let parent = [0.4, 0.95, 0.9];
    assert_eq!(verdict(evidence(Some(0.9), None, &parent, Identity::Same)), Verdict::Continued);
    // The archive held the best epoch and not the last one.
    assert_eq!(verdict(evidence(Some(0.95), None, &parent, Identity::Same)), Verdict::Continued);
    assert_eq!(verdict(evidence(Some(0.11), None, &parent, Identity::Same)), Verdict::NotContinued);
    let proof = evidence(Some(0.9), None, &parent, Identity::Same).judge("base");
    assert_eq!(
        proof.reason,
        "It started from the model of base: before training it scored 0.900 on the same data where base ended at 0.900."
    );
}
