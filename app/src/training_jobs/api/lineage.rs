//! The jobs above and below a job.

use std::collections::BTreeSet;

use console::{error::AppError, ports::Backend};
use domain::{
    JobName,
    description::{TrainingJobDetail, TrainingJobSummary},
};

/// Generations that are looked for above a job; its tab about lineage has all of them.
const MAX_ANCESTORS: usize = 2;
/// Children that are looked at.
const MAX_CHILDREN: usize = 4;

/// The jobs whose models led to the job's, the first of the line first; the nearest [`MAX_ANCESTORS`] of them.
pub(super) async fn ancestors(backend: &Backend, job: &TrainingJobDetail) -> Result<Vec<TrainingJobDetail>, AppError> {
    let mut line = Vec::new();
    let mut seen = BTreeSet::from([job.summary.record]);
    let mut next = parent_of(job);
    // By its record: the parent's name may belong to a later job.
    while let Some(record) = next {
        // Two jobs that wrote to one location could form a cycle.
        if line.len() >= MAX_ANCESTORS || !seen.insert(record) {
            break;
        }
        let Some(parent) = backend.history.record(record).await? else { break };
        next = parent_of(&parent);
        line.push(parent);
    }
    line.reverse();
    Ok(line)
}

/// The jobs that started from the job's model.
pub(super) async fn children(backend: &Backend, job: &TrainingJobDetail) -> Result<Vec<TrainingJobSummary>, AppError> {
    let mut children = Vec::new();
    for name in job.children.iter().take(MAX_CHILDREN).filter_map(|name| JobName::parse(name).ok()) {
        if let Some(child) = backend.jobs.describe(&name.into()).await? {
            children.push(child.summary);
        }
    }
    Ok(children)
}

fn parent_of(job: &TrainingJobDetail) -> Option<i64> {
    job.summary.parent.as_ref()?.record
}
