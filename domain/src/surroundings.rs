//! What a request is checked against besides itself: the Region, the model it starts from, and what was found outside.
//!
//! Whoever calls the rules collects the facts, each under the text that it was asked for; what nobody asked for is
//! absent and breaks no rule.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{incremental::SourceModel, warm_pool::WarmPool};

/// What a request is checked against besides itself.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The Region of the job.
    pub region: &'a str,
    /// What is known about the model that the job starts from; `None` when the console did not look it up.
    pub source: Option<&'a SourceModel>,
    /// What was found outside; `None` when nobody looked.
    pub facts: Option<&'a Facts>,
}

impl<'a> Surroundings<'a> {
    /// A Region of which nothing more is known.
    pub fn of(region: &'a str) -> Self {
        Self { region, source: None, facts: None }
    }

    /// Adds what is known about the model that the job starts from.
    #[must_use]
    pub fn with_source(self, source: Option<&'a SourceModel>) -> Self {
        Self { source, ..self }
    }

    /// Adds what was found outside.
    #[must_use]
    pub fn with_facts(self, facts: &'a Facts) -> Self {
        Self { facts: Some(facts), ..self }
    }

    /// What was found at a location, which may have white space around it.
    pub(crate) fn location(&self, uri: &str) -> Option<&'a LocationFacts> {
        self.facts?.locations.get(uri.trim())
    }
}

/// What was found outside, each under the text that was asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Job names, and whether they are taken.
    pub names: BTreeMap<String, bool>,
    /// S3 locations, trimmed, and what is there.
    pub locations: BTreeMap<String, LocationFacts>,
    /// Algorithm names and ARNs, and whether they are subscriptions from the Marketplace.
    pub marketplace: BTreeMap<String, bool>,
    /// Machines that earlier jobs keep for a job that matches.
    pub warm_pools: Vec<WarmPool>,
}

/// What was found at an S3 location.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LocationFacts {
    /// Whether it could be read.
    pub access: Access,
    /// The bucket's Region, where it is known.
    pub bucket_region: Option<String>,
    /// How many objects stand below it, where they were counted.
    pub objects: Option<u64>,
    /// How many bytes they have together.
    pub bytes: Option<u64>,
    /// Whether there is more than was counted.
    pub more: bool,
    /// How many records the files hold together, where they were counted.
    pub records: Option<u64>,
    /// Whether the object is a manifest of the documented form; `None` when nobody read it.
    pub is_manifest: Option<bool>,
    /// Other keys that begin with the same text as this one and would be downloaded with it.
    pub also_matched: Vec<String>,
    /// The customer key that encrypts the object.
    pub kms_key: Option<String>,
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
    /// The console may not look; the job's role may.
    Denied,
}
