//! What an evaluation of a job reads, or why there is none.

use std::collections::BTreeMap;

use domain::{
    S3Uri,
    algorithm::{Algorithm, image_classification, semantic_segmentation},
    channel_data::{LABEL_MAP_CHANNEL, VALIDATION_CHANNEL},
    description::TrainingJobDetail,
    mode::{Compression, S3DataType},
    wire::Channel,
};

/// The channel with the list of separate images.
pub(super) const LIST_CHANNEL: &str = "validation_lst";
/// The channel with the annotations or masks of separate images.
pub(super) const ANNOTATION_CHANNEL: &str = "validation_annotation";

/// How the labels of separate images are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Labels {
    /// A list that names all images.
    List,
    /// A file for each image.
    Annotations,
    /// A mask for each image.
    Masks,
}

impl Labels {
    /// Those of an algorithm's separate images.
    fn of(algorithm: &str) -> Self {
        match algorithm {
            _ if algorithm == image_classification::ALGORITHM.repository => Self::List,
            _ if algorithm == semantic_segmentation::ALGORITHM.repository => Self::Masks,
            _ => Self::Annotations,
        }
    }

    /// The channel that holds them.
    pub(super) fn channel(self) -> &'static str {
        match self {
            Self::List => LIST_CHANNEL,
            Self::Annotations | Self::Masks => ANNOTATION_CHANNEL,
        }
    }

    /// What a file of the channel is.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Annotations => "annotation",
            Self::Masks => "mask",
        }
    }

    /// What the channel does, to complete a sentence.
    fn verb(self) -> &'static str {
        match self {
            Self::List => "lists its images",
            Self::Annotations => "has the boxes in its images",
            Self::Masks => "has the masks of its images",
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
    /// The channel `validation`, of separate images the channel with their labels, and the channel `label_map` where masks have one.
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
        if has_separate_images(job, labels)? {
            let is_manifest = channels.iter().any(|channel| channel.is_manifest);
            if is_manifest {
                return Err("The console does not read separate images that a manifest names.".to_owned());
            }
            let missing = || format!("The job has no channel {}, which {}.", labels.channel(), labels.verb());
            channels.push(planned(job, labels.channel())?.ok_or_else(missing)?);
        }
        if labels == Labels::Masks {
            channels.extend(planned(job, LABEL_MAP_CHANNEL)?);
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

    /// The channel that says what the numbers in masks mean.
    pub(super) fn label_map(&self) -> Option<&Planned> {
        self.channels.iter().find(|channel| channel.name == LABEL_MAP_CHANNEL)
    }
}

fn algorithm(job: &TrainingJobDetail) -> Result<&'static str, String> {
    let known = job.request.training_image().and_then(Algorithm::of_image);
    known.map(|algorithm| algorithm.repository).ok_or_else(|| {
        "The console evaluates models of the built-in algorithms. What a container of your own predicts, only that container knows."
            .to_owned()
    })
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
///
/// # Errors
/// When it must hold some, and does not.
fn has_separate_images(job: &TrainingJobDetail, labels: Labels) -> Result<bool, String> {
    let channels = job.request.input_data_config.as_deref().unwrap_or_default();
    let find = |name: &str| channels.iter().find(|channel| channel.channel_name.as_deref() == Some(name));
    let content_type = find(VALIDATION_CHANNEL).and_then(|channel| channel.content_type.as_deref()).unwrap_or_default();
    match content_type.split(';').next().unwrap_or_default().trim() {
        "application/x-image" | "image/jpeg" | "image/png" => Ok(true),
        "" => Ok(labels == Labels::Masks || find(labels.channel()).is_some()),
        other if labels == Labels::Masks => Err(format!(
            "The channel {VALIDATION_CHANNEL} has the content type {other}. Of semantic segmentation, the console reads separate images."
        )),
        _ => Ok(false),
    }
}

#[cfg(test)]
mod tests;
