//! The boxes that a detector starts from.

use super::Rectangle;
use crate::symbol::Attributes;

/// The ratios of width to height, with the text in the symbol file.
pub(crate) const RATIOS: [(f64, &str); 5] =
    [(1.0, "1"), (2.0, "2"), (0.5, "0.5"), (3.0, "3"), (0.333_333_333_333, "0.333333333333")];

/// A feature map with boxes around each of its pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Feature {
    pub(crate) height: usize,
    pub(crate) width: usize,
    /// As shares of the image.
    pub(crate) sizes: [f64; 2],
    pub(crate) ratios: &'static [(f64, &'static str)],
    /// The distance of two pixels, as a share of the image; none means that the pixels fill the image.
    pub(crate) step: Option<f64>,
}

impl Feature {
    /// Boxes around each pixel: both sizes in the first ratio, then the first size in the others.
    pub(crate) fn anchors(&self) -> usize {
        self.sizes.len() + self.ratios.len() - 1
    }

    /// What the symbol file says of them.
    pub(crate) fn attributes(&self) -> Attributes {
        let ratios: Vec<&str> = self.ratios.iter().map(|(_, text)| *text).collect();
        // As Python writes them: the shortest text that gives the number again, with a digit behind the point.
        let step = self.step.map_or("-1.0".to_owned(), |step| format!("{step:?}"));
        vec![
            ("clip", "False".to_owned()),
            ("ratios", format!("({})", ratios.join(","))),
            ("sizes", format!("({},{})", self.sizes[0], self.sizes[1])),
            ("steps", format!("({step}, {step})")),
        ]
    }

    /// The boxes, pixel by pixel.
    fn boxes(&self) -> impl Iterator<Item = Rectangle> {
        let step = |side: usize| self.step.map_or(1.0 / side as f32, |step| step as f32);
        let (step_x, step_y) = (step(self.width), step(self.height));
        let aspect = self.height as f32 / self.width as f32;
        let first = self.sizes[0] as f32;
        let of_sizes = self.sizes.iter().map(|size| (*size as f32, 1.0));
        let of_ratios = self.ratios.iter().skip(1).map(move |(ratio, _)| (first, (*ratio as f32).sqrt()));
        let halves: Vec<(f32, f32)> =
            of_sizes.chain(of_ratios).map(|(size, root)| (size * aspect * root / 2.0, size / root / 2.0)).collect();
        let pixels = (0..self.height).flat_map(|row| (0..self.width).map(move |column| (row, column)));
        pixels.flat_map(move |(row, column)| {
            let (x, y) = ((column as f32 + 0.5) * step_x, (row as f32 + 0.5) * step_y);
            halves.clone().into_iter().map(move |(width, height)| Rectangle {
                left: x - width,
                top: y - height,
                right: x + width,
                bottom: y + height,
            })
        })
    }
}

/// The boxes of all features, in their order.
pub(crate) fn all(features: &[Feature]) -> Vec<Rectangle> {
    features.iter().flat_map(Feature::boxes).collect()
}
