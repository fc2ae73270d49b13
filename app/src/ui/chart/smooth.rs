//! Curves with less noise.

/// The exponential moving average of a curve, without the pull towards zero that its first values would have.
///
/// `weight` is what the past counts for, from 0 (nothing is changed) to below 1.
pub fn smoothed(points: &[(u32, f64)], weight: f64) -> Vec<(u32, f64)> {
    let weight = weight.clamp(0.0, 0.99);
    let (mut sum, mut mass) = (0.0, 0.0);
    points
        .iter()
        .map(|(place, value)| {
            sum = sum * weight + value * (1.0 - weight);
            mass = mass * weight + (1.0 - weight);
            (*place, sum / mass)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_weight_changes_nothing_and_a_flat_curve_stays() {
        let points = [(1, 0.2), (2, 0.8), (5, 0.5)];
        for ((_, raw), (_, smooth)) in points.iter().zip(smoothed(&points, 0.0)) {
            assert!((raw - smooth).abs() < 1e-12);
        }
        assert!(smoothed(&[(0, 0.7), (1, 0.7), (2, 0.7)], 0.9).iter().all(|(_, value)| (value - 0.7).abs() < 1e-12));
    }

    #[test]
    fn the_past_pulls_each_value_towards_it() {
        let smooth = smoothed(&[(0, 0.0), (1, 1.0)], 0.5);
        assert!(smooth.last().is_some_and(|(_, value)| (value - 2.0 / 3.0).abs() < 1e-12));
    }
}
