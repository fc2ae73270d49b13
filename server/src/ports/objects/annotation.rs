//! The boxes of one image: in a JSON document as object detection reads it, and in the label of a record.

use console::data::object_preview::{Annotation, MAX_BOXES, ObjectBox, annotated_image};
use mxnet_formats::record_io::LabelledObject;
use serde::Deserialize;
use serde_json::{Number, Value};

/// A document, as far as it is shown.
#[derive(Deserialize)]
struct Document {
    file: Option<String>,
    image_size: Vec<Size>,
    annotations: Vec<Object>,
    #[serde(default)]
    categories: Vec<Category>,
}

#[derive(Deserialize)]
struct Size {
    width: f64,
    height: f64,
}

/// An object in pixels.
#[derive(Deserialize)]
struct Object {
    class_id: Number,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

#[derive(Deserialize)]
struct Category {
    class_id: Number,
    name: String,
}

/// The boxes in the document of a key; `None` for documents of another form. The image is named by its key.
pub(super) fn annotation(key: &str, value: &Value) -> Option<Annotation> {
    let document = Document::deserialize(value).ok()?;
    let size = document.image_size.first().filter(|size| size.width > 0.0 && size.height > 0.0)?;
    let name = |class: &Number| document.categories.iter().find(|category| category.class_id == *class);
    let shown = |object: &Object| ObjectBox {
        class: object.class_id.to_string(),
        name: name(&object.class_id).map(|category| category.name.clone()),
        left: object.left / size.width,
        top: object.top / size.height,
        right: (object.left + object.width) / size.width,
        bottom: (object.top + object.height) / size.height,
    };
    Some(Annotation {
        text: format!("{value:#}"),
        boxes: document.annotations.iter().take(MAX_BOXES).map(shown).collect(),
        box_count: document.annotations.len(),
        image: document.file.as_deref().map(|file| annotated_image(key, file)),
        has_image: false,
    })
}

/// An object of a label.
pub(super) fn labelled(object: &LabelledObject) -> ObjectBox {
    ObjectBox {
        class: object.class.to_string(),
        name: None,
        left: f64::from(object.xmin),
        top: f64::from(object.ymin),
        right: f64::from(object.xmax),
        bottom: f64::from(object.ymax),
    }
}
