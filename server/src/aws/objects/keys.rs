//! Objects below a location, with their names.

use domain::{LocationFacts, S3Uri};

use super::{Aws, Failure, Kind, Version, size, unreadable};

/// The first page of what is below a location.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Keys {
    /// Keys and sizes in bytes, in the order of the keys; at most a thousand.
    pub(crate) keys: Vec<(String, u64)>,
    /// Whether there are more.
    pub(crate) more: bool,
}

/// An object as a listing names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListedObject {
    /// Its key.
    pub(crate) key: String,
    /// Its version.
    pub(crate) version: Version,
}

impl Aws {
    /// The first `limit` objects whose keys start with a location's key, in the order of the keys, and whether there are more; or what
    /// is known of a location that cannot be listed.
    ///
    /// # Errors
    /// A failure that says nothing about the location.
    pub(crate) async fn objects(
        &self,
        location: &S3Uri,
        limit: usize,
    ) -> Result<Result<(Vec<ListedObject>, bool), LocationFacts>, Failure> {
        let call = self.s3.list_objects_v2().bucket(location.bucket()).prefix(location.key());
        let mut pages = call.into_paginator().send();
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            let page = match page {
                Ok(page) => page,
                Err(error) => return unreadable(Failure::new(&error), self.region()).map(Err),
            };
            for object in page.contents() {
                if found.len() >= limit {
                    return Ok(Ok((found, true)));
                }
                let Some(key) = object.key() else { continue };
                let version = Version { size: size(object), etag: object.e_tag().unwrap_or_default().to_owned() };
                found.push(ListedObject { key: key.to_owned(), version });
            }
        }
        Ok(Ok((found, false)))
    }

    /// The first thousand objects whose keys start with a location's key, or what is known of a location that cannot be
    /// listed.
    ///
    /// # Errors
    /// A failure that says nothing about the location.
    pub(crate) async fn keys(&self, location: &S3Uri) -> Result<Result<Keys, LocationFacts>, Failure> {
        let call = self.s3.list_objects_v2().bucket(location.bucket()).prefix(location.key());
        match call.send().await {
            Ok(output) => {
                let keys = output.contents().iter().filter_map(|object| Some((object.key()?.to_owned(), size(object)))).collect();
                Ok(Ok(Keys { keys, more: output.is_truncated() == Some(true) }))
            }
            Err(error) => unreadable(Failure::new(&error), self.region()).map(Err),
        }
    }

    /// The names of the first thousand folders and objects directly in a folder; those of folders end with a slash. None when it cannot be
    /// listed.
    ///
    /// # Errors
    /// A failure that says nothing about the location.
    pub(crate) async fn names(&self, folder: &S3Uri) -> Result<Vec<String>, Failure> {
        let call = self.s3.list_objects_v2().bucket(folder.bucket()).prefix(folder.key()).delimiter("/");
        match call.send().await {
            Ok(output) => {
                let folders = output.common_prefixes().iter().filter_map(|prefix| prefix.prefix());
                let keys = output.contents().iter().filter_map(|object| object.key());
                let names = folders.chain(keys).filter_map(|key| key.strip_prefix(folder.key()));
                Ok(names.filter(|name| !name.is_empty()).map(str::to_owned).collect())
            }
            Err(error) => unreadable(Failure::new(&error), self.region()).map(|_| Vec::new()),
        }
    }

    /// The customer key that encrypts an object; `None` also when it cannot be asked for.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn kms_key(&self, object: &S3Uri) -> Result<Option<String>, Failure> {
        match self.s3.head_object().bucket(object.bucket()).key(object.key()).send().await {
            Ok(output) => Ok(output.ssekms_key_id().map(str::to_owned)),
            Err(error) => match Failure::new(&error) {
                failure if matches!(failure.kind, Kind::NotFound | Kind::Denied) => Ok(None),
                failure => Err(failure),
            },
        }
    }
}
