//! The square window of a convolution or of pooling.

/// Its side, how far it moves, and how many zeros it reads beyond each edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) kernel: usize,
    pub(crate) stride: usize,
    pub(crate) pad: usize,
}

impl Window {
    /// How many places it has along a side.
    pub(crate) fn places(self, side: usize) -> usize {
        (side + 2 * self.pad - self.kernel) / self.stride + 1
    }
}
