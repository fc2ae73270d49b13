//! Where the pixels of a resized image lie in the original. Corners are aligned: the corner pixels of one are those of the other.

/// The two rows, or columns, of the original that one of the resized image lies between.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Between {
    pub(crate) first: usize,
    pub(crate) second: usize,
    /// How much of the value is the second's; the rest is the first's.
    pub(crate) share: f32,
}

/// For each of `to` rows, or columns, where it lies among `from`.
pub(crate) fn places(from: usize, to: usize) -> Vec<Between> {
    let last = from.saturating_sub(1);
    let step = if to > 1 { last as f32 / (to - 1) as f32 } else { 0.0 };
    let place = |number: usize| {
        let at = step * number as f32;
        let first = (at as usize).min(last);
        Between { first, second: (first + 1).min(last), share: at - first as f32 }
    };
    (0..to).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_are_aligned() {
        let found = places(4, 7);
        assert_eq!(found[0], Between { first: 0, second: 1, share: 0.0 });
        assert_eq!(found[1], Between { first: 0, second: 1, share: 0.5 });
        assert_eq!(found[6], Between { first: 3, second: 3, share: 0.0 });
        assert_eq!(places(1, 2)[1], Between { first: 0, second: 0, share: 0.0 });
        assert_eq!(places(5, 1), [Between { first: 0, second: 1, share: 0.0 }]);
        for Between { first, second, share } in places(30, 239) {
            assert!(second < 30 && second - first <= 1 && (-1e-5..1.0).contains(&share), "{first} {second} {share}");
        }
    }
}
