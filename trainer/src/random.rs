//! Reproducible random numbers: the same seed gives the same sequence on every machine.

/// A xoshiro256** generator (Blackman and Vigna, 2018), seeded through splitmix64.
#[derive(Clone, Debug)]
pub(crate) struct Random {
    state: [u64; 4],
}

impl Random {
    /// A generator whose sequence depends on `seed` alone.
    pub(crate) fn new(seed: u64) -> Self {
        let mut mixer = seed;
        let mut next = || {
            mixer = mixer.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut value = mixer;
            value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            value ^ (value >> 31)
        };
        Self { state: [next(), next(), next(), next()] }
    }

    /// A generator for one item of a sequence, independent of the order in which items are visited.
    pub(crate) fn for_item(seed: u64, epoch: u64, item: u64) -> Self {
        Self::new(seed ^ epoch.wrapping_mul(0xD1B5_4A32_D192_ED03) ^ item.wrapping_mul(0xABC9_8388_FB8F_AC03))
    }

    pub(crate) fn next(&mut self) -> u64 {
        let result = self.state[1].wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let shifted = self.state[1] << 17;
        self.state[2] ^= self.state[0];
        self.state[3] ^= self.state[1];
        self.state[1] ^= self.state[2];
        self.state[0] ^= self.state[3];
        self.state[2] ^= shifted;
        self.state[3] = self.state[3].rotate_left(45);
        result
    }

    /// A whole number below `bound`; 0 when `bound` is 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// A number in 0..1.
    pub(crate) fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u32 << 24) as f32
    }

    /// A number in `low..high`.
    pub(crate) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// A number of the standard normal distribution (Marsaglia's polar method).
    pub(crate) fn gaussian(&mut self) -> f32 {
        loop {
            let x = f64::from(self.between(-1.0, 1.0));
            let y = f64::from(self.between(-1.0, 1.0));
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return (x * (-2.0 * square.ln() / square).sqrt()) as f32;
            }
        }
    }

    /// Puts the items into a random order (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            items.swap(index, self.below(index + 1));
        }
    }
}

/// Reproducible numbers in 0..1 that Python's `fixtures.py` computes, too; each `seed` gives others.
#[cfg(test)]
pub(crate) fn numbers(seed: u64, count: usize) -> Vec<f32> {
    const MASK: u64 = 0xFFFF_FFFF;
    let number = |index: u64| {
        let mut value = (index.wrapping_mul(2_654_435_761).wrapping_add(seed * 2_246_822_519)) & MASK;
        value ^= value >> 15;
        value = value.wrapping_mul(3_266_489_917) & MASK;
        value ^= value >> 13;
        (value as f64 / 4_294_967_296.0) as f32
    };
    (0..count as u64).map(number).collect()
}
