//! Where objects are in an image: for each prior its class, and how it has to move to become the object's box.

use super::{Objective, Score};
use crate::{
    boxes::{
        Rectangle,
        matching::{Match, Object, matches},
        priors::{self, Feature},
        suppression::{Detection, detect, suppress},
    },
    networks::detector::MAX_DETECTIONS,
    numerics::loss::softmax,
    operations::Image,
    program::Head,
};

/// What MXNet's metric adds before it takes a logarithm.
const FLOOR: f64 = 1e-8;

/// The objective of a detector. Its heads are, for each feature, that of the places and that of the classes.
#[derive(Clone, Debug)]
pub(crate) struct Boxes {
    features: Vec<Feature>,
    priors: Vec<Rectangle>,
    /// With the background.
    classes: usize,
    nms_threshold: f32,
}

/// Sums over the images of a batch.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct BoxScore {
    pub(crate) cross_entropy: f64,
    pub(crate) smooth_l1: f64,
    /// Priors that have to find an object or the background.
    pub(crate) priors: usize,
    /// Numbers of places that are not right, each of which has its share of the gradient.
    pub(crate) misplaced: usize,
    pub(crate) images: usize,
}

impl Score for BoxScore {
    fn add(&mut self, other: &Self) {
        self.cross_entropy += other.cross_entropy;
        self.smooth_l1 += other.smooth_l1;
        self.priors += other.priors;
        self.misplaced += other.misplaced;
        self.images += other.images;
    }

    fn is_finite(&self) -> bool {
        self.cross_entropy.is_finite() && self.smooth_l1.is_finite()
    }
}

/// What the heads say of a prior: the place of its numbers in either head.
struct Spot {
    prior: usize,
    places: (usize, usize),
    classes: (usize, usize),
}

impl Boxes {
    pub(crate) fn new(features: Vec<Feature>, num_classes: usize, nms_threshold: f64) -> Self {
        let priors = priors::all(&features);
        Self { features, priors, classes: num_classes + 1, nms_threshold: nms_threshold as f32 }
    }

    /// Where the heads speak of each prior. `row` gives the start of a row in a head's values or gradient.
    fn spots(
        &self,
        row: impl Fn(usize, usize) -> usize + Copy,
        stride: impl Fn(usize) -> usize + Copy,
    ) -> impl Iterator<Item = Spot> {
        let pixels = self.features.iter().enumerate().flat_map(move |(number, feature)| {
            (0..feature.height).flat_map(move |y| {
                (0..feature.width).flat_map(move |x| (0..feature.anchors()).map(move |anchor| (number, y, x, anchor)))
            })
        });
        pixels.enumerate().map(move |(prior, (number, y, x, anchor))| {
            let (places, classes) = (2 * number, 2 * number + 1);
            let at = |head: usize, width: usize| (head, row(head, y) + x * stride(head) + anchor * width);
            Spot { prior, places: at(places, 4), classes: at(classes, self.classes) }
        })
    }

    fn value_spots<'a>(&'a self, heads: &'a [Head]) -> impl Iterator<Item = Spot> + 'a {
        self.spots(|head, y| heads[head].map.row(y).start, |head| heads[head].map.channels)
    }

    /// The probabilities of the classes of every prior.
    fn probabilities(&self, heads: &[Head], image: &Image) -> Vec<f32> {
        let mut all = Vec::with_capacity(self.priors.len() * self.classes);
        for Spot { classes: (head, at), .. } in self.value_spots(heads) {
            let from = all.len();
            all.extend_from_slice(&image.values[heads[head].tensor.0][at..at + self.classes]);
            softmax(&mut all[from..]);
        }
        all
    }

    /// How every prior is to be moved.
    fn places(&self, heads: &[Head], image: &Image) -> Vec<[f32; 4]> {
        let place = |Spot { places: (head, at), .. }: Spot| {
            *image.values[heads[head].tensor.0][at..].first_chunk::<4>().expect("a head has four numbers for each prior")
        };
        self.value_spots(heads).map(place).collect()
    }

