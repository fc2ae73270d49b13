//! The server functions of the S3 browser.

use console::{
    data::{object_preview::Preview, upload::Upload},
    error::AppError,
};
use leptos::prelude::*;

/// What can be shown of an object; `None` when there is no such object.
///
/// # Errors
/// [`AppError::NotFound`] when the location is none; those of the store.
#[server(prefix = "/api", endpoint = "preview-object")]
pub async fn preview_object(
    /// The object.
    uri: String,
) -> Result<Option<Preview>, AppError> {
    answer(async { expect_context::<Backend>().objects.preview(&s3_location::parse(&uri)?).await }).await
}

/// Makes a folder and leads to it.
///
/// # Errors
/// [`AppError::Refused`] when the name cannot be used or is taken; those of the store.
#[server(prefix = "/api", endpoint = "make-folder")]
pub async fn make_folder(
    /// Where it is made.
    parent: String,
    /// Its name.
    name: String,
) -> Result<(), AppError> {
    answer(async {
        let parent = s3_location::parse(&parent)?;
        let name = name.trim().trim_end_matches('/');
        if let Some(reason) = domain::s3_uri::folder_name::reason_against(name) {
            return Err(AppError::Refused(reason.to_owned()));
        }
        let folder = with_key(&parent, &format!("{}{name}/", parent.key()));
        expect_context::<Backend>().objects.make_folder(&folder).await?;
        leptos_axum::redirect(&console::paths::s3_location(&folder));
        Ok(())
    })
    .await
}

/// Removes an object, or an empty folder.
///
/// # Errors
/// [`AppError::Refused`] for a folder that holds something; those of the store.
#[server(prefix = "/api", endpoint = "delete-object")]
pub async fn delete_object(
    /// The object, or the folder with the slash at its end.
    uri: String,
) -> Result<(), AppError> {
    answer(async { expect_context::<Backend>().objects.delete(&s3_location::parse(&uri)?).await }).await
}

/// Begins an upload in parts, or goes on with an earlier one.
///
/// # Errors
/// [`AppError::Refused`] when an object is there and is not to be replaced; those of the store.
#[server(prefix = "/api", endpoint = "begin-upload")]
pub async fn begin_upload(
    /// The object.
    uri: String,
    /// Its size in bytes.
    size: u64,
    /// The id of an earlier upload of the same file to the same place.
    #[server(default)]
    earlier: Option<String>,
    /// Whether an object that is there is replaced.
    #[server(default)]
    replace: bool,
) -> Result<Upload, AppError> {
    answer(async {
        let object = s3_location::parse(&uri)?;
        let objects = expect_context::<Backend>().objects;
        if object.key().is_empty() || object.key().ends_with('/') {
            return Err(AppError::Refused("Enter a file name after the folder.".to_owned()));
        }
        if !replace && earlier.is_none() && objects.part(&object, 0, 0).await?.is_some() {
            return Err(AppError::Refused(format!(
                "An object already exists at {object}. Allow replacing it, or rename the file."
            )));
        }
        objects.begin_upload(&object, size, earlier).await
    })
    .await
}

/// Makes the object from its parts.
///
/// # Errors
/// [`AppError::Refused`] when parts are missing; those of the store.
#[server(prefix = "/api", endpoint = "complete-upload")]
pub async fn complete_upload(
    /// The object.
    uri: String,
    /// The upload.
    upload: String,
    /// Its size in bytes.
    size: u64,
) -> Result<(), AppError> {
    answer(async { expect_context::<Backend>().objects.complete_upload(&s3_location::parse(&uri)?, &upload, size).await }).await
}

/// Throws an upload away.
///
/// # Errors
/// Those of the store.
#[server(prefix = "/api", endpoint = "abort-upload")]
pub async fn abort_upload(
    /// The object.
    uri: String,
    /// The upload.
    upload: String,
) -> Result<(), AppError> {
    answer(async { expect_context::<Backend>().objects.abort_upload(&s3_location::parse(&uri)?, &upload).await }).await
}

#[cfg(feature = "ssr")]
use {
    crate::server_call::answer,
    console::{
        ports::Backend,
        s3_location::{self, with_key},
    },
};
