//! The server functions that list buckets, folders and objects.

use console::{
    data::{Bucket, Listing},
    error::AppError,
};
use leptos::prelude::*;

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
    answer(async { expect_context::<Backend>().objects.list(&s3_location::parse(&uri)?, continuation).await }).await
}

#[cfg(feature = "ssr")]
use {
    crate::server_call::answer,
    console::{ports::Backend, s3_location},
};
