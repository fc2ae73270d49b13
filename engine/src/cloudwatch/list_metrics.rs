//! `ListMetrics`: the metrics with values of the last two weeks, by job and name.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};

use super::{
    CloudWatch, DIMENSION, NAMESPACE,
    input::{Dimension, list},
    invalid,
    metric::{Source, TIMEOUT, read, sources},
    output::Output,
};
use crate::{
    blocking::cancellable,
    db::{self, jobs::JobRow},
    json_protocol::WireError,
    page_token,
    process::folder::JobFolder,
};

/// Metrics of one reply. Source: API page of ListMetrics.
const MAX_METRICS: usize = 500;
/// Metrics that are older are not listed. Source: API page of ListMetrics.
const LISTED: i64 = 14 * 24 * 60 * 60 * 1000;
/// `PT3H`
const RECENT: i64 = 3 * 60 * 60 * 1000;
/// Jobs that are looked up at once.
const JOBS: i64 = 50;
/// The time after which a page ends with the job whose log is read. A limit of this engine.
const PAGE_TIME: Duration = Duration::from_secs(5);

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Input {
    namespace: Option<String>,
    metric_name: Option<String>,
    #[serde(deserialize_with = "list")]
    dimensions: Vec<Dimension>,
    next_token: Option<String>,
    recently_active: Option<String>,
}

/// The last metric of a page. Without a name, it is the last one of the job.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Position {
    job: String,
    name: Option<String>,
}

/// Answers a request.
pub(super) async fn run(service: &CloudWatch, input: Input) -> Result<Output, WireError> {
    let age = match input.recently_active.as_deref() {
        None => LISTED,
        Some("PT3H") => RECENT,
        Some(other) => return Err(invalid(format!("The value {other} for parameter RecentlyActive is not supported."))),
    };
    let after = input.next_token.as_deref().map(position).transpose()?;
    let job = input.dimensions.iter().find_map(|dimension| dimension.value.clone());
    let has_any = input.namespace.as_deref().is_none_or(|namespace| namespace == NAMESPACE)
        && input
            .dimensions
            .iter()
            .all(|filter| filter.name == DIMENSION && filter.value.as_ref().is_none_or(|value| Some(value) == job.as_ref()));
    if !has_any {
        return describe(&[], None);
    }
    let since = service.account.now() - age;
    let began = Instant::now();
    let mut found: Vec<(String, String)> = Vec::new();
    let mut after = after.unwrap_or_default();
    loop {
        let jobs = jobs(service, job.as_deref(), &after, since).await?;
        if jobs.is_empty() {
            return describe(&found, None);
        }
        for row in jobs {
            let skipped = after.name.take().filter(|_| after.job == row.name);
            after.job.clone_from(&row.name);
            let mut names = names(service, row, input.metric_name.as_deref(), since).await?;
            names.retain(|name| skipped.as_ref().is_none_or(|skipped| name > skipped));
            for name in names {
                found.push((after.job.clone(), name));
                if found.len() == MAX_METRICS {
                    let (job, name) = found.last().cloned().unwrap_or_default();
                    return describe(&found, Some(&Position { job, name: Some(name) }));
                }
            }
            if began.elapsed() > PAGE_TIME {
                return describe(&found, Some(&after));
            }
        }
    }
}

/// The next jobs by name. A position inside a job begins with this job.
async fn jobs(service: &CloudWatch, only: Option<&str>, after: &Position, since: i64) -> Result<Vec<JobRow>, WireError> {
    let reader = service.account.database.reader();
    let is_past = |name: &str| name < after.job.as_str() || name == after.job && after.name.is_none();
    match only {
        Some(name) if is_past(name) => Ok(Vec::new()),
        Some(name) => Ok(db::jobs::find(reader, name).await?.into_iter().collect()),
        None => Ok(db::list_jobs::active_since(reader, (&after.job, after.name.is_some()), since, JOBS).await?),
    }
}

/// The names of the metrics of which a job's log has a value since a time, in order.
async fn names(service: &CloudWatch, job: JobRow, only: Option<&str>, since: i64) -> Result<Vec<String>, WireError> {
    let mut sought: BTreeMap<String, Source> = sources(&job);
    sought.retain(|name, _| only.is_none_or(|only| only == name));
    let path = JobFolder::new(&service.folder.job(&job.id)).log();
    let read = cancellable(move |token| {
        let mut found = Vec::new();
        read(&path, (since, i64::MAX), Instant::now() + TIMEOUT, token, |_, line| {
            found.extend(sought.extract_if(.., |_, source| source.value(line).is_some()).map(|(name, _)| name));
            !sought.is_empty()
        })?;
        found.sort();
        Ok(found)
    });
    read.await.map_err(WireError::internal)
}

fn describe(metrics: &[(String, String)], next: Option<&Position>) -> Result<Output, WireError> {
    let metric = |(job, name): &(String, String)| {
        let dimension = Output::Structure(vec![("Name", DIMENSION.into()), ("Value", job.as_str().into())]);
        Output::Structure(vec![
            ("Namespace", NAMESPACE.into()),
            ("MetricName", name.as_str().into()),
            ("Dimensions", Output::List(vec![dimension])),
        ])
    };
    let mut members = vec![("Metrics", metrics.iter().map(metric).collect())];
    if let Some(next) = next {
        members.push(("NextToken", page_token::encode(next)?.into()));
    }
    Ok(Output::Structure(members))
}

fn position(token: &str) -> Result<Position, WireError> {
    page_token::decode(token).ok_or_else(|| invalid("Request parameter NextToken is invalid"))
}
