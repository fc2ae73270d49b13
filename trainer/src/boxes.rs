//! Boxes in images, as shares of their sides.
//!
//! * [`priors`] – the boxes that a detector starts from
//! * [`matching`] – which of them have to find which object
//! * [`suppression`] – from what a detector says of them to detections

pub(crate) mod matching;
pub(crate) mod priors;
pub(crate) mod suppression;

/// A rectangle between its left and right, and its upper and lower edge.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Rectangle {
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
}

/// How far places are stretched before they are learned: centres, then sides.
pub(crate) const VARIANCES: [f32; 4] = [0.1, 0.1, 0.2, 0.2];

impl Rectangle {
    /// The share of the area that both cover in that which either does.
    pub(crate) fn overlap(&self, other: &Self) -> f32 {
        let width = (self.right.min(other.right) - self.left.max(other.left)).max(0.0);
        let height = (self.bottom.min(other.bottom) - self.top.max(other.top)).max(0.0);
        let both = width * height;
        let either = self.area() + other.area() - both;
        if either > 0.0 { both / either } else { 0.0 }
    }

    fn area(&self) -> f32 {
        (self.right - self.left) * (self.bottom - self.top)
    }

    /// Centre and sides.
    fn middle(&self) -> [f32; 4] {
        [(self.left + self.right) * 0.5, (self.top + self.bottom) * 0.5, self.right - self.left, self.bottom - self.top]
    }

    /// The four numbers from which [`Self::decode`] finds this box again.
    pub(crate) fn encode(&self, prior: &Self) -> [f32; 4] {
        let ([x, y, width, height], [prior_x, prior_y, prior_width, prior_height]) = (self.middle(), prior.middle());
        [
            (x - prior_x) / prior_width / VARIANCES[0],
            (y - prior_y) / prior_height / VARIANCES[1],
            (width / prior_width).ln() / VARIANCES[2],
            (height / prior_height).ln() / VARIANCES[3],
        ]
    }

    /// The box that four numbers make of a prior, cut at the edges of the image.
    pub(crate) fn decode(prior: &Self, place: [f32; 4]) -> Self {
        let [x, y, width, height] = prior.middle();
        let (middle_x, middle_y) = (place[0] * VARIANCES[0] * width + x, place[1] * VARIANCES[1] * height + y);
        let (half_width, half_height) =
            ((place[2] * VARIANCES[2]).exp() * width / 2.0, (place[3] * VARIANCES[3]).exp() * height / 2.0);
        Self {
            left: (middle_x - half_width).clamp(0.0, 1.0),
            top: (middle_y - half_height).clamp(0.0, 1.0),
            right: (middle_x + half_width).clamp(0.0, 1.0),
            bottom: (middle_y + half_height).clamp(0.0, 1.0),
        }
    }
}

#[cfg(test)]
mod tests;
