//! What a request is checked against besides itself: the Region, the model it starts from, and facts from outside.
//!
//! Whoever calls the rules collects the facts, each under the text that it was asked for. A fact that is not known breaks
//! no rule.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{engine_images::EngineImages, image_facts::ImageFacts, incremental::SourceModel, warm_pool::WarmPool};

/// What a request is checked against besides itself.
#[derive(Debug, Clone, Copy)]
pub struct CheckContext<'a> {
    /// The Region of the job.
    pub region: &'a str,
    /// The model that the job starts from; `None` when nothing is known about it.
    pub source_model: Option<&'a SourceModel>,
    /// Facts from outside; `None` when none is known.
    pub facts: Option<&'a Facts>,
}

impl<'a> CheckContext<'a> {
    /// A Region of which nothing more is known.
    pub fn for_region(region: &'a str) -> Self {
        Self { region, source_model: None, facts: None }
    }

    /// Adds what is known about the model that the job starts from.
    #[must_use]
    pub fn with_source_model(self, source_model: Option<&'a SourceModel>) -> Self {
        Self { source_model, ..self }
    }

    /// Adds facts from outside.
    #[must_use]
    pub fn with_facts(self, facts: &'a Facts) -> Self {
        Self { facts: Some(facts), ..self }
    }

    /// The facts about a location, which may have white space around it.
    pub(crate) fn location(&self, uri: &str) -> Option<&'a LocationFacts> {
        self.facts?.locations.get(uri.trim())
    }
}

/// Facts from outside, each under the text that was asked for; what is not in a map is not known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Job names, and whether they are taken.
    pub names: BTreeMap<String, bool>,
    /// S3 locations, trimmed, and what is there.
    pub locations: BTreeMap<String, LocationFacts>,
    /// Algorithm names and ARNs, and whether they are subscriptions from the Marketplace.
    pub marketplace: BTreeMap<String, bool>,
    /// The account's twelve digits, where it is known.
    pub account: Option<String>,
    /// Instances that earlier jobs keep for a job that matches.
    pub warm_pools: Vec<WarmPool>,
    /// What the target runs, where it is the local engine.
    pub engine_images: Option<EngineImages>,
}

/// What is known about an S3 location.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LocationFacts {
    /// Whether it could be read.
    pub access: Access,
    /// The bucket's Region, where it is known.
    pub bucket_region: Option<String>,
    /// How many objects are below it, where they were counted.
    pub objects: Option<u64>,
    /// How many bytes they have together.
    pub bytes: Option<u64>,
    /// Whether there is more than was counted.
    pub more: bool,
    /// How many records the files hold together, where they were counted.
    pub records: Option<u64>,
    /// What the images in the records are like, where they were read.
    pub images: Option<ImageFacts>,
    /// The name of the first object that holds something.
    pub file_name: Option<String>,
    /// Whether the object is a manifest of the documented form; `None` when it was not read.
    pub is_manifest: Option<bool>,
    /// Other keys that begin with the same text as this one and would be downloaded with it.
    pub also_matched: Vec<String>,
    /// The customer key that encrypts the object.
    pub kms_key: Option<String>,
    /// Where nothing is there, the location beside it whose name is nearly the same.
    pub similar: Option<String>,
    /// Another job that keeps its checkpoints here.
    pub checkpoints_of: Option<String>,
}

/// Whether a location could be read with the console's credentials.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Access {
    /// Something is there.
    #[default]
    Found,
    /// Nothing is there.
    Empty,
    /// There is no such bucket.
    NoBucket,
    /// The console may not read it; the job's role may.
    Denied,
}
