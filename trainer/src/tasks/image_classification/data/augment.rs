//! The random variations of `augmentation_type`.

use super::super::hyperparameters::Augmentation;
use crate::random::Random;

/// Largest shifts of hue (of 180), saturation and lightness (of 255).
const COLOR_SHIFTS: [f32; 3] = [36.0, 50.0, 50.0];
/// Largest rotation in degrees.
const ROTATION: f32 = 10.0;
const SHEAR: f32 = 0.1;
const ASPECT: f32 = 0.25;
/// What comes in from outside the image, as in MXNet.
const OUTSIDE: u8 = 255;

/// Pixels, `[height, width, channels]`.
#[derive(Clone, Copy)]
pub(crate) struct Picture<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) height: usize,
    pub(crate) width: usize,
    pub(crate) channels: usize,
}

impl Picture<'_> {
    fn at(&self, row: usize, column: usize, channel: usize) -> u8 {
        self.bytes.get((row * self.width + column) * self.channels + channel).copied().unwrap_or(OUTSIDE)
    }
}

/// Cuts the middle out of a picture; it must be at least as large as the cut.
pub(crate) fn cut_middle(picture: Picture<'_>, height: usize, width: usize, pixels: &mut [u8]) {
    cut(picture, (picture.height - height) / 2, (picture.width - width) / 2, width, pixels);
}

/// Cuts a random part out and varies it.
pub(crate) fn vary(
    kind: Augmentation,
    picture: Picture<'_>,
    height: usize,
    width: usize,
    random: &mut Random,
    pixels: &mut [u8],
) {
    let transformed;
    let mut picture = picture;
    if kind == Augmentation::CropColorTransform {
        transformed = transform(picture, random);
        picture = Picture { bytes: &transformed, ..picture };
    }
    let (top, left) = (random.below(picture.height - height + 1), random.below(picture.width - width + 1));
    cut(picture, top, left, width, pixels);
    if random.below(2) == 1 {
        flip(pixels, width, picture.channels);
    }
    if kind >= Augmentation::CropColor && picture.channels == 3 {
        let shifts = COLOR_SHIFTS.map(|largest| random.between(-largest, largest));
        pixels.as_chunks_mut::<3>().0.iter_mut().for_each(|pixel| *pixel = shift_color(*pixel, shifts));
    }
}

fn cut(picture: Picture<'_>, top: usize, left: usize, width: usize, pixels: &mut [u8]) {
    let length = width * picture.channels;
    for (row, pixels) in pixels.chunks_exact_mut(length).enumerate() {
        let start = ((top + row) * picture.width + left) * picture.channels;
        pixels.copy_from_slice(&picture.bytes[start..start + length]);
    }
}

fn flip(pixels: &mut [u8], width: usize, channels: usize) {
    for row in pixels.chunks_exact_mut(width * channels) {
        for column in 0..width / 2 {
            for channel in 0..channels {
                row.swap(column * channels + channel, (width - 1 - column) * channels + channel);
            }
        }
    }
}

/// Rotates, shears and stretches around the middle.
fn transform(picture: Picture<'_>, random: &mut Random) -> Vec<u8> {
    let angle = random.between(-ROTATION, ROTATION).to_radians();
    let shear = random.between(-SHEAR, SHEAR);
    let aspect = (1.0 + random.between(-ASPECT, ASPECT)).sqrt();
    let (sine, cosine) = angle.sin_cos();
    let (middle_row, middle_column) = ((picture.height as f32 - 1.0) / 2.0, (picture.width as f32 - 1.0) / 2.0);
    let mut output = vec![OUTSIDE; picture.bytes.len()];
    for (index, pixel) in output.chunks_exact_mut(picture.channels).enumerate() {
        let (y, x) = ((index / picture.width) as f32 - middle_row, (index % picture.width) as f32 - middle_column);
        let (y, x) = (y * aspect, x / aspect);
        let x = x + shear * y;
        sample(picture, sine * x + cosine * y + middle_row, cosine * x - sine * y + middle_column, pixel);
    }
    output
}

