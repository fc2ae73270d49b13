//! What the same networks score when Apache MXNet 1.9.1 trains them, and the least that ours must. Source of both: the design of the two
//! algorithms, "Curves to expect". Segmentation was measured with 128 and 192 scenes there, and has 160 and 240 here.

/// The three jobs of a study, as they stand in its table.
pub(crate) const JOBS: [&str; 3] = ["base", "incremental", "from scratch"];
/// The sets that each epoch is judged on: the parent's kind of scenes, and the kind that only the expanded set has.
pub(crate) const SETS: [&str; 2] = ["plain", "new pattern"];

/// The scores of an algorithm: for each job and each set by epoch. `None` was not measured.
pub(crate) type Curves = [[&'static [Option<f64>]; 2]; 3];

/// Mean average precision.
pub(crate) const DETECTION: Curves = [
    [
        &[Some(0.002), Some(0.038), Some(0.128), Some(0.355), Some(0.724), Some(0.744)],
        &[Some(0.0), Some(0.001), Some(0.002), Some(0.004), Some(0.004), Some(0.002)],
    ],
    [&[Some(0.514), Some(0.712), Some(0.793)], &[Some(0.463), Some(0.360), Some(0.648)]],
    [&[Some(0.024), Some(0.129), Some(0.165)], &[Some(0.015), Some(0.077), Some(0.228)]],
];

/// Mean intersection over union.
pub(crate) const SEGMENTATION: Curves = [
    [
        &[None, Some(0.375), None, Some(0.454), None, Some(0.591), None, Some(0.722)],
        &[None, None, None, None, None, None, None, Some(0.027)],
    ],
    [&[Some(0.268), Some(0.507), Some(0.609)], &[Some(0.250), Some(0.373), Some(0.344)]],
    [&[Some(0.202), Some(0.271), Some(0.255)], &[Some(0.201), Some(0.251), Some(0.206)]],
];

/// What must hold.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    /// The least score of the base job's last epoch on the plain scenes.
    pub(crate) base: f64,
    /// How far the incremental job must be above the one from scratch after the second epoch, for each set.
    pub(crate) ahead: [f64; 2],
}

pub(crate) const DETECTION_BOUNDS: Bounds = Bounds { base: 0.5, ahead: [0.2, 0.2] };
pub(crate) const SEGMENTATION_BOUNDS: Bounds = Bounds { base: 0.6, ahead: [0.15, 0.05] };
