//! What an evaluation of a job reads, or why there is none.

use std::collections::BTreeMap;

use domain::{
    S3Uri,
    algorithm::{Algorithm, image_classification, object_detection},
    channel_data::VALIDATION_CHANNEL,
    description::TrainingJobDetail,
    mode::{Compression, S3DataType},
    wire::Channel,
};

/// The channel with the list of separate images.
pub(super) const LIST_CHANNEL: &str = "validation_lst";
/// The channel with the annotations of separate images.
pub(super) const ANNOTATION_CHANNEL: &str = "validation_annotation";

/// How the labels of separate images are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Labels {
    /// A list that names all images.
    List,
    /// A file for each image.
    Annotations,
}

impl Labels {
    /// Those of an algorithm's separate images.
    fn of(algorithm: &str) -> Self {
        if algorithm == image_classification::ALGORITHM.repository { Self::List } else { Self::Annotations }
    }

    /// The channel that holds them.
    pub(super) fn channel(self) -> &'static str {
        match self {
            Self::List => LIST_CHANNEL,
            Self::Annotations => ANNOTATION_CHANNEL,
        }
    }

    /// What the channel does, to complete a sentence.
    fn verb(self) -> &'static str {
        match self {
            Self::List => "lists its images",
            Self::Annotations => "has the boxes in its images",
        }
    }
}

/// What an evaluation of a job reads.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    /// The job's record in the history.
    pub(super) record: i64,
    /// The algorithm: the name of its image's repository.
    pub(super) algorithm: &'static str,
    /// The archive.
    pub(super) artifact: S3Uri,
    /// The entity tag that the archive had when it was found first, where that is known.
    pub(super) etag: Option<String>,
    /// As the request has them.
    pub(super) hyperparameters: BTreeMap<String, String>,
    /// The channel `validation`, and of separate images the channel with their labels.
    pub(super) channels: Vec<Planned>,
}

/// A channel that an evaluation reads.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Planned {
    /// As the request has it.
    pub(super) channel: Channel,
    /// Its name.
    pub(super) name: &'static str,
    /// Where its data are, or their manifest.
    pub(super) location: S3Uri,
    /// Whether the location is that of a manifest.
    pub(super) is_manifest: bool,
}

impl Plan {
    /// What an evaluation of a job reads.
    ///
    /// # Errors
    /// Why there is none, as a whole sentence or more.
    pub(super) fn of(job: &TrainingJobDetail) -> Result<Self, String> {
        let algorithm = algorithm(job)?;
        let (artifact, etag) = artifact(job)?;
        let validation = planned(job, VALIDATION_CHANNEL)?
            .ok_or("The job has no channel validation, so there is nothing to evaluate its model on.")?;
        let mut channels = vec![validation];
        let labels = Labels::of(algorithm);
        if has_separate_images(job, labels) {
            let is_manifest = channels.iter().any(|channel| channel.is_manifest);
            if is_manifest {
                return Err("The console does not read separate images that a manifest names.".to_owned());
            }
            let missing = || format!("The job has no channel {}, which {}.", labels.channel(), labels.verb());
            channels.push(planned(job, labels.channel())?.ok_or_else(missing)?);
        }
        let hyperparameters = job.request.hyper_parameters.clone().unwrap_or_default();
        Ok(Self { record: job.summary.record, algorithm, artifact, etag, hyperparameters, channels })
    }

    /// The channel with the images.
    pub(super) fn images(&self) -> Option<&Planned> {
        self.channels.first()
    }

    /// The channel with the labels of separate images.
    pub(super) fn labels(&self) -> Option<(Labels, &Planned)> {
        Some((Labels::of(self.algorithm), self.channels.get(1)?))
    }
}

fn algorithm(job: &TrainingJobDetail) -> Result<&'static str, String> {
    let evaluated = [&image_classification::ALGORITHM, &object_detection::ALGORITHM];
    let names = evaluated.map(|algorithm| algorithm.short_name).join(" and of ");
    match job.request.training_image().and_then(Algorithm::of_image) {
        Some(algorithm) if evaluated.iter().any(|evaluated| evaluated.repository == algorithm.repository) => {
            Ok(algorithm.repository)
        }
        Some(algorithm) => {
            Err(format!("The console evaluates models of {names}. It does not evaluate those of {} yet.", algorithm.short_name))
        }
        None => Err(format!(
            "The console evaluates models of {names}. What a container of your own predicts, only that container knows."
        )),
    }
}

fn artifact(job: &TrainingJobDetail) -> Result<(S3Uri, Option<String>), String> {
    if !job.summary.status.is_final() {
        return Err("The job stores its model when it ends. Then it can be evaluated.".to_owned());
    }
    let Some(artifact) = &job.artifact else {
        return Err(
            "Nobody knows whether there is a model: S3 has not answered yet, or the request names no output path.".to_owned()
        );
    };
    let uri = &artifact.uri;
    if artifact.is_replaced {
        return Err(format!(
            "The model of this job is gone: another object has taken its place at {uri}. Evaluate the job that stored that one."
        ));
    }
    if artifact.size.is_none() {
        return Err(format!("There is no model: nothing is stored at {uri}."));
    }
    let parsed = S3Uri::parse(uri).map_err(|error| format!("The model's location {uri} cannot be read: {error}."))?;
    Ok((parsed, artifact.etag.clone()))
}

