//! What of a detector's answers is wrong, image by image.

use domain::evaluation::{
    DetectedClass, DetectedImage, DetectionBox, Detections, Findings, MAX_SHOWN_BOXES, MIN_SHOWN_SCORE, Outcome,
};

use super::{
    ObjectDetection, are_finite,
    average_precision::{self, Judged, judged, outcomes},
};
use crate::{
    boxes::{Rectangle, matching::Object, suppression::Detection},
    error::TrainingError,
    learner::Learner,
    objective::boxes::Boxes,
    task::{
        batch::Batch,
        evaluation::{self, Evaluated, EvaluatedTask, Origin, Place},
    },
};

/// What the network finds in an image, and what it shows.
pub(crate) struct Seen {
    detections: Vec<Detection>,
    objects: Vec<Object>,
    is_finite: bool,
}

/// All answers so far.
pub(crate) struct Answers {
    overlap_threshold: f32,
    classes: Vec<DetectedClass>,
    judged: Vec<Judged>,
    images: Vec<DetectedImage>,
}

/// What came of an image.
#[derive(Debug, Default)]
pub(crate) struct Found {
    found: u32,
    missed: Vec<u32>,
    wrong: Vec<u32>,
    objects: Vec<DetectionBox>,
    predictions: Vec<DetectionBox>,
}

impl EvaluatedTask for ObjectDetection {
    type Answers = Answers;

    fn answers(&self) -> Answers {
        let hyperparameters = &self.hyperparameters;
        Answers::new(hyperparameters.form.num_classes, hyperparameters.overlap_threshold)
    }

    fn look(
        &self,
        learner: &mut Learner<Boxes>,
        data: &Self::Data,
        images: &[usize],
        _: &mut Answers,
    ) -> Result<Vec<Seen>, TrainingError> {
        let batch = Batch { task: self, data, images, variation: None };
        learner.evaluate(&batch, images.len(), |objective, heads, image, objects| {
            let is_finite = are_finite(heads, image);
            Seen { detections: objective.detections(heads, image), objects: objects.clone(), is_finite }
        })
    }

    fn origin(&self, data: &Self::Data, index: usize) -> Result<Origin, TrainingError> {
        data.origin(index)
    }
}

impl Answers {
    fn new(num_classes: usize, overlap_threshold: f32) -> Self {
        let classes = vec![DetectedClass::default(); num_classes];
        Self { overlap_threshold, classes, judged: Vec::new(), images: Vec::new() }
    }
}

impl evaluation::Answers for Answers {
    type Seen = Seen;
    type Found = Found;

    fn take(&mut self, seen: Seen) -> Result<Option<Found>, TrainingError> {
        let Seen { detections, objects, is_finite } = seen;
        if !is_finite {
            return Err(evaluation::diverged());
        }
        let outcomes = outcomes(&detections, &objects, self.overlap_threshold, MIN_SHOWN_SCORE);
        self.judged.push(judged(&detections, &objects, &outcomes));
        let mut found = Found::default();
        for (Object { class, place, .. }, outcome) in objects.iter().zip(outcomes.objects) {
            found.objects.push(shown(*class, None, *place, outcome));
            match (outcome, &mut self.classes[*class]) {
                (Outcome::Right, of_class) => {
                    of_class.found += 1;
                    found.found += 1;
                }
                (Outcome::Wrong, of_class) => {
                    of_class.missed += 1;
                    found.missed.push(number(*class));
                }
                (Outcome::NotCounted, _) => {}
            }
        }
        let strong = |(detection, _): &(&Detection, _)| detection.score >= MIN_SHOWN_SCORE;
        for (Detection { class, score, place }, outcome) in detections.iter().zip(outcomes.detections).filter(strong) {
            found.predictions.push(shown(*class, Some(*score), *place, outcome));
            if outcome == Outcome::Wrong {
                self.classes[*class].wrong += 1;
                found.wrong.push(number(*class));
            }
        }
        let is_right = found.missed.is_empty() && found.wrong.is_empty();
        Ok((!is_right).then_some(found))
    }

    fn keep(&mut self, found: Found, place: Place) -> Result<(), TrainingError> {
        let Found { found, missed, wrong, mut objects, mut predictions } = found;
        let mut more = 0;
        for boxes in [&mut objects, &mut predictions] {
            boxes.sort_by_key(|shown| shown.outcome);
            more += boxes.len().saturating_sub(MAX_SHOWN_BOXES);
            boxes.truncate(MAX_SHOWN_BOXES);
        }
        let Place { file, offset, size } = place;
        let more = number(more);
        self.images.push(DetectedImage { file, offset, size, found, missed, wrong, objects, predictions, more });
        Ok(())
    }

