//! The square window of a convolution or of pooling.

/// Its side, how far it moves, and how many zeros it reads beyond each edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) kernel: usize,
    pub(crate) stride: usize,
    pub(crate) pad: usize,
    /// The distance of two places inside it; 1 is a dense window.
    pub(crate) dilate: usize,
}

impl Window {
    /// A dense window.
    pub(crate) fn new(kernel: usize, stride: usize, pad: usize) -> Self {
        Self { kernel, stride, pad, dilate: 1 }
    }

    /// How many places it has along a side.
    pub(crate) fn places(self, side: usize) -> usize {
        (side + 2 * self.pad - self.reach()) / self.stride + 1
    }

    /// The pixels from its first to its last place, both included.
    pub(crate) fn reach(self) -> usize {
        self.dilate * (self.kernel - 1) + 1
    }

    /// The pixel of a side that a place inside the window meets when the window stands at `position`; none beyond the edges.
    pub(crate) fn pixel(self, position: usize, tap: usize, side: usize) -> Option<usize> {
        (position * self.stride + tap * self.dilate).checked_sub(self.pad).filter(|pixel| *pixel < side)
    }
}
