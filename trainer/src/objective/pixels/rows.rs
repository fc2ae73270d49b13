//! What a head says of the pixels of a row of the image, resized from the head's resolution, and the way back.

use crate::numerics::{
    bilinear::{Between, places},
    feature_map::FeatureMap,
};

/// One row of the image at a time.
pub(super) struct Rows {
    map: FeatureMap,
    /// The channels that are resized; the head may have more.
    classes: usize,
    rows: Vec<Between>,
    columns: Vec<Between>,
    /// A row between two rows of the head: `[width of the head, classes]`.
    blend: Vec<f32>,
    /// `[width of the image, classes]`
    pixels: Vec<f32>,
}

impl Rows {
    /// Resizes the first `classes` channels of a head with the shape `map` to height × width.
    pub(super) fn new(map: FeatureMap, classes: usize, height: usize, width: usize) -> Self {
        Self {
            map,
            classes,
            rows: places(map.height, height),
            columns: places(map.width, width),
            blend: vec![0.0; map.width * classes],
            pixels: vec![0.0; width * classes],
        }
    }

    /// Elements of the head's gradient: `[height, width, classes]`.
    pub(super) fn length(&self) -> usize {
        self.map.height * self.blend.len()
    }

    /// What the head says of the pixels of a row: `[width, classes]`, to be read or changed.
    pub(super) fn pixels(&mut self, values: &[f32], row: usize) -> &mut [f32] {
        let Self { map, classes, blend, pixels, .. } = self;
        let Between { first, second, share } = self.rows[row];
        let (above, below) = (&values[map.row(first)], &values[map.row(second)]);
        let both = above.chunks_exact(map.channels).zip(below.chunks_exact(map.channels));
        for (to, (above, below)) in blend.chunks_exact_mut(*classes).zip(both) {
            mix(to, above, below, share);
        }
        for (to, Between { first, second, share }) in pixels.chunks_exact_mut(*classes).zip(&self.columns) {
            mix(to, &blend[first * *classes..], &blend[second * *classes..], *share);
        }
        pixels
    }

    /// Adds to the gradient of the head what the pixels of a row have been changed to.
    pub(super) fn add_gradient(&mut self, row: usize, gradient: &mut [f32]) {
        let Self { classes, blend, pixels, .. } = self;
        blend.fill(0.0);
        for (from, Between { first, second, share }) in pixels.chunks_exact(*classes).zip(&self.columns) {
            add(&mut blend[first * *classes..], from, 1.0 - share);
            add(&mut blend[second * *classes..], from, *share);
        }
        let Between { first, second, share } = self.rows[row];
        add(&mut gradient[first * blend.len()..], blend, 1.0 - share);
        add(&mut gradient[second * blend.len()..], blend, share);
    }
}

fn mix(to: &mut [f32], first: &[f32], second: &[f32], share: f32) {
    for ((to, first), second) in to.iter_mut().zip(first).zip(second) {
        *to = first * (1.0 - share) + second * share;
    }
}

fn add(to: &mut [f32], from: &[f32], share: f32) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to += from * share);
}
