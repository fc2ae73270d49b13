//! The shape of one image inside a tensor.

use std::ops::Range;

/// `[height, width, channels]` with a border of zeros around rows and columns, so that convolutions need no conditions at
/// the edges. With its border the image is `[height + 2 border, width + 2 border, channels]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FeatureMap {
    pub(crate) height: usize,
    pub(crate) width: usize,
    pub(crate) channels: usize,
    pub(crate) border: usize,
}

impl FeatureMap {
    pub(crate) fn new(height: usize, width: usize, channels: usize, border: usize) -> Self {
        Self { height, width, channels, border }
    }

    /// The same shape with another border.
    pub(crate) fn bordered(self, border: usize) -> Self {
        Self { border, ..self }
    }

    /// Elements of a row with its border.
    pub(crate) fn row_length(&self) -> usize {
        (self.width + 2 * self.border) * self.channels
    }

    /// Elements of the image with its border.
    pub(crate) fn length(&self) -> usize {
        (self.height + 2 * self.border) * self.row_length()
    }

    /// Where the elements of a row are, without its border.
    pub(crate) fn row(&self, row: usize) -> Range<usize> {
        let start = (row + self.border) * self.row_length() + self.border * self.channels;
        start..start + self.width * self.channels
    }

    /// Sets the border to zero.
    pub(crate) fn clear_border(&self, values: &mut [f32]) {
        let mut written = 0;
        for row in 0..self.height {
            let inside = self.row(row);
            values[written..inside.start].fill(0.0);
            written = inside.end;
        }
        values[written..self.length()].fill(0.0);
    }

    /// Pixels without the border.
    pub(crate) fn pixels(&self) -> usize {
        self.height * self.width
    }
}
