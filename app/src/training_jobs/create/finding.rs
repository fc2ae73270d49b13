//! What the server knows and the browser cannot compute: taken names, what is in S3, where models come from, and what
//! was refused. Each finding belongs to the text it was asked for, so an answer that comes late does no harm.

use std::collections::BTreeMap;

use domain::{
    ChannelField, Field, Severity, Violation, Violations,
    check::{job_settings, location},
    incremental::SourceModel,
};

use super::draft::Draft;
use crate::model::LocationFinding;

/// All findings so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    /// Whether a job name is taken.
    pub names: BTreeMap<String, bool>,
    /// What is at a location.
    pub locations: BTreeMap<String, LocationFinding>,
    /// What is known about a model, by its artifact's location.
    pub sources: BTreeMap<String, SourceModel>,
    refusals: Vec<Refusal>,
}

/// Something that the server refused; it stands until the field changes.
#[derive(Debug, Clone, PartialEq)]
struct Refusal {
    violation: Violation,
    value: Option<String>,
}

impl Findings {
    /// What is known about the model that `draft` starts from: the chosen one, or that of a channel typed by hand.
    pub fn source(&self, draft: &Draft) -> Option<&SourceModel> {
        self.sources.get(&draft.model_location()?)
    }

    /// What was found at a location.
    pub fn location(&self, uri: &str) -> Option<&LocationFinding> {
        self.locations.get(uri.trim())
    }

    /// Remembers what the server refused, with what the fields held then.
    pub fn refuse(&mut self, draft: &Draft, violations: Violations) {
        let refusal = |violation: Violation| Refusal { value: draft.value(&violation.field).map(str::to_owned), violation };
        self.refusals = violations.into_iter().filter(|violation| violation.severity == Severity::Error).map(refusal).collect();
    }

    /// The messages that the findings give for `draft`.
    pub fn violations(&self, draft: &Draft, region: &str) -> Violations {
        let mut violations = Violations::default();
        let name = draft.job_name.trim();
        if self.names.get(name) == Some(&true) {
            violations.push(job_settings::name_is_taken(name, region));
        }
        for (index, channel) in (0_u32..).zip(&draft.channels) {
            let field = Field::Channel(index, ChannelField::S3Uri);
            violations.0.extend(self.location(&channel.uri).and_then(|finding| of_data(finding, &channel.uri, region, field)));
        }
        violations.0.extend(self.location(&draft.output_path).and_then(|finding| of_output(finding, &draft.output_path, region)));
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
    /// The location of the channel `model`: the chosen source, or what was typed for a channel of that name.
    pub fn model_location(&self) -> Option<String> {
        let typed = || self.channels.iter().find(|channel| channel.name.trim() == domain::incremental::MODEL_CHANNEL);
        let chosen = Some(self.source.trim()).filter(|source| !source.is_empty());
        chosen.or_else(|| typed().map(|channel| channel.uri.trim())).filter(|uri| !uri.is_empty()).map(str::to_owned)
    }
}

/// The message for what was found below a data channel's location; `None` when it can be used.
pub fn of_data(finding: &LocationFinding, uri: &str, region: &str, field: Field) -> Option<Violation> {
    match finding {
        // The job's role may read what the console may not: no reason to refuse.
        LocationFinding::Found { .. } | LocationFinding::Denied => None,
        LocationFinding::Empty | LocationFinding::NoBucket => Some(location::is_empty(uri.trim(), region, field)),
        LocationFinding::OtherRegion(other) => Some(location::is_elsewhere(other, region, field)),
    }
}

/// The message for what was found at the output path, which may well be empty.
pub fn of_output(finding: &LocationFinding, uri: &str, region: &str) -> Option<Violation> {
    match finding {
        LocationFinding::Empty => None,
        _ => of_data(finding, uri, region, Field::OutputPath),
    }
}

/// What was found, in words for the line under the field; `None` when a message says it.
pub fn words(finding: &LocationFinding) -> Option<String> {
    match finding {
        LocationFinding::Found { objects, bytes, complete } => {
            let more = if *complete { "" } else { "more than " };
            let noun = if *objects == 1 { "object" } else { "objects" };
            Some(format!("Found {more}{objects} {noun}, {}.", crate::format::bytes(*bytes)))
        }
        LocationFinding::Denied => {
            Some("The console's own credentials may not look here. The job's role needs to read it.".to_owned())
        }
        LocationFinding::Empty | LocationFinding::NoBucket | LocationFinding::OtherRegion(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::rule;

    use super::*;

    fn draft() -> Draft {
        let mut draft = Draft { job_name: "cats-1".to_owned(), ..Draft::default() };
        draft.add_channel();
        draft.set(&Field::Channel(0, ChannelField::S3Uri), "s3://bucket/train/".to_owned());
        draft
    }

    #[test]
    fn a_finding_speaks_only_about_the_text_it_was_asked_for() {
        let mut findings = Findings::default();
        findings.names.insert("cats-1".to_owned(), true);
        findings.locations.insert("s3://bucket/train/".to_owned(), LocationFinding::Empty);
        let mut draft = draft();
        let violations = findings.violations(&draft, "us-west-2");
        assert!(violations.contains("E-NAME-TAKEN") && violations.contains("E-S3-EMPTY"));
        draft.job_name = "cats-2".to_owned();
        draft.set(&Field::Channel(0, ChannelField::S3Uri), "s3://bucket/other/".to_owned());
        assert_eq!(findings.violations(&draft, "us-west-2"), Violations::default());
    }

    #[test]
    fn a_refusal_stands_until_its_field_changes() {
        let mut findings = Findings::default();
        let mut draft = draft();
        findings.refuse(&draft, Violations(vec![rule::E_NAME_TAKEN.violation(Field::JobName, &[])]));
        assert!(findings.violations(&draft, "us-west-2").contains("E-NAME-TAKEN"));
        draft.job_name = "cats-2".to_owned();
        assert!(!findings.violations(&draft, "us-west-2").contains("E-NAME-TAKEN"));
    }

    #[test]
    fn an_empty_output_path_is_fine_and_a_missing_bucket_is_not() {
        assert_eq!(of_output(&LocationFinding::Empty, "s3://bucket/out", "us-west-2"), None);
        assert!(of_output(&LocationFinding::NoBucket, "s3://gone/out", "us-west-2").is_some());
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
