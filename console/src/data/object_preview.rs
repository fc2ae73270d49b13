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
    /// The image's size in bytes.
    pub size: u64,
    /// What it is; `None` when browsers cannot show it.
    pub picture: Option<Picture>,
}
