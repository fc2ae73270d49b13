//! From the bytes of a JPEG or PNG file to pixels.
//!
//! A JPEG file is turned as its orientation tag says, and a PNG file is not, as in MXNet 1.9.1: `cv::imdecode` of its OpenCV obeys
//! the tag of JPEG alone, in colour and in grey (measured with `ImageRecordIter`).

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, metadata::Orientation};

use crate::error::TrainingError;

/// Sides of an image that are still decoded.
const MAX_SIDE: u32 = 16_384;
/// Bytes that decoding one image may take.
pub(crate) const MAX_MEMORY: u64 = 512 * 1024 * 1024;

/// What an image's header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// Of the image when it is turned as its tag says.
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Whether it has one channel for light instead of three for colours.
    pub(crate) is_grey: bool,
}

impl Header {
    /// Reads no more than the header.
    ///
    /// # Errors
    /// [`TrainingError::Client`] when it is no image, or one that is too large.
    pub(crate) fn read(bytes: &[u8], place: &str) -> Result<Self, TrainingError> {
        let (decoder, orientation) = decoder(bytes, place)?;
        let (width, height) = match (decoder.dimensions(), is_turned(orientation)) {
            ((width, height), true) => (height, width),
            (size, false) => size,
        };
        if width == 0 || height == 0 || width > MAX_SIDE || height > MAX_SIDE {
            return Err(TrainingError::client(format!("The {place} has {width}x{height} pixels; sides may be 1 to {MAX_SIDE}.")));
        }
        Ok(Self { width, height, is_grey: !decoder.color_type().has_color() })
    }
}

/// Decodes an image and turns it as its tag says.
///
/// # Errors
/// [`TrainingError::Client`] when it cannot be decoded.
pub(crate) fn decode(bytes: &[u8], place: &str) -> Result<DynamicImage, TrainingError> {
    let (decoder, orientation) = decoder(bytes, place)?;
    if decoder.total_bytes() > MAX_MEMORY {
        return Err(refuse(place, &"it has too many pixels"));
    }
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| refuse(place, &error))?;
    image.apply_orientation(orientation);
    Ok(image)
}

/// A decoder that has read the header, and how the image is to be turned.
fn decoder<'a>(bytes: &'a [u8], place: &str) -> Result<(impl ImageDecoder + 'a, Orientation), TrainingError> {
    let failed = |error| refuse(place, &error);
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| refuse(place, &error))?;
    let is_jpeg = reader.format() == Some(ImageFormat::Jpeg);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(failed)?;
    // A tag that cannot be read turns nothing.
    let orientation = if is_jpeg { decoder.orientation().ok() } else { None };
    Ok((decoder, orientation.unwrap_or(Orientation::NoTransforms)))
}

/// Whether width and height change places.
fn is_turned(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

fn refuse(place: &str, error: &dyn std::fmt::Display) -> TrainingError {
    TrainingError::client(format!("The {place} is not a JPEG or PNG image that can be read: {error}. Replace or remove it."))
}
