//! SageMaker: the tags of a job.

use aws_sdk_sagemaker::types::Tag;

use super::{
    Aws,
    error::{Failure, Kind},
};

/// Pages that are read: a resource has at most 50 tags.
const MAX_PAGES: usize = 5;

impl Aws {
    /// Keys and values of a resource's tags; none when the service does not know the resource.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn tags(&self, arn: &str) -> Result<Vec<(String, String)>, Failure> {
        let mut pages = self.sagemaker.list_tags().resource_arn(arn).into_paginator().send();
        let mut tags = Vec::new();
        for _ in 0..MAX_PAGES {
            let Some(page) = pages.next().await else { break };
            let page = match page {
                Ok(page) => page,
                Err(error) => match Failure::new(&error) {
                    failure if failure.kind == Kind::NotFound => break,
                    failure => return Err(failure),
                },
            };
            let pair = |tag: &Tag| Some((tag.key()?.to_owned(), tag.value().unwrap_or_default().to_owned()));
            tags.extend(page.tags().iter().filter_map(pair));
        }
        Ok(tags)
    }

    /// Sets tags of a resource; others stay.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn add_tags(&self, arn: &str, tags: &[(String, String)]) -> Result<(), Failure> {
        let mut call = self.sagemaker.add_tags().resource_arn(arn);
        for (key, value) in tags {
            call = call.tags(Tag::builder().key(key).value(value).build());
        }
        call.send().await.map(drop).map_err(|error| Failure::new(&error))
    }

    /// Removes tags of a resource by their keys.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn delete_tags(&self, arn: &str, keys: &[String]) -> Result<(), Failure> {
        let call = self.sagemaker.delete_tags().resource_arn(arn).set_tag_keys(Some(keys.to_vec()));
        call.send().await.map(drop).map_err(|error| Failure::new(&error))
    }
}
