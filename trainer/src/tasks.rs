//! The algorithms.
//!
//! * [`image_classification`] – what an image shows
//! * [`object_detection`] – where objects are in an image
//! * [`semantic_segmentation`] – which class each pixel is of
//! * [`python`] – texts as Python writes them, in which logs and files are

pub(crate) mod image_classification;
pub(crate) mod object_detection;
mod python;
pub(crate) mod semantic_segmentation;

/// An algorithm that the trainer knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BuiltInAlgorithm {
    /// Classes of images.
    #[default]
    ImageClassification,
    /// Objects in images.
    ObjectDetection,
    /// Classes of pixels.
    SemanticSegmentation,
}

impl BuiltInAlgorithm {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ImageClassification, Self::ObjectDetection, Self::SemanticSegmentation];

    /// Its name: that of its image's repository.
    pub fn name(self) -> &'static str {
        match self {
            Self::ImageClassification => algorithms::image_classification::ALGORITHM.repository,
            Self::ObjectDetection => algorithms::object_detection::ALGORITHM.repository,
            Self::SemanticSegmentation => algorithms::semantic_segmentation::ALGORITHM.repository,
        }
    }
}

/// No algorithm has this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an algorithm that this program trains; it trains image-classification, object-detection and semantic-segmentation")]
pub struct UnknownAlgorithm;

impl std::str::FromStr for BuiltInAlgorithm {
    type Err = UnknownAlgorithm;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name).ok_or(UnknownAlgorithm)
    }
}