    /// What the network finds in an image.
    pub(crate) fn detections(&self, heads: &[Head], image: &Image) -> Vec<Detection> {
        let (probabilities, places) = (self.probabilities(heads, image), self.places(heads, image));
        let of_priors = self.priors.iter().zip(probabilities.chunks_exact(self.classes)).zip(places);
        let found = of_priors.filter_map(|((prior, probabilities), place)| detect(prior, probabilities, place)).collect();
        suppress(found, self.nms_threshold, MAX_DETECTIONS)
    }
}

/// The class that a prior has to find, 0 for the background; none when it does not count.
fn wanted(found: Match, objects: &[Object]) -> Option<usize> {
    match found {
        Match::Ignored => None,
        Match::Background => Some(0),
        Match::Object(object) => objects.get(object).map(|object| object.class + 1),
    }
}

fn smooth_l1(difference: f32) -> f32 {
    let size = difference.abs();
    if size > 1.0 { size - 0.5 } else { 0.5 * size * size }
}

impl Objective for Boxes {
    type Target = Vec<Object>;
    type State = Vec<Match>;
    type Score = BoxScore;

    fn score(&self, heads: &[Head], image: &mut Image, objects: &Vec<Object>, state: &mut Vec<Match>) -> BoxScore {
        let (probabilities, places) = (self.probabilities(heads, image), self.places(heads, image));
        *state = matches(&self.priors, objects, |prior| probabilities[prior * self.classes]);
        let mut score = BoxScore { images: 1, ..BoxScore::default() };
        for (prior, found) in state.iter().enumerate() {
            let Some(class) = wanted(*found, objects) else { continue };
            score.priors += 1;
            score.cross_entropy -= (f64::from(probabilities[prior * self.classes + class]) + FLOOR).ln();
            let Match::Object(object) = found else { continue };
            let target = objects[*object].place.encode(&self.priors[prior]);
            for loss in places[prior].iter().zip(target).map(|(place, target)| smooth_l1(place - target)) {
                score.smooth_l1 += f64::from(loss);
                score.misplaced += usize::from(loss > 0.0);
            }
        }
        score
    }

    fn differentiate(&self, heads: &[Head], image: &mut Image, objects: &Vec<Object>, state: &Vec<Match>, batch: &BoxScore) {
        let (probabilities, places) = (self.probabilities(heads, image), self.places(heads, image));
        for head in heads {
            image.write_gradient(head.gradient, |gradient, _| gradient.fill(0.0));
        }
        let of_class = 1.0 / batch.priors.max(1) as f32;
        let of_place = 1.0 / batch.misplaced.max(1) as f32;
        let row = |head: usize, y: usize| heads[head].gradient.map.row(y).start;
        for spot in self.spots(row, |head| heads[head].gradient.map.channels) {
            let Some(class) = wanted(state[spot.prior], objects) else { continue };
            let (head, at) = spot.classes;
            let gradient = &mut image.gradients[heads[head].gradient.slot][at..at + self.classes];
            let own = &probabilities[spot.prior * self.classes..][..self.classes];
            gradient.iter_mut().zip(own).for_each(|(gradient, probability)| *gradient = probability * of_class);
            gradient[class] -= of_class;
            let Match::Object(object) = state[spot.prior] else { continue };
            let target = objects[object].place.encode(&self.priors[spot.prior]);
            let (head, at) = spot.places;
            let gradient = &mut image.gradients[heads[head].gradient.slot][at..at + 4];
            for ((gradient, place), target) in gradient.iter_mut().zip(places[spot.prior]).zip(target) {
                *gradient = (place - target).clamp(-1.0, 1.0) * of_place;
            }
        }
    }

    /// The losses are divided by what counts in the batch already.
    fn share(&self, _: usize) -> f32 {
        1.0
    }
}

#[cfg(test)]
mod tests;
