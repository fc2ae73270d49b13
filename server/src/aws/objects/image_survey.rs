//! The sizes and labels of the images in RecordIO files.

use std::collections::BTreeSet;

use domain::image_facts::{ImageFacts, LabelFacts};
use mxnet_formats::record_io::{read_image, read_record};

/// Different labels that are counted; with more nobody would compare them with a number of classes.
const MAX_LABELS: usize = 100_000;

/// What was seen so far.
#[derive(Debug, Clone, Default)]
pub(super) struct ImageSurvey {
    widths: Option<(u32, u32)>,
    heights: Option<(u32, u32)>,
    labels: BTreeSet<u32>,
    /// Whether an image has no label, several, or one that is no class.
    has_other_labels: bool,
    /// Whether something is no image that can be read: then nothing is said.
    has_failed: bool,
}

impl ImageSurvey {
    /// A survey that says nothing.
    pub(super) fn failed() -> Self {
        Self { has_failed: true, ..Self::default() }
    }

    /// Looks at the images of one more file. Lists have none.
    pub(super) fn with_file(mut self, bytes: &[u8], is_record_io: bool) -> Self {
        let mut offset = 0;
        self.has_failed |= !is_record_io;
        while !self.has_failed && offset < bytes.len() as u64 {
            let Ok((payload, next)) = read_record(bytes, offset) else { return Self::failed() };
            self.take(&payload);
            offset = next;
        }
        self
    }

    fn take(&mut self, payload: &[u8]) {
        let Ok(record) = read_image(payload) else {
            self.has_failed = true;
            return;
        };
        let Ok(size) = imagesize::blob_size(record.image) else {
            self.has_failed = true;
            return;
        };
        let (Ok(width), Ok(height)) = (u32::try_from(size.width), u32::try_from(size.height)) else {
            self.has_failed = true;
            return;
        };
        self.widths = Some(wider(self.widths, width));
        self.heights = Some(wider(self.heights, height));
        match record.labels().as_slice() {
            [label] if is_class(*label) && self.labels.len() < MAX_LABELS => {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a whole number that fits")]
                self.labels.insert(*label as u32);
            }
            _ => self.has_other_labels = true,
        }
    }

    /// What all images are like; `None` when there are none, or one cannot be read.
    pub(super) fn facts(&self) -> Option<ImageFacts> {
        let (widths, heights) = (self.widths?, self.heights?);
        let labels = match (self.labels.first(), self.labels.last()) {
            (Some(smallest), Some(largest)) if !self.has_other_labels => {
                Some(LabelFacts { count: self.labels.len() as u64, smallest: *smallest, largest: *largest })
            }
            _ => None,
        };
        (!self.has_failed).then_some(ImageFacts { widths, heights, labels })
    }
}

fn wider(range: Option<(u32, u32)>, value: u32) -> (u32, u32) {
    range.map_or((value, value), |(low, high)| (low.min(value), high.max(value)))
}

/// Whether a label is a whole number that single precision holds exactly.
fn is_class(label: f32) -> bool {
    (0.0..16_777_216.0).contains(&label) && label.fract() == 0.0
}

#[cfg(test)]
mod tests {
    use mxnet_formats::record_io::{image_header, write_record};

    use super::*;

    /// The beginning of a PNG of this size, which is all that tells its size.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend(width.to_be_bytes());
        png.extend(height.to_be_bytes());
        png.extend([8, 0, 0, 0, 0, 0, 0, 0, 0]);
        png
    }

    fn file(images: &[(f32, u32, u32)]) -> Vec<u8> {
        let mut file = Vec::new();
        for (label, width, height) in images {
            let payload = [&image_header(*label, 0)[..], &png(*width, *height)].concat();
            write_record(&mut file, &payload).expect("memory takes it");
        }
        file
    }

    #[test]
    fn sizes_and_labels_are_those_of_all_images() {
        let survey = ImageSurvey::default().with_file(&file(&[(0.0, 28, 20), (9.0, 30, 28)]), true);
        let labels = Some(LabelFacts { count: 2, smallest: 0, largest: 9 });
        assert_eq!(survey.facts(), Some(ImageFacts { widths: (28, 30), heights: (20, 28), labels }));
    }

    #[test]
    fn labels_that_are_no_classes_are_not_counted() {
        let survey = ImageSurvey::default().with_file(&file(&[(0.5, 28, 28)]), true);
        assert_eq!(survey.facts().and_then(|facts| facts.labels), None);
        assert!(survey.facts().is_some());
    }

    #[test]
    fn what_is_no_image_says_nothing() {
        let mut file = file(&[(0.0, 28, 28)]);
        write_record(&mut file, b"no image").expect("memory takes it");
        assert_eq!(ImageSurvey::default().with_file(&file, true).facts(), None);
        assert_eq!(ImageSurvey::default().with_file(b"1\t0\ta.jpg", false).facts(), None);
        assert_eq!(ImageSurvey::default().facts(), None);
    }
}
