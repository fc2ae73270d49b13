//! Documents of other programs that hold a request, each known by members that nothing else has together.

use serde_json::{Map, Value};

/// A document around a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Container {
    kind: Kind,
    /// The Region that it names.
    pub(super) region: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    State,
    PipelineStep,
    Tuning,
    Kubernetes,
    CloudTrail,
    EventBridge,
    Terraform,
}

impl Container {
    /// By the members of an object.
    pub(super) fn of(members: &Map<String, Value>) -> Option<Self> {
        let has = |name: &str| members.contains_key(name);
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let kind = if text("Resource").is_some_and(|resource| resource.contains("createTrainingJob")) {
            Kind::State
        } else if text("Type") == Some("Training") && has("Arguments") {
            Kind::PipelineStep
        } else if has("TrainingJobDefinition") || has("TrainingJobDefinitions") || has("trainingJobDefinition") {
            Kind::Tuning
        } else if has("apiVersion") && has("kind") && has("spec") {
            Kind::Kubernetes
        } else if has("eventSource") && has("requestParameters") {
            Kind::CloudTrail
        } else if has("detail-type") && has("detail") {
            Kind::EventBridge
        } else if has("aws_sagemaker_training_job") || text("type") == Some("aws_sagemaker_training_job") {
            Kind::Terraform
        } else {
            return None;
        };
        let region = text("awsRegion").or_else(|| text("region")).or_else(|| members.get("spec")?.get("region")?.as_str());
        Some(Self { kind, region: region.map(str::to_owned) })
    }

    /// The members of the request, where they stand at a known place; otherwise they are searched below.
    pub(super) fn request_in<'a>(&self, members: &'a Map<String, Value>) -> Option<&'a Map<String, Value>> {
        let names: &[&str] = match self.kind {
            Kind::State => &["Parameters", "Arguments"],
            Kind::PipelineStep => &["Arguments"],
            Kind::Tuning => &["TrainingJobDefinition", "trainingJobDefinition"],
            Kind::Kubernetes if members.get("kind").and_then(Value::as_str) == Some("TrainingJob") => &["spec"],
            Kind::CloudTrail => &["requestParameters"],
            Kind::EventBridge => &["detail"],
            Kind::Kubernetes | Kind::Terraform => &[],
        };
        let found = names.iter().find_map(|name| members.get(*name)?.as_object());
        found.or_else(|| members.get("TrainingJobDefinitions").filter(|_| self.kind == Kind::Tuning)?.get(0)?.as_object())
    }

    /// Gives members that mean the same the names that they have in a request.
    pub(super) fn complete(&self, members: &mut Map<String, Value>) {
        let mut moved = |from: &str, to: &str| {
            if let Some(value) = members.remove(from) {
                members.entry(to).or_insert(value);
            }
        };
        moved("StaticHyperParameters", "HyperParameters");
        moved("staticHyperParameters", "hyperParameters");
        moved("HyperParameterTuningResourceConfig", "ResourceConfig");
        let without: &[&str] = match self.kind {
            Kind::Tuning => &["DefinitionName", "TuningObjective", "HyperParameterRanges", "hyperParameterRanges"],
            Kind::Kubernetes => &["region", "sageMakerEndpoint"],
            Kind::Terraform => &["arn", "id", "tags_all", "region", "timeouts"],
            _ => &[],
        };
        members.retain(|name, _| !without.contains(&name.as_str()));
    }

    /// What it is and which part of it is read; `name` is the member in which it stands.
    pub(super) fn sentence(&self, name: &str) -> String {
        match self.kind {
            Kind::State if name.is_empty() => "This is a state of Step Functions; its parameters are read.".to_owned(),
            Kind::State => format!("This is the state \"{name}\" of Step Functions; its parameters are read."),
            Kind::PipelineStep => "This is a step of a SageMaker pipeline; its Arguments are read.".to_owned(),
            Kind::Tuning => "This is a tuning job. Its definition of training jobs is read with the hyperparameters that do not \
                             change; those that it would try are left out."
                .to_owned(),
            Kind::Kubernetes => "This is an object of Kubernetes; its spec is read.".to_owned(),
            Kind::CloudTrail => "This is an event of CloudTrail; its requestParameters are read.".to_owned(),
            Kind::EventBridge => "This is an event of EventBridge; its detail is read.".to_owned(),
            Kind::Terraform => "This is a resource of Terraform; its values are read.".to_owned(),
        }
    }
}