    fn into_evaluated(mut self) -> Evaluated {
        let precisions = average_precision::of_classes(&self.judged, self.classes.len());
        let mean_average_precision = average_precision::mean_of(&precisions);
        for (class, precision) in self.classes.iter_mut().zip(precisions) {
            class.average_precision = precision;
        }
        // Of equal shares the image with more wrong is worse; equal ones stay in the order of the channel.
        let errors = |image: &DetectedImage| image.missed.len() + image.wrong.len();
        self.images.sort_by(|one, other| one.score().total_cmp(&other.score()).then(errors(other).cmp(&errors(one))));
        let Self { overlap_threshold, classes, images, .. } = self;
        Findings::ObjectDetection(Detections { mean_average_precision, overlap_threshold, classes, images }).into()
    }
}

fn shown(class: usize, score: Option<f32>, place: Rectangle, outcome: Outcome) -> DetectionBox {
    let Rectangle { left, top, right, bottom } = place;
    DetectionBox { class: number(class), score, edges: [left, top, right, bottom], outcome }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{evaluation::Answers as _, *};

    fn square(left: f32) -> Rectangle {
        Rectangle { left, top: 0.0, right: left + 0.2, bottom: 0.2 }
    }

    fn object(class: usize, left: f32) -> Object {
        Object { class, place: square(left), is_difficult: false }
    }

    fn seen(objects: &[Object], detections: &[(usize, f32, f32)]) -> Seen {
        let detection =
            |(class, score, left): &(usize, f32, f32)| Detection { class: *class, score: *score, place: square(*left) };
        Seen { detections: detections.iter().map(detection).collect(), objects: objects.to_vec(), is_finite: true }
    }

    fn detections(images: impl IntoIterator<Item = Seen>) -> Detections {
        let mut answers = Answers::new(3, 0.5);
        for (offset, seen) in (0..).zip(images) {
            if let Some(found) = answers.take(seen).expect("numbers") {
                answers.keep(found, Place { file: 0, offset: Some(offset), size: 1 }).expect("kept");
            }
        }
        let Findings::ObjectDetection(found) = answers.into_evaluated().findings else { panic!("objects") };
        found
    }

    #[test]
    fn every_object_is_found_or_missed_and_weak_predictions_are_not_shown() {
        let objects = [object(0, 0.0), object(0, 0.5), object(1, 0.5)];
        let found = detections([
            seen(&objects, &[(0, 0.9, 0.0), (1, 0.8, 0.0), (0, 0.2, 0.5)]),
            seen(&objects[..1], &[(0, 0.9, 0.0), (2, 0.1, 0.5)]),
        ]);
        let [image] = &found.images[..] else { panic!("the second image is right: {found:?}") };
        assert_eq!((image.found, &image.missed[..], &image.wrong[..]), (1, &[0, 1][..], &[1][..]));
        let outcomes = |boxes: &[DetectionBox]| boxes.iter().map(|shown| (shown.class, shown.outcome)).collect::<Vec<_>>();
        assert_eq!(outcomes(&image.objects), [(0, Outcome::Wrong), (1, Outcome::Wrong), (0, Outcome::Right)]);
        assert_eq!(outcomes(&image.predictions), [(1, Outcome::Wrong), (0, Outcome::Right)]);
        let counts: Vec<(u64, u64, u64)> = found.classes.iter().map(|class| (class.found, class.missed, class.wrong)).collect();
        assert_eq!(counts, [(2, 1, 0), (0, 1, 1), (0, 0, 0)]);
        // The weak prediction of class 0 finds its third object.
        let precisions: Vec<Option<f64>> = found.classes.iter().map(|class| class.average_precision).collect();
        assert_eq!(precisions, [Some(1.0), Some(0.0), None]);
        assert_eq!(found.mean_average_precision, 0.5);
    }

    #[test]
    fn the_worst_image_comes_first() {
        let half = seen(&[object(0, 0.0), object(0, 0.5)], &[(0, 0.9, 0.0)]);
        let none = seen(&[object(0, 0.0)], &[]);
        let nothing = seen(&[object(0, 0.0), object(0, 0.5)], &[(1, 0.9, 0.0)]);
        let found = detections([half, none, nothing]);
        let order: Vec<Option<u64>> = found.images.iter().map(|image| image.offset).collect();
        assert_eq!(order, [Some(2), Some(1), Some(0)]);
    }

    #[test]
    fn boxes_beyond_the_bound_are_counted() {
        let objects: Vec<Object> = (0..MAX_SHOWN_BOXES + 3).map(|number| object(0, number as f32)).collect();
        let found = detections([seen(&objects, &[(0, 0.9, 1.0)])]);
        let image = &found.images[0];
        assert_eq!((image.objects.len(), image.more, image.missed.len()), (MAX_SHOWN_BOXES, 3, MAX_SHOWN_BOXES + 2));
        assert!(image.objects.iter().all(|shown| shown.outcome == Outcome::Wrong));
    }

    #[test]
    fn answers_that_are_no_numbers_are_refused() {
        let diverged = Seen { is_finite: false, ..seen(&[], &[]) };
        let error = Answers::new(1, 0.5).take(diverged).expect_err("a refusal");
        assert!(error.to_string().contains("its training has diverged"));
    }
}
