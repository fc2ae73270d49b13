//! The axis of values: from nothing, fitted to the values, or logarithmic.

use super::axis::rounded_up;

/// How values become heights.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ScaleKind {
    /// From zero.
    #[default]
    FromZero,
    /// From the smallest value to the largest.
    Fitted,
    /// By powers; values that are not above zero are left out.
    Logarithmic,
}

impl ScaleKind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::FromZero, Self::Fitted, Self::Logarithmic];

    /// Its words.
    pub fn words(self) -> &'static str {
        match self {
            Self::FromZero => "From zero",
            Self::Fitted => "Fitted to the values",
            Self::Logarithmic => "Logarithmic",
        }
    }
}

/// Lines of the grid.
const TICKS: u8 = 4;

/// The two ends of the axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
    logarithmic: bool,
}

impl Scale {
    /// The axis for these values; `top` is the largest value that can be, where there is one.
    pub fn new(kind: ScaleKind, values: impl Iterator<Item = f64>, top: Option<f64>) -> Self {
        let usable = values.filter(|value| value.is_finite() && (kind != ScaleKind::Logarithmic || *value > 0.0));
        let ends = usable.fold(None, |ends: Option<(f64, f64)>, value| {
            Some(ends.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
        });
        let Some((low, high)) = ends else { return Self { low: 0.0, high: top.unwrap_or(1.0), logarithmic: false } };
        match kind {
            ScaleKind::FromZero => Self { low: low.min(0.0), high: top.unwrap_or_else(|| rounded_up(high)), logarithmic: false },
            ScaleKind::Fitted => {
                // A little air, so that no point lies on the frame; a flat curve runs through the middle.
                let air = ((high - low) * 0.08).max(high.abs() * 0.001).max(1e-9);
                Self { low: low - air, high: high + air, logarithmic: false }
            }
            ScaleKind::Logarithmic => {
                let (low, high) = if high > low { (low, high) } else { (low / 2.0, high * 2.0) };
                Self { low, high, logarithmic: true }
            }
        }
    }

    /// A value's height as a share of the axis, 0 at the bottom and 1 at the top; `None` for what it cannot show.
    pub fn share(self, value: f64) -> Option<f64> {
        if !value.is_finite() || (self.logarithmic && value <= 0.0) {
            return None;
        }
        let place = |value: f64| if self.logarithmic { value.log10() } else { value };
        let (low, high) = (place(self.low), place(self.high));
        Some(((place(value) - low) / (high - low)).clamp(0.0, 1.0))
    }

    /// Heights of the grid's lines, from the bottom, with their values as text.
    pub fn ticks(self) -> Vec<(f64, String)> {
        (0..=TICKS)
            .map(|index| {
                let share = f64::from(index) / f64::from(TICKS);
                let value = if self.logarithmic {
                    10_f64.powf(self.low.log10() + share * (self.high.log10() - self.low.log10()))
                } else {
                    self.low + share * (self.high - self.low)
                };
                (share, self.written(value))
            })
            .collect()
    }

    fn written(self, value: f64) -> String {
        if !self.logarithmic && self.low.abs() < f64::EPSILON {
            // The end is round, so its quarters have few digits; rounding them would put 7.5 at 8.
            let step = self.high / f64::from(TICKS);
            let is_whole = |digits: &i32| {
                let scaled = step * 10_f64.powi(*digits);
                (scaled - scaled.round()).abs() < 1e-6
            };
            let digits = (0..8).find(is_whole).and_then(|digits| usize::try_from(digits).ok()).unwrap_or(8);
            return format!("{value:.digits$}");
        }
        let span = if self.logarithmic { value } else { self.high - self.low };
        match span.abs() {
            10.0.. => format!("{value:.0}"),
            0.1.. => format!("{value:.2}"),
            0.005.. => format!("{value:.3}"),
            _ => format!("{value:.5}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(kind: ScaleKind, values: &[f64], top: Option<f64>) -> Scale {
        Scale::new(kind, values.iter().copied(), top)
    }

    #[test]
    fn an_axis_from_zero_ends_at_the_top_or_at_a_round_number() {
        let words = |scale: Scale| scale.ticks().into_iter().map(|(_, words)| words).collect::<Vec<_>>();
        assert_eq!(words(scale(ScaleKind::FromZero, &[0.93], Some(1.0))), ["0.00", "0.25", "0.50", "0.75", "1.00"]);
        assert_eq!(words(scale(ScaleKind::FromZero, &[5.6], None)), ["0.0", "2.5", "5.0", "7.5", "10.0"]);
        assert_eq!(words(scale(ScaleKind::FromZero, &[2.31, 0.5], None)).last().map(String::as_str), Some("2.500"));
        assert_eq!(scale(ScaleKind::FromZero, &[], None).share(0.5), Some(0.5));
    }

    #[test]
    fn a_fitted_axis_spreads_values_that_lie_close() {
        let fitted = scale(ScaleKind::Fitted, &[0.95, 0.96], Some(1.0));
        assert!(fitted.share(0.95).is_some_and(|share| share < 0.1));
        assert!(fitted.share(0.96).is_some_and(|share| share > 0.9));
        assert!(scale(ScaleKind::Fitted, &[0.5], None).share(0.5).is_some_and(|share| (share - 0.5).abs() < 1e-6));
    }

    #[test]
    fn a_logarithmic_axis_gives_each_power_the_same_room_and_leaves_out_zero() {
        let scale = scale(ScaleKind::Logarithmic, &[0.0, 0.01, 1.0], None);
        assert!(scale.share(0.1).is_some_and(|share| (share - 0.5).abs() < 1e-9));
        assert_eq!(scale.share(0.0), None);
    }
}
