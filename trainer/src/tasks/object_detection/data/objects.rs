//! The objects of one image, checked.

use super::Subject;
use crate::{
    boxes::{Rectangle, matching::Object},
    error::TrainingError,
};

/// An object as a label or a file tells it: left, upper, right and lower edge as shares of the sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RawObject {
    pub(super) class: f64,
    pub(super) edges: [f64; 4],
    pub(super) is_difficult: bool,
}

/// Checks objects. Boxes that leave the image by at most a pixel are cut at its edges.
///
/// # Errors
/// [`TrainingError::Client`] that names the object, counted from 1, and what is wrong with it.
pub(super) fn check(raw: &[RawObject], subject: Subject<'_>) -> Result<Vec<Object>, TrainingError> {
    raw.iter().enumerate().map(|(number, object)| check_one(object, number + 1, subject)).collect()
}

fn check_one(object: &RawObject, number: usize, subject: Subject<'_>) -> Result<Object, TrainingError> {
    let Subject { place, width, height, num_classes } = subject;
    let RawObject { class, edges, is_difficult } = *object;
    if !(class >= 0.0 && class.fract() == 0.0 && class < num_classes as f64) {
        return Err(TrainingError::client(format!(
            "Object {number} of the {place} has the class {class}: with num_classes {num_classes} the classes are 0 to {}. Correct the \
             label, or raise num_classes.",
            num_classes - 1
        )));
    }
    let [left, top, right, bottom] = edges;
    let (width, height) = (f64::from(width), f64::from(height));
    let pixels = || {
        let [left, top, right, bottom] = [left * width, top * height, right * width, bottom * height];
        format!("from ({left:.1}, {top:.1}) to ({right:.1}, {bottom:.1}) in pixels")
    };
    let cut = |edge: f64| edge.clamp(0.0, 1.0) as f32;
    let area = Rectangle { left: cut(left), top: cut(top), right: cut(right), bottom: cut(bottom) };
    let is_within = |low: f64, high: f64, margin: f64| low >= -margin && high <= 1.0 + margin;
    let is_inside = is_within(left, right, 0.0) && is_within(top, bottom, 0.0);
    let is_empty = area.left >= area.right || area.top >= area.bottom;
    // Also what is not a number, and what is too thin for single precision.
    if !(left < right && top < bottom) || (is_empty && is_inside) {
        return Err(TrainingError::client(format!(
            "The box of object {number} of the {place} is empty or inverted: {}. Its left edge must be left of its right edge, and its \
             upper edge above its lower edge. Correct or remove it.",
            pixels()
        )));
    }
    if is_empty || !is_within(left, right, 1.0 / width) || !is_within(top, bottom, 1.0 / height) {
        return Err(TrainingError::client(format!(
            "The box of object {number} of the {place} leaves the image, which has {width}x{height} pixels, by more than a pixel: it goes \
             {}. Coordinates are shares of the sides in RecordIO files, and pixels in JSON files. Correct or remove it.",
            pixels()
        )));
    }
    Ok(Object { class: class as usize, place: area, is_difficult })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUBJECT: Subject<'static> = Subject { place: "file a.jpg", width: 100, height: 50, num_classes: 3 };

    fn one(class: f64, edges: [f64; 4]) -> Result<Object, String> {
        check(&[RawObject { class, edges, is_difficult: false }], SUBJECT)
            .map(|objects| objects[0])
            .map_err(|error| error.to_string())
    }

    #[test]
    fn boxes_are_cut_at_the_edges_of_the_image() {
        let object = one(2.0, [-0.009, 0.0, 1.009, 1.019]).expect("within a pixel");
        assert_eq!(object.place, Rectangle { left: 0.0, top: 0.0, right: 1.0, bottom: 1.0 });
        assert_eq!(object.class, 2);
    }

    #[test]
    fn wrong_objects_are_refused() {
        let good = [0.1, 0.1, 0.2, 0.2];
        for (class, edges, reason) in [
            (3.0, good, "has the class 3: with num_classes 3 the classes are 0 to 2"),
            (-1.0, good, "has the class -1"),
            (0.5, good, "has the class 0.5"),
            (f64::NAN, good, "has the class NaN"),
            (0.0, [0.2, 0.1, 0.1, 0.2], "empty or inverted: from (20.0, 5.0) to (10.0, 10.0)"),
            (0.0, [0.1, 0.1, 0.2, 0.1], "empty or inverted"),
            (0.0, [0.5, 0.1, 0.5 + 1e-12, 0.2], "empty or inverted"),
            (0.0, [0.1, f64::NAN, 0.2, 0.2], "empty or inverted"),
            (0.0, [-0.02, 0.1, 0.2, 0.2], "leaves the image, which has 100x50 pixels, by more than a pixel: it goes from (-2.0"),
            (0.0, [0.1, 0.1, 0.2, 1.03], "leaves the image"),
            (0.0, [1.001, 0.1, 1.005, 0.2], "leaves the image"),
            (0.0, [0.1, 0.1, f64::INFINITY, 0.2], "leaves the image"),
            (0.0, [10.0, 5.0, 40.0, 45.0], "Coordinates are shares of the sides in RecordIO files"),
        ] {
            let message = one(class, edges).expect_err("a refusal");
            assert!(message.starts_with("ClientError: ") && message.contains(reason), "{message}");
            assert!(message.contains("bject 1 of the file a.jpg"), "{message}");
        }
    }
}
