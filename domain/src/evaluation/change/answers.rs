//! Images whose answers are right or wrong: which of them one model gets right and another does not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::{Classification, EvaluatedFile, Evaluation, Mistake};

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

/// Compares the answers of two evaluations of the same data.
///
/// # Errors
/// Why they cannot be compared.
pub(super) fn answer_changes(
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

/// The mistakes by the path of the file below the channel and the record's place: data may have been copied elsewhere.
fn by_place(of: &Evaluation, mistakes: &[Mistake]) -> BTreeMap<(String, Option<u64>), ChangedImage> {
    let changed = |mistake: &Mistake| {
        let file = of.file(mistake.file)?.clone();
        Some(((file.name.clone(), mistake.offset), ChangedImage { file, mistake: mistake.clone() }))
    };
    mistakes.iter().filter_map(changed).collect()
}
