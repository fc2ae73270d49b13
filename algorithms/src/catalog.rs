//! All algorithms, and how the row of one is found.

use crate::{Algorithm, image, image_classification, object_detection, others, registry, semantic_segmentation};

impl Algorithm {
    /// The algorithms whose jobs may start from an earlier model.
    pub const INCREMENTAL: [&'static Self; 3] =
        [&image_classification::ALGORITHM, &object_detection::ALGORITHM, &semantic_segmentation::ALGORITHM];

    /// The algorithm that a new form has before anybody chose one.
    pub const DEFAULT: &'static Self = &image_classification::ALGORITHM;

    /// All algorithms that the form offers, those of [`Self::INCREMENTAL`] first.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        Self::INCREMENTAL.into_iter().chain(others::ALL)
    }

    /// The algorithm of a repository, for example `image-classification`.
    pub fn of_repository(repository: &str) -> Option<&'static Self> {
        Self::all().find(|algorithm| algorithm.repository == repository)
    }

    /// The algorithm of a container image; `None` when the registry is not the service's own.
    pub fn of_image(image: &str) -> Option<&'static Self> {
        let algorithm = image::repository(image).and_then(Self::of_repository)?;
        registry::has_image(algorithm.images, image).then_some(algorithm)
    }
}
