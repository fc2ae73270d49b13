//! Models and their archives.

use domain::model::ModelDraft;

use super::{encode, named};

/// All models.
pub fn models() -> String {
    "/models".to_owned()
}

/// The page of models after `next`, of those whose names hold `contains`.
pub fn models_page(contains: &str, next: &str) -> String {
    format!("/models?words={}&next={}", encode(contains), encode(next))
}

/// The form for a model.
pub fn create_model() -> String {
    "/models/create".to_owned()
}

/// The form for a model of a job's artifact.
pub fn create_model_from_job(job: &str) -> String {
    format!("/models/create?job={}", encode(job))
}

/// The form for a model of an artifact.
pub fn create_model_from_artifact(artifact: &str) -> String {
    format!("/models/create?artifact={}", encode(artifact))
}

/// The form for a model with what was typed, for a browser without scripts.
pub fn create_model_returned(draft: &ModelDraft) -> String {
    let [name, role, image, data] = [&draft.name, &draft.role, &draft.image, &draft.data].map(|value| encode(value));
    format!("{}?returned=1&name={name}&role={role}&image={image}&data={data}", create_model())
}

/// Last parts of addresses of pages about all models. A model may have these names too.
const RESERVED: [&str; 2] = ["create", "inspect"];

/// A model.
pub fn model(name: &str) -> String {
    format!("/models/{}", named(name, &RESERVED))
}

/// The page that looks into a model that was uploaded or is in S3.
pub fn inspect_model() -> String {
    "/models/inspect".to_owned()
}

/// The same for one archive.
pub fn inspect_archive(uri: &str) -> String {
    format!("/models/inspect?uri={}", encode(uri))
}

/// The page that compares two archives.
pub fn compare_artifacts_page() -> String {
    "/artifacts/compare".to_owned()
}

/// Two archives side by side; either may be empty.
pub fn compare_artifacts(first: &str, second: &str) -> String {
    format!("/artifacts/compare?first={}&second={}", encode(first), encode(second))
}
