//! `CreateModel`: gives an artifact a name.

use domain::{S3Uri, wire::Tag};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    db,
    json_protocol::WireError,
    s3::store::Store,
    sagemaker::{RawInput, tags},
};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Input {
    model_name: String,
    primary_container: Option<Container>,
    containers: Option<Vec<Container>>,
    tags: Option<Vec<Tag>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Container {
    image: Option<String>,
    mode: Option<String>,
    model_data_url: Option<String>,
    model_data_source: Option<ModelDataSource>,
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
}

/// Checks the request as the service does and registers the model.
pub(crate) async fn run(store: &Store, input: RawInput<'_>) -> Result<Value, WireError> {
    let body = input.body;
    let input: Input = input.read()?;
    check(&input)?;
    for container in input.containers() {
        check_data(store, container).await?;
    }
    let name = input.model_name;
    let arn = store.account.model_arn(&name);
    let mut transaction = store.begin().await?;
    if !db::models::insert(&mut *transaction, &name, &arn, &String::from_utf8_lossy(body), store.now()).await? {
        return Err(WireError::validation(format!("Cannot create already existing model \"{arn}\".")));
    }
    let tags = input.tags.unwrap_or_default().into_iter();
    let tags: Vec<(String, String)> = tags.map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default())).collect();
    db::tags::put(&mut transaction, &arn, &tags).await?;
    transaction.commit().await?;
    Ok(json!({ "ModelArn": arn }))
}

impl Input {
    fn containers(&self) -> impl Iterator<Item = &Container> {
        self.primary_container.iter().chain(self.containers.iter().flatten())
    }
}

/// The rules about several members. The API model has the rules about one member.
fn check(input: &Input) -> Result<(), WireError> {
    tags::check(input.tags.as_deref().unwrap_or_default())?;
    let containers = input.containers.as_deref().unwrap_or_default();
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

/// The artifact must exist now. Source: docs/errors.md §2, `CreateModel`.
async fn check_data(store: &Store, container: &Container) -> Result<(), WireError> {
    let source = container.model_data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
    let location = container.model_data_url.as_deref().or(source.and_then(|source| source.s3_uri.as_deref()));
    let Some(text) = location else { return Ok(()) };
    let is_prefix = source.is_some_and(|source| source.s3_data_type.as_deref() == Some("S3Prefix"));
    let is_folder = is_prefix || container.mode.as_deref() == Some("MultiModel");
    let exists = match S3Uri::parse(text) {
        Ok(uri) if is_folder => !store.list(uri.bucket(), uri.key(), None, 1).await.map_err(WireError::internal)?.is_empty(),
        Ok(uri) => store.open_object(uri.bucket(), uri.key()).await.map_err(WireError::internal)?.is_some(),
        Err(_) => false,
    };
    if exists { Ok(()) } else { Err(WireError::validation(format!("Could not find model data at {text}."))) }
}
