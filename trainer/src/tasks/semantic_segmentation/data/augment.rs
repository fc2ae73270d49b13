//! How an image and its mask become a crop of the network's size. Source: the toolkit's base class of data sets.

use image::{
    GrayImage, Luma, Rgb, RgbImage,
    imageops::{self, FilterType},
};

use crate::random::Random;

/// The long side of a varied image, as shares of `base_size`.
const SCALES: (f32, f32) = (0.5, 2.0);
/// The largest radius of the blur in pixels, which half of the images get.
const MAX_BLUR: f32 = 1.0;

/// An image with the class of each pixel.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) image: RgbImage,
    pub(super) mask: GrayImage,
}

/// How an image is scaled, and where its middle begins then.
struct Middle {
    width: u32,
    height: u32,
    left: u32,
    top: u32,
}

impl Middle {
    fn of((width, height): (u32, u32), crop: u32) -> Self {
        let long = |side: u32, other: u32| ((f64::from(side) * f64::from(crop) / f64::from(other)) as u32).max(crop);
        let (width, height) = if width > height { (long(width, height), crop) } else { (crop, long(height, width)) };
        let half = |side: u32| (f64::from(side - crop) / 2.0).round_ties_even() as u32;
        Self { width, height, left: half(width), top: half(height) }
    }
}

/// Left, upper, right and lower edge of the middle of an image, as shares of the image's sides.
pub(super) fn edges_of_middle(size: (u32, u32), crop: u32) -> [f32; 4] {
    let Middle { width, height, left, top } = Middle::of(size, crop);
    let share = |place: u32, side: u32| (f64::from(place) / f64::from(side.max(1))) as f32;
    [share(left, width), share(top, height), share(left + crop, width), share(top + crop, height)]
}

impl Pair {
    /// Mirrors, scales, cuts and blurs at random. What lies beyond the image is black, and of class 0.
    pub(super) fn vary(mut self, base_size: usize, crop: u32, random: &mut Random) -> Self {
        if random.below(2) == 1 {
            imageops::flip_horizontal_in_place(&mut self.image);
            imageops::flip_horizontal_in_place(&mut self.mask);
        }
        let long = (random.between(SCALES.0, SCALES.1) * base_size as f32).max(1.0) as u32;
        let (width, height) = self.image.dimensions();
        let short = |side: u32, other: u32| ((f64::from(side) * f64::from(long) / f64::from(other) + 0.5) as u32).max(1);
        let (width, height) = if height > width { (short(width, height), long) } else { (long, short(height, width)) };
        let scaled = self.scaled(width, height).padded(width.max(crop), height.max(crop));
        let mut start = |side: u32| random.below((side.max(crop) - crop + 1) as usize) as u32;
        let (left, top) = (start(width), start(height));
        let mut cut = scaled.cut(left, top, crop);
        if random.below(2) == 1 {
            let radius = random.between(0.0, MAX_BLUR);
            if radius > 0.05 {
                cut.image = imageops::blur(&cut.image, radius);
            }
        }
        cut
    }

    /// The middle, when the short side is as long as the crop.
    pub(super) fn middle(self, crop: u32) -> Self {
        let Middle { width, height, left, top } = Middle::of(self.image.dimensions(), crop);
        self.scaled(width, height).cut(left, top, crop)
    }

    fn scaled(self, width: u32, height: u32) -> Self {
        if self.image.dimensions() == (width, height) {
            return self;
        }
        Self {
            image: imageops::resize(&self.image, width, height, FilterType::Triangle),
            mask: imageops::resize(&self.mask, width, height, FilterType::Nearest),
        }
    }

    fn padded(self, width: u32, height: u32) -> Self {
        if self.image.dimensions() == (width, height) {
            return self;
        }
        let mut padded = Self {
            image: RgbImage::from_pixel(width, height, Rgb([0; 3])),
            mask: GrayImage::from_pixel(width, height, Luma([0])),
        };
        imageops::replace(&mut padded.image, &self.image, 0, 0);
        imageops::replace(&mut padded.mask, &self.mask, 0, 0);
        padded
    }

    fn cut(&self, left: u32, top: u32, crop: u32) -> Self {
        Self {
            image: imageops::crop_imm(&self.image, left, top, crop, crop).to_image(),
            mask: imageops::crop_imm(&self.mask, left, top, crop, crop).to_image(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mask is 1 where the image is white; both are black elsewhere.
    fn pair(width: u32, height: u32) -> Pair {
        let is_bright = |x: u32, y: u32| x < width / 2 && y < height / 3;
        Pair {
            image: RgbImage::from_fn(width, height, |x, y| Rgb([if is_bright(x, y) { 255 } else { 0 }; 3])),
            mask: GrayImage::from_fn(width, height, |x, y| Luma([u8::from(is_bright(x, y))])),
        }
    }

    #[test]
    fn image_and_mask_are_varied_alike() {
        let mut seen = std::collections::BTreeSet::new();
        for number in 0..60 {
            let mut random = Random::for_item(1, 2, number);
            let varied = pair(90, 70).vary(80, 48, &mut random);
            assert_eq!((varied.image.dimensions(), varied.mask.dimensions()), ((48, 48), (48, 48)));
            let pixels = varied.image.pixels().zip(varied.mask.pixels());
            let different = pixels.filter(|(image, mask)| (image[0] > 127) != (mask[0] == 1)).count();
            // Only along the edges, which are at most two lines of the crop.
            assert!(different <= 2 * 96, "{different} pixels of number {number}");
            seen.insert(varied.image.into_raw());
        }
        assert!(seen.len() > 25);
    }

    #[test]
    fn the_middle_is_cut_out_when_nothing_is_varied() {
        for (width, height) in [(120, 60), (60, 120), (30, 30), (61, 200)] {
            let cut = pair(width, height).middle(48);
            assert_eq!((cut.image.dimensions(), cut.mask.dimensions()), ((48, 48), (48, 48)));
        }
        let same = pair(48, 48);
        assert_eq!(same.clone().middle(48).image, same.image);
    }

    /// What is cut out is what lies between the edges that are told.
    #[test]
    fn the_edges_of_the_middle_are_told() {
        assert_eq!(edges_of_middle((48, 48), 48), [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(edges_of_middle((120, 60), 60), [0.25, 0.0, 0.75, 1.0]);
        assert_eq!(edges_of_middle((30, 90), 48), [0.0, 1.0 / 3.0, 1.0, 2.0 / 3.0]);
        let (width, height, crop) = (200_u32, 61_u32, 48_u32);
        // The column of each pixel is its colour, and its class.
        let number = |x: u32| x as u8;
        let pair = Pair {
            image: RgbImage::from_fn(width, height, |x, _| Rgb([number(x); 3])),
            mask: GrayImage::from_fn(width, height, |x, _| Luma([number(x)])),
        };
        let cut = pair.middle(crop);
        let [left, _, right, _] = edges_of_middle((width, height), crop).map(|edge| edge * width as f32);
        let columns = [0, crop - 1].map(|x| f32::from(cut.mask.get_pixel(x, 0)[0]));
        assert!((columns[0] - left).abs() < 4.0 && (columns[1] - right).abs() < 5.0, "{columns:?}, {left} to {right}");
    }
}
