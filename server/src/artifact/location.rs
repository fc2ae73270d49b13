//! Which jobs made what is at a location, and which read it.

use console::data::artifact_scan::JobsAtLocation;
use domain::{JobName, S3Uri};
use sqlx::SqlitePool;

use crate::db::artifacts;

/// Channels that read a location and are named with their jobs.
const MAX_READERS: u32 = 60;

/// The jobs that concern a location.
pub(super) async fn jobs_at(reader: &SqlitePool, location: &S3Uri) -> crate::db::Result<JobsAtLocation> {
    let text = location.to_string();
    // A job's output is below a folder of its own name.
    let names: Vec<_> = location.key().split('/').filter(|part| JobName::parse(part).is_ok()).map(str::to_owned).collect();
    let outputs = artifacts::outputs(reader, &names).await?;
    let is_below = |(name, path): &(String, String)| text.starts_with(&format!("{}/{name}/", path.trim_end_matches('/')));
    let made_by = outputs.into_iter().filter(is_below).map(|(name, _)| name).collect();
    // A channel reads everything whose key starts with its location.
    let start = "s3://".len() + location.bucket().len();
    let locations = text.char_indices().map(|(index, c)| index + c.len_utf8()).filter(|end| *end >= start);
    let locations: Vec<_> = locations.filter_map(|end| text.get(..end)).map(str::to_owned).collect();
    let is_folder = location.key().is_empty() || location.key().ends_with('/');
    let below = is_folder.then_some(text.as_str());
    let readers = artifacts::readers(reader, &locations, below, MAX_READERS + 1).await;
    let readers = readers?;
    let more = readers.len() > MAX_READERS as usize;
    let mut read_by: Vec<(String, Vec<String>)> = Vec::new();
    // The channels of a job follow each other.
    for (job, channel) in readers.into_iter().take(MAX_READERS as usize) {
        match read_by.last_mut().filter(|(last, _)| *last == job) {
            Some((_, channels)) => channels.push(channel),
            None => read_by.push((job, vec![channel])),
        }
    }
    Ok(JobsAtLocation { made_by, read_by, more })
}
