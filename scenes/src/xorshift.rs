//! Pseudorandom numbers that are the same on every machine. Source: Marsaglia, "Xorshift RNGs" (2003), the shifts 13, 7, 17.

/// A sequence of numbers. Equal seeds give equal sequences.
pub(super) struct Xorshift(u64);

impl Xorshift {
    /// The sequence of a seed.
    pub(super) fn new(seed: u64) -> Self {
        // Zero would stay zero, so the state is odd.
        let mut random = Self(seed << 1 | 1);
        // The first numbers of neighbouring seeds are alike.
        for _ in 0..20 {
            random.next();
        }
        random
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        let count = u64::from(high - low) + 1;
        low + ((u64::from(self.bits()) * count) >> 32) as u32
    }

    /// 32 random bits: the upper half of the state, whose bits are better mixed.
    pub(super) fn bits(&mut self) -> u32 {
        (self.next() >> 32) as u32
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Xorshift;

    #[test]
    fn numbers_stay_in_their_range_and_reach_both_ends() {
        let mut random = Xorshift::new(0);
        let numbers: Vec<u32> = (0..2000).map(|_| random.between(38, 70)).collect();
        assert_eq!((numbers.iter().min(), numbers.iter().max()), (Some(&38), Some(&70)));
        assert_eq!(random.between(5, 5), 5);
    }

    #[test]
    fn neighbouring_seeds_begin_differently() {
        let first = |seed| Xorshift::new(seed).between(0, 999);
        let distinct: std::collections::HashSet<u32> = (0..100).map(first).collect();
        assert!(distinct.len() > 80, "{} of 100", distinct.len());
    }
}
