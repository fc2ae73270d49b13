//! What one model does better than another on the same images, and what it has forgotten.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Classification, DetectedImage, Detections, EvaluatedFile, Evaluation, Findings, Mistake};
use crate::channel_data::{Identity, Listed, compare};

/// Two models image by image. What can be compared depends on what they predict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Changes {
    /// Classifiers, whose answers are right or wrong.
    Answers(AnswerChanges),
    /// Detectors, of which each image has a score.
    Scores(ScoreChanges),
}

/// Two classifiers image by image.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AnswerChanges {
    /// Images that only the first got wrong.
    pub better: Vec<ChangedImage>,
    /// Images that only the second got wrong.
    pub forgotten: Vec<ChangedImage>,
    /// How many both got wrong.
    pub both_wrong: u64,
    /// How many images there are.
    pub images: u64,
}

/// An image that one model got wrong and the other did not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangedImage {
    /// Its file.
    pub file: EvaluatedFile,
    /// The mistake of the model that got it wrong.
    pub mistake: Mistake,
}

/// Two detectors image by image, by [`DetectedImage::score`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ScoreChanges {
    /// Images of which the second has the higher score, the one first that has gained most.
    pub better: Vec<RescoredImage>,
    /// Images of which the second has the lower score, the one first that has lost most.
    pub worse: Vec<RescoredImage>,
    /// How many images have the same score.
    pub same: u64,
    /// How many images there are.
    pub images: u64,
}

/// An image in which a detector was not right in all, with its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DetectedFile {
    /// Its file.
    pub file: EvaluatedFile,
    /// What was found in it.
    pub image: DetectedImage,
}

/// An image that has another score now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RescoredImage {
    /// What the model with the lower score found.
    pub lower: DetectedFile,
    /// The score of the first model, 0 to 1.
    pub before: f64,
    /// The score of the second.
    pub after: f64,
}

/// Compares two models image by image; names are those of the jobs.
///
/// # Errors
/// Why they cannot be compared, as the end of a sentence that begins with *because*.
pub fn changes((first_job, first): (&str, &Evaluation), (second_job, second): (&str, &Evaluation)) -> Result<Changes, String> {
    use Findings::{ImageClassification, ObjectDetection};
    match (&first.findings, &second.findings) {
        (ImageClassification(one), ImageClassification(other)) => {
            same_images((first_job, first), (second_job, second))?;
            answer_changes((first, one), (second, other)).map(Changes::Answers)
        }
        (ObjectDetection(one), ObjectDetection(other)) => {
            same_images((first_job, first), (second_job, second))?;
            score_changes((first, one), (second, other)).map(Changes::Scores)
        }
        _ => {
            Err("the two jobs train different algorithms: one says which class an image is of, the other where objects are in it"
                .to_owned())
        }
    }
}

fn answer_changes(
    (first, one): (&Evaluation, &Classification),
    (second, other): (&Evaluation, &Classification),
) -> Result<AnswerChanges, String> {
    if one.answers != other.answers {
        return Err("the two jobs do not ask the same of an image: num_classes or multi_label differ".to_owned());
    }
    let (one, other) = (by_place(first, &one.mistakes), by_place(second, &other.mistakes));
    let only = |of: &BTreeMap<_, ChangedImage>, without: &BTreeMap<_, ChangedImage>| {
        let images = of.iter().filter(|(place, _)| !without.contains_key(*place)).map(|(_, image)| image.clone());
        let mut images: Vec<ChangedImage> = images.collect();
        images.sort_by(|one, other| other.mistake.probability.total_cmp(&one.mistake.probability));
        images
    };
    let both_wrong = one.keys().filter(|place| other.contains_key(*place)).count() as u64;
    Ok(AnswerChanges { better: only(&one, &other), forgotten: only(&other, &one), both_wrong, images: first.subject.images })
}

