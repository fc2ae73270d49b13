//! A table of cases for every message: a change of a valid request, or a fact from outside, gives a code at a field.

mod algorithm;
mod channel;
mod hyperparameters;
mod job;
pub(crate) mod model;
mod network;
mod rows;

use std::collections::BTreeSet;

use domain::{Facts, LocationFacts, Surroundings, TrainingJobRequest, Violations, check, incremental::SourceModel, rule};
use serde_json::{Value, json};

use crate::fixtures::{recommended, request};

/// One case: what is sent, what is known, and the message that it must give.
pub(crate) struct Case {
    pub(crate) code: &'static str,
    field: String,
    pub(crate) request: Value,
    region: &'static str,
    facts: Facts,
    source: Option<SourceModel>,
}

impl Case {
    /// The recommended request with the values at some JSON pointers replaced; `null` removes one.
    pub(crate) fn new(code: &'static str, field: &str, changes: &[(&str, Value)]) -> Self {
        let mut request = recommended();
        for (pointer, value) in changes {
            set(&mut request, pointer, value.clone());
        }
        Self { code, field: field.to_owned(), request, region: "us-west-2", facts: Facts::default(), source: None }
    }

    /// Adds what was found at a location.
    fn found(mut self, uri: &str, facts: LocationFacts) -> Self {
        self.facts.locations.insert(uri.to_owned(), facts);
        self
    }

    /// Adds what is known about the source model.
    fn from(mut self, source: SourceModel) -> Self {
        self.source = Some(source);
        self
    }

    /// What the rules say about it.
    pub(crate) fn check(&self) -> Violations {
        let request: TrainingJobRequest = serde_json::from_value(self.request.clone()).unwrap();
        let surroundings = Surroundings::of(self.region).with_facts(&self.facts).with_source(self.source.as_ref());
        check(&request, &surroundings)
    }
}

/// Replaces the value at a JSON pointer and makes the objects on the way.
pub(crate) fn set(target: &mut Value, pointer: &str, value: Value) {
    let (first, rest) = pointer.strip_prefix('/').unwrap().split_once('/').map_or((&pointer[1..], None), |(a, b)| (a, Some(b)));
    if let Value::Array(items) = target {
        let index: usize = first.parse().unwrap();
        match rest {
            Some(rest) => set(&mut items[index], &format!("/{rest}"), value),
            None if value.is_null() => drop(items.remove(index)),
            None if index == items.len() => items.push(value),
            None => items[index] = value,
        }
        return;
    }
    let members = target.as_object_mut().unwrap();
    match rest {
        Some(rest) => set(members.entry(first).or_insert_with(|| json!({})), &format!("/{rest}"), value),
        None if value.is_null() => drop(members.remove(first)),
        None => drop(members.insert(first.to_owned(), value)),
    }
}

/// The image of another built-in algorithm.
fn image(repository: &str) -> Value {
    domain::image::training_image(repository, "us-west-2").unwrap().into()
}

const IMAGE: &str = "/AlgorithmSpecification/TrainingImage";

/// All cases.
pub(crate) fn all() -> Vec<Case> {
    [algorithm::cases(), channel::cases(), hyperparameters::cases(), job::cases(), model::cases(), network::cases()]
        .into_iter()
        .flatten()
        .collect()
}

#[test]
fn each_case_gives_its_message_at_its_field() {
    let mut failures = Vec::new();
    for case in all() {
        let found = case.check();
        if !found.0.iter().any(|violation| violation.code == case.code && violation.field.id() == case.field) {
            let gave: Vec<String> = found.0.iter().map(ToString::to_string).collect();
            failures.push(format!("{} at {}: gave {gave:#?}", case.code, case.field));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_message_is_complete() {
    for violation in all().iter().flat_map(Case::check) {
        assert!(!violation.message.contains('{'), "{} has an unfilled place: {}", violation.code, violation.message);
    }
}

#[test]
fn every_rule_is_reached() {
    let mut reached: BTreeSet<&str> = all().iter().map(|case| case.code).collect();
    reached.extend(rows::typed().into_iter().map(|(code, ..)| code));
    let missing: Vec<&str> = rule::ALL.iter().map(|rule| rule.code).filter(|code| !reached.contains(code)).collect();
    assert!(missing.is_empty(), "no case reaches {missing:?}");
    println!("{} codes, {} cases", rule::ALL.len(), all().len());
}

#[test]
fn the_recommended_request_has_no_error_and_travels_unchanged() {
    let request = request();
    let found = check(&request, &Surroundings::of("us-west-2"));
    let codes: Vec<&str> = found.0.iter().map(|violation| violation.code.as_str()).collect();
    // The document's example takes an old machine, a name that nobody documents and a depth for larger images.
    assert_eq!(codes, ["W-INST-OLD", "W-HP-UNKNOWN", "I-LAYERS-SHAPE"]);
    assert_eq!(serde_json::to_value(&request).unwrap(), recommended());
}

#[test]
fn a_request_that_is_no_object_is_refused() {
    for text in ["", "[]", "null", "\"a\"", "{"] {
        assert!(TrainingJobRequest::from_json(text.as_bytes()).is_err(), "{text}");
    }
}
