//! The files of the channels that the process of an evaluation reads.

use std::path::{Path, PathBuf};

use console::data::evaluation::EvaluationFailure;
use domain::{
    S3Uri,
    channel_data::{LABEL_MAP_CHANNEL, VALIDATION_CHANNEL},
};

use super::{
    annotated_images,
    download::{Downloads, Room},
    failure::failed,
    listed_images::{self, Image, fetch_image},
    listing::{self, ChannelFile, ChannelFiles},
    plan::{Labels, Plan, Planned},
};

/// The file of the channel `label_map` that is about the validation data. Source: developer guide, "Semantic Segmentation
/// Algorithm".
const LABEL_MAP: &str = "validation_label_map.json";

/// The files that the channels hold.
#[derive(Default)]
pub(super) struct Listed {
    images: ChannelFiles,
    /// Of separate images, the files with their labels.
    labels: Option<ChannelFiles>,
    label_map: Option<ChannelFile>,
}

/// The images that are there for the process, by their paths in the channel.
pub(super) struct Fetched {
    pub(super) files: Vec<(String, S3Uri)>,
    pub(super) left_out: Vec<String>,
    pub(super) is_cut: bool,
}

/// The folder of a channel in the container contract.
pub(super) fn channel(work: &Path, name: &str) -> PathBuf {
    work.join("input/data").join(name)
}

impl Listed {
    /// Lists the channels of a plan.
    pub(super) async fn of(downloads: &Downloads, plan: &Plan) -> Result<Self, EvaluationFailure> {
        let aws = &downloads.aws;
        let Some(images) = plan.images() else { return Ok(Self::default()) };
        let Some((labels, channel)) = plan.labels() else {
            return Ok(Self { images: listing::files(aws, images, ".rec").await?, ..Self::default() });
        };
        let ending = match labels {
            Labels::List => ".lst",
            Labels::Annotations => ".json",
            // Of any image file: the trainer says why a mask is no JPEG file.
            Labels::Masks => "",
        };
        let images = listing::files(aws, images, "").await?;
        let labels = Some(listing::files(aws, channel, ending).await?);
        let label_map = match plan.label_map() {
            Some(channel) => listing::files(aws, channel, LABEL_MAP).await?.files.into_iter().find(|file| file.name == LABEL_MAP),
            None => None,
        };
        Ok(Self { images, labels, label_map })
    }

    /// Bytes of the images.
    pub(super) fn bytes(&self) -> u64 {
        self.images.files.iter().map(|file| file.version.size).sum()
    }
}

impl Fetched {
    /// Fetches what was listed, as far as there is room, into the folders of the channels.
    pub(super) async fn below(
        work: &Path,
        downloads: &Downloads,
        plan: &Plan,
        listed: Listed,
    ) -> Result<Self, EvaluationFailure> {
        let Listed { images, labels, label_map } = listed;
        let folder = channel(work, VALIDATION_CHANNEL);
        let (Some(files), Some((labels, _)), Some(planned)) = (labels, plan.labels(), plan.images()) else {
            return fetch_records(downloads, &folder, images).await;
        };
        if let Some(label_map) = label_map {
            fetch_label_map(downloads, &label_map, &channel(work, LABEL_MAP_CHANNEL)).await?;
        }
        let folders = (folder, channel(work, labels.channel()));
        let fetched = match labels {
            Labels::List => fetch_listed(downloads, planned, &files, folders).await?,
            Labels::Annotations | Labels::Masks => annotated_images::fetch(downloads, images, (labels, files), folders).await?,
        };
        Ok(Self { files: fetched.files, left_out: fetched.left_out, is_cut: false })
    }
}

async fn fetch_label_map(downloads: &Downloads, map: &ChannelFile, folder: &Path) -> Result<(), EvaluationFailure> {
    match fetch_image(downloads, &map.uri, &folder.join(LABEL_MAP)).await? {
        Image::Stored(_) => Ok(()),
        // Without it the numbers in the masks would be taken for classes.
        Image::Gone => Err(super::failure::gone(&map.uri)),
        Image::TooLarge => Err(failed(
            "The label map cannot be read",
            format!("The file {} has more than 32 MiB. Mend it, then try again.", map.uri),
        )),
    }
}

async fn fetch_listed(
    downloads: &Downloads,
    images: &Planned,
    lists: &ChannelFiles,
    folders: (PathBuf, PathBuf),
) -> Result<listed_images::Fetched, EvaluationFailure> {
    let [list] = &lists.files[..] else {
        let (channel, count) = (Labels::List.channel(), lists.files.len());
        return Err(failed(
            "The list of images is not there",
            format!("The channel {channel} holds {count} .lst files, but must hold one."),
        ));
    };
    listed_images::fetch(downloads, images, list, folders).await
}

async fn fetch_records(downloads: &Downloads, folder: &Path, images: ChannelFiles) -> Result<Fetched, EvaluationFailure> {
    let mut room = Room::FULL;
    let mut fetched = Fetched { files: Vec::new(), left_out: images.left_out, is_cut: false };
    if images.files.is_empty() {
        return Err(failed(
            "There are no images",
            "The channel validation holds no RecordIO file (.rec). Restore the data, then try again.",
        ));
    }
    for file in images.files {
        if room.is_used_up() {
            fetched.is_cut = true;
            break;
        }
        let before = room;
        room = downloads.records(&file, folder.join(&file.name), room).await?;
        fetched.is_cut |= room.is_used_up() && before.bytes.saturating_sub(room.bytes) != file.version.size;
        let ChannelFile { uri, name, .. } = file;
        fetched.files.push((name, uri));
    }
    Ok(fetched)
}
