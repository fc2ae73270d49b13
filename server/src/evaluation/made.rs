//! One evaluation from the listing to the result.

use std::{
    convert::Infallible,
    ffi::OsString,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    time::{Duration, Instant},
};

use console::data::evaluation::{EvaluationFailure, EvaluationProgress};
use domain::{
    Clock, S3Uri,
    algorithm::{MODEL_CHANNEL, MODEL_CONTENT_TYPE},
    channel_data::{ChannelData, Extent},
    evaluation::{EvaluatedFile, Evaluation, EvaluationOutput, ImagesDone, MAX_EVALUATED_BYTES, Subject, evaluation_limits},
    grouped_digits::grouped_digits,
};
use serde_json::{Map, json};

use super::{
    download::Downloads,
    failure::{failed, gone, of_console, of_disk, of_target, replaced},
    fetched::{Fetched, Listed, channel},
    folders::{Folders, Key},
    plan::Plan,
    process,
};
use crate::{aws::objects::Version, history::History};

/// Bytes of an archive that is evaluated. Source: our own limit; the largest network of image classification is a tenth of it.
const MAX_ARCHIVE_SIZE: u64 = 2 << 30;
/// The pause between two looks at how far a download has come.
const TICK: Duration = Duration::from_millis(300);

/// Where an evaluation tells how far it has come.
#[derive(Clone)]
pub(super) struct Stage(Arc<Mutex<EvaluationProgress>>);

impl Stage {
    pub(super) fn new(progress: EvaluationProgress) -> Self {
        Self(Arc::new(Mutex::new(progress)))
    }

    pub(super) fn get(&self) -> EvaluationProgress {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, progress: EvaluationProgress) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }
}

/// What makes evaluations.
pub(super) struct Maker {
    pub(super) history: Arc<History>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) folders: Folders,
    /// The program and its first arguments.
    pub(super) command: Vec<OsString>,
}

impl Maker {
    /// Makes the evaluation and keeps its result; one of the same model on the same data is kept already.
    pub(super) async fn make(&self, plan: &Plan, downloads: &Downloads, stage: &Stage) -> Result<(), EvaluationFailure> {
        stage.set(EvaluationProgress::Listing);
        let version = self.version(plan).await?;
        let channels = self.listed(plan).await?;
        let etag = version.etag.trim_matches('"').to_owned();
        let key = Key::new(&plan.artifact, &etag, &channels);
        let (folders, wanted) = (self.folders.clone(), key.clone());
        if let Some(known) = blocking(move || Ok(folders.find(&wanted))).await? {
            return self.keep(key, known, None).await;
        }
        let (folders, record) = (self.folders.clone(), plan.record);
        let work = blocking(move || folders.begin_work(record)).await?;
        let (output, fetched) = self.make_in(&work, plan, &version, downloads, stage).await?;
        let subject = Subject {
            artifact: plan.artifact.to_string(),
            etag,
            parameters: output.parameters.clone(),
            epoch: output.epoch,
            channels,
            images: output.images,
            left_out: left_out(&output, fetched.left_out, fetched.is_cut),
            at: self.clock.now(),
        };
        let files = evaluated_files(&output.files, &fetched.files)?;
        self.keep(key, Evaluation { subject, files, findings: output.findings }, Some(work.join("output/masks"))).await
    }

    /// The archive in the version that the job stored.
    async fn version(&self, plan: &Plan) -> Result<Version, EvaluationFailure> {
        let artifact = &plan.artifact;
        let version = self.history.aws.version(artifact).await.map_err(|failure| of_target(failure, artifact))?;
        let version = version.ok_or_else(|| gone(artifact))?;
        if plan.etag.as_deref().is_some_and(|etag| etag != version.etag.trim_matches('"')) {
            return Err(replaced(artifact));
        }
        if version.size > MAX_ARCHIVE_SIZE {
            return Err(failed(
                "The model is too large to be evaluated here",
                format!("The archive {artifact} has more than 2 GiB. Load it with Apache MXNet to see what it predicts."),
            ));
        }
        Ok(version)
    }

    async fn listed(&self, plan: &Plan) -> Result<Vec<ChannelData>, EvaluationFailure> {
        let mut channels = Vec::new();
        for planned in &plan.channels {
            let listed = self.history.list_channel(&planned.channel, self.clock.now()).await;
            let data = listed.map_err(|error| of_console(&error.into()))?;
            if let Extent::Nothing(reason) = &data.extent {
                return Err(failed(
                    format!("The data of the channel {} are not there", planned.name),
                    format!("The location {} cannot be read: {reason}. Restore the data, then try again.", data.location),
                ));
            }
            channels.push(data);
        }
        Ok(channels)
    }

