//! What can be shown of an object.

use serde::{Deserialize, Serialize};

/// What an object shows without being downloaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Preview {
    /// It is empty.
    Empty,
    /// Text, as it stands there.
    Text {
        /// Its beginning.
        text: String,
        /// Whether there is more.
        is_cut: bool,
    },
    /// A JSON document, laid out.
    Json(String),
    /// An image's boxes in a JSON document.
    Annotation(Annotation),
    /// JSON lines, each laid out on one line or with what is wrong with it.
    JsonLines {
        /// The first lines.
        lines: Vec<Result<String, String>>,
        /// Whether there are more.
        is_cut: bool,
    },
    /// A list of images: index, labels and path of each, or the line as it stands when it is no such line.
    ImageList {
        /// The first lines.
        rows: Vec<Result<ImageRow, String>>,
        /// Whether there are more.
        is_cut: bool,
    },
    /// A picture that browsers can show; its width and height are only known to them.
    Picture(Picture),
    /// A PNG whose pixels are indices.
    Mask(Mask),
    /// A picture that is too large to be shown, of this many bytes.
    LargePicture(u64),
    /// The first images of a RecordIO file.
    Records {
        /// The images.
        records: Vec<RecordRow>,
        /// What is wrong behind them.
        problem: Option<String>,
        /// Whether there are more.
        is_cut: bool,
    },
    /// A gzipped archive, which is looked into elsewhere.
    Archive,
    /// Something else; its first bytes in hexadecimal digits, sixteen on a line.
    Binary(Vec<String>),
}

/// What a picture is, by its first bytes and never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Picture {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
}

impl Picture {
    /// What bytes begin as; `None` for everything else, SVG included, which is a program and not a picture.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Self::Png),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            _ => None,
        }
    }

    /// The type by which a browser shows it.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
        }
    }
}

/// A line of a `.lst` file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImageRow {
    /// The image's number.
    pub index: String,
    /// Its labels.
    pub labels: Vec<String>,
    /// Its path below the channel.
    pub path: String,
}

/// An image in a RecordIO file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordRow {
    /// Where its record starts.
    pub offset: u64,
    /// Its number in the header.
    pub id: u64,
    /// Its labels: one for classification, more for detection; at most the first sixteen.
    pub labels: Vec<f32>,
    /// How many labels it has.
    pub label_count: usize,
    /// The first [`MAX_BOXES`] objects of a label for object detection; `None` for other labels.
    pub boxes: Option<Vec<ObjectBox>>,
    /// How many objects it has.
    pub box_count: usize,
    /// The image's size in bytes.
    pub size: u64,
    /// What it is; `None` when browsers cannot show it.
    pub picture: Option<Picture>,
}

/// Boxes of one image that are shown.
pub const MAX_BOXES: usize = 40;

/// An object in an image. Sides are shares of the image's width and height.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ObjectBox {
    /// The number of its class, as it is written.
    pub class: String,
    /// The name of its class, where the file has names.
    pub name: Option<String>,
    /// Its left side.
    pub left: f64,
    /// Its upper side.
    pub top: f64,
    /// Its right side.
    pub right: f64,
    /// Its lower side.
    pub bottom: f64,
}

impl ObjectBox {
    /// Number and name of its class.
    pub fn title(&self) -> String {
        match &self.name {
            Some(name) => format!("class {} ({name})", self.class),
            None => format!("class {}", self.class),
        }
    }

    /// Where it is, in percent of the image's sides; or what is wrong with it.
    pub fn place(&self) -> String {
        match self.problem() {
            Some(problem) => problem.to_owned(),
            None => {
                let [left, top, right, bottom] =
                    [self.left, self.top, self.right, self.bottom].map(|side| (side * 100.0).round());
                format!("{left} to {right} % from the left, {top} to {bottom} % from the top")
            }
        }
    }

    /// Why it is no box that training takes.
    pub fn problem(&self) -> Option<&'static str> {
        let is_inside = |side: f64| (-0.01..=1.01).contains(&side);
        if self.left >= self.right || self.top >= self.bottom {
            return Some("the sides are in the wrong order or the box is empty");
        }
        let sides = [self.left, self.top, self.right, self.bottom];
        (!sides.into_iter().all(is_inside)).then_some("the box leaves the image")
    }
}

/// The picture with its boxes in words, for those who do not see it.
pub fn words_of_boxes(picture: &str, boxes: &[ObjectBox]) -> String {
    let list: Vec<String> = boxes.iter().map(|object| format!("{}: {}", object.title(), object.place())).collect();
    match list.len() {
        0 => format!("{picture}, no objects"),
        1 => format!("{picture}, 1 object: {}", list.concat()),
        count => format!("{picture}, {count} objects: {}", list.join("; ")),
    }
}

