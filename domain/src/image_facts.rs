//! What the images of a training channel are like, as far as somebody read them.

use serde::{Deserialize, Serialize};

/// The images of a channel's records: their sizes in pixels, and their labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageFacts {
    /// The smallest and the largest width.
    pub widths: (u32, u32),
    /// The smallest and the largest height.
    pub heights: (u32, u32),
    /// Their labels; `None` when some have none or several, or one that is no class.
    pub labels: Option<LabelFacts>,
}

/// The classes of images.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelFacts {
    /// How many different classes there are.
    pub count: u64,
    /// The smallest class.
    pub smallest: u32,
    /// The largest class.
    pub largest: u32,
}

impl ImageFacts {
    /// `28 × 28`, or `20–28 × 28` for images of several sizes; width first.
    pub fn size(&self) -> String {
        let range = |(low, high): (u32, u32)| if low == high { low.to_string() } else { format!("{low}–{high}") };
        format!("{} × {}", range(self.widths), range(self.heights))
    }

    /// `28 × 28 pixels, 10 labels from 0 to 9`
    pub fn words(&self) -> String {
        let labels = match self.labels {
            Some(LabelFacts { count: 1, smallest, .. }) => format!(", one label: {smallest}"),
            Some(labels) => format!(", {} labels from {} to {}", labels.count, labels.smallest, labels.largest),
            None => String::new(),
        };
        format!("{} pixels{labels}", self.size())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_said_with_their_sizes_and_labels() {
        let labels = Some(LabelFacts { count: 10, smallest: 0, largest: 9 });
        let digits = ImageFacts { widths: (28, 28), heights: (28, 28), labels };
        assert_eq!(digits.words(), "28 × 28 pixels, 10 labels from 0 to 9");
        assert_eq!(ImageFacts { widths: (20, 28), labels: None, ..digits }.words(), "20–28 × 28 pixels");
    }
}
