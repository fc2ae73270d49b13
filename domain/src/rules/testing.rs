//! What the cases of the rules are written with: a change of a valid request, or a fact from outside, and the message that
//! it must give.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Edit, FormValues, RuleCode, Violation, Violations, check, fix};
use crate::{
    CheckContext, EngineImages, Facts, Field, LocationFacts, TrainingJobRequest,
    algorithm::Algorithm,
    incremental::{SourceJob, SourceModel},
    job_status::TrainingJobStatus,
    testing::{set, training_job_request},
};

/// The pointer of a request's container image.
pub(super) const IMAGE: &str = "/AlgorithmSpecification/TrainingImage";

/// The container image of another built-in algorithm.
pub(super) fn image_of(repository: &str) -> Value {
    Algorithm::of_repository(repository).and_then(|algorithm| algorithm.training_image("us-west-2")).into()
}

/// One case: what is checked, and the message that it must give.
pub(super) struct Case {
    pub(super) code: &'static str,
    /// The element id of the message's field.
    pub(super) field: String,
    subject: CaseSubject,
}

enum CaseSubject {
    Request(Box<RequestCase>),
    /// What is said about a text as it is typed, which no request can hold.
    Typed(Vec<Violation>),
}

struct RequestCase {
    request: Value,
    region: &'static str,
    facts: Facts,
    source_model: Option<SourceModel>,
}

impl Case {
    /// The recommended request with the values at some JSON pointers replaced; `null` removes one.
    pub(super) fn new(code: &'static str, field: &str, changes: &[(&str, Value)]) -> Self {
        let mut request = training_job_request();
        for (pointer, value) in changes {
            set(&mut request, pointer, value.clone());
        }
        let case = RequestCase { request, region: "us-west-2", facts: Facts::default(), source_model: None };
        Self { code, field: field.to_owned(), subject: CaseSubject::Request(Box::new(case)) }
    }

    /// What a function says about a text as it is typed.
    pub(super) fn typed(code: &'static str, field: &str, found: impl IntoIterator<Item = Violation>) -> Self {
        Self { code, field: field.to_owned(), subject: CaseSubject::Typed(found.into_iter().collect()) }
    }

    fn changed(mut self, change: impl FnOnce(&mut RequestCase)) -> Self {
        match &mut self.subject {
            CaseSubject::Request(case) => change(case),
            CaseSubject::Typed(_) => panic!("{} has no request", self.code),
        }
        self
    }

    /// In another Region.
    pub(super) fn in_region(self, region: &'static str) -> Self {
        self.changed(|case| case.region = region)
    }

    /// With these facts.
    pub(super) fn with_facts(self, facts: Facts) -> Self {
        self.changed(|case| case.facts = facts)
    }

    /// At the local engine, which runs these images besides its own.
    pub(super) fn at_engine(self, registered: &[&str]) -> Self {
        let registered = registered.iter().map(|pattern| (*pattern).to_owned()).collect();
        self.with_facts(Facts { engine_images: Some(EngineImages { registered }), ..Facts::default() })
    }

    /// With what is known about a location.
    pub(super) fn with_location(self, uri: &str, facts: LocationFacts) -> Self {
        self.changed(|case| drop(case.facts.locations.insert(uri.to_owned(), facts)))
    }

    /// With what is known about the model that the job starts from.
    pub(super) fn with_source_model(self, source: SourceModel) -> Self {
        self.changed(|case| case.source_model = Some(source))
    }

    /// The request; `None` of a text as it is typed.
    pub(super) fn request(&self) -> Option<&Value> {
        match &self.subject {
            CaseSubject::Request(case) => Some(&case.request),
            CaseSubject::Typed(_) => None,
        }
    }

    /// What the rules say about it.
    pub(super) fn check(&self) -> Violations {
        match &self.subject {
            CaseSubject::Typed(found) => Violations(found.clone()),
            CaseSubject::Request(case) => {
                let request: TrainingJobRequest = serde_json::from_value(case.request.clone()).expect("a request");
                let context = CheckContext::for_region(case.region).with_facts(&case.facts);
                check(&request, &context.with_source_model(case.source_model.as_ref()))
            }
        }
    }
}