/// Interpolates between the four pixels around a place.
fn sample(picture: Picture<'_>, row: f32, column: f32, pixel: &mut [u8]) {
    let inside = |place: f32, size: usize| place > -0.5 && place < size as f32 - 0.5;
    if !inside(row, picture.height) || !inside(column, picture.width) {
        return;
    }
    let split = |place: f32, size: usize| {
        let place = place.clamp(0.0, size as f32 - 1.0);
        let low = place as usize;
        (low, (low + 1).min(size - 1), place - low as f32)
    };
    let (top, bottom, down) = split(row, picture.height);
    let (left, right, across) = split(column, picture.width);
    for (channel, value) in pixel.iter_mut().enumerate() {
        let mix = |row: usize| {
            let (left, right) = (f32::from(picture.at(row, left, channel)), f32::from(picture.at(row, right, channel)));
            left + (right - left) * across
        };
        let (top, bottom) = (mix(top), mix(bottom));
        *value = (top + (bottom - top) * down).round() as u8;
    }
}

/// Shifts hue, lightness and saturation.
fn shift_color(pixel: [u8; 3], [hue_shift, saturation_shift, lightness_shift]: [f32; 3]) -> [u8; 3] {
    let [red, green, blue] = pixel.map(|value| f32::from(value) / 255.0);
    let (largest, smallest) = (red.max(green).max(blue), red.min(green).min(blue));
    let range = largest - smallest;
    let hue = if range == 0.0 {
        0.0
    } else if largest == red {
        ((green - blue) / range).rem_euclid(6.0)
    } else if largest == green {
        (blue - red) / range + 2.0
    } else {
        (red - green) / range + 4.0
    };
    let lightness = (largest + smallest) / 2.0;
    let saturation = if range == 0.0 { 0.0 } else { range / (1.0 - (2.0 * lightness - 1.0).abs()).max(f32::EPSILON) };
    let hue = (hue + hue_shift / 30.0).rem_euclid(6.0);
    let lightness = (lightness + lightness_shift / 255.0).clamp(0.0, 1.0);
    // A grey pixel has no hue to strengthen.
    let saturation = if range == 0.0 { 0.0 } else { (saturation + saturation_shift / 255.0).clamp(0.0, 1.0) };
    let chroma = (1.0 - (2.0 * lightness - 1.0).abs()) * saturation;
    let second = chroma * (1.0 - (hue % 2.0 - 1.0).abs());
    let (red, green, blue) = match hue as u8 {
        0 => (chroma, second, 0.0),
        1 => (second, chroma, 0.0),
        2 => (0.0, chroma, second),
        3 => (0.0, second, chroma),
        4 => (second, 0.0, chroma),
        _ => (chroma, 0.0, second),
    };
    [red, green, blue].map(|value| ((value + lightness - chroma / 2.0) * 255.0).round().clamp(0.0, 255.0) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(bytes: &[u8]) -> Picture<'_> {
        Picture { bytes, height: 6, width: 6, channels: 3 }
    }

    #[test]
    fn the_middle_is_cut_out() {
        let bytes: Vec<u8> = (0..108).collect();
        let mut pixels = [0; 12];
        cut_middle(picture(&bytes), 2, 2, &mut pixels);
        assert_eq!(pixels, [42, 43, 44, 45, 46, 47, 60, 61, 62, 63, 64, 65]);
    }

    #[test]
    fn flipping_twice_gives_the_same() {
        let mut pixels: Vec<u8> = (0..18).collect();
        flip(&mut pixels, 3, 3);
        assert_eq!(pixels[..9], [6, 7, 8, 3, 4, 5, 0, 1, 2]);
        flip(&mut pixels, 3, 3);
        assert_eq!(pixels, (0..18).collect::<Vec<u8>>());
    }

    #[test]
    fn colours_keep_without_a_shift_and_turn_with_one() {
        for pixel in [[0, 0, 0], [255, 255, 255], [200, 30, 90], [10, 240, 7], [128, 128, 128], [0, 0, 255]] {
            assert_eq!(shift_color(pixel, [0.0; 3]), pixel);
        }
        assert_eq!(shift_color([255, 0, 0], [60.0, 0.0, 0.0]), [0, 255, 0]);
        assert_eq!(shift_color([100, 100, 100], [0.0, 50.0, 25.5]), [126, 126, 126]);
    }

    #[test]
    fn variations_repeat_with_the_same_random_numbers() {
        let bytes: Vec<u8> = (0..108).map(|value| value * 2).collect();
        let varied = |kind: Augmentation, seed: u64| {
            let mut pixels = vec![0; 5 * 5 * 3];
            vary(kind, picture(&bytes), 5, 5, &mut Random::new(seed), &mut pixels);
            pixels
        };
        for kind in [Augmentation::Crop, Augmentation::CropColor, Augmentation::CropColorTransform] {
            assert_eq!(varied(kind, 3), varied(kind, 3));
            assert!((4..12).any(|seed| varied(kind, seed) != varied(kind, 3)));
        }
    }
}
