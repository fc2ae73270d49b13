//! Which priors have to find which object, and which have to find the background.
//!
//! 1. Each object gets the prior that overlaps it most: of all pairs of a free object and a free prior, the closest first.
//! 2. Every other prior that overlaps an object by more than half gets that object.
//! 3. Of the rest, those that the network takes most for objects have to find the background: three for each prior with an
//!    object. The others do not count. An image without objects therefore counts for nothing.

use std::cmp::Ordering;

use super::Rectangle;

/// Overlaps below this are none.
const LEAST_OVERLAP: f32 = 1e-6;
/// A prior that overlaps an object by more is matched, and one that overlaps all by less can be background.
const THRESHOLD: f32 = 0.5;
/// Priors with background for each one with an object.
const BACKGROUND_RATIO: usize = 3;

/// An object in an image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Object {
    pub(crate) class: usize,
    pub(crate) place: Rectangle,
    /// Whether it counts neither way when detections are judged.
    pub(crate) is_difficult: bool,
}

/// What a prior has to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Match {
    Ignored,
    Background,
    /// The object's place in the list.
    Object(usize),
}

/// Matches priors and objects. `background` is the probability of the background that the network gives a prior.
pub(crate) fn matches(priors: &[Rectangle], objects: &[Object], background: impl Fn(usize) -> f32) -> Vec<Match> {
    let mut matches = vec![Match::Ignored; priors.len()];
    if objects.is_empty() {
        return matches;
    }
    let overlaps: Vec<Vec<f32>> =
        priors.iter().map(|prior| objects.iter().map(|object| prior.overlap(&object.place)).collect()).collect();
    match_closest(&overlaps, objects.len(), &mut matches);
    let mut candidates = Vec::new();
    for (prior, (overlaps, found)) in overlaps.iter().zip(&mut matches).enumerate() {
        if *found != Match::Ignored {
            continue;
        }
        let (best, overlap) = largest(overlaps);
        if overlap > THRESHOLD {
            *found = Match::Object(best);
        } else if overlap < THRESHOLD {
            candidates.push(prior);
        }
    }
    let count = matches.iter().filter(|found| **found != Match::Ignored).count();
    let mut hardest: Vec<(f32, usize)> = candidates.into_iter().map(|prior| (background(prior), prior)).collect();
    // Stable: of equal ones the earlier.
    hardest.sort_by(|left, right| left.0.partial_cmp(&right.0).unwrap_or(Ordering::Equal));
    for (_, prior) in hardest.into_iter().take((count * BACKGROUND_RATIO).min(priors.len() - count)) {
        matches[prior] = Match::Background;
    }
    matches
}

/// The first of the largest.
fn largest(overlaps: &[f32]) -> (usize, f32) {
    let mut best = (0, -1.0);
    for (object, overlap) in overlaps.iter().enumerate() {
        if *overlap > best.1 {
            best = (object, *overlap);
        }
    }
    best
}

fn match_closest(overlaps: &[Vec<f32>], objects: usize, matches: &mut [Match]) {
    let mut is_free = vec![true; objects];
    for _ in 0..objects {
        let mut best: Option<(usize, usize)> = None;
        let mut most = LEAST_OVERLAP;
        for (prior, overlaps) in overlaps.iter().enumerate().filter(|(prior, _)| matches[*prior] == Match::Ignored) {
            for (object, overlap) in overlaps.iter().enumerate() {
                if is_free[object] && *overlap > most {
                    (best, most) = (Some((prior, object)), *overlap);
                }
            }
        }
        let Some((prior, object)) = best else { return };
        matches[prior] = Match::Object(object);
        is_free[object] = false;
    }
}
