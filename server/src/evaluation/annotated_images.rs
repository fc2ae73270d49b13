//! Separate images with an annotation or a mask for each: `a/b.json` or `a/b.png` of one channel is that of `a/b.jpg` of the other.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use console::data::evaluation::EvaluationFailure;
use domain::grouped_digits::grouped_digits;
use futures::StreamExt;

use super::{
    download::{Downloads, Room},
    failure::failed,
    listed_images::{CONCURRENT_IMAGES, Fetched, Image, fetch_image},
    listing::{ChannelFile, ChannelFiles},
    plan::Labels,
};

/// Ends of the names of images, in lower case, as the trainer reads them.
const IMAGE_ENDS: [&str; 3] = ["jpg", "jpeg", "png"];

/// An image with its annotation or mask. Of an image without one the trainer says so.
struct Pair {
    image: ChannelFile,
    annotation: Option<ChannelFile>,
}

/// Fetches the images of a channel with their annotations or masks, as far as there is room.
pub(super) async fn fetch(
    downloads: &Downloads,
    images: ChannelFiles,
    (labels, mut annotations): (Labels, ChannelFiles),
    folders: (PathBuf, PathBuf),
) -> Result<Fetched, EvaluationFailure> {
    let mut left_out = images.left_out;
    let noun = labels.noun();
    if labels == Labels::Masks {
        annotations.files.retain(|file| is_image(&file.name));
    }
    left_out.extend(annotations.left_out);
    let mut pairs = pairs(images.files, annotations.files);
    if pairs.is_empty() {
        return Err(failed(
            "There are no images",
            "The channel validation holds no image file (.jpg, .jpeg or .png). Restore the data, then try again.",
        ));
    }
    let all = pairs.len();
    pairs.truncate(usize::try_from(Room::FULL.images).unwrap_or(usize::MAX));
    if pairs.len() < all {
        left_out.push(format!(
            "The channel holds {} images; those behind the first {} were left out.",
            grouped_digits(all as u64),
            grouped_digits(pairs.len() as u64)
        ));
    }
    let (image_folder, annotation_folder) = &folders;
    let names: Vec<_> = pairs.iter().map(|pair| (pair.image.name.clone(), pair.image.uri.clone())).collect();
    let fetches = pairs.into_iter().map(|pair| {
        let (images, annotations) = (image_folder.clone(), annotation_folder.clone());
        async move { fetch_pair(downloads, &pair, &images, &annotations).await }
    });
    let mut fetches = std::pin::pin!(futures::stream::iter(fetches).buffered(CONCURRENT_IMAGES));
    let (mut files, mut room, mut gone, mut large) = (Vec::new(), Room::FULL, 0_u64, 0_u64);
    let mut names = names.into_iter();
    while let Some(image) = fetches.next().await {
        let Some(name) = names.next() else { break };
        match image? {
            Image::Stored(size) => {
                room.bytes = room.bytes.saturating_sub(size);
                files.push(name);
            }
            Image::Gone => gone += 1,
            Image::TooLarge => large += 1,
        }
        if room.is_used_up() {
            left_out.push(format!(
                "The images behind the first {} were left out: an evaluation reads at most 2 GiB.",
                grouped_digits(files.len() as u64)
            ));
            break;
        }
    }
    match gone {
        0 => {}
        1 => left_out.push(format!("1 image was left out: it or its {noun} is not in the channel any more.")),
        gone => left_out.push(format!("{gone} images were left out: they or their {noun}s are not in the channel any more.")),
    }
    match large {
        0 => {}
        1 => left_out.push(format!("1 image was left out: it, or its {noun}, has more than 32 MiB.")),
        large => left_out.push(format!("{large} images were left out: each, or its {noun}, has more than 32 MiB.")),
    }
    Ok(Fetched { files, left_out })
}

/// The images with their annotations, in the order in which the trainer reads them.
fn pairs(images: Vec<ChannelFile>, annotations: Vec<ChannelFile>) -> Vec<Pair> {
    let mut annotations: BTreeMap<String, ChannelFile> =
        annotations.into_iter().map(|file| (stem(&file.name).to_owned(), file)).collect();
    let mut images: Vec<ChannelFile> = images.into_iter().filter(|file| is_image(&file.name)).collect();
    images.sort_by(|one, other| stem(&one.name).cmp(stem(&other.name)));
    images.into_iter().map(|image| Pair { annotation: annotations.remove(stem(&image.name)), image }).collect()
}

fn is_image(name: &str) -> bool {
    let end = Path::new(name).extension().map(|end| end.to_string_lossy().to_lowercase());
    end.is_some_and(|end| IMAGE_ENDS.contains(&end.as_str()))
}

/// A path without the end of its name.
fn stem(name: &str) -> &str {
    let end = Path::new(name).extension().map_or(0, |end| end.len() + 1);
    name.get(..name.len().saturating_sub(end)).unwrap_or(name)
}

/// The annotation comes last: an image that is gone would leave it without an image, which the trainer refuses.
async fn fetch_pair(downloads: &Downloads, pair: &Pair, images: &Path, annotations: &Path) -> Result<Image, EvaluationFailure> {
    let path = images.join(&pair.image.name);
    let image = fetch_image(downloads, &pair.image.uri, &path).await?;
    let (Image::Stored(size), Some(annotation)) = (&image, &pair.annotation) else { return Ok(image) };
    let fetched = fetch_image(downloads, &annotation.uri, &annotations.join(&annotation.name)).await?;
    match fetched {
        Image::Stored(more) => Ok(Image::Stored(size.saturating_add(more))),
        left_out => {
            tokio::fs::remove_file(&path).await.map_err(|error| super::failure::of_disk(&error))?;
            Ok(left_out)
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::S3Uri;

    use super::*;
    use crate::aws::objects::Version;

    fn file(name: &str) -> ChannelFile {
        let uri = S3Uri::new("bucket", name).expect("a location");
        ChannelFile { uri, name: name.to_owned(), version: Version { etag: String::new(), size: 1 } }
    }

    #[test]
    fn images_have_the_annotation_of_the_same_name() {
        let found = pairs(
            ["b/a.PNG", "a.b.jpg", "notes.txt", "c.jpeg"].map(file).into(),
            ["a.b.json", "b/a.json", "d.json"].map(file).into(),
        );
        let names: Vec<(&str, Option<&str>)> = found
            .iter()
            .map(|pair| (pair.image.name.as_str(), pair.annotation.as_ref().map(|file| file.name.as_str())))
            .collect();
        assert_eq!(names, [("a.b.jpg", Some("a.b.json")), ("b/a.PNG", Some("b/a.json")), ("c.jpeg", None)]);
    }
}
