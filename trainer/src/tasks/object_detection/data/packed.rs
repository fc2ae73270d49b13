//! The labels of a RecordIO file: all objects of an image in one list of numbers.
//!
//! `[header_width, object_width, …, then for each object: class, xmin, ymin, xmax, ymax (, difficult)]`, coordinates as shares of
//! the image's sides. Source: MXNet 1.9.1, `ImageDetRecordIter`.

use super::{Subject, objects::RawObject};
use crate::error::TrainingError;

/// The least widths of the header and of an object.
const LEAST_HEADER: usize = 2;
const LEAST_OBJECT: usize = 5;

/// The objects of an image.
///
/// # Errors
/// [`TrainingError::Client`] when the numbers are no such label.
pub(super) fn objects(labels: &[f32], subject: Subject<'_>) -> Result<Vec<RawObject>, TrainingError> {
    let place = subject.place;
    let [header, width, ..] = *labels else {
        return Err(TrainingError::client(format!(
            "Not enough label packed in img_list or rec file. The {place} has a class as its label, where object detection needs boxes: \
             2, 5, and for each object its class and xmin, ymin, xmax, ymax as shares of the sides. Make the file again with such \
             labels (im2rec with --pack-label), or train image classification on it."
        )));
    };
    let wrong = |reason: &str| {
        TrainingError::client(format!(
            "Not enough label packed in img_list or rec file. The label of the {place} cannot be read: {reason}. It begins with the \
             width of its header (2 or more) and of an object (5 or more); behind the header follow class, xmin, ymin, xmax, ymax of \
             each object. Make the file again."
        ))
    };
    let width_of = |number: f32, least: usize| {
        let is_width = number.fract() == 0.0 && number >= least as f32 && number <= labels.len() as f32;
        is_width.then_some(number as usize)
    };
    let header = width_of(header, LEAST_HEADER).ok_or_else(|| wrong(&format!("{header} is no width of a header")))?;
    // A label without objects need not be as long as one of them.
    let width = if labels.len() == header { Some(LEAST_OBJECT) } else { width_of(width, LEAST_OBJECT) };
    let width =
        width.ok_or_else(|| wrong(&format!("{} is no width of an object", labels.get(1).copied().unwrap_or_default())))?;
    let packed = labels.get(header..).unwrap_or_default();
    if !packed.len().is_multiple_of(width) {
        return Err(wrong(&format!("{} numbers behind the header are no multiple of {width}", packed.len())));
    }
    Ok(packed.chunks_exact(width).filter_map(object).collect())
}

/// The first numbers of an object; more may follow.
fn object(numbers: &[f32]) -> Option<RawObject> {
    let [class, left, top, right, bottom, ref rest @ ..] = *numbers else { return None };
    let is_difficult = rest.first().is_some_and(|number| *number > 0.0);
    let edges = [left, top, right, bottom].map(f64::from);
    Some(RawObject { class: f64::from(class), edges, is_difficult })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{boxes::Rectangle, random::Random, tasks::object_detection::data::objects};

    const SUBJECT: Subject<'static> = Subject { place: "record", width: 100, height: 50, num_classes: 3 };

    #[test]
    fn objects_are_found_behind_any_header() {
        let found = objects(&[4.0, 6.0, 9.0, 9.0, 1.0, 0.1, 0.2, 0.3, 0.4, 1.0, 2.0, 0.0, 0.0, 1.0, 1.0, 0.0], SUBJECT);
        let found = found.expect("a label");
        assert_eq!(
            found.iter().map(|object| (object.class, object.is_difficult)).collect::<Vec<_>>(),
            [(1.0, true), (2.0, false)]
        );
        assert_eq!(found[1].edges, [0.0, 0.0, 1.0, 1.0]);
        assert!(objects(&[2.0, 5.0], SUBJECT).expect("no object").is_empty());
        assert_eq!(objects(&[2.0, 7.0, 1.0, 0.1, 0.2, 0.3, 0.4, 0.0, 8.0], SUBJECT).expect("a label").len(), 1);
    }

    #[test]
    fn what_is_no_such_label_is_refused() {
        for (labels, reason) in [
            (&[1.0][..], "has a class as its label"),
            (&[1.0, 5.0, 0.0, 0.0, 0.0, 1.0], "1 is no width of a header"),
            (&[f32::NAN, 5.0, 0.0], "no width of a header"),
            (&[9.0, 5.0, 0.0], "9 is no width of a header"),
            (&[2.0, 4.0, 0.0, 0.0, 0.0, 1.0], "4 is no width of an object"),
            (&[2.0, 2.5e9, 0.0, 0.0, 0.0, 1.0], "no width of an object"),
            (&[2.0, 5.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0], "6 numbers behind the header are no multiple of 5"),
        ] {
            let message = objects(labels, SUBJECT).expect_err("a refusal").to_string();
            assert!(message.starts_with("ClientError: Not enough label packed") && message.contains(reason), "{message}");
        }
    }

    /// Whatever a file says, an object that is taken lies in its image.
    #[test]
    fn hostile_labels_give_no_object_outside_of_its_image() {
        let special =
            [0.0, -0.0, 1.0, 2.0, 5.0, 6.0, 0.5, 1.005, -0.005, 1e30, -1e30, f32::NAN, f32::INFINITY, f32::MIN_POSITIVE];
        let mut taken = 0;
        for seed in 0..20_000 {
            let mut random = Random::new(seed);
            let length = if seed % 2 == 0 { 2 + 5 * random.below(3) } else { random.below(24) };
            let any = |random: &mut Random| match random.below(4) {
                0 => random.unit(),
                1 => f32::from_bits(random.next() as u32),
                _ => special[random.below(special.len())],
            };
            let mut labels: Vec<f32> = (0..length).map(|_| any(&mut random)).collect();
            // Every second label is almost a right one.
            if let (true, [header, width, packed @ ..]) = (seed % 2 == 0, &mut labels[..]) {
                (*header, *width) = (2.0, 5.0);
                for (place, number) in packed.iter_mut().enumerate() {
                    *number = match (random.below(8), place % 5) {
                        (0, _) => *number,
                        (_, 0) => random.below(4) as f32,
                        _ => random.unit(),
                    };
                }
            }
            let found = super::objects(&labels, SUBJECT).and_then(|raw| objects::check(&raw, SUBJECT));
            for object in found.into_iter().flatten() {
                let Rectangle { left, top, right, bottom } = object.place;
                assert!(object.class < 3 && 0.0 <= left && left < right && right <= 1.0, "{labels:?}");
                assert!(0.0 <= top && top < bottom && bottom <= 1.0, "{labels:?}");
                taken += 1;
            }
        }
        assert!(taken > 100, "{taken}");
    }
}
