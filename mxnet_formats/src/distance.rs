//! How far two lists of arrays are from each other.
//!
//! The values of both lists are paired while they are read, so that neither must fit into memory.

use std::collections::{HashMap, VecDeque};

/// Values that may wait for their counterparts: 256 MiB. Two lists in one order need almost none.
const MAX_WAITING: usize = 64 << 20;

/// Sums over the values of one layer in both lists.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// Squares of the first list's values.
    pub first: f64,
    /// Squares of the second list's values.
    pub second: f64,
    /// Products of values at the same place.
    pub product: f64,
    /// Squares of the differences.
    pub difference: f64,
    /// Pairs of values that were compared.
    pub pairs: u64,
}

impl Sums {
    /// Takes more values of both in; a pair with a value that is not finite is passed over.
    pub fn add(&mut self, first: &[f32], second: &[f32]) {
        for (first, second) in first.iter().zip(second) {
            let (first, second) = (f64::from(*first), f64::from(*second));
            if !first.is_finite() || !second.is_finite() {
                continue;
            }
            self.first += first * first;
            self.second += second * second;
            self.product += first * second;
            self.difference += (second - first) * (second - first);
            self.pairs += 1;
        }
    }

    /// Takes the sums of another layer in.
    pub fn join(&mut self, other: &Self) {
        self.first += other.first;
        self.second += other.second;
        self.product += other.product;
        self.difference += other.difference;
        self.pairs += other.pairs;
    }

    /// The length of the difference against the length of the first: 0 is the same, about 1.4 is unrelated. `None` where
    /// the first is zero and the second is not.
    pub fn relative_distance(&self) -> Option<f64> {
        if self.difference == 0.0 {
            return Some(0.0);
        }
        (self.first > 0.0).then(|| (self.difference / self.first).sqrt())
    }

    /// The cosine of the angle between both: 1 is the same direction, about 0 is unrelated. `None` where one is zero.
    pub fn cosine(&self) -> Option<f64> {
        let lengths = (self.first * self.second).sqrt();
        (lengths > 0.0).then(|| (self.product / lengths).clamp(-1.0, 1.0))
    }
}

/// Which of the two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first.
    First,
    /// The second.
    Second,
}

/// Puts chunks of both lists together, in whatever order they come.
#[derive(Debug, Default)]
pub struct Pairing {
    sums: Vec<Sums>,
    waiting: HashMap<usize, (bool, VecDeque<Vec<f32>>)>,
    number: usize,
}

/// The lists come in such different orders that comparing them needs too much memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFarApart;

impl Pairing {
    /// A pairing of this many layers.
    pub fn new(layers: usize) -> Self {
        Self { sums: vec![Sums::default(); layers], ..Self::default() }
    }

    /// Takes the next chunk of a layer from one side. Chunks of a layer must be cut at the same places on both sides.
    ///
    /// # Errors
    /// [`TooFarApart`] when more than 256 MiB would have to wait.
    pub fn take(&mut self, side: Side, layer: usize, values: Vec<f32>) -> Result<(), TooFarApart> {
        let Some(sums) = self.sums.get_mut(layer) else { return Ok(()) };
        let is_first = side == Side::First;
        let (waiting_first, waiting) = self.waiting.entry(layer).or_insert_with(|| (is_first, VecDeque::new()));
        if *waiting_first != is_first
            && let Some(other) = waiting.pop_front()
        {
            self.number -= other.len();
            let (first, second) = if is_first { (&values, &other) } else { (&other, &values) };
            sums.add(first, second);
        } else {
            *waiting_first = is_first;
            self.number += values.len();
            waiting.push_back(values);
        }
        if self.number > MAX_WAITING { Err(TooFarApart) } else { Ok(()) }
    }

    /// The sums of each layer.
    pub fn finish(self) -> Vec<Sums> {
        self.sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_and_angles_follow_their_definitions() {
        let mut sums = Sums::default();
        sums.add(&[3.0, 4.0, f32::NAN], &[3.0, 4.0, 1.0]);
        assert_eq!((sums.relative_distance(), sums.cosine(), sums.pairs), (Some(0.0), Some(1.0), 2));
        let mut unrelated = Sums::default();
        unrelated.add(&[1.0, 0.0], &[0.0, 1.0]);
        assert_eq!(unrelated.cosine(), Some(0.0));
        assert!((unrelated.relative_distance().expect("a distance") - 2_f64.sqrt()).abs() < 1e-12);
        let mut zero = Sums::default();
        zero.add(&[0.0], &[1.0]);
        assert_eq!((zero.relative_distance(), zero.cosine()), (None, None));
    }

    #[test]
    fn chunks_meet_in_any_order() {
        let mut pairing = Pairing::new(2);
        for (side, layer, value) in [
            (Side::First, 0, 1.0),
            (Side::First, 0, 2.0),
            (Side::Second, 1, 5.0),
            (Side::Second, 0, 1.0),
            (Side::First, 1, 4.0),
            (Side::Second, 0, 4.0),
        ] {
            pairing.take(side, layer, vec![value]).expect("little waits");
        }
        let sums = pairing.finish();
        assert_eq!((sums[0].difference, sums[0].product, sums[1].difference), (4.0, 9.0, 1.0));
    }
}
