//! Masks that an evaluation leaves: PNG files with a palette, the true classes of what was judged above the predicted ones.
//!
//! Only the worst images have masks, since 5,000 images would fill a disk. Once an image has got none, none that is better gets
//! one, so that the list of images, worst first, begins with those that have masks.

use std::collections::BTreeMap;

use domain::evaluation::{MAX_KEPT_MASK_BYTES, MAX_KEPT_MASKS, MAX_MASK_SIDE, class_colour};
use image::{
    GrayImage,
    imageops::{self, FilterType},
};
use png::{BitDepth, ColorType, Encoder, EncodingError};

use crate::error::TrainingError;

/// How bad an image is: the bits of its score, which are in the order of the scores, and its place in the channel.
type Rank = (u64, usize);

/// The masks of the worst images so far.
pub(super) struct Drawn {
    masks: BTreeMap<Rank, Vec<u8>>,
    bytes: usize,
    /// The worst image that has got none.
    refused: Option<Rank>,
    /// The most masks, and their bytes.
    limits: (usize, usize),
}

impl Default for Drawn {
    fn default() -> Self {
        Self { masks: BTreeMap::new(), bytes: 0, refused: None, limits: (MAX_KEPT_MASKS, MAX_KEPT_MASK_BYTES) }
    }
}

impl Drawn {
    /// Keeps the masks of the image in a place of the channel, if it is one of the worst.
    ///
    /// # Errors
    /// Those of `draw`.
    pub(super) fn offer(
        &mut self,
        (score, place): (f64, usize),
        draw: impl FnOnce() -> Result<Vec<u8>, TrainingError>,
    ) -> Result<(), TrainingError> {
        let rank = (score.max(0.0).to_bits(), place);
        if self.refused.is_some_and(|refused| refused < rank) {
            return Ok(());
        }
        let drawn = draw()?;
        self.bytes += drawn.len();
        self.masks.insert(rank, drawn);
        while self.masks.len() > self.limits.0 || self.bytes > self.limits.1 {
            let Some((best, drawn)) = self.masks.pop_last() else { break };
            self.bytes -= drawn.len();
            self.refused = Some(best);
        }
        Ok(())
    }

    /// The masks, those of the worst image first, with the places of the images.
    pub(super) fn into_files(self) -> impl Iterator<Item = (usize, Vec<u8>)> {
        self.masks.into_iter().map(|((_, place), drawn)| (place, drawn))
    }
}

/// The true classes of an image above the predicted ones. What is larger than [`MAX_MASK_SIDE`] is scaled down.
///
/// # Errors
/// When the classes are not as many as the pixels.
pub(super) fn draw(truth: Vec<u8>, predicted: Vec<u8>, (width, height): (u32, u32)) -> Result<Vec<u8>, TrainingError> {
    let long = width.max(height).max(1);
    let scaled = |side: u32| match long {
        0..=MAX_MASK_SIDE => side,
        long => (u64::from(side) * u64::from(MAX_MASK_SIDE) / u64::from(long)).max(1) as u32,
    };
    let (new_width, new_height) = (scaled(width), scaled(height));
    let mut pixels = Vec::new();
    for classes in [truth, predicted] {
        let mask = GrayImage::from_raw(width, height, classes).ok_or_else(|| {
            TrainingError::Algorithm(format!("the classes of an image are not those of {width}x{height} pixels"))
        })?;
        let mask = match (new_width, new_height) == (width, height) {
            true => mask,
            false => imageops::resize(&mask, new_width, new_height, FilterType::Nearest),
        };
        pixels.extend_from_slice(mask.as_raw());
    }
    encode(&pixels, new_width, 2 * new_height)
        .map_err(|error| TrainingError::Algorithm(format!("a mask cannot be drawn: {error}")))
}

fn encode(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette((0..=u8::MAX).flat_map(class_colour).collect::<Vec<u8>>());
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places of the images that keep masks of these bytes, by their scores.
    fn kept(limits: (usize, usize), images: &[(f64, usize)]) -> Vec<usize> {
        let mut drawn = Drawn { limits, ..Drawn::default() };
        for (place, (score, bytes)) in images.iter().enumerate() {
            drawn.offer((*score, place), || Ok(vec![0; *bytes])).expect("drawn");
        }
        drawn.into_files().map(|(place, _)| place).collect()
    }

    #[test]
    fn the_worst_images_keep_their_masks() {
        assert_eq!(kept((9, 99), &[(0.5, 1), (0.25, 1), (0.5, 1)]), [1, 0, 2]);
        assert_eq!(kept((2, 99), &[(0.5, 1), (0.25, 1), (0.75, 1), (0.0, 1)]), [3, 1]);
        // The image 0 loses its mask to the image 1; the small one of the image 2, which is better, is not kept in its stead.
        assert_eq!(kept((9, 10), &[(0.5, 6), (0.25, 6), (0.75, 1), (0.375, 2)]), [1, 3]);
        assert_eq!(kept((9, 10), &[(0.5, 11)]), [] as [usize; 0]);
    }

    #[test]
    fn a_mask_that_is_not_kept_is_not_drawn() {
        let mut drawn = Drawn { limits: (1, 99), ..Drawn::default() };
        for score in [0.5, 0.25] {
            drawn.offer((score, 0), || Ok(vec![0])).expect("drawn");
        }
        drawn.offer((0.75, 1), || panic!("it is better than one that got none")).expect("refused");
    }

    #[test]
    fn truth_stands_above_prediction_in_the_colours_of_the_classes() {
        let read = |bytes: &[u8]| {
            let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
            decoder.set_transformations(png::Transformations::IDENTITY);
            let mut reader = decoder.read_info().expect("a PNG");
            let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
            reader.next_frame(&mut pixels).expect("pixels");
            let palette = reader.info().palette.as_ref().map(|colours| colours[3..6].to_vec());
            (reader.info().size(), pixels, palette)
        };
        let (size, pixels, palette) = read(&draw(vec![0, 1, 255, 0], vec![1, 1, 0, 0], (2, 2)).expect("drawn"));
        assert_eq!((size, pixels), ((2, 4), vec![0, 1, 255, 0, 1, 1, 0, 0]));
        assert_eq!(palette.as_deref(), Some(&[128, 0, 0][..]));
        let (width, height) = (1024, 300);
        let halves: Vec<u8> = (0..width * height).map(|pixel| u8::from(pixel % width >= 512)).collect();
        let (size, pixels, _) = read(&draw(halves.clone(), halves, (width, height)).expect("drawn"));
        assert_eq!(size, (512, 300));
        assert!((0..).zip(pixels).all(|(place, class): (usize, u8)| class == u8::from(place % 512 >= 256)));
        assert!(draw(vec![0; 3], vec![0; 4], (2, 2)).is_err());
    }
}
