//! Rules about the facts of a location: whether anything is there, and in which Region.

use super::{
    RuleCode, Violation,
    fix::{Fix, FixContext},
    rule::rules,
    subject::Subject,
};
use crate::{S3Uri, check_context::Access, field::Field};

rules! {
    S3LocationEmpty = "E-S3-EMPTY", Error, Observed, "Nothing was found under {uri} in {region}. Check the path, the Region and that the role may list the bucket.",
        fix similar_location;
    S3BucketMissing = "E-S3-BUCKET", Error, Observed, "There is no bucket called {bucket} in {region}, or it belongs to another account.";
    S3LocationRegion = "E-S3-REGION", Error, ApiDocument, "The bucket is in {bucket_region}, the job in {region}. They must be the same.";
}

/// Checks that a location's bucket is in the job's Region.
pub(super) fn check_region(subject: &Subject<'_>, uri: &str, field: Field) -> Option<Violation> {
    let bucket_region = subject.context.location(uri)?.bucket_region.as_deref()?;
    let values = [("bucket_region", bucket_region), ("region", subject.region())];
    (bucket_region != subject.region()).then(|| RuleCode::S3LocationRegion.violation(field, &values))
}

/// Checks a location that data is read from: its Region, and that something is there.
pub(super) fn check_data(subject: &Subject<'_>, uri: &str, field: Field) -> Option<Violation> {
    let facts = subject.context.location(uri)?;
    // The job's role may read what the console may not: that is no reason to refuse.
    let is_empty = matches!(facts.access, Access::Empty | Access::NoBucket);
    check_region(subject, uri, field.clone()).or_else(|| is_empty.then(|| nothing_found(subject, uri, field)))
}

/// Checks the output path, which may well be empty.
pub(super) fn check_output(subject: &Subject<'_>, uri: &str, field: Field) -> Option<Violation> {
    let has_no_bucket = subject.context.location(uri)?.access == Access::NoBucket;
    check_region(subject, uri, field.clone()).or_else(|| has_no_bucket.then(|| nothing_found(subject, uri, field)))
}

fn nothing_found(subject: &Subject<'_>, uri: &str, field: Field) -> Violation {
    let facts = subject.context.location(uri);
    if facts.is_some_and(|facts| facts.access == Access::NoBucket) {
        let bucket = S3Uri::parse(uri.trim()).map(|uri| uri.bucket().to_owned()).unwrap_or_default();
        return RuleCode::S3BucketMissing.violation(field, &[("bucket", &bucket), ("region", subject.region())]);
    }
    let violation = RuleCode::S3LocationEmpty.violation(field, &[("uri", uri.trim()), ("region", subject.region())]);
    Violation { value: facts.and_then(|facts| facts.similar.clone()), ..violation }
}

/// The location beside it whose name is nearly the same.
fn similar_location(at: &FixContext<'_>) -> Option<Fix> {
    let similar = at.violation.value.as_deref()?;
    at.set(&format!("Did you mean {similar}?"), similar)
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        LocationFacts,
        rules::testing::{Case, first_source},
    };

    pub(in super::super) fn cases() -> Vec<Case> {
        let uri = "s3://bucket/data/";
        let data = |code, facts| first_source(code, "s3-uri", "S3Uri", json!(uri)).with_location(uri, facts);
        let with_access = |access| LocationFacts { access, ..LocationFacts::default() };
        let elsewhere = LocationFacts { bucket_region: Some("eu-west-1".to_owned()), ..LocationFacts::default() };
        let at = |code, field, pointer| Case::new(code, field, &[(pointer, json!(uri))]);
        let (output, checkpoints) = ("/OutputDataConfig/S3OutputPath", "/CheckpointConfig/S3Uri");
        vec![
            data("E-S3-EMPTY", with_access(Access::Empty)),
            data("E-S3-BUCKET", with_access(Access::NoBucket)),
            data("E-S3-REGION", elsewhere.clone()),
            at("E-S3-REGION", "output-path", output).with_location(uri, elsewhere.clone()),
            at("E-S3-BUCKET", "output-path", output).with_location(uri, with_access(Access::NoBucket)),
            at("E-S3-REGION", "ckpt-uri", checkpoints).with_location(uri, elsewhere),
        ]
    }
}
