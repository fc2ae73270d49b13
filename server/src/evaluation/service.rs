//! The port: one evaluation after the other, each in a task of its own.

use std::{
    collections::HashMap,
    ffi::OsString,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicU64},
};

use async_trait::async_trait;
use console::{
    data::evaluation::{EvaluationFailure, EvaluationProgress, EvaluationState, MaskView, MistakeQuery, PredictionsComparison},
    error::AppError,
    ports::{TrainingJobs, evaluations::Evaluations},
};
use domain::{
    Clock, JobKey,
    description::TrainingJobDetail,
    evaluation::{Evaluation, changes},
};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::{
    download::Downloads,
    folders::{Folders, Key},
    made::{Maker, Stage},
    plan::Plan,
    view::{compared, view},
};
use crate::{history::History, mask};

/// Failures that are remembered until somebody has seen them. Source: our own limit.
const MAX_FAILURES: usize = 100;

/// Evaluations of the jobs of one target.
pub(crate) struct ModelEvaluations {
    history: Arc<History>,
    maker: Arc<Maker>,
    all: Arc<Mutex<All>>,
    /// One at a time: each keeps all processors busy.
    turn: Arc<Semaphore>,
    ending: CancellationToken,
}

/// The evaluations that are being made or have failed, by the record of the job.
#[derive(Default)]
struct All {
    entries: HashMap<i64, Entry>,
    started: u64,
}

struct Entry {
    /// Counts the evaluations in the order in which they were asked for.
    number: u64,
    stage: Stage,
    cancel: CancellationToken,
    failure: Option<EvaluationFailure>,
}

impl ModelEvaluations {
    /// Evaluations below the data folder, for the history in the file of this name. `command` is the program that evaluates.
    /// What a killed console has left is removed.
    pub(crate) fn new(
        history: Arc<History>,
        clock: Arc<dyn Clock>,
        (data, file): (&Path, &str),
        command: Vec<OsString>,
        ending: CancellationToken,
    ) -> Self {
        let folders = Folders::new(data, file);
        if let Err(error) = folders.clear_work() {
            tracing::warn!(%error, "what an earlier console left of its evaluations could not be removed");
        }
        let maker = Arc::new(Maker { history: history.clone(), clock, folders, command });
        Self { history, maker, all: Arc::default(), turn: Arc::new(Semaphore::new(1)), ending }
    }

    async fn job(&self, key: &JobKey) -> Result<TrainingJobDetail, AppError> {
        let job = self.history.describe(key).await?;
        job.ok_or_else(|| AppError::NotFound(format!("There is no training job named {key}.")))
    }

    /// The result that was made last of a job's model.
    async fn newest(&self, plan: &Plan) -> Result<Option<Evaluation>, AppError> {
        let etag = match &plan.etag {
            Some(etag) => Some(etag.clone()),
            None => self.history.aws.version(&plan.artifact).await?.map(|version| version.etag.trim_matches('"').to_owned()),
        };
        let Some(etag) = etag else { return Ok(None) };
        let (folders, artifact) = (self.maker.folders.clone(), plan.artifact.clone());
        let found = tokio::task::spawn_blocking(move || folders.newest(&artifact, &etag)).await;
        found.map_err(|_| AppError::Internal("The evaluation could not be read by a fault of the console.".to_owned()))
    }

    /// What is being made or has failed.
    fn running(&self, record: i64) -> Option<EvaluationState> {
        let all = lock(&self.all);
        let entry = all.entries.get(&record)?;
        if let Some(failure) = &entry.failure {
            return Some(EvaluationState::Failed(failure.clone()));
        }
        let before = all.entries.values().filter(|other| other.failure.is_none() && other.number < entry.number).count();
        Some(EvaluationState::Running(match entry.stage.get() {
            EvaluationProgress::Waiting(_) => EvaluationProgress::Waiting(before as u64),
            progress => progress,
        }))
    }

    /// Enters an evaluation; `None` when it is being made already.
    fn enter(&self, record: i64) -> Option<(u64, Stage, CancellationToken)> {
        let mut all = lock(&self.all);
        if all.entries.get(&record).is_some_and(|entry| entry.failure.is_none()) {
            return None;
        }
        all.started += 1;
        let (number, stage) = (all.started, Stage::new(EvaluationProgress::Waiting(0)));
        let cancel = self.ending.child_token();
        all.entries.insert(record, Entry { number, stage: stage.clone(), cancel: cancel.clone(), failure: None });
        Some((number, stage, cancel))
    }
}

