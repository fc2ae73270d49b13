//! A SageMaker model: a container with the artifact that it serves, as `CreateModel` takes it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{S3Uri, arn::role};

/// The longest name in characters. Source: shape `ModelName`.
pub const MAX_NAME_LENGTH: usize = 63;
/// The longest image in characters. Source: shape `ContainerImage`.
pub const MAX_IMAGE_LENGTH: usize = 255;

/// What a person fills in for a model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelDraft {
    /// Its name.
    pub name: String,
    /// The role that its container runs with.
    pub role: String,
    /// The container image.
    pub image: String,
    /// Where the artifact is.
    pub data: String,
}

/// A field of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ModelField {
    /// `ModelName`
    Name,
    /// `ExecutionRoleArn`
    Role,
    /// `PrimaryContainer.Image`
    Image,
    /// `PrimaryContainer.ModelDataUrl`
    Data,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("{message}")]
pub struct ModelViolation {
    /// The field.
    pub field: ModelField,
    /// Stable code of the rule.
    pub code: String,
    /// What to do.
    pub message: String,
}

/// A model that `CreateModel` accepts; exists only when [`check`] found nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateModel(ModelDraft);

impl CreateModel {
    /// Checks a draft; outer white space is dropped.
    ///
    /// # Errors
    /// Everything that [`check`] finds.
    pub fn check(draft: &ModelDraft) -> Result<Self, Vec<ModelViolation>> {
        let trimmed = trimmed(draft);
        let violations = check(&trimmed);
        if violations.is_empty() { Ok(Self(trimmed)) } else { Err(violations) }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The role.
    pub fn role(&self) -> &str {
        &self.0.role
    }

    /// The container image.
    pub fn image(&self) -> &str {
        &self.0.image
    }

    /// Where the artifact is.
    pub fn data(&self) -> &str {
        &self.0.data
    }
}

/// Everything that is wrong with a draft.
pub fn check(draft: &ModelDraft) -> Vec<ModelViolation> {
    let draft = trimmed(draft);
    let violation = |field, code: &str, message: String| ModelViolation { field, code: code.to_owned(), message };
    let name = name_violation(&draft.name).map(|message| violation(ModelField::Name, "E-MODEL-NAME-FORM", message));
    let role = (!role::is_role_arn(&draft.role)).then(|| {
        violation(
            ModelField::Role,
            "E-ROLE",
            "Enter the complete role ARN, such as arn:aws:iam::123456789012:role/SageMakerRole.".to_owned(),
        )
    });
    let image = image_violation(&draft.image).map(|message| violation(ModelField::Image, "E-IMAGE", message));
    let data = data_violation(&draft.data).map(|message| violation(ModelField::Data, "E-MODEL-DATA", message));
    [name, role, image, data].into_iter().flatten().collect()
}

/// Whether `name` is a model's name. Source: shape `ModelName`, pattern `[a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?`.
pub fn is_name(name: &str) -> bool {
    let alphanumeric = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = name.as_bytes();
    let allowed = bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    alphanumeric(bytes.first()) && alphanumeric(bytes.last()) && allowed && bytes.len() <= MAX_NAME_LENGTH
}

fn trimmed(draft: &ModelDraft) -> ModelDraft {
    let trim = |text: &str| text.trim().to_owned();
    ModelDraft { name: trim(&draft.name), role: trim(&draft.role), image: trim(&draft.image), data: trim(&draft.data) }
}

fn name_violation(name: &str) -> Option<String> {
    let length = name.chars().count();
    if name.is_empty() {
        Some("Enter a name for the model.".to_owned())
    } else if length > MAX_NAME_LENGTH {
        Some(format!("A model's name has at most {MAX_NAME_LENGTH} characters; this one has {length}."))
    } else {
        (!is_name(name)).then(|| "Use only letters, digits and hyphens, with a letter or digit first and last.".to_owned())
    }
}

fn image_violation(image: &str) -> Option<String> {
    if image.is_empty() {
        return Some("Enter the registry path of the inference image.".to_owned());
    }
    if image.chars().count() > MAX_IMAGE_LENGTH {
        return Some(format!("An image has at most {MAX_IMAGE_LENGTH} characters."));
    }
    image.contains(char::is_whitespace).then(|| "An image's path holds no white space.".to_owned())
}

fn data_violation(data: &str) -> Option<String> {
    match S3Uri::parse(data) {
        Err(_) if data.is_empty() => Some("Enter where the model.tar.gz is, such as s3://bucket/path/model.tar.gz.".to_owned()),
        Err(error) => Some(format!("Enter an S3 location such as s3://bucket/path/model.tar.gz: {error}.")),
        Ok(uri) if !uri.is_tar_gz() => Some("ModelDataUrl must name a .tar.gz archive, not a folder or another file.".to_owned()),
        Ok(uri) => {
            uri.has_empty_segment().then(|| "The location holds \"//\", which S3 takes for a folder without a name.".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> ModelDraft {
        ModelDraft {
            name: " cats-v1 ".to_owned(),
            role: "arn:aws:iam::123456789012:role/SageMakerRole".to_owned(),
            image: "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1".to_owned(),
            data: "s3://bucket/out/cats-v1/output/model.tar.gz".to_owned(),
        }
    }

    #[test]
    fn a_whole_draft_becomes_a_model() {
        let model = CreateModel::check(&draft()).expect("a model");
        assert_eq!((model.name(), model.data()), ("cats-v1", "s3://bucket/out/cats-v1/output/model.tar.gz"));
    }

    #[test]
    fn each_field_says_what_is_wrong() {
        let all: Vec<_> = check(&ModelDraft::default()).into_iter().map(|violation| violation.field).collect();
        assert_eq!(all, [ModelField::Name, ModelField::Role, ModelField::Image, ModelField::Data]);
        for (name, expected) in [("under_score", "letters, digits"), ("-a", "letters, digits"), (&*"x".repeat(64), "has 64")] {
            let violations = check(&ModelDraft { name: name.to_owned(), ..draft() });
            assert!(violations.len() == 1 && violations[0].message.contains(expected), "{violations:?}");
        }
        for (data, expected) in
            [("s3://bucket/out/", ".tar.gz"), ("https://b/model.tar.gz", "S3 location"), ("s3://bucket//model.tar.gz", "//")]
        {
            let violations = check(&ModelDraft { data: data.to_owned(), ..draft() });
            assert!(violations.len() == 1 && violations[0].message.contains(expected), "{violations:?}");
        }
    }
}
