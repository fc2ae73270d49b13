//! Ticks and places.

/// Ticks on the axis of epochs, at most about ten of them.
const MAX_TICKS: u32 = 10;

/// Distance between two ticks of an axis from 0 to `last`.
pub fn step(last: u32) -> u32 {
    let mut power = 1;
    loop {
        for factor in [1, 2, 5] {
            let step = factor * power;
            if last / step <= MAX_TICKS || step > u32::MAX / 10 {
                return step;
            }
        }
        power *= 10;
    }
}

/// A place on the axis as a percentage of its width.
pub fn across(place: u32, last: u32) -> String {
    percentage(f64::from(place) / f64::from(last.max(1)))
}

/// A share of the height as a percentage from the top.
pub fn down(share: f64) -> String {
    percentage(1.0 - share)
}

fn percentage(share: f64) -> String {
    format!("{:.2}%", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_few() {
        assert_eq!([1, 10, 11, 30, 100, 1000].map(step), [1, 1, 2, 5, 10, 100]);
    }

    #[test]
    fn places_are_percentages() {
        assert_eq!(across(1, 4), "25.00%");
        assert_eq!(across(0, 0), "0.00%");
        assert_eq!(down(0.75), "25.00%");
    }
}
