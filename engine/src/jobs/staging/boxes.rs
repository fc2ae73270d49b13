//! The boxes in an augmented manifest of object detection, as RecordIO files pack them. Source: developer guide, "Object Detection -
//! MXNet", "Train with Augmented Manifest Image Format".

use serde::Deserialize;

/// Numbers before the first object: how many these are, and how many an object has.
const HEADER: [f32; 2] = [2.0, 5.0];

#[derive(Deserialize)]
struct Annotation {
    image_size: Vec<Size>,
    annotations: Vec<Place>,
}

#[derive(Deserialize)]
struct Size {
    width: f64,
    height: f64,
}

/// In pixels.
#[derive(Deserialize)]
struct Place {
    class_id: f64,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// The labels of one image: class, left, upper, right and lower edge of each object, as shares of the sides.
///
/// # Errors
/// Why the text is no such label, as the rest of a sentence.
pub(super) fn packed(text: &str) -> Result<Vec<f32>, String> {
    let annotation: Annotation = serde_json::from_str(text).map_err(|error| {
        format!(
            "its label is no JSON object with image_size [{{width, height, depth}}] and annotations [{{class_id, left, top, width, height}}]: \
             {error}"
        )
    })?;
    let size = annotation.image_size.first().filter(|size| size.width >= 1.0 && size.height >= 1.0);
    let Size { width, height } = size.ok_or("the image_size of its label has no width and height of 1 or more")?;
    let object = |place: &Place| {
        let (right, bottom) = (place.left + place.width, place.top + place.height);
        [place.class_id, place.left / width, place.top / height, right / width, bottom / height].map(|number| number as f32)
    };
    Ok(HEADER.into_iter().chain(annotation.annotations.iter().flat_map(object)).collect())
}

#[cfg(test)]
mod tests {
    use super::packed;

    #[test]
    fn annotations_become_packed_labels() {
        let text = r#"{"image_size": [{"width": 200, "height": 100, "depth": 3}],
            "annotations": [{"class_id": 1, "left": 20, "top": 10, "width": 100, "height": 50}]}"#;
        assert_eq!(packed(text), Ok(vec![2.0, 5.0, 1.0, 0.1, 0.1, 0.6, 0.6]));
        assert_eq!(packed(r#"{"image_size": [{"width": 9, "height": 9}], "annotations": []}"#), Ok(vec![2.0, 5.0]));
        for (text, reason) in [
            ("3", "its label is no JSON object with image_size"),
            (r#"{"annotations": []}"#, "missing field `image_size`"),
            (r#"{"image_size": [], "annotations": []}"#, "has no width and height"),
            (r#"{"image_size": [{"width": 0, "height": 9}], "annotations": []}"#, "has no width and height"),
            (r#"{"image_size": [{"width": 9, "height": 9}], "annotations": [{"class_id": "a"}]}"#, "invalid type"),
        ] {
            let error = packed(text).expect_err(text);
            assert!(error.contains(reason), "{error}");
        }
    }
}
