//! Mean average precision: the area under the precision envelope of each class, and the mean over the classes that occur.

use std::cmp::Ordering;

use domain::evaluation::Outcome;

use crate::boxes::{matching::Object, suppression::Detection};

/// What an image says of the detections in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Judged {
    /// Class, score, and whether it is right, for each detection that counts.
    detections: Vec<(usize, f32, bool)>,
    /// The classes of the objects that count.
    objects: Vec<usize>,
}

/// What came of each detection and of each object of an image, in their orders.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outcomes {
    pub(super) detections: Vec<Outcome>,
    /// By the detections of at least this score.
    pub(super) objects: Vec<Outcome>,
}

/// Compares detections, the most probable first, with the objects of their image. A detection that overlaps the closest object of
/// its class by more than the threshold is right once; later ones are wrong. Difficult objects count neither way. Objects are found
/// by detections of at least `least_score`; weaker ones come behind them and change nothing about those.
pub(super) fn outcomes(detections: &[Detection], objects: &[Object], overlap_threshold: f32, least_score: f32) -> Outcomes {
    let mut is_found = vec![false; objects.len()];
    let mut of_objects: Vec<Outcome> =
        objects.iter().map(|object| if object.is_difficult { Outcome::NotCounted } else { Outcome::Wrong }).collect();
    let outcome = |Detection { class, score, place }: &Detection| {
        let mut best: Option<(usize, f32)> = None;
        for (number, object) in objects.iter().enumerate().filter(|(_, object)| object.class == *class) {
            let overlap = place.overlap(&object.place);
            if best.is_none_or(|(_, most)| overlap > most) {
                best = Some((number, overlap));
            }
        }
        match best.filter(|(_, overlap)| *overlap > overlap_threshold) {
            Some((number, _)) if objects[number].is_difficult => Outcome::NotCounted,
            Some((number, _)) if std::mem::replace(&mut is_found[number], true) => Outcome::Wrong,
            Some((number, _)) => {
                if *score >= least_score {
                    of_objects[number] = Outcome::Right;
                }
                Outcome::Right
            }
            None => Outcome::Wrong,
        }
    };
    let of_detections = detections.iter().map(outcome).collect();
    Outcomes { detections: of_detections, objects: of_objects }
}

/// What an image says of the detections in it.
pub(super) fn judge(detections: &[Detection], objects: &[Object], overlap_threshold: f32) -> Judged {
    let outcomes = outcomes(detections, objects, overlap_threshold, 0.0);
    judged(detections, objects, &outcomes)
}

/// The same of what was compared.
pub(super) fn judged(detections: &[Detection], objects: &[Object], outcomes: &Outcomes) -> Judged {
    let counted = detections.iter().zip(&outcomes.detections).filter(|(_, outcome)| **outcome != Outcome::NotCounted);
    Judged {
        detections: counted.map(|(detection, outcome)| (detection.class, detection.score, *outcome == Outcome::Right)).collect(),
        objects: objects.iter().filter(|object| !object.is_difficult).map(|object| object.class).collect(),
    }
}

/// The mean over the classes with objects; 0 when there are none.
pub(super) fn mean(images: &[Judged], classes: usize) -> f64 {
    mean_of(&of_classes(images, classes))
}

/// The mean of the classes with objects; 0 when there are none.
pub(super) fn mean_of(classes: &[Option<f64>]) -> f64 {
    let precisions: Vec<f64> = classes.iter().copied().flatten().collect();
    precisions.iter().sum::<f64>() / precisions.len().max(1) as f64
}

/// The average precision of each class; none of one without objects.
pub(super) fn of_classes(images: &[Judged], classes: usize) -> Vec<Option<f64>> {
    let mut of_classes = vec![(Vec::new(), 0_usize); classes];
    for image in images {
        for (class, score, is_right) in &image.detections {
            of_classes[*class].0.push((*score, *is_right));
        }
        for class in &image.objects {
            of_classes[*class].1 += 1;
        }
    }
    let precision = |(detections, objects): (Vec<_>, usize)| (objects > 0).then(|| average_precision(detections, objects));
    of_classes.into_iter().map(precision).collect()
}

