//! Images in the size that the hyperparameters ask for.

use image::{DynamicImage, imageops::FilterType};

use super::super::hyperparameters::Hyperparameters;
use crate::{
    data::decode::{self, Header, MAX_MEMORY},
    error::TrainingError,
};

/// Looks at an image's header only.
///
/// # Errors
/// [`TrainingError::Client`] when it is no image or too small.
pub(super) fn check(bytes: &[u8], place: &str, hyperparameters: &Hyperparameters) -> Result<(), TrainingError> {
    let Header { width, height, .. } = Header::read(bytes, place)?;
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
pub(super) fn decode(bytes: &[u8], place: &str, hyperparameters: &Hyperparameters) -> Result<DynamicImage, TrainingError> {
    let image = decode::decode(bytes, place)?;
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

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{ImageBuffer, ImageFormat, Rgb, RgbImage};

    use super::*;

    /// 28 wide and 16 high, with another brightness in each quarter, and the orientation tag behind its first two bytes.
    fn picture(format: ImageFormat, orientation: u8) -> Vec<u8> {
        let light = |x: u32, y: u32| [40, 100, 160, 220][(usize::from(y >= 8) << 1) + usize::from(x >= 14)];
        let image: RgbImage = ImageBuffer::from_fn(28, 16, |x, y| Rgb([light(x, y); 3]));
        let mut bytes = Vec::new();
        image.write_to(&mut Cursor::new(&mut bytes), format).expect("memory takes it");
        if format == ImageFormat::Jpeg {
            // APP1 with one directory of one entry: tag 0x0112, of type SHORT.
            let mut exif = b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
            exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
            bytes.splice(2..2, exif);
        }
        bytes
    }

    fn of_shape(shape: &str) -> Hyperparameters {
        let given = [("num_classes", "2"), ("num_training_samples", "1"), ("image_shape", shape)];
        let given = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Hyperparameters::parse(&given.into()).expect("valid")
    }

    fn quarters(image: &DynamicImage) -> [u8; 4] {
        let image = image.to_rgb8();
        let (right, bottom) = (image.width() - 3, image.height() - 3);
        [(2, 2), (right, 2), (2, bottom), (right, bottom)].map(|(x, y)| {
            let light = u16::from(image.get_pixel(x, y).0[0]);
            u8::try_from((light + 10) / 20 * 20).expect("a byte")
        })
    }

    /// Source of the numbers: `ImageRecordIter` of MXNet 1.9.1.
    #[test]
    fn a_jpeg_is_turned_as_its_tag_says_and_a_png_is_not() {
        let hyperparameters = of_shape("3,16,16");
        for (tag, expected, size) in [
            (1, [40, 100, 160, 220], (28, 16)),
            (2, [100, 40, 220, 160], (28, 16)),
            (3, [220, 160, 100, 40], (28, 16)),
            (4, [160, 220, 40, 100], (28, 16)),
            (5, [40, 160, 100, 220], (16, 28)),
            (6, [160, 40, 220, 100], (16, 28)),
            (7, [220, 100, 160, 40], (16, 28)),
            (8, [100, 220, 40, 160], (16, 28)),
            (9, [40, 100, 160, 220], (28, 16)),
        ] {
            let image = decode(&picture(ImageFormat::Jpeg, tag), "picture", &hyperparameters).expect("a picture");
            assert_eq!((quarters(&image), (image.width(), image.height())), (expected, size), "{tag}");
        }
        let image = decode(&picture(ImageFormat::Png, 6), "picture", &hyperparameters).expect("a picture");
        assert_eq!(quarters(&image), [40, 100, 160, 220]);
    }

    #[test]
    fn the_size_is_that_of_the_turned_picture() {
        let upright = of_shape("3,28,16");
        let lying = of_shape("3,16,28");
        let picture = picture(ImageFormat::Jpeg, 6);
        assert!(check(&picture, "picture", &upright).is_ok());
        let error = check(&picture, "picture", &lying).expect_err("too narrow").to_string();
        assert!(error.contains("has 16x28 pixels"), "{error}");
    }
}
