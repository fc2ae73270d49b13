//! What the server knows and the browser cannot compute: taken names, what is in S3, where models come from, and what
//! was refused. Each finding belongs to the text it was asked for, so an answer that comes late does no harm.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Access, ChannelField, Facts, Field, LocationFacts, Severity, Violation, Violations, grouped_digits::grouped_digits,
    incremental::SourceModel, rules::training_samples,
};

use super::draft::{AlgorithmSource, Draft};
use crate::data::Reading;

/// All observations so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observations {
    /// What was found outside: names and locations.
    pub facts: Facts,
    /// What is known about a model, by its artifact's location.
    pub sources: BTreeMap<String, SourceModel>,
    asked: BTreeSet<(String, Reading)>,
    refusals: Vec<Refusal>,
}

/// A refusal by the server. It stays until the field changes.
#[derive(Debug, Clone, PartialEq)]
struct Refusal {
    violation: Violation,
    value: Option<String>,
}

impl Observations {
    /// What is known about the model that `draft` starts from: the chosen one, or that of a channel typed by hand.
    pub fn source(&self, draft: &Draft) -> Option<&SourceModel> {
        self.sources.get(&draft.model_location()?)
    }

    /// What was found at a location.
    pub fn location(&self, uri: &str) -> Option<&LocationFacts> {
        self.facts.locations.get(uri.trim())
    }

    /// What is known outside about `draft`: what was found, and whether its algorithm is a subscription.
    pub fn facts(&self, draft: &Draft) -> Facts {
        let mut facts = self.facts.clone();
        if draft.algorithm_source() == AlgorithmSource::Subscription {
            facts.marketplace.insert(draft.algorithm_name.trim().to_owned(), true);
        }
        facts
    }

    /// Whether a location has to be asked about; from now on it was. Where nothing was, something may be meanwhile.
    pub fn is_new(&mut self, uri: &str, reading: Reading) -> bool {
        let is_missing = self.location(uri).is_some_and(|found| found.access != Access::Found);
        self.asked.insert((uri.to_owned(), reading)) || is_missing
    }

    /// Forgets that a location was asked about, so that it is asked about again.
    pub fn forget(&mut self, uri: &str) {
        self.asked.retain(|(asked, _)| asked != uri);
    }

    /// Remembers what was found at a location; what an earlier look read there and this one did not stays.
    pub fn learn(&mut self, uri: String, found: LocationFacts) {
        let known = self.facts.locations.entry(uri).or_default();
        let before = std::mem::replace(known, found);
        known.records = known.records.or(before.records);
        known.images = known.images.or(before.images);
        known.is_manifest = known.is_manifest.or(before.is_manifest);
        known.kms_key = known.kms_key.take().or(before.kms_key);
        known.checkpoints_of = known.checkpoints_of.take().or(before.checkpoints_of);
        if known.also_matched.is_empty() {
            known.also_matched = before.also_matched;
        }
    }

    /// Remembers what the server refused, with what the fields held then.
    pub fn refuse(&mut self, draft: &Draft, violations: Violations) {
        let refusal = |violation: Violation| Refusal { value: draft.value(&violation.field).map(str::to_owned), violation };
        self.refusals = violations.into_iter().filter(|violation| violation.severity == Severity::Error).map(refusal).collect();
    }

    /// The messages that the findings give for `draft` besides those that the rules make of [`Observations::facts`]: what the
    /// server refused, and records that disagree with a hyperparameter.
    pub fn violations(&self, draft: &Draft) -> Violations {
        let mut violations = Violations::default();
        for (index, channel) in (0_u32..).zip(&draft.channels) {
            let is_counted = channel.name.trim() == "train" && !channel.is_file_system();
            let records = self.location(&channel.uri).and_then(|found| found.records).filter(|_| is_counted);
            // At the number itself, and at the data that it is about.
            for field in [
                Field::Hyperparameter(training_samples::NUM_TRAINING_SAMPLES.to_owned()),
                Field::Channel(index, ChannelField::S3Uri),
            ] {
                violations.0.extend(records.and_then(|records| draft.disagrees(records, field)));
            }
        }
        for refusal in &self.refusals {
            let is_unchanged = draft.value(&refusal.violation.field) == refusal.value.as_deref();
            let is_new = !violations.0.contains(&refusal.violation);
            if is_unchanged && is_new {
                violations.push(refusal.violation.clone());
            }
        }
        violations
    }
}

impl Draft {
    /// What to read at the location of the channel at `index`, besides the listing.
    pub fn reading(&self, index: u32) -> Reading {
        let value = |part| self.value(&Field::Channel(index, part)).unwrap_or_default().trim();
        match (value(ChannelField::S3DataType), value(ChannelField::Name)) {
            ("ManifestFile", _) => Reading::Manifest,
            (_, domain::incremental::MODEL_CHANNEL) => Reading::Artifact,
            (_, "train") if self.documents(training_samples::NUM_TRAINING_SAMPLES) => Reading::Records,
            _ => Reading::Listing,
        }
    }

    /// The hint about a number of training samples that is not that of the records found.
    fn disagrees(&self, records: u64, field: Field) -> Option<Violation> {
        let typed = self
            .hyperparameters
            .get(training_samples::NUM_TRAINING_SAMPLES)
            .filter(|_| self.documents(training_samples::NUM_TRAINING_SAMPLES))?;
        training_samples::disagree(records, typed, field)
    }

