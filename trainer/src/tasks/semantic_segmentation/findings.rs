//! What of a segmenter's answers is wrong, image by image.

use domain::evaluation::{Confused, Findings, JudgedImage, JudgedPart, Segmentation, SegmentedImage};

use super::{
    SemanticSegmentation,
    compared::Compared,
    data::Dataset,
    drawn::{Drawn, draw},
    whole::Whole,
};
use crate::{
    error::TrainingError,
    learner::Learner,
    objective::pixels::Pixels,
    stop::StopFlag,
    task::evaluation::{self, Evaluated, EvaluatedTask, Origin, Place},
};

/// What to do in an evaluation when a whole image is too large for the memory.
const LATER: &str = "Evaluate the model when the machine has less to do.";

/// What the network finds in an image, and what its mask says.
pub(crate) struct Seen {
    /// Pixels by true and predicted class, `[num_classes, num_classes]`.
    confusion: Vec<u64>,
    ignored: u64,
    is_finite: bool,
    truth: Vec<u8>,
    predicted: Vec<u8>,
    /// Width and height of what was judged.
    size: (u32, u32),
    /// Its edges as shares of the image's sides.
    edges: [f32; 4],
}

/// All answers so far.
pub(crate) struct Answers {
    num_classes: usize,
    judged: JudgedPart,
    confusion: Vec<u64>,
    ignored: u64,
    images: Vec<SegmentedImage>,
    drawn: Drawn,
    whole: Whole,
}

impl EvaluatedTask for SemanticSegmentation {
    type Answers = Answers;

    fn answers(&self) -> Answers {
        let form = self.hyperparameters.form;
        let side = u32::try_from(form.height).unwrap_or(u32::MAX);
        Answers::new(form.num_classes, if self.judges_whole_images() { JudgedPart::Whole } else { JudgedPart::Middle { side } })
    }

    /// Of whole images each has a network of its own size.
    fn largest_batch(&self) -> usize {
        if self.judges_whole_images() { 1 } else { usize::MAX }
    }

    fn look(
        &self,
        learner: &mut Learner<Pixels>,
        data: &Dataset,
        images: &[usize],
        answers: &mut Answers,
    ) -> Result<Vec<Seen>, TrainingError> {
        let num_classes = answers.num_classes;
        let seen =
            self.each_compared(learner, (data, images), &mut answers.whole, |compared| Seen::new(compared, num_classes))?;
        let edges = |image: usize| if self.judges_whole_images() { [0.0, 0.0, 1.0, 1.0] } else { data.edges(image) };
        Ok(images.iter().zip(seen).map(|(image, seen)| Seen { edges: edges(*image), ..seen }).collect())
    }

    fn origin(&self, data: &Dataset, index: usize) -> Result<Origin, TrainingError> {
        data.origin(index)
    }
}

impl Seen {
    fn new(compared: Compared<'_>, num_classes: usize) -> Self {
        let Compared { classes, truth, is_finite, size: (width, height) } = compared;
        let (mut confusion, mut ignored) = (vec![0; num_classes * num_classes], 0);
        for (predicted, truth) in classes.iter().zip(truth) {
            let (predicted, truth) = (usize::from(*predicted), usize::from(*truth));
            if truth < num_classes {
                confusion[truth * num_classes + predicted] += 1;
            } else {
                ignored += 1;
            }
        }
        let side = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
        let (truth, size) = (truth.to_vec(), (side(width), side(height)));
        Self { confusion, ignored, is_finite, truth, predicted: classes, size, edges: [0.0, 0.0, 1.0, 1.0] }
    }
}

impl Answers {
    fn new(num_classes: usize, judged: JudgedPart) -> Self {
        Self {
            num_classes,
            judged,
            confusion: vec![0; num_classes * num_classes],
            ignored: 0,
            images: Vec::new(),
            drawn: Drawn::default(),
            whole: Whole::new(LATER, StopFlag::new()),
        }
    }

    /// The pairs of classes that occur.
    fn pairs(&self, confusion: &[u64]) -> Vec<Confused> {
        let class = |class: usize| u32::try_from(class).unwrap_or(u32::MAX);
        let pair = |(place, count): (usize, &u64)| Confused {
            truth: class(place / self.num_classes),
            predicted: class(place % self.num_classes),
            count: *count,
        };
        confusion.iter().enumerate().filter(|(_, count)| **count > 0).map(pair).collect()
    }
}

