//! Two models against each other.

use serde::{Deserialize, Serialize};

/// How far the weights of one model are from those of another.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct WeightsDistance {
    /// Arrays of the same name and shape, in the first model's order.
    pub layers: Vec<LayerDistance>,
    /// Arrays of the first model that the second lacks.
    pub only_first: Vec<String>,
    /// Arrays of the second model that the first lacks.
    pub only_second: Vec<String>,
    /// Arrays of both that have other shapes or elements, which cannot be compared: name, first shape, second shape.
    pub reshaped: Vec<(String, String, String)>,
    /// Over all weights of layers together: the length of the difference against the length of the first. Shifts, scales
    /// and running statistics do not count: they are alike in all networks.
    pub relative: Option<f64>,
    /// Over all weights of layers together: the cosine of the angle between both models.
    pub cosine: Option<f64>,
}

/// One array of both models.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerDistance {
    /// Its name.
    pub name: String,
    /// How many values it holds.
    pub elements: u64,
    /// The length of the difference against the length of the first: 0 is the same, about 1.4 is unrelated; `None` where
    /// the first is all zero.
    pub relative: Option<f64>,
    /// The cosine of the angle between both: 1 is the same direction, about 0 is unrelated.
    pub cosine: Option<f64>,
}

/// Weights that were trained on from others keep most of their direction. Weights that began at random are perpendicular to
/// them, whatever they learnt: 0.5 lies far from both (a network of 270,000 values that starts anew differs by 0.05 at most).
pub(crate) const RELATED: f64 = 0.5;

impl WeightsDistance {
    /// Whether the models are the same to the last bit.
    pub fn is_identical(&self) -> bool {
        let same_arrays = self.only_first.is_empty() && self.only_second.is_empty() && self.reshaped.is_empty();
        same_arrays && !self.layers.is_empty() && self.layers.iter().all(|layer| layer.relative == Some(0.0))
    }

    /// Whether the second looks as if it was trained on from the first; `None` when they cannot be compared.
    pub fn is_continued(&self) -> Option<bool> {
        self.cosine.map(|cosine| cosine > RELATED)
    }

    /// How many arrays differ.
    pub fn changed(&self) -> usize {
        self.layers.iter().filter(|layer| layer.relative != Some(0.0)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_angle_tells_where_weights_came_from() {
        let distance = |cosine| WeightsDistance { cosine, ..WeightsDistance::default() };
        assert_eq!(distance(Some(0.98)).is_continued(), Some(true));
        assert_eq!(distance(Some(0.01)).is_continued(), Some(false));
        assert_eq!(distance(None).is_continued(), None);
    }

    #[test]
    fn identical_means_every_array() {
        let layer = |relative| LayerDistance { name: "a".to_owned(), elements: 1, relative, cosine: None };
        let mut distance = WeightsDistance { layers: vec![layer(Some(0.0))], ..WeightsDistance::default() };
        assert!(distance.is_identical());
        distance.only_second.push("b".to_owned());
        assert!(!distance.is_identical());
        let distance =
            WeightsDistance { layers: vec![layer(Some(0.0)), layer(Some(0.1)), layer(None)], ..WeightsDistance::default() };
        assert!(!distance.is_identical());
        assert_eq!(distance.changed(), 2);
        assert!(!WeightsDistance::default().is_identical());
    }
}