fn score_changes(
    (first, one): (&Evaluation, &Detections),
    (second, other): (&Evaluation, &Detections),
) -> Result<ScoreChanges, String> {
    if one.classes.len() != other.classes.len() {
        return Err("the two jobs do not look for the same objects: num_classes differs".to_owned());
    }
    // As numbers that were written, not computed: they are equal or they are not.
    if one.overlap_threshold.to_bits() != other.overlap_threshold.to_bits() {
        return Err(format!(
            "the two jobs count other predictions as right: overlap_threshold is {} and {}",
            one.overlap_threshold, other.overlap_threshold
        ));
    }
    let (one, other) = (detected_by_place(first, &one.images), detected_by_place(second, &other.images));
    let mut changes = ScoreChanges { images: first.subject.images, ..ScoreChanges::default() };
    let places: BTreeSet<_> = one.keys().chain(other.keys()).collect();
    for place in places {
        let score = |of: Option<&DetectedFile>| of.map_or(1.0, |found| found.image.score());
        let (was, is) = (one.get(place), other.get(place));
        let (before, after) = (score(was), score(is));
        // Of an image with a score below 1 there are findings.
        let lower = if before < after { was } else { is };
        let Some(lower) = lower.filter(|_| before.total_cmp(&after).is_ne()).cloned() else { continue };
        let list = if before < after { &mut changes.better } else { &mut changes.worse };
        list.push(RescoredImage { lower, before, after });
    }
    let change = |image: &RescoredImage| (image.after - image.before).abs();
    for list in [&mut changes.better, &mut changes.worse] {
        list.sort_by(|one, other| change(other).total_cmp(&change(one)));
    }
    changes.same = changes.images.saturating_sub((changes.better.len() + changes.worse.len()) as u64);
    Ok(changes)
}

/// Whether both models were given the same images.
fn same_images((first_job, first): (&str, &Evaluation), (second_job, second): (&str, &Evaluation)) -> Result<(), String> {
    let (one, other) = (&first.subject, &second.subject);
    if one.channels.len() != other.channels.len() {
        return Err("one job has its images in RecordIO files, and the other has separate images".to_owned());
    }
    for (before, after) in one.channels.iter().zip(&other.channels) {
        let listed = |job, data| Listed { job, data: Some(data), started_at: None, ended_at: None };
        match compare(listed(first_job, before), listed(second_job, after)) {
            Identity::Same => {}
            Identity::Different(how) => return Err(format!("their validation data differ: {how}")),
            Identity::NotKnown(reason) => return Err(reason),
        }
    }
    if (one.images, &one.left_out) != (other.images, &other.left_out) {
        return Err("not the same images were left out of the two evaluations".to_owned());
    }
    Ok(())
}

/// The mistakes by the path of the file below the channel and the record's place: data may have been copied elsewhere.
fn by_place(of: &Evaluation, mistakes: &[Mistake]) -> BTreeMap<(String, Option<u64>), ChangedImage> {
    let changed = |mistake: &Mistake| {
        let file = of.file(mistake.file)?.clone();
        Some(((file.name.clone(), mistake.offset), ChangedImage { file, mistake: mistake.clone() }))
    };
    mistakes.iter().filter_map(changed).collect()
}

