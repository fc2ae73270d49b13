//! `CreateModel`: names an artifact, so that people find it again.

use std::collections::BTreeMap;

use domain::S3Uri;
use domain::arn::role;
use domain::wire::Tag;
use serde::Deserialize;
use serde_json::{Value, json};

use super::member::Refusals;
use super::{read, tags};
use crate::db;
use crate::jobs::Jobs;
use crate::wire::WireError;

/// Limits of the API model. Sources: shapes `ModelName`, `ContainerDefinitionList`, `ContainerImage`, `Url`,
/// `EnvironmentMap`.
const LONGEST_NAME: usize = 63;
const NAME_PATTERN: &str = "[a-zA-Z0-9]([\\-a-zA-Z0-9]*[a-zA-Z0-9])?";
const MOST_CONTAINERS: usize = 15;
const LONGEST_IMAGE: usize = 255;
const MOST_VARIABLES: usize = 100;
const LONGEST_VARIABLE: usize = 1024;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Input {
    model_name: Option<String>,
    primary_container: Option<Container>,
    containers: Option<Vec<Container>>,
    execution_role_arn: Option<String>,
    tags: Option<Vec<Tag>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Container {
    image: Option<String>,
    mode: Option<String>,
    model_data_url: Option<String>,
    model_data_source: Option<ModelDataSource>,
    environment: Option<BTreeMap<String, String>>,
    model_package_name: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ModelDataSource {
    #[serde(rename = "S3DataSource")]
    s3_data_source: Option<S3ModelDataSource>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct S3ModelDataSource {
    s3_uri: Option<String>,
    s3_data_type: Option<String>,
    compression_type: Option<String>,
}

/// Checks the request as the service does and registers the model.
pub(super) async fn run(jobs: &Jobs, body: &[u8]) -> Result<Value, WireError> {
    let input: Input = read(body)?;
    check(&input)?;
    for container in input.containers() {
        check_data(jobs, container).await?;
    }
    let name = input.model_name.unwrap_or_default();
    let store = jobs.store();
    let arn = arn(jobs, &name);
    let mut transaction = store.database.begin().await?;
    if !db::models::insert(&mut *transaction, &name, &arn, &String::from_utf8_lossy(body), store.now()).await? {
        return Err(WireError::validation(format!("Cannot create already existing model \"{arn}\".")));
    }
    let tags = input.tags.unwrap_or_default().into_iter();
    let tags: Vec<(String, String)> = tags.map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default())).collect();
    db::tags::put(&mut transaction, &arn, &tags).await?;
    transaction.commit().await?;
    Ok(json!({ "ModelArn": arn }))
}

/// The ARN of the model of a name, whether there is one or not.
pub(super) fn arn(jobs: &Jobs, name: &str) -> String {
    let store = jobs.store();
    format!("arn:aws:sagemaker:{}:{}:model/{name}", store.region, store.account)
}

impl Input {
    fn containers(&self) -> impl Iterator<Item = &Container> {
        self.primary_container.iter().chain(self.containers.iter().flatten())
    }
}

fn check(input: &Input) -> Result<(), WireError> {
    let mut refusals = Refusals::default();
    refusals.required("modelName", input.model_name.is_some());
    if let Some(name) = &input.model_name {
        refusals.length("modelName", name, 0, LONGEST_NAME);
        refusals.pattern("modelName", name, NAME_PATTERN, is_name(name));
    }
    if let Some(arn) = &input.execution_role_arn {
        refusals.length("executionRoleArn", arn, role::MINIMUM_LENGTH, role::MAXIMUM_LENGTH);
        refusals.pattern("executionRoleArn", arn, role::PATTERN, role::matches_pattern(arn));
    }
    if let Some(container) = &input.primary_container {
        container.check("primaryContainer", &mut refusals);
    }
    let containers = input.containers.as_deref().unwrap_or_default();
    refusals.count("containers", containers.len(), 0, MOST_CONTAINERS);
    for (number, container) in (1..).zip(containers) {
        container.check(&format!("containers.{number}.member"), &mut refusals);
    }
    tags::check(input.tags.as_deref().unwrap_or_default(), &mut refusals);
    refusals.into_result()?;

    match (input.primary_container.is_some(), containers.is_empty()) {
        (true, false) => return Err(WireError::validation("Give either PrimaryContainer or Containers, not both.")),
        (false, true) => return Err(WireError::validation("Give a PrimaryContainer, or a list of Containers.")),
        _ => {}
    }
    if input.containers().any(|container| container.image.is_none() && container.model_package_name.is_none()) {
        return Err(WireError::validation("Each container needs an Image or a ModelPackageName."));
    }
    if input.containers().any(|container| container.model_data_url.is_some() && container.model_data_source.is_some()) {
        return Err(WireError::validation("Give either ModelDataUrl or ModelDataSource, not both."));
    }
    Ok(())
}

fn is_name(name: &str) -> bool {
    let is_alphanumeric = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = name.as_bytes();
    let is_allowed = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    is_alphanumeric(bytes.first()) && is_alphanumeric(bytes.last()) && bytes.iter().all(is_allowed)
}

impl Container {
    fn check(&self, path: &str, refusals: &mut Refusals) {
        if let Some(image) = &self.image {
            let path = format!("{path}.image");
            refusals.length(&path, image, 0, LONGEST_IMAGE);
            refusals.pattern(&path, image, "[\\S]+", !image.is_empty() && !image.contains(char::is_whitespace));
        }
        if let Some(mode) = &self.mode {
            refusals.one_of(&format!("{path}.mode"), mode, &["SingleModel", "MultiModel"]);
        }
        let mut location = |path: String, text: &str| {
            refusals.length(&path, text, 0, S3Uri::MAXIMUM_LENGTH);
            refusals.pattern(&path, text, S3Uri::PATTERN, S3Uri::matches_pattern(text));
        };
        if let Some(url) = &self.model_data_url {
            location(format!("{path}.modelDataUrl"), url);
        }
        if let Some(source) = self.model_data_source.as_ref().and_then(|source| source.s3_data_source.as_ref()) {
            let path = format!("{path}.modelDataSource.s3DataSource");
            if let Some(uri) = &source.s3_uri {
                location(format!("{path}.s3Uri"), uri);
            }
            refusals.required(&format!("{path}.s3Uri"), source.s3_uri.is_some());
            for (name, value, words) in [
                ("s3DataType", &source.s3_data_type, ["S3Prefix", "S3Object"]),
                ("compressionType", &source.compression_type, ["None", "Gzip"]),
            ] {
                match value {
                    Some(value) => refusals.one_of(&format!("{path}.{name}"), value, &words),
                    None => refusals.required(&format!("{path}.{name}"), false),
                }
            }
        }
        let variables = self.environment.iter().flatten();
        refusals.count(&format!("{path}.environment"), variables.clone().count(), 0, MOST_VARIABLES);
        for (name, value) in variables {
            let path = format!("{path}.environment");
            refusals.length(&path, name, 0, LONGEST_VARIABLE);
            refusals.pattern(&path, name, "[a-zA-Z_][a-zA-Z0-9_]*", is_variable(name));
            refusals.length(&path, value, 0, LONGEST_VARIABLE);
        }
    }
}

fn is_variable(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The artifact must exist now. Source: error catalogue §2, `CreateModel`.
async fn check_data(jobs: &Jobs, container: &Container) -> Result<(), WireError> {
    let source = container.model_data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
    let location = container.model_data_url.as_deref().or(source.and_then(|source| source.s3_uri.as_deref()));
    let Some(text) = location else { return Ok(()) };
    let is_prefix = source.is_some_and(|source| source.s3_data_type.as_deref() == Some("S3Prefix"));
    let is_folder = is_prefix || container.mode.as_deref() == Some("MultiModel");
    let store = jobs.store();
    let exists = match S3Uri::parse(text) {
        Ok(uri) if is_folder => !store.list(uri.bucket(), uri.key(), None, 1).await.map_err(WireError::internal)?.is_empty(),
        Ok(uri) => store.open_object(uri.bucket(), uri.key()).await.map_err(WireError::internal)?.is_some(),
        Err(_) => false,
    };
    if exists { Ok(()) } else { Err(WireError::validation(format!("Could not find model data at {text}."))) }
}
