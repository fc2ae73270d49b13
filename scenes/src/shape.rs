//! Shapes: what there is to be found in a scene.

/// Pixels that stay free between the boxes of two shapes.
const GAP: u32 = 2;

/// What a shape is; the number of its class in the labels of object detection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A circle.
    Disc,
    /// A square with upright sides.
    Square,
    /// A triangle that stands on its base, as wide as it is high.
    Triangle,
}

impl Class {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 3] = [Self::Disc, Self::Square, Self::Triangle];

    /// Its number in the labels of object detection. A mask has one more: 0 is the background there.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// Its name in annotations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Disc => "disc",
            Self::Square => "square",
            Self::Triangle => "triangle",
        }
    }
}

/// How shapes and texture differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    /// Light shapes on dark texture.
    Plain,
    /// Dark shapes on light texture, which the base sets lack.
    New,
}

/// A shape that fills its box: it touches all four sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// What it is.
    pub class: Class,
    /// Pixels on its left.
    pub left: u32,
    /// Pixels above it.
    pub top: u32,
    /// Its width and height in pixels.
    pub side: u32,
}

impl Shape {
    /// Whether a pixel is part of it.
    pub(crate) fn contains(&self, x: u32, y: u32) -> bool {
        let (Some(x), Some(y)) = (x.checked_sub(self.left), y.checked_sub(self.top)) else { return false };
        if x >= self.side || y >= self.side {
            return false;
        }
        // Twice the distance of the pixel's centre from that of the box.
        let (across, down) = ((2 * x + 1).abs_diff(self.side), (2 * y + 1).abs_diff(self.side));
        match self.class {
            Class::Disc => across.pow(2) + down.pow(2) <= self.side.pow(2),
            Class::Square => true,
            Class::Triangle => across <= y + 1,
        }
    }

    /// Whether the boxes of two shapes have [`GAP`] between them.
    pub(crate) fn is_apart_from(&self, other: &Self) -> bool {
        let apart =
            |start: u32, side: u32, other: u32, other_side: u32| start + side + GAP <= other || other + other_side + GAP <= start;
        apart(self.left, self.side, other.left, other.side) || apart(self.top, self.side, other.top, other.side)
    }
}