impl evaluation::Answers for Answers {
    type Seen = Seen;
    type Found = Seen;

    fn take(&mut self, seen: Seen) -> Result<Option<Seen>, TrainingError> {
        if !seen.is_finite {
            return Err(evaluation::diverged());
        }
        self.confusion.iter_mut().zip(&seen.confusion).for_each(|(sum, count)| *sum += count);
        self.ignored += seen.ignored;
        let is_wrong = self.pairs(&seen.confusion).iter().any(|pair| !pair.is_right());
        Ok(is_wrong.then_some(seen))
    }

    fn keep(&mut self, found: Seen, place: Place) -> Result<(), TrainingError> {
        let Seen { confusion, ignored, truth, predicted, size, edges, .. } = found;
        let image = SegmentedImage::new(JudgedImage { file: place.file, size, edges, ignored }, &self.pairs(&confusion));
        self.drawn.offer((image.mean_iou, self.images.len()), || draw(truth, predicted, size))?;
        self.images.push(image);
        Ok(())
    }

    fn into_evaluated(mut self) -> Evaluated {
        let confusion = self.pairs(&self.confusion);
        let (places, masks): (Vec<usize>, Vec<Vec<u8>>) = self.drawn.into_files().unzip();
        for (number, place) in (0..).zip(places) {
            if let Some(image) = self.images.get_mut(place) {
                image.mask = Some(number);
            }
        }
        // A stable order: equal ones stay in that of the channel, as their masks do.
        self.images.sort_by(|one, other| one.mean_iou.total_cmp(&other.mean_iou));
        let Self { num_classes, judged, ignored, images, .. } = self;
        let classes = u32::try_from(num_classes).unwrap_or(u32::MAX);
        Evaluated {
            findings: Findings::SemanticSegmentation(Segmentation { classes, judged, ignored, confusion, images }),
            masks,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{evaluation::Answers as _, *};

    fn seen(truth: &[u8], predicted: &[u8]) -> Seen {
        let size = (truth.len(), 1);
        Seen::new(Compared { classes: predicted.to_vec(), truth, is_finite: true, size }, 3)
    }

    fn evaluated(images: impl IntoIterator<Item = Seen>) -> (Segmentation, usize) {
        let mut answers = Answers::new(3, JudgedPart::Whole);
        for (file, seen) in (0..).zip(images) {
            if let Some(found) = answers.take(seen).expect("numbers") {
                answers.keep(found, Place { file, offset: None, size: 1 }).expect("drawn");
            }
        }
        let Evaluated { findings: Findings::SemanticSegmentation(found), masks } = answers.into_evaluated() else {
            panic!("pixels")
        };
        (found, masks.len())
    }

    #[test]
    fn pixels_are_counted_by_both_classes_and_the_worst_image_comes_first() {
        let (found, masks) = evaluated([
            seen(&[0, 0, 1, 255], &[0, 0, 0, 2]),
            seen(&[1, 1, 2, 2], &[1, 1, 2, 2]),
            seen(&[1, 1, 1, 255], &[0, 0, 2, 1]),
            seen(&[255, 255], &[0, 1]),
        ]);
        let pair = |truth, predicted, count| Confused { truth, predicted, count };
        let expected = [pair(0, 0, 2), pair(1, 0, 3), pair(1, 1, 2), pair(1, 2, 1), pair(2, 2, 2)];
        assert_eq!((&found.confusion[..], found.ignored), (&expected[..], 4));
        let images: Vec<(u32, u64, Option<u32>)> =
            found.images.iter().map(|image| (image.file, image.right, image.mask)).collect();
        // What is all right or does not count is not wrong.
        assert_eq!((images, masks), (vec![(2, 0, Some(0)), (0, 2, Some(1))], 2));
        assert_eq!((found.images[1].counted, found.images[1].ignored), (3, 1));
    }

    #[test]
    fn answers_that_are_no_numbers_are_refused() {
        let diverged = Seen { is_finite: false, ..seen(&[0], &[0]) };
        let error = Answers::new(3, JudgedPart::Whole).take(diverged).map(|_| ()).expect_err("a refusal");
        assert!(error.to_string().contains("its training has diverged"));
    }
}