/// A channel of the job, if it has one of that name.
fn planned(job: &TrainingJobDetail, name: &'static str) -> Result<Option<Planned>, String> {
    let channels = job.request.input_data_config.as_deref().unwrap_or_default();
    let Some(channel) = channels.iter().find(|channel| channel.channel_name.as_deref() == Some(name)) else { return Ok(None) };
    let Some(source) = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref()) else {
        return Err(format!("The data of the channel {name} are in a file system, which the console does not read."));
    };
    if channel.compression_type.as_deref() == Some(Compression::Gzip.as_str()) {
        return Err(format!("The objects of the channel {name} are compressed with Gzip, which the console does not evaluate."));
    }
    let is_manifest = match source.s3_data_type.as_deref().and_then(S3DataType::parse).unwrap_or_default() {
        S3DataType::S3Prefix => false,
        S3DataType::ManifestFile => true,
        S3DataType::AugmentedManifestFile => {
            return Err(format!("The channel {name} is an augmented manifest, which the console does not read."));
        }
    };
    let location = source.s3_uri.clone().unwrap_or_default();
    let location = S3Uri::parse(&location)
        .map_err(|error| format!("The location {location} of the channel {name} cannot be read: {error}."))?;
    Ok(Some(Planned { channel: channel.clone(), name, location, is_manifest }))
}

/// Whether the channel holds image files, as the trainer tells by the content type and the channel with their labels.
fn has_separate_images(job: &TrainingJobDetail, labels: Labels) -> bool {
    let channels = job.request.input_data_config.as_deref().unwrap_or_default();
    let find = |name: &str| channels.iter().find(|channel| channel.channel_name.as_deref() == Some(name));
    let content_type = find(VALIDATION_CHANNEL).and_then(|channel| channel.content_type.as_deref()).unwrap_or_default();
    match content_type.split(';').next().unwrap_or_default().trim() {
        "application/x-image" | "image/jpeg" | "image/png" => true,
        "" => find(labels.channel()).is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        TrainingJobRequest,
        description::{Artifact, TrainingJobSummary},
        job_status::TrainingJobStatus,
    };
    use serde_json::{Value, json};

    use super::*;
    use crate::testing::body;

    fn job(request: &Value, artifact: Option<Artifact>) -> TrainingJobDetail {
        let request = TrainingJobRequest::from_json(request.to_string().as_bytes()).expect("a request");
        let summary = TrainingJobSummary { status: TrainingJobStatus::Completed, ..TrainingJobSummary::default() };
        TrainingJobDetail { summary, request, artifact, ..TrainingJobDetail::default() }
    }

    fn stored() -> Option<Artifact> {
        Some(Artifact { uri: "s3://bucket/output/a/output/model.tar.gz".to_owned(), size: Some(9), ..Artifact::default() })
    }

    fn reason(request: &Value, artifact: Option<Artifact>) -> String {
        Plan::of(&job(request, artifact)).expect_err("no plan")
    }

    #[test]
    fn every_obstacle_has_its_reason() {
        let request = body("a");
        assert!(Plan::of(&job(&request, stored())).is_ok_and(|plan| plan.channels.len() == 1 && plan.labels().is_none()));
        assert!(reason(&request, None).contains("S3 has not answered"));
        let mut running = job(&request, stored());
        running.summary.status = TrainingJobStatus::InProgress;
        assert!(Plan::of(&running).is_err_and(|reason| reason.contains("when it ends")));
        let with = |change: fn(&mut Artifact)| {
            let mut artifact = stored().expect("one");
            change(&mut artifact);
            Some(artifact)
        };
        assert!(reason(&request, with(|artifact| artifact.is_replaced = true)).contains("has taken its place"));
        assert!(reason(&request, with(|artifact| artifact.size = None)).starts_with("There is no model"));
        let changed = |change: fn(&mut Value)| {
            let mut request = body("a");
            change(&mut request);
            reason(&request, stored())
        };
        let image = |request: &mut Value| request["AlgorithmSpecification"]["TrainingImage"] = "example.com/mine:1".into();
        assert!(changed(image).contains("a container of your own"));
        assert!(changed(|request| request["InputDataConfig"] = json!([])).contains("no channel validation"));
        let channel = |name: &'static str, value: &'static str| {
            let mut request = body("a");
            request["InputDataConfig"][1][name] = value.into();
            reason(&request, stored())
        };
        assert!(channel("CompressionType", "Gzip").contains("Gzip"));
        assert!(channel("ContentType", "application/x-image").contains("no channel validation_lst"));
        let detector = "433757028032.dkr.ecr.us-west-2.amazonaws.com/object-detection:1";
        let mut boxes = body("a");
        boxes["AlgorithmSpecification"]["TrainingImage"] = detector.into();
        assert!(
            Plan::of(&job(&boxes, stored())).is_ok_and(|plan| plan.algorithm == "object-detection" && plan.labels().is_none())
        );
        boxes["InputDataConfig"][1]["ContentType"] = "application/x-image".into();
        assert!(reason(&boxes, stored()).contains("no channel validation_annotation, which has the boxes"));
        let augmented = |request: &mut Value| {
            request["InputDataConfig"][1]["DataSource"]["S3DataSource"]["S3DataType"] = "AugmentedManifestFile".into();
        };
        assert!(changed(augmented).contains("an augmented manifest"));
    }
}
