//! Separate images: those that the first lines of a list name, and a list of these.

use std::path::{Component, Path, PathBuf};

use console::data::evaluation::EvaluationFailure;
use domain::S3Uri;
use futures::StreamExt;
use mxnet_formats::{
    image_list::{ListedImage, read_image_list},
    text_encoding,
};
use tokio::io::AsyncWriteExt;

use super::{
    download::{Downloads, Room},
    failure::{failed, of_disk, of_target},
    listing::ChannelFile,
    plan::Planned,
};

/// Bytes of a list that is read.
const MAX_LIST_SIZE: u64 = 64 << 20;
/// Images that are fetched at a time.
pub(super) const CONCURRENT_IMAGES: usize = 8;
/// Bytes of one image.
const MAX_IMAGE_SIZE: u64 = 32 << 20;

/// Separate images that are there for the process.
pub(super) struct Fetched {
    /// The images by their paths in the channel.
    pub(super) files: Vec<(String, S3Uri)>,
    /// What was left out and why.
    pub(super) left_out: Vec<String>,
}

/// What came of one image.
pub(super) enum Image {
    /// It is there, with this many bytes.
    Stored(u64),
    /// There is no such object.
    Gone,
    /// It has more than [`MAX_IMAGE_SIZE`].
    TooLarge,
}

/// Fetches the images that a list names, as far as there is room, and writes the list of them.
pub(super) async fn fetch(
    downloads: &Downloads,
    images: &Planned,
    list: &ChannelFile,
    folders: (PathBuf, PathBuf),
) -> Result<Fetched, EvaluationFailure> {
    let (image_folder, list_folder) = folders;
    let text = read(downloads, list).await?;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let mut left_out = Vec::new();
    let limit = usize::try_from(Room::FULL.images).unwrap_or(usize::MAX);
    let taken: Vec<&str> = lines.iter().copied().take(limit).collect();
    if taken.len() < lines.len() {
        left_out.push(format!("The list names {} images; those behind the first {limit} were left out.", lines.len()));
    }
    let entries = read_image_list(&taken.join("\n")).map_err(|error| {
        failed("The list of images cannot be read", format!("In {}, {error}. Mend the list, then try again.", list.uri))
    })?;
    let wanted: Vec<(String, S3Uri)> =
        entries.iter().map(|entry| located(entry, images)).collect::<Option<_>>().ok_or_else(|| {
            failed("The list of images cannot be read", format!("In {}, a path cannot be that of an object.", list.uri))
        })?;
    let fetches = wanted.iter().cloned().map(|(name, uri)| {
        let path = image_folder.join(&name);
        async move { fetch_image(downloads, &uri, &path).await }
    });
    let mut fetches = std::pin::pin!(futures::stream::iter(fetches).buffered(CONCURRENT_IMAGES));
    let (mut kept, mut files, mut room, mut gone, mut large) = (Vec::new(), Vec::new(), Room::FULL, 0_u64, 0_u64);
    let mut pairs = taken.iter().zip(wanted.clone());
    while let Some(image) = fetches.next().await {
        let Some((line, file)) = pairs.next() else { break };
        match image? {
            Image::Stored(size) => {
                room.bytes = room.bytes.saturating_sub(size);
                kept.push(*line);
                files.push(file);
            }
            Image::Gone => gone += 1,
            Image::TooLarge => large += 1,
        }
        if room.is_used_up() {
            left_out
                .push(format!("The images behind the first {} were left out: an evaluation reads at most 2 GiB.", files.len()));
            break;
        }
    }
    match gone {
        0 => {}
        1 => left_out.push("1 image of the list was left out: it is not in the channel any more.".to_owned()),
        gone => left_out.push(format!("{gone} images of the list were left out: they are not in the channel any more.")),
    }
    match large {
        0 => {}
        1 => left_out.push("1 image was left out: it has more than 32 MiB.".to_owned()),
        large => left_out.push(format!("{large} images were left out: each has more than 32 MiB.")),
    }
    write(&list_folder.join("images.lst"), kept.join("\n").as_bytes()).await?;
    Ok(Fetched { files, left_out })
}

async fn read(downloads: &Downloads, list: &ChannelFile) -> Result<String, EvaluationFailure> {
    let part = downloads.aws.part(&list.uri, 0, MAX_LIST_SIZE + 1).await.map_err(|failure| of_target(failure, &list.uri))?;
    let (size, bytes) = part.ok_or_else(|| super::failure::gone(&list.uri))?;
    let unreadable = |reason: String| failed("The list of images cannot be read", format!("The list {} {reason}.", list.uri));
    if size > MAX_LIST_SIZE {
        return Err(unreadable("has more than 64 MiB, which is the most that an evaluation reads".to_owned()));
    }
    text_encoding::plain_text(&bytes).map(str::to_owned).map_err(|error| unreadable(format!("is no plain text: {error}")))
}

/// The path of a listed image in the channel, and the object.
fn located(entry: &ListedImage, channel: &Planned) -> Option<(String, S3Uri)> {
    let parts = entry.path.components().filter_map(|component| match component {
        Component::Normal(part) => Some(part.to_str()),
        _ => None,
    });
    let name = parts.collect::<Option<Vec<_>>>()?.join("/");
    let prefix = channel.location.key();
    let separator = if prefix.is_empty() || prefix.ends_with('/') { "" } else { "/" };
    let uri = S3Uri::new(channel.location.bucket(), &format!("{prefix}{separator}{name}")).ok()?;
    super::listing::is_path(&name).then_some((name, uri))
}

/// Fetches an object that is a file of the channel.
pub(super) async fn fetch_image(downloads: &Downloads, uri: &S3Uri, path: &Path) -> Result<Image, EvaluationFailure> {
    let found = downloads.aws.get(uri).await.map_err(|failure| of_target(failure, uri))?;
    let Some((size, stream)) = found else { return Ok(Image::Gone) };
    if size > MAX_IMAGE_SIZE {
        return Ok(Image::TooLarge);
    }
    let mut bytes = Vec::new();
    let mut stream = std::pin::pin!(stream);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| of_target(crate::aws::error::Failure::cut(&error.to_string()), uri))?;
        bytes.extend_from_slice(&chunk);
        if bytes.len() as u64 > MAX_IMAGE_SIZE {
            return Ok(Image::TooLarge);
        }
    }
    downloads.read.fetch_add(bytes.len() as u64, std::sync::atomic::Ordering::Relaxed);
    write(path, &bytes).await?;
    Ok(Image::Stored(bytes.len() as u64))
}

async fn write(path: &Path, bytes: &[u8]) -> Result<(), EvaluationFailure> {
    let written = async {
        if let Some(folder) = path.parent() {
            tokio::fs::create_dir_all(folder).await?;
        }
        let mut file = tokio::fs::File::create(path).await?;
        file.write_all(bytes).await?;
        file.flush().await
    };
    written.await.map_err(|error| of_disk(&error))
}