#[async_trait]
impl Evaluations for ModelEvaluations {
    async fn state(&self, job: &JobKey, query: MistakeQuery) -> Result<EvaluationState, AppError> {
        let job = self.job(job).await?;
        if let Some(state) = self.running(job.summary.record) {
            return Ok(state);
        }
        let plan = match Plan::of(&job) {
            Ok(plan) => plan,
            Err(reason) => return Ok(EvaluationState::NotPossible(reason)),
        };
        Ok(match self.newest(&plan).await? {
            Some(found) => EvaluationState::Done(Box::new(view(&job, found, query))),
            None => EvaluationState::NotMade,
        })
    }

    async fn start(&self, job: &JobKey) -> Result<(), AppError> {
        let plan = Plan::of(&self.job(job).await?).map_err(AppError::Refused)?;
        let Some((number, stage, cancel)) = self.enter(plan.record) else { return Ok(()) };
        let (maker, all, turn) = (self.maker.clone(), self.all.clone(), self.turn.clone());
        let downloads = Downloads { aws: self.history.aws.clone(), cancel: cancel.clone(), read: Arc::new(AtomicU64::new(0)) };
        tokio::spawn(async move {
            let made = async {
                // Closed never: the semaphore lives as long as the evaluations.
                let _turn = turn.acquire().await;
                let making = maker.make(&plan, &downloads, &stage);
                let made = tokio::select! {
                    made = making => made,
                    () = cancel.cancelled() => Ok(()),
                };
                maker.clear(plan.record).await;
                made
            };
            let made = tokio::select! {
                made = made => made,
                () = cancel_in_queue(&cancel, &stage) => Ok(()),
            };
            leave(&all, plan.record, number, made.err());
        });
        Ok(())
    }

    async fn cancel(&self, job: &JobKey) -> Result<(), AppError> {
        let record = self.job(job).await?.summary.record;
        let entry = lock(&self.all).entries.remove(&record);
        if let Some(entry) = entry {
            entry.cancel.cancel();
        }
        Ok(())
    }

    async fn compare(&self, first: &JobKey, second: &JobKey, pages: (u64, u64)) -> Result<PredictionsComparison, AppError> {
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for key in [first, second] {
            let job = self.job(key).await?;
            let name = job.summary.name.clone();
            match Plan::of(&job) {
                Err(reason) => return Ok(PredictionsComparison::NotComparable(format!("{name} has no evaluation. {reason}"))),
                Ok(plan) => match self.newest(&plan).await? {
                    Some(evaluation) => found.push((name, evaluation)),
                    None => missing.push(job.summary.key()),
                },
            }
        }
        let [(first, one), (second, other)] = &found[..] else { return Ok(PredictionsComparison::NotMade(missing)) };
        Ok(changes((first, one), (second, other))
            .map_or_else(PredictionsComparison::NotComparable, |changes| compared(changes, (one, other), pages)))
    }

    async fn mask(&self, result: &str, number: u32, shown: MaskView) -> Result<Option<Vec<u8>>, AppError> {
        let Some(key) = Key::parse(result) else { return Ok(None) };
        let folders = self.maker.folders.clone();
        let read = move || mask::read(&folders.mask(&key, number)?)?.view(shown).ok();
        let found = tokio::task::spawn_blocking(read).await;
        found.map_err(|_| AppError::Internal("The mask could not be read by a fault of the console.".to_owned()))
    }
}

/// Ends when an evaluation is cancelled that has not begun: nothing is left to be removed.
async fn cancel_in_queue(cancel: &CancellationToken, stage: &Stage) {
    cancel.cancelled().await;
    if !matches!(stage.get(), EvaluationProgress::Waiting(_)) {
        std::future::pending::<()>().await;
    }
}

/// Takes an evaluation out that has ended; a failure stays. It may have been asked for anew since.
fn leave(all: &Mutex<All>, record: i64, number: u64, failure: Option<EvaluationFailure>) {
    let mut all = lock(all);
    let Some(entry) = all.entries.get_mut(&record).filter(|entry| entry.number == number) else { return };
    match failure {
        Some(failure) => entry.failure = Some(failure),
        None => drop(all.entries.remove(&record)),
    }
    let failed: Vec<(u64, i64)> =
        all.entries.iter().filter(|(_, entry)| entry.failure.is_some()).map(|(record, entry)| (entry.number, *record)).collect();
    if failed.len() > MAX_FAILURES
        && let Some((_, oldest)) = failed.into_iter().min()
    {
        all.entries.remove(&oldest);
    }
}

fn lock(all: &Mutex<All>) -> MutexGuard<'_, All> {
    all.lock().unwrap_or_else(PoisonError::into_inner)
}
