//! From what a detector says of its priors to detections.

use std::cmp::Ordering;

use super::Rectangle;

/// Less probable ones are none: the operator's default.
const LEAST_SCORE: f32 = 0.01;

/// An object that a detector has found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Detection {
    pub(crate) class: usize,
    pub(crate) score: f32,
    pub(crate) place: Rectangle,
}

impl Detection {
    /// Class, score, and left, upper, right and lower edge, as an endpoint writes them.
    pub(crate) fn row(&self) -> [f64; 6] {
        let Rectangle { left, top, right, bottom } = self.place;
        let [score, left, top, right, bottom] = [self.score, left, top, right, bottom].map(f64::from);
        [self.class as f64, score, left, top, right, bottom]
    }
}

/// The detection of one prior from the probabilities of the background and of the classes; none when it is the background.
pub(crate) fn detect(prior: &Rectangle, probabilities: &[f32], place: [f32; 4]) -> Option<Detection> {
    let mut best: Option<(usize, f32)> = None;
    for (class, score) in probabilities.iter().skip(1).enumerate() {
        if best.is_none_or(|(_, most)| *score > most) {
            best = Some((class, *score));
        }
    }
    let (class, score) = best.filter(|(_, score)| *score >= LEAST_SCORE)?;
    Some(Detection { class, score, place: Rectangle::decode(prior, place) })
}

/// Keeps the most probable detections, and of two of one class that overlap by the threshold or more the more probable.
pub(crate) fn suppress(mut detections: Vec<Detection>, threshold: f32, most: usize) -> Vec<Detection> {
    detections.sort_by(|left, right| right.score.partial_cmp(&left.score).unwrap_or(Ordering::Equal));
    detections.truncate(most);
    let mut kept: Vec<Detection> = Vec::new();
    for detection in detections {
        let is_hidden =
            kept.iter().any(|other| other.class == detection.class && other.place.overlap(&detection.place) >= threshold);
        if !is_hidden {
            kept.push(detection);
        }
    }
    kept
}