/// The area under the envelope: at each recall the best precision that is reached with as much recall or more.
fn average_precision(mut detections: Vec<(f32, bool)>, objects: usize) -> f64 {
    detections.sort_by(|left, right| right.0.partial_cmp(&left.0).unwrap_or(Ordering::Equal));
    let mut points = Vec::with_capacity(detections.len());
    let mut right = 0_usize;
    for (place, (_, is_right)) in detections.iter().enumerate() {
        right += usize::from(*is_right);
        points.push((right as f64 / objects as f64, right as f64 / (place + 1) as f64));
    }
    let mut area = 0.0;
    let mut envelope = 0.0_f64;
    for (place, (recall, precision)) in points.iter().enumerate().rev() {
        envelope = envelope.max(*precision);
        let before = place.checked_sub(1).and_then(|before| points.get(before)).map_or(0.0, |(recall, _)| *recall);
        area += (recall - before) * envelope;
    }
    area
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boxes::Rectangle;

    fn square(left: f32) -> Rectangle {
        Rectangle { left, top: 0.0, right: left + 0.2, bottom: 0.2 }
    }

    fn object(class: usize, left: f32, is_difficult: bool) -> Object {
        Object { class, place: square(left), is_difficult }
    }

    fn detection(class: usize, score: f32, left: f32) -> Detection {
        Detection { class, score, place: square(left) }
    }

    #[test]
    fn an_object_is_found_once() {
        let objects = [object(0, 0.0, false), object(0, 0.5, false), object(1, 0.0, false)];
        let found = [detection(0, 0.9, 0.01), detection(0, 0.8, 0.02), detection(1, 0.7, 0.5), detection(2, 0.6, 0.0)];
        let judged = judge(&found, &objects, 0.5);
        let right: Vec<bool> = judged.detections.iter().map(|(_, _, is_right)| *is_right).collect();
        assert_eq!((right, judged.objects), (vec![true, false, false, false], vec![0, 0, 1]));
        // An overlap of exactly the threshold is not enough.
        assert!(!judge(&[detection(0, 0.9, 0.0)], &[object(0, 0.0, false)], 1.0).detections[0].2);
    }

    #[test]
    fn an_object_that_only_a_weak_detection_finds_is_missed_and_counts_for_the_precision() {
        let (objects, found) = ([object(0, 0.0, false), object(0, 0.5, true)], [detection(0, 0.2, 0.01), detection(0, 0.1, 0.5)]);
        let outcomes = outcomes(&found, &objects, 0.5, 0.3);
        assert_eq!(outcomes.detections, [Outcome::Right, Outcome::NotCounted]);
        assert_eq!(outcomes.objects, [Outcome::Wrong, Outcome::NotCounted]);
        assert_eq!(mean(&[judged(&found, &objects, &outcomes)], 1), 1.0);
    }

    #[test]
    fn difficult_objects_count_neither_way() {
        let objects = [object(0, 0.0, true), object(0, 0.5, false)];
        let judged = judge(&[detection(0, 0.9, 0.0), detection(0, 0.8, 0.0), detection(0, 0.7, 0.5)], &objects, 0.5);
        assert_eq!(judged, Judged { detections: vec![(0, 0.7, true)], objects: vec![0] });
    }

    #[test]
    fn the_area_is_that_under_the_envelope() {
        // Precision 1, 1/2, 2/3, 2/4, 3/5 at a recall of 1/4, 1/4, 2/4, 2/4, 3/4.
        let detections = vec![(0.9, true), (0.8, false), (0.7, true), (0.6, false), (0.5, true)];
        let expected = 0.25 * 1.0 + 0.25 * (2.0 / 3.0) + 0.25 * 0.6;
        assert!((average_precision(detections, 4) - expected).abs() < 1e-12);
        assert_eq!((average_precision(Vec::new(), 4), average_precision(vec![(0.5, true)], 1)), (0.0, 1.0));
    }

    #[test]
    fn classes_that_do_not_occur_do_not_count() {
        let right = judge(&[detection(0, 0.9, 0.0)], &[object(0, 0.0, false)], 0.5);
        let wrong = judge(&[detection(2, 0.9, 0.0)], &[object(1, 0.0, false)], 0.5);
        assert_eq!(mean(&[right.clone(), wrong], 4), 0.5);
        assert_eq!(mean(&[right], 4), 1.0);
        assert_eq!(mean(&[], 4), 0.0);
    }
}
