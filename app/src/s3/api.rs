//! The server functions of the S3 browser.

use leptos::prelude::*;

use crate::{
    error::AppError,
    model::{Bucket, Listing},
};

/// All buckets.
///
/// # Errors
/// Those of the store.
#[server(prefix = "/api", endpoint = "list-buckets")]
pub async fn list_buckets() -> Result<Vec<Bucket>, AppError> {
    answer(async { expect_context::<Backend>().objects.buckets().await }).await
}

/// One page of what is directly below a location: folders, and objects whose keys start with it.
///
/// # Errors
/// [`AppError::NotFound`] when the location is none; those of the store.
#[server(prefix = "/api", endpoint = "list-objects")]
pub async fn list_objects(
    /// The location.
    uri: String,
    /// Where the page before ended.
    #[server(default)]
    continuation: Option<String>,
) -> Result<Listing, AppError> {
    answer(async {
        let uri = S3Uri::parse(&uri).map_err(|error| AppError::NotFound(format!("{uri} is no S3 location: {error}.")))?;
        expect_context::<Backend>().objects.list(&uri, continuation).await
    })
    .await
}

#[cfg(feature = "ssr")]
use {
    crate::{ports::Backend, server_call::answer},
    domain::S3Uri,
};