/// The same of images that detectors judged.
fn detected_by_place(of: &Evaluation, images: &[DetectedImage]) -> BTreeMap<(String, Option<u64>), DetectedFile> {
    let detected = |image: &DetectedImage| {
        let file = of.file(image.file)?.clone();
        Some(((file.name.clone(), image.offset), DetectedFile { file, image: image.clone() }))
    };
    images.iter().filter_map(detected).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Timestamp,
        channel_data::{ChannelData, Extent},
        evaluation::{DetectedClass, Subject},
    };

    /// An evaluation that got the records at these places wrong.
    fn evaluation(bucket: &str, digest: &str, wrong: &[u64]) -> Evaluation {
        let data = ChannelData {
            channel: "validation".to_owned(),
            location: format!("s3://{bucket}/validation/"),
            extent: Extent::Complete,
            objects: 1,
            bytes: digest.len() as u64,
            records: None,
            digest: digest.to_owned(),
            tags_are_md5: true,
            modified_at: None,
            listed_at: Timestamp::UNIX_EPOCH,
        };
        let mistake = |offset: &u64| Mistake {
            file: 0,
            offset: Some(*offset),
            size: 10,
            truth: vec![1],
            predicted: vec![2],
            probability: *offset as f32 / 100.0,
        };
        let file = EvaluatedFile { name: "a.rec".to_owned(), uri: format!("s3://{bucket}/validation/a.rec") };
        Evaluation {
            subject: Subject {
                artifact: "s3://b/model.tar.gz".to_owned(),
                etag: "e".to_owned(),
                parameters: "image-classification-0001.params".to_owned(),
                epoch: 1,
                channels: vec![data],
                images: 10,
                left_out: Vec::new(),
                at: Timestamp::UNIX_EPOCH,
            },
            files: vec![file],
            findings: Findings::ImageClassification(Classification {
                classes: 3,
                answers: 10,
                correct: 10 - wrong.len() as u64,
                mistakes: wrong.iter().map(mistake).collect(),
                ..Classification::default()
            }),
        }
    }

    #[test]
    fn what_got_better_and_what_was_forgotten_is_told_image_by_image() {
        let (parent, child) = (evaluation("a", "x", &[8, 16, 24]), evaluation("copy", "x", &[16, 40, 56]));
        let found = changes(("parent", &parent), ("child", &child)).expect("the same data");
        let Changes::Answers(found) = found else { panic!("{found:?}") };
        let places = |images: &[ChangedImage]| images.iter().map(|image| image.mistake.offset).collect::<Vec<_>>();
        assert_eq!(places(&found.better), [Some(24), Some(8)]);
        assert_eq!(places(&found.forgotten), [Some(56), Some(40)]);
        assert_eq!((found.both_wrong, found.images), (1, 10));
    }

    #[test]
    fn other_data_and_other_questions_are_not_compared() {
        let parent = evaluation("a", "x", &[8]);
        let reason = |child: &Evaluation| changes(("parent", &parent), ("child", child)).expect_err("not comparable");
        assert!(reason(&evaluation("a", "yy", &[8])).starts_with("their validation data differ: "));
        let mut cut = evaluation("a", "x", &[8]);
        cut.subject.left_out = vec!["The rest.".to_owned()];
        assert!(reason(&cut).contains("left out"));
        let mut other = evaluation("a", "x", &[8]);
        let Findings::ImageClassification(found) = &mut other.findings else { panic!("{other:?}") };
        found.answers = 30;
        assert!(reason(&other).contains("multi_label"));
        assert!(reason(&detected(&[])).contains("different algorithms"));
    }

    /// A detector that missed and found so many objects in the records at these places.
    fn detected(images: &[(u64, usize, u32)]) -> Evaluation {
        let image = |(offset, missed, found): &(u64, usize, u32)| DetectedImage {
            file: 0,
            offset: Some(*offset),
            size: 10,
            found: *found,
            missed: vec![0; *missed],
            wrong: Vec::new(),
            objects: Vec::new(),
            predictions: Vec::new(),
            more: 0,
        };
        let findings = Findings::ObjectDetection(Detections {
            mean_average_precision: 0.5,
            overlap_threshold: 0.5,
            classes: vec![DetectedClass::default(); 2],
            images: images.iter().map(image).collect(),
        });
        Evaluation { findings, ..evaluation("a", "x", &[]) }
    }

    #[test]
    fn detectors_are_compared_by_the_scores_of_images() {
        let (parent, child) = (detected(&[(8, 1, 3), (16, 1, 0), (24, 1, 1)]), detected(&[(8, 2, 2), (24, 1, 1), (32, 3, 1)]));
        let found = changes(("parent", &parent), ("child", &child)).expect("the same data");
        let Changes::Scores(found) = found else { panic!("{found:?}") };
        let scores = |images: &[RescoredImage]| -> Vec<(Option<u64>, f64, f64)> {
            images.iter().map(|image| (image.lower.image.offset, image.before, image.after)).collect()
        };
        assert_eq!(scores(&found.better), [(Some(16), 0.0, 1.0)]);
        assert_eq!(scores(&found.worse), [(Some(32), 1.0, 0.25), (Some(8), 0.75, 0.5)]);
        assert_eq!(found.worse[1].lower.image.missed.len(), 2);
        assert_eq!((found.same, found.images), (7, 10));
    }

    #[test]
    fn detectors_that_count_otherwise_are_not_compared() {
        let parent = detected(&[]);
        let reason = |change: fn(&mut Detections)| {
            let mut child = detected(&[]);
            let Findings::ObjectDetection(found) = &mut child.findings else { panic!("{child:?}") };
            change(found);
            changes(("parent", &parent), ("child", &child)).expect_err("not comparable")
        };
        assert!(reason(|found| found.overlap_threshold = 0.75).ends_with("overlap_threshold is 0.5 and 0.75"));
        assert!(reason(|found| found.classes.clear()).contains("num_classes differs"));
    }
}
