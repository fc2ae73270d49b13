//! How far predicted and true areas overlap.

/// Pixels of some images, counted. Those that are ignored take no part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Overlap {
    right: u64,
    counted: u64,
    /// Of each class: predicted and true, and either.
    both: Vec<u64>,
    either: Vec<u64>,
}

impl Overlap {
    /// Compares the classes that were found for the pixels of an image with the true ones.
    pub(super) fn of(found: &[u8], truth: &[u8], num_classes: usize) -> Self {
        let mut overlap = Self { both: vec![0; num_classes], either: vec![0; num_classes], ..Self::default() };
        for (found, truth) in found.iter().zip(truth).filter(|(_, truth)| usize::from(**truth) < num_classes) {
            overlap.counted += 1;
            if found == truth {
                overlap.right += 1;
                overlap.both[usize::from(*truth)] += 1;
                overlap.either[usize::from(*truth)] += 1;
            } else {
                overlap.either[usize::from(*truth)] += 1;
                overlap.either[usize::from(*found)] += 1;
            }
        }
        overlap
    }

    /// Takes the pixels of other images in.
    pub(super) fn add(&mut self, other: &Self) {
        self.right += other.right;
        self.counted += other.counted;
        for (own, other) in [(&mut self.both, &other.both), (&mut self.either, &other.either)] {
            own.resize(own.len().max(other.len()), 0);
            own.iter_mut().zip(other).for_each(|(sum, other)| *sum += other);
        }
    }

    /// The share of the pixels that are right.
    pub(super) fn pixel_accuracy(&self) -> f64 {
        self.right as f64 / self.counted.max(1) as f64
    }

    /// The mean over all classes; one that occurs neither way counts 0.
    pub(super) fn mean_iou(&self) -> f64 {
        let of_class = |(both, either): (&u64, &u64)| *both as f64 / (*either).max(1) as f64;
        self.both.iter().zip(&self.either).map(of_class).sum::<f64>() / self.both.len().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_summed_before_they_are_compared() {
        let mut overlap = Overlap::of(&[0, 0, 1, 1], &[0, 1, 1, 255], 3);
        assert!((overlap.pixel_accuracy() - 2.0 / 3.0).abs() < 1e-12);
        // Class 0: 1 of 2, class 1: 1 of 2, class 2 occurs neither way.
        assert!((overlap.mean_iou() - 1.0 / 3.0).abs() < 1e-12);
        overlap.add(&Overlap::of(&[2, 2], &[2, 0], 3));
        // 1 of 3, 1 of 2, 1 of 2.
        assert!((overlap.mean_iou() - (1.0 / 3.0 + 1.0) / 3.0).abs() < 1e-12);
        assert_eq!(Overlap::default().mean_iou(), 0.0);
        let mut empty = Overlap::default();
        empty.add(&overlap);
        assert_eq!(empty, overlap);
    }
}
