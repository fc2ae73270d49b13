//! Reproducible numbers that Python's `fixtures.py` computes, too.

/// Numbers in 0..1; each `seed` gives others.
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
