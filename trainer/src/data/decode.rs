//! From the bytes of a JPEG or PNG file to pixels of the right size.

use std::io::Cursor;

use image::{DynamicImage, ImageReader, Limits, imageops::FilterType};

use crate::{error::TrainingError, hyperparameters::Hyperparameters};

/// Sides of an image that are still decoded.
const MAX_SIDE: u32 = 16_384;
/// Bytes that decoding one image may take.
const MAX_MEMORY: u64 = 512 * 1024 * 1024;

/// Looks at an image's header only.
///
/// # Errors
/// [`TrainingError::Client`] when it is no image or too small.
pub(crate) fn check(bytes: &[u8], place: &str, hyperparameters: &Hyperparameters) -> Result<(), TrainingError> {
    let (width, height) = reader(bytes, place)?.into_dimensions().map_err(|error| refuse(place, &error))?;
    if width == 0 || height == 0 || width > MAX_SIDE || height > MAX_SIDE {
        return Err(TrainingError::client(format!("The {place} has {width}x{height} pixels; sides may be 1 to {MAX_SIDE}.")));
    }
    let [_, least_height, least_width] = hyperparameters.image_shape;
    let small = (height as usize) < least_height || (width as usize) < least_width;
    if hyperparameters.resize.is_none() && small {
        return Err(TrainingError::client(format!(
            "The {place} has {width}x{height} pixels, less than image_shape ({least_width}x{least_height}). Choose a smaller \
             image_shape, remove the image, or set resize."
        )));
    }
    Ok(())
}

/// Decodes an image and scales it so that its shortest side has `resize` pixels.
///
/// # Errors
/// [`TrainingError::Client`] when it cannot be decoded.
pub(crate) fn decode(bytes: &[u8], place: &str, hyperparameters: &Hyperparameters) -> Result<DynamicImage, TrainingError> {
    let image = reader(bytes, place)?.decode().map_err(|error| refuse(place, &error))?;
    let image = match hyperparameters.image_shape {
        [1, ..] => DynamicImage::ImageLuma8(image.into_luma8()),
        _ => DynamicImage::ImageRgb8(image.into_rgb8()),
    };
    let Some(resize) = hyperparameters.resize else { return Ok(image) };
    let (width, height) = (u64::from(image.width()), u64::from(image.height()));
    let shortest = width.min(height).max(1);
    let scaled = |side: u64| u32::try_from((side * resize as u64 + shortest / 2) / shortest).unwrap_or(u32::MAX);
    let (width, height) = (scaled(width), scaled(height));
    if (width, height) == (image.width(), image.height()) {
        return Ok(image);
    }
    if u64::from(width) * u64::from(height) * 3 > MAX_MEMORY {
        return Err(TrainingError::client(format!(
            "The {place} would have {width}x{height} pixels with resize {resize}. Choose a smaller resize, or remove the image."
        )));
    }
    Ok(image.resize_exact(width, height, FilterType::Triangle))
}

fn reader<'a>(bytes: &'a [u8], place: &str) -> Result<ImageReader<Cursor<&'a [u8]>>, TrainingError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| refuse(place, &error))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    Ok(reader)
}

fn refuse(place: &str, error: &dyn std::fmt::Display) -> TrainingError {
    TrainingError::client(format!("The {place} is not a JPEG or PNG image that can be read: {error}. Replace or remove it."))
}
