//! Which operations run one after the other on an image.
//!
//! Within a stage every image goes its own way, so that what one operation writes is still in the cache when the next reads
//! it. Where sums over the batch are needed, all images have to come to the end of a stage first:
//!
//! ```text
//! forward    … convolution, observe | normalize, convolution, observe | …
//! backward   … normalize, convolution | observe, normalize, convolution | …   (from right to left)
//! ```

use super::draft::Draft;

/// Operations by their places in the forward pass, and what is settled when all images have passed them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stage {
    pub(super) operations: Vec<usize>,
    /// The normalisations whose sums are complete.
    pub(super) normalizations: Vec<usize>,
    /// Whether the sums of the pixels are complete.
    pub(super) pixels: bool,
}

/// The stages of the forward pass.
pub(super) fn forward(operations: &[Draft]) -> Vec<Stage> {
    let mut stages = vec![Stage::default()];
    for (place, draft) in operations.iter().enumerate() {
        let Some(stage) = stages.last_mut() else { continue };
        let must_wait = match draft {
            Draft::NormalizePixels { .. } => stage.pixels,
            _ => draft.normalizations().any(|number| stage.normalizations.contains(&number)),
        };
        if must_wait {
            stages.push(Stage::default());
        }
        let Some(stage) = stages.last_mut() else { continue };
        stage.operations.push(place);
        match draft {
            Draft::Observe { number, .. } => stage.normalizations.push(*number),
            Draft::ObservePixels => stage.pixels = true,
            _ => {}
        }
    }
    stages
}

/// The stages of the backward pass.
pub(super) fn backward(operations: &[Draft]) -> Vec<Stage> {
    let mut stages = vec![Stage::default()];
    for (place, draft) in operations.iter().enumerate().rev() {
        let Some(stage) = stages.last_mut() else { continue };
        let must_wait = matches!(draft, Draft::Observe { number, .. } if stage.normalizations.contains(number));
        if must_wait {
            stages.push(Stage::default());
        }
        let Some(stage) = stages.last_mut() else { continue };
        match draft {
            Draft::NormalizePixels { .. } => stage.pixels = true,
            Draft::ObservePixels => continue,
            _ => stage.normalizations.extend(draft.normalizations()),
        }
        stage.operations.push(place);
    }
    stages
}
