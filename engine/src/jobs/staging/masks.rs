//! The lines of an augmented manifest with an image and its mask, as the files that the built-in trainer reads.
//!
//! A file is called after its line: two lines may name objects of the same name, or the same object. Other attributes of a line, such
//! as the colours in `…-metadata`, count nothing: a pixel's number is its class. Source: developer guide, "Semantic Segmentation
//! Algorithm", "Training with the Augmented Manifest Format".

use std::{
    io::{self, Cursor, Read},
    path::PathBuf,
};

use domain::{
    S3Uri, TrainingJobRequest,
    algorithm::{Algorithm, LabelForm},
    wire::Channel,
};

use super::{
    augmented::{Attribute, Line},
    channel,
    objects::{Objects, describe, write},
};
use crate::{blocking::blocking, jobs::failure::JobError, s3::blobs::Content};

/// What the name of a channel with masks ends with. Source: the same page, "Training".
const ANNOTATION: &str = "_annotation";

/// What JPEG and PNG files begin with.
const JPEG: [u8; 3] = [0xFF, 0xD8, 0xFF];
const PNG: [u8; 8] = [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A];
/// Bytes of a PNG file up to the one that says what its pixels are. Source: PNG specification, "IHDR Image header".
const PNG_HEAD: usize = 26;
/// Pixels that are numbers: grey, and of a palette. Source: the same.
const NUMBERS: [u8; 2] = [0, 3];

/// What a file holds, as far as its first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Picture {
    Jpeg,
    /// A PNG file; pixels of masks are numbers, those of photographs colours.
    Png {
        has_numbers: bool,
    },
    Unknown,
}

impl Picture {
    fn of(head: &[u8]) -> Self {
        if head.starts_with(&JPEG) {
            Self::Jpeg
        } else if head.starts_with(&PNG) {
            Self::Png { has_numbers: head.get(PNG_HEAD - 1).is_some_and(|kind| NUMBERS.contains(kind)) }
        } else {
            Self::Unknown
        }
    }

    /// The end of its file's name, by which the trainer finds images.
    fn end(self) -> &'static str {
        if matches!(self, Self::Png { .. }) { "png" } else { "jpg" }
    }

    /// Whether this image and this mask are a mask and an image.
    fn is_exchanged(image: Self, mask: Self) -> bool {
        image == Self::Png { has_numbers: true } && matches!(mask, Self::Jpeg | Self::Png { has_numbers: false })
    }
}

/// The name of the channel that gets the masks which the augmented manifest of a channel names; `None` for channels and algorithms
/// without such. For jobs of the built-in trainer only.
pub(super) fn channel_of(request: &TrainingJobRequest, channel: &Channel) -> Option<String> {
    let algorithm = Algorithm::of_image(request.training_image().unwrap_or_default())?;
    let has_masks = algorithm.labels == Some(LabelForm::Mask) && channel::is_augmented(channel);
    has_masks.then(|| format!("{}{ANNOTATION}", channel.channel_name.as_deref().unwrap_or_default()))
}

impl Objects<'_> {
    /// Writes the images of the lines into the channel's folder, and their masks into `masks`.
    pub(super) async fn take_masked(
        &self,
        lines: Vec<Line>,
        channel: &str,
        masks: PathBuf,
        room: &mut u64,
    ) -> Result<(), JobError> {
        let note = "the images and masks of the augmented manifest were copied into files, which are called after their lines.";
        self.attempt.note(format!("Channel {channel}: {note}")).await?;
        for line in lines {
            let [Attribute::Object(image), Attribute::Object(mask)] = line.attributes.as_slice() else {
                return Err(line.refuse(channel, "it has no image with its mask behind it"));
            };
            let image_kind = self.take_picture(image, &line, channel, self.folder.clone(), room).await?;
            let mask_kind = self.take_picture(mask, &line, channel, masks.clone(), room).await?;
            if Picture::is_exchanged(image_kind, mask_kind) {
                let reason = format!(
                    "{image} holds the class of each pixel, as a mask does, and {mask} is a photograph. Name the image first in \
                     AttributeNames, and its mask second"
                );
                return Err(line.refuse(channel, reason));
            }
        }
        Ok(())
    }

    async fn take_picture(
        &self,
        uri: &S3Uri,
        line: &Line,
        channel: &str,
        folder: PathBuf,
        room: &mut u64,
    ) -> Result<Picture, JobError> {
        let content = self.open_named(uri, line, channel).await?;
        let (number, limit) = (line.number, *room);
        let stored = blocking(move || store(content, folder, number, limit)).await;
        let (picture, size) = stored.map_err(|error| describe(error, uri.bucket(), uri.key()))?;
        *room = room.saturating_sub(size);
        Ok(picture)
    }
}

/// Writes a picture, and returns its number of bytes.
fn store(mut content: Content, folder: PathBuf, number: usize, limit: u64) -> io::Result<(Picture, u64)> {
    let mut head = Vec::with_capacity(PNG_HEAD);
    content.by_ref().take(PNG_HEAD as u64).read_to_end(&mut head)?;
    let picture = Picture::of(&head);
    // As many digits as keep the lines of most manifests in order.
    let path = folder.join(format!("line-{number:06}.{}", picture.end()));
    let size = write(&path, Cursor::new(head).chain(content), limit)?;
    Ok((picture, size))
}

#[cfg(test)]
mod tests {
    use super::Picture;

    /// The first bytes of a PNG file whose pixels are of a kind.
    fn png(kind: u8) -> Vec<u8> {
        [&b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\0\x01\0\0\0\x01\x08"[..], &[kind]].concat()
    }

    #[test]
    fn a_mask_in_the_place_of_its_image_is_seen() {
        let [grey, colours, palette] = [0, 2, 3].map(|kind| Picture::of(&png(kind)));
        let photograph = Picture::of(b"\xFF\xD8\xFF\xE0");
        for (image, mask, expected) in [
            (photograph, palette, false),
            (palette, photograph, true),
            (grey, colours, true),
            (colours, grey, false),
            // A grey photograph as PNG.
            (grey, palette, false),
            // What the trainer refuses with a reason of its own.
            (photograph, photograph, false),
            (colours, colours, false),
            (palette, Picture::of(b"<html>"), false),
            (palette, Picture::of(b""), false),
        ] {
            assert_eq!(Picture::is_exchanged(image, mask), expected, "{image:?} {mask:?}");
        }
        assert_eq!(Picture::of(&png(3)[..25]), Picture::Png { has_numbers: false });
        assert_eq!((photograph.end(), palette.end()), ("jpg", "png"));
    }
}
