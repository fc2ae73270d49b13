//! Listing the channels of a job, so that it can be told later whether another job had the same data.
//!
//! ```text
//! submitted          Downloading                 ended
//!     │ first listing     │ second listing          │
//!     ▼                   ▼                         ▼
//! ────┴───────────────────┴─────────────────────────┴────▶
//! ```
//!
//! The first listing shows at once what the job will get. A job may wait for its start for hours while objects are replaced, so
//! it is listed again when it has begun to read; conclusions rest on that listing. A job that was found after its end is listed
//! too, and [`domain::channel_data::compare`] draws no conclusion from it.

use std::time::Duration;

use domain::{
    Access, LocationFacts, S3Uri, Timestamp,
    channel_data::{ChannelData, Extent},
    mode::S3DataType,
    wire::{Channel, S3DataSource},
};

use super::{History, refresh::RefreshError};
use crate::{
    aws::objects::digest::ListingDigest,
    db::{channel_data, jobs::JobRow},
};

/// How long the listing of one channel may take.
const LISTING_TIMEOUT: Duration = Duration::from_secs(120);

impl History {
    /// Lists the channels of a job, in a task of its own, when that is due; `started_at` is when the job began to read.
    pub(super) fn list_channels_when_due(&self, job: &JobRow, started_at: Option<Timestamp>) {
        let is_due = match (job.channels_listed_at, started_at) {
            (None, _) => true,
            (Some(listed_at), Some(started_at)) => listed_at < started_at,
            (Some(_), None) => false,
        };
        if !is_due || job.vanished_at.is_some() || !self.listing.begin(job.id) {
            return;
        }
        let Some(history) = self.own.upgrade() else { return };
        let job = job.clone();
        tokio::spawn(async move {
            if let Err(error) = history.list_channels(&job).await {
                tracing::warn!(job = job.name, %error, "the channels could not be listed");
            }
            history.listing.end(job.id);
        });
    }

    async fn list_channels(&self, job: &JobRow) -> Result<(), RefreshError> {
        let request = self.request(job.id).await?;
        let listed_at = self.clock.now();
        let mut listed = Vec::new();
        for channel in request.input_data_config.iter().flatten() {
            listed.push(self.list_channel(channel, listed_at).await?);
        }
        let mut transaction = self.database.begin().await?;
        channel_data::replace(&mut transaction, job.id, &listed, listed_at).await?;
        transaction.commit().await?;
        self.update_change(job.id).await?;
        self.announce(&job.name);
        Ok(())
    }

    /// Lists one channel. A location that cannot be read is a finding; a target that does not answer is an error.
    pub(crate) async fn list_channel(&self, channel: &Channel, listed_at: Timestamp) -> Result<ChannelData, RefreshError> {
        let source = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
        let location = source.and_then(|source| source.s3_uri.clone()).unwrap_or_default();
        let mut data = ChannelData {
            channel: channel.channel_name.clone().unwrap_or_default(),
            location,
            extent: Extent::Nothing("its data are in a file system".to_owned()),
            objects: 0,
            bytes: 0,
            records: None,
            digest: String::new(),
            tags_are_md5: false,
            modified_at: None,
            listed_at,
        };
        let Some(source) = source else { return Ok(data) };
        let Ok(location) = S3Uri::parse(&data.location) else {
            data.extent = Extent::Nothing("its location cannot be read".to_owned());
            return Ok(data);
        };
        let listed = tokio::time::timeout(LISTING_TIMEOUT, self.aws.digest(&location)).await;
        match listed {
            Ok(listed) => match listed? {
                Ok(listing) => {
                    data.records = self.count_records(&location, &listing).await?;
                    fill(&mut data, listing, is_manifest(source));
                }
                Err(facts) => data.extent = Extent::Nothing(obstacle(&facts)),
            },
            Err(_) => {
                data.extent = Extent::Nothing(format!("the listing took more than {} seconds", LISTING_TIMEOUT.as_secs()));
            }
        }
        Ok(data)
    }

    /// The records of a channel of few files; `None` where nobody can count them.
    async fn count_records(&self, location: &S3Uri, listing: &ListingDigest) -> Result<Option<u64>, RefreshError> {
        if listing.keys.len() as u64 != listing.objects {
            return Ok(None);
        }
        Ok(self.aws.read_records(location, &listing.keys).await?.map(|records| records.count))
    }
}

fn fill(data: &mut ChannelData, listing: ListingDigest, is_manifest: bool) {
    data.extent = match (listing.objects, is_manifest, listing.more) {
        (0, _, _) => Extent::Nothing("no object is there".to_owned()),
        (_, true, _) => Extent::Manifest,
        (_, false, true) => Extent::First,
        (_, false, false) => Extent::Complete,
    };
    data.objects = listing.objects;
    data.bytes = listing.bytes;
    data.digest = listing.digest;
    data.tags_are_md5 = listing.tags_are_md5;
    data.modified_at = listing.modified_at;
}

fn is_manifest(source: &S3DataSource) -> bool {
    let data_type = source.s3_data_type.as_deref().and_then(S3DataType::parse);
    matches!(data_type, Some(S3DataType::ManifestFile | S3DataType::AugmentedManifestFile))
}

/// Why a location could not be listed.
fn obstacle(facts: &LocationFacts) -> String {
    match (facts.access, &facts.bucket_region) {
        (Access::NoBucket, _) => "its bucket does not exist".to_owned(),
        (Access::Denied, _) => "the console may not list it".to_owned(),
        (_, Some(region)) => format!("its bucket is in the Region {region}"),
        (_, None) => "no object is there".to_owned(),
    }
}