/// A JSON document with the boxes of one image, as object detection reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// The document, laid out.
    pub text: String,
    /// The first [`MAX_BOXES`] boxes.
    pub boxes: Vec<ObjectBox>,
    /// How many boxes there are.
    pub box_count: usize,
    /// Where the image must be by the document, as `s3://bucket/key`; `None` where it names none.
    pub image: Option<String>,
    /// Whether the image is there.
    pub has_image: bool,
}

/// A PNG whose pixels are indices: a mask of semantic segmentation, or any picture with a palette.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mask {
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// Whether the colours are the console's: the file has shades of grey, or colours that cannot be told apart.
    pub is_recoloured: bool,
    /// The indices that occur, the lowest first.
    pub indices: Vec<MaskIndex>,
}

/// Whether a key is one of a mask or an annotation: the algorithms read them from channels with such names.
pub fn is_in_annotation_channel(key: &str) -> bool {
    annotation_channel(key).is_some()
}

/// The key of the image that an annotation is about; `file` is the image's path in its channel. The folder of the images is
/// the annotations' own without its ending, and where it has none the annotation's folder.
pub fn annotated_image(key: &str, file: &str) -> String {
    let folder = key.rfind('/').and_then(|slash| key.get(..=slash)).unwrap_or_default();
    let images = annotation_channel(key).map_or(folder.to_owned(), |channel| format!("{channel}/"));
    format!("{images}{file}")
}

/// The part of a key up to the last folder whose name ends with this, without the ending.
fn annotation_channel(key: &str) -> Option<&str> {
    key.rfind(ANNOTATION_FOLDER_END).and_then(|end| key.get(..end))
}

const ANNOTATION_FOLDER_END: &str = "_annotation/";

/// An index of a mask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaskIndex {
    /// The index.
    pub index: u8,
    /// Pixels that have it.
    pub pixels: u64,
    /// Red, green and blue in which it is shown.
    pub colour: [u8; 3],
}

impl Mask {
    /// Which share of the pixels has an index, with one decimal.
    pub fn share(&self, index: &MaskIndex) -> String {
        let all = f64::from(self.width) * f64::from(self.height);
        match index.pixels as f64 / all * 100.0 {
            share if share < 0.05 => "under 0.1 %".to_owned(),
            share => format!("{share:.1} %"),
        }
    }

    /// The mask in words, for those who do not see it.
    pub fn words(&self) -> String {
        let shares: Vec<String> =
            self.indices.iter().map(|index| format!("index {} {}", index.index, self.share(index))).collect();
        format!("{} × {} pixels: {}", self.width, self.height, shares.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(left: f64, top: f64, right: f64, bottom: f64) -> ObjectBox {
        ObjectBox { class: "1".to_owned(), name: Some("square".to_owned()), left, top, right, bottom }
    }

    #[test]
    fn boxes_are_said_in_words() {
        let one = object(0.1, 0.25, 0.504, 1.0);
        let place = "class 1 (square): 10 to 50 % from the left, 25 to 100 % from the top";
        assert_eq!(words_of_boxes("Image 3", std::slice::from_ref(&one)), format!("Image 3, 1 object: {place}"));
        assert_eq!(words_of_boxes("Image 3", &[]), "Image 3, no objects");
        assert!(words_of_boxes("Image 3", &[one.clone(), one]).starts_with("Image 3, 2 objects: class 1"));
    }

    #[test]
    fn boxes_that_training_does_not_take_say_why() {
        assert_eq!(object(0.0, 0.0, 1.0, 1.0).problem(), None);
        assert!(object(0.5, 0.0, 0.5, 1.0).problem().is_some_and(|problem| problem.contains("order")));
        assert!(object(0.5, 0.0, 12.0, 1.0).problem().is_some_and(|problem| problem.contains("leaves")));
    }

    #[test]
    fn an_image_is_in_the_channel_that_its_annotation_goes_with() {
        assert_eq!(annotated_image("a/train_annotation/b/c.json", "b/c.jpg"), "a/train/b/c.jpg");
        assert_eq!(annotated_image("train_annotation/c.json", "c.jpg"), "train/c.jpg");
        assert_eq!(annotated_image("a/b/c.json", "c.jpg"), "a/b/c.jpg");
        assert_eq!(annotated_image("c.json", "c.jpg"), "c.jpg");
        assert!(is_in_annotation_channel("a/train_annotation/c.png") && !is_in_annotation_channel("a/train/c_annotation.png"));
    }

    #[test]
    fn shares_of_a_mask_are_of_all_its_pixels() {
        let index = |index, pixels| MaskIndex { index, pixels, colour: [0; 3] };
        let mask =
            Mask { width: 100, height: 100, is_recoloured: false, indices: vec![index(0, 8749), index(2, 1250), index(255, 1)] };
        assert_eq!(mask.words(), "100 × 100 pixels: index 0 87.5 %, index 2 12.5 %, index 255 under 0.1 %");
    }
}