    async fn make_in(
        &self,
        work: &Path,
        plan: &Plan,
        version: &Version,
        downloads: &Downloads,
        stage: &Stage,
    ) -> Result<(EvaluationOutput, Fetched), EvaluationFailure> {
        let listed = Listed::of(downloads, plan).await?;
        let size = version.size.saturating_add(listed.bytes().min(MAX_EVALUATED_BYTES));
        let fetched = async {
            let archive = channel(work, MODEL_CHANNEL).join("model.tar.gz");
            downloads.whole(&plan.artifact, version, archive).await?;
            Fetched::below(work, downloads, plan, listed).await
        };
        let fetched = tokio::select! {
            fetched = fetched => fetched?,
            never = follow(downloads, size, stage) => match never {},
        };
        stage.set(EvaluationProgress::Loading);
        let (folder, configuration) = (work.to_owned(), configuration(plan));
        blocking(move || configuration.into_iter().try_for_each(|(name, text)| write(&folder, name, &text))).await?;
        let started = Mutex::new(None);
        let output = process::run(&self.command, (plan.algorithm, work), |done| stage.set(evaluating(done, &started))).await?;
        Ok((output, fetched))
    }

    async fn keep(&self, key: Key, evaluation: Evaluation, masks: Option<PathBuf>) -> Result<(), EvaluationFailure> {
        let folders = self.folders.clone();
        blocking(move || folders.keep(&key, &evaluation, masks.as_deref())).await
    }

    /// Removes what an evaluation has left.
    pub(super) async fn clear(&self, record: i64) {
        let folders = self.folders.clone();
        let cleared = blocking(move || folders.end_work(record)).await;
        if let Err(failure) = cleared {
            tracing::warn!(title = failure.title, "the folder of an evaluation could not be removed");
        }
    }
}

/// Tells again and again how far the download has come.
async fn follow(downloads: &Downloads, size: u64, stage: &Stage) -> Infallible {
    loop {
        let read = downloads.read.load(Ordering::Relaxed).min(size);
        stage.set(EvaluationProgress::Downloading { read, size });
        tokio::time::sleep(TICK).await;
    }
}

/// How far the images are, and how long the others take at the rate so far.
fn evaluating(now: ImagesDone, started: &Mutex<Option<Instant>>) -> EvaluationProgress {
    let ImagesDone { done, images } = now;
    let mut started = started.lock().unwrap_or_else(PoisonError::into_inner);
    let passed = started.get_or_insert_with(Instant::now).elapsed().as_secs_f64();
    let rest = images.saturating_sub(done) as f64 * passed / done.max(1) as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is no negative number")]
    let remaining_seconds = (done > 0 && passed > 0.0).then(|| rest.ceil() as u64);
    EvaluationProgress::Evaluating { done, images, remaining_seconds }
}

/// What of the channel was not evaluated.
fn left_out(output: &EvaluationOutput, mut sentences: Vec<String>, is_cut: bool) -> Vec<String> {
    if is_cut || output.images < output.available {
        sentences.push(format!(
            "Only the first {} images were evaluated: an evaluation takes at most {}.",
            grouped_digits(output.images),
            evaluation_limits()
        ));
    }
    sentences
}

/// The objects of the files that a result names.
fn evaluated_files(names: &[String], fetched: &[(String, S3Uri)]) -> Result<Vec<EvaluatedFile>, EvaluationFailure> {
    let file = |name: &String| {
        let (name, uri) = fetched.iter().find(|(fetched, _)| fetched == name)?;
        Some(EvaluatedFile { name: name.clone(), uri: uri.to_string() })
    };
    let unknown = || failed("The evaluation left no result that can be read", "It names a file that it was not given.");
    names.iter().map(file).collect::<Option<_>>().ok_or_else(unknown)
}

/// The configuration of the container contract.
fn configuration(plan: &Plan) -> [(&'static str, String); 2] {
    let described = plan.channels.iter().map(|planned| {
        let content_type = planned.channel.content_type.clone();
        (planned.name.to_owned(), json!({ "ContentType": content_type, "TrainingInputMode": "File" }))
    });
    let mut channels: Map<_, _> = described.collect();
    channels.insert(MODEL_CHANNEL.to_owned(), json!({ "ContentType": MODEL_CONTENT_TYPE, "TrainingInputMode": "File" }));
    [
        ("hyperparameters.json", json!(plan.hyperparameters).to_string()),
        ("inputdataconfig.json", serde_json::Value::Object(channels).to_string()),
    ]
}

fn write(work: &Path, name: &str, text: &str) -> std::io::Result<()> {
    let folder = work.join("input/config");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join(name), text)
}

/// Runs what waits for the disk on a thread of its own.
async fn blocking<T: Send + 'static>(
    action: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, EvaluationFailure> {
    let done = tokio::task::spawn_blocking(action).await.map_err(std::io::Error::other);
    done.and_then(|done| done).map_err(|error| of_disk(&error))
}