    /// The location of the channel `model`: the chosen source, or what was typed for a channel of that name.
    pub fn model_location(&self) -> Option<String> {
        let typed = || self.channels.iter().find(|channel| channel.name.trim() == domain::incremental::MODEL_CHANNEL);
        let chosen = Some(self.source.trim()).filter(|source| !source.is_empty());
        chosen.or_else(|| typed().map(|channel| channel.uri.trim())).filter(|uri| !uri.is_empty()).map(str::to_owned)
    }
}

/// What was found, in words for the line under the field; `None` when a message says it.
pub fn words(finding: &LocationFacts) -> Option<String> {
    match finding.access {
        Access::Found if finding.bucket_region.is_none() => {
            let (objects, bytes) = (finding.objects?, crate::format::bytes(finding.bytes?));
            let more = if finding.more { "more than " } else { "" };
            let noun = if objects == 1 { "object" } else { "objects" };
            let records = finding.records.map(|records| format!(", {} records", grouped_digits(records))).unwrap_or_default();
            let images = finding.images.map(|images| format!(" of {}", images.words())).unwrap_or_default();
            Some(format!("Found {more}{objects} {noun}, {bytes}{records}{images}."))
        }
        Access::Denied => Some("The console's own credentials may not look here. The job's role needs to read it.".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::{CheckContext, RuleCode};

    use super::*;

    fn draft() -> Draft {
        let mut draft = Draft { job_name: "cats-1".to_owned(), ..Draft::default() };
        draft.add_channel();
        draft.set(&Field::Channel(0, ChannelField::S3Uri), "s3://bucket/train/".to_owned());
        draft
    }

    fn codes(observations: &Observations, draft: &Draft) -> Violations {
        draft.violations_within(&CheckContext::for_region("us-west-2").with_facts(&observations.facts(draft)))
    }

    #[test]
    fn a_finding_speaks_only_about_the_text_it_was_asked_for() {
        let mut observations = Observations::default();
        observations.facts.names.insert("cats-1".to_owned(), true);
        observations.learn("s3://bucket/train/".to_owned(), LocationFacts { access: Access::Empty, ..LocationFacts::default() });
        let mut draft = draft();
        let violations = codes(&observations, &draft);
        assert!(violations.contains(RuleCode::NameTaken) && violations.contains(RuleCode::S3LocationEmpty));
        draft.job_name = "cats-2".to_owned();
        draft.set(&Field::Channel(0, ChannelField::S3Uri), "s3://bucket/other/".to_owned());
        let violations = codes(&observations, &draft);
        assert!(!violations.contains(RuleCode::NameTaken) && !violations.contains(RuleCode::S3LocationEmpty));
    }

    #[test]
    fn a_subscription_is_known_by_its_choice() {
        let source = AlgorithmSource::Subscription.as_str().to_owned();
        let draft = Draft { algorithm_source: source, algorithm_name: "bought".to_owned(), ..draft() };
        assert!(codes(&Observations::default(), &draft).contains(RuleCode::MarketplaceNeedsIsolation));
    }

    #[test]
    fn records_that_disagree_are_said_at_the_location() {
        let mut observations = Observations::default();
        let found = LocationFacts { records: Some(3_000), ..LocationFacts::default() };
        observations.learn("s3://bucket/train/".to_owned(), found);
        let mut draft = Draft { algorithm: "image-classification".to_owned(), ..draft() };
        draft.channels[0].name = "train".to_owned();
        assert_eq!(draft.reading(0), Reading::Records);
        draft.hyperparameters.insert("num_training_samples".to_owned(), "2000".to_owned());
        assert!(observations.violations(&draft).contains(RuleCode::TrainingSamplesDiffer));
        draft.hyperparameters.insert("num_training_samples".to_owned(), "3000".to_owned());
        assert!(!observations.violations(&draft).contains(RuleCode::TrainingSamplesDiffer));
        // A later look that counts nothing does not forget.
        observations.learn("s3://bucket/train/".to_owned(), LocationFacts::default());
        assert_eq!(observations.location("s3://bucket/train/").and_then(|found| found.records), Some(3_000));
    }

    #[test]
    fn a_refusal_stands_until_its_field_changes() {
        let mut observations = Observations::default();
        let mut draft = draft();
        observations.refuse(&draft, Violations(vec![RuleCode::NameTaken.violation(Field::JobName, &[])]));
        assert!(observations.violations(&draft).contains(RuleCode::NameTaken));
        draft.job_name = "cats-2".to_owned();
        assert!(!observations.violations(&draft).contains(RuleCode::NameTaken));
    }

    #[test]
    fn a_model_channel_typed_by_hand_has_a_source_too() {
        let mut draft = draft();
        assert_eq!(draft.model_location(), None);
        draft.set(&Field::Channel(0, ChannelField::Name), "model".to_owned());
        assert_eq!(draft.model_location().as_deref(), Some("s3://bucket/train/"));
        draft.source = "s3://bucket/model.tar.gz".to_owned();
        assert_eq!(draft.model_location().as_deref(), Some("s3://bucket/model.tar.gz"));
    }
}