/// The recommended request with one member of the first channel changed.
pub(super) fn first_channel(code: &'static str, field: &str, member: &str, value: Value) -> Case {
    Case::new(code, &format!("channel-0-{field}"), &[(&format!("/InputDataConfig/0/{member}"), value)])
}

/// The recommended request with one member of the first channel's S3 source changed.
pub(super) fn first_source(code: &'static str, field: &str, member: &str, value: Value) -> Case {
    first_channel(code, field, &format!("DataSource/S3DataSource/{member}"), value)
}

/// A channel of records in another mode.
pub(super) fn records_channel(mode: &str, data_type: &str, uri: &str) -> Value {
    json!({
        "ChannelName": "train", "InputMode": mode, "ContentType": "application/x-recordio",
        "DataSource": { "S3DataSource": { "S3DataType": data_type, "S3Uri": uri } }
    })
}

/// A finished job with the recommended request's own hyperparameters, changed.
pub(super) fn source_model(change: impl FnOnce(&mut SourceModel)) -> SourceModel {
    let request: TrainingJobRequest = serde_json::from_value(training_job_request()).expect("a request");
    let mut source = SourceModel {
        artifact: request.model_location().expect("a model channel").to_owned(),
        job: Some(SourceJob {
            name: "cats-v1".to_owned(),
            status: TrainingJobStatus::Completed,
            repository: Some("image-classification".to_owned()),
            hyperparameters: request.hyper_parameters.unwrap_or_default(),
            uncompressed: false,
        }),
        exists: Some(true),
        size: Some(1_000_000),
        archive: None,
        unreadable: None,
    };
    change(&mut source);
    source
}

/// The same with the job changed.
pub(super) fn source_job(change: impl FnOnce(&mut SourceJob)) -> SourceModel {
    source_model(|source| change(source.job.as_mut().expect("a job")))
}

/// A form with some typed values.
pub(super) struct Form {
    values: BTreeMap<String, String>,
    algorithm: Option<&'static Algorithm>,
}

impl Form {
    /// A form of image classification with one value.
    pub(super) fn new(field: &Field, value: &str) -> Self {
        let algorithm = Algorithm::of_repository("image-classification");
        Self { values: BTreeMap::from([(field.id(), value.to_owned())]), algorithm }
    }

    /// Adds a value.
    pub(super) fn with(mut self, field: &Field, value: &str) -> Self {
        self.values.insert(field.id(), value.to_owned());
        self
    }

    /// The fix of a rule that is broken at a field: its label, and each edit's element id and text.
    pub(super) fn fix(&self, code: RuleCode, field: &Field) -> Option<(String, Vec<(String, String)>)> {
        self.fix_of(&code.violation(field.clone(), &[]))
    }

    /// The fix of a rule whose message recommends a value.
    pub(super) fn fix_with(&self, code: RuleCode, field: &Field, advice: &str) -> Option<(String, Vec<(String, String)>)> {
        self.fix_of(&Violation { value: Some(advice.to_owned()), ..code.violation(field.clone(), &[]) })
    }

    fn fix_of(&self, violation: &Violation) -> Option<(String, Vec<(String, String)>)> {
        let fix = fix(violation, self)?;
        let edit = |edit: &Edit| match edit {
            Edit::Set(field, value) => (field.id(), value.clone()),
            Edit::Switch(field, is_on) => (field.id(), is_on.to_string()),
            Edit::AddChannel(name) => (edit.field().id(), name.clone()),
        };
        Some((fix.label, fix.edits.iter().map(edit).collect()))
    }
}

impl FormValues for Form {
    fn value(&self, field: &Field) -> Option<&str> {
        self.values.get(&field.id()).map(String::as_str)
    }

    fn algorithm(&self) -> Option<&'static Algorithm> {
        self.algorithm
    }
}

/// Asserts that a rule broken at a field with this text is fixed by one edit, given as label, element id and text.
pub(super) fn assert_fix(code: RuleCode, field: &Field, value: &str, fixed: (&str, &str, &str)) {
    let (label, id, text) = fixed;
    let expected = (label.to_owned(), vec![(id.to_owned(), text.to_owned())]);
    assert_eq!(Form::new(field, value).fix(code, field), Some(expected), "{code} with {value:?}");
}
