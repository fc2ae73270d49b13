//! The label of an image for object detection: two widths, further header values, and the objects.

/// An object in a label. Coordinates are shares of the image's sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelledObject {
    /// The number of its class.
    pub class: f32,
    /// Its left side.
    pub xmin: f32,
    /// Its upper side.
    pub ymin: f32,
    /// Its right side.
    pub xmax: f32,
    /// Its lower side.
    pub ymax: f32,
}

/// Values of an object that have a meaning; a sixth says that it is difficult.
const OBJECT_WIDTH: usize = 5;

/// The objects of a label `[header width, object width, …, class, xmin, ymin, xmax, ymax, …]`; `None` for labels of another
/// form. Source: MXNet 1.9.1, `ImageDetLabel` in `src/io/image_det_aug_default.cc`.
pub fn labelled_objects(labels: &[f32]) -> Option<Vec<LabelledObject>> {
    let [header, object, ..] = *labels else { return None };
    let (header, object) = (width(header, 2)?, width(object, OBJECT_WIDTH)?);
    let rest = labels.get(header..)?;
    if rest.len() % object != 0 || rest.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let read = |values: &[f32]| match *values {
        [class, xmin, ymin, xmax, ymax, ..] => Some(LabelledObject { class, xmin, ymin, xmax, ymax }),
        _ => None,
    };
    rest.chunks(object).map(read).collect()
}

/// A width in the header: a whole number that is not smaller than `least`.
fn width(value: f32, least: usize) -> Option<usize> {
    let is_whole = value.fract() == 0.0 && value >= least as f32 && value <= super::MAX_LABELS as f32;
    is_whole.then_some(value as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_follow_the_header_in_steps_of_their_width() {
        let one = LabelledObject { class: 1.0, xmin: 0.1, ymin: 0.2, xmax: 0.3, ymax: 0.4 };
        assert_eq!(labelled_objects(&[2.0, 5.0, 1.0, 0.1, 0.2, 0.3, 0.4]), Some(vec![one]));
        // A longer header, and objects that say whether they are difficult.
        let label = [4.0, 6.0, 300.0, 300.0, 1.0, 0.1, 0.2, 0.3, 0.4, 1.0, 1.0, 0.1, 0.2, 0.3, 0.4, 0.0];
        assert_eq!(labelled_objects(&label), Some(vec![one, one]));
        assert_eq!(labelled_objects(&[2.0, 5.0]), Some(Vec::new()));
    }

    #[test]
    fn other_labels_have_no_objects() {
        let others: [&[f32]; 9] = [
            &[],
            &[7.0],
            &[0.0, 1.0, 1.0, 0.0],
            &[2.0, 5.0, 1.0, 0.1],
            &[2.5, 5.0],
            &[2.0, 4.0, 1.0, 0.1, 0.2, 0.3],
            &[9.0, 5.0],
            &[f32::NAN, 5.0],
            &[2.0, 5.0, 1.0, 0.1, f32::INFINITY, 0.3, 0.4],
        ];
        assert!(others.into_iter().all(|labels| labelled_objects(labels).is_none()));
        assert_eq!(labelled_objects(&[1e30, 1e30, 0.0]), None);
    }
}
