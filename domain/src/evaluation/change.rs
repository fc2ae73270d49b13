//! What one model does better than another on the same images, and what it has forgotten.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{EvaluatedFile, Evaluation, Findings, Mistake};
use crate::channel_data::{Identity, Listed, compare};

/// Two models image by image.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Changes {
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

/// Compares two models image by image; names are those of the jobs.
///
/// # Errors
/// Why they cannot be compared, as the end of a sentence that begins with *because*.
pub fn changes((first_job, first): (&str, &Evaluation), (second_job, second): (&str, &Evaluation)) -> Result<Changes, String> {
    same_images((first_job, first), (second_job, second))?;
    let (Findings::ImageClassification(one), Findings::ImageClassification(other)) = (&first.findings, &second.findings);
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
    Ok(Changes { better: only(&one, &other), forgotten: only(&other, &one), both_wrong, images: first.subject.images })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Timestamp,
        channel_data::{ChannelData, Extent},
        evaluation::{Classification, Subject},
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
        let Findings::ImageClassification(found) = &mut other.findings;
        found.answers = 30;
        assert!(reason(&other).contains("multi_label"));
    }
}
