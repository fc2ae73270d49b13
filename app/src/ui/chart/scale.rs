//! The axis of values: from nothing, fitted to the values, or logarithmic.

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

/// Steps between the lines of the grid, about.
const TICKS: f64 = 5.0;
/// Lines of a logarithmic axis above which only powers of ten are drawn.
const MAX_LOGARITHMIC_TICKS: usize = 7;

/// The two ends of the axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
    /// The distance between two lines of the grid; `None` of a logarithmic axis.
    step: Option<f64>,
}

impl Scale {
    /// The axis for these values; `top` is the largest value that can be, where there is one. A value above it extends the axis.
    pub fn new(kind: ScaleKind, values: impl Iterator<Item = f64>, top: Option<f64>) -> Self {
        let usable = values.filter(|value| value.is_finite() && (kind != ScaleKind::Logarithmic || *value > 0.0));
        let ends = usable.fold(None, |ends: Option<(f64, f64)>, value| {
            Some(ends.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
        });
        let Some((low, high)) = ends else { return Self::even(0.0, top.unwrap_or(1.0)) };
        let top = top.filter(|top| high <= *top);
        match kind {
            ScaleKind::FromZero => Self::even(low.min(0.0), top.unwrap_or_else(|| high.max(0.0))),
            ScaleKind::Fitted => {
                // A little air, so that no point lies on the frame; a flat curve runs through the middle.
                let air = ((high - low) * 0.08).max(high.abs() * 0.001).max(1e-9);
                let fitted = Self::even(low - air, high + air);
                // No line stands where no value can be.
                let floor = if low >= 0.0 { fitted.low.max(0.0) } else { fitted.low };
                Self { low: floor, high: top.map_or(fitted.high, |top| fitted.high.min(top)), ..fitted }
            }
            ScaleKind::Logarithmic => Self { low: round_below(low), high: round_above(high.max(low * 1.01)), step: None },
        }
    }

    /// An axis whose lines stand at round numbers, from a line at or below `low` to one at or above `high`.
    fn even(low: f64, high: f64) -> Self {
        let span = high - low;
        let step = if span > 0.0 && span.is_finite() { round_above(span / TICKS) } else { 0.25 };
        // A hair below the next line belongs to it: 0.30000000000000004 ends at 0.3.
        let hair = 1e-9;
        let (first, last) = ((low / step + hair).floor(), (high / step - hair).ceil());
        Self { low: first * step, high: last.max(first + 1.0) * step, step: Some(step) }
    }

    /// A value's height as a share of the axis, 0 at the bottom and 1 at the top; `None` for what it cannot show.
    pub fn share(self, value: f64) -> Option<f64> {
        let is_logarithmic = self.step.is_none();
        if !value.is_finite() || (is_logarithmic && value <= 0.0) {
            return None;
        }
        let place = |value: f64| if is_logarithmic { value.log10() } else { value };
        let (low, high) = (place(self.low), place(self.high));
        Some(((place(value) - low) / (high - low)).clamp(0.0, 1.0))
    }

    /// Heights of the grid's lines, from the bottom, with their values as text.
    pub fn ticks(self) -> Vec<(f64, String)> {
        let values = self.step.map_or_else(|| self.powers(), |step| self.multiples(step));
        values.into_iter().filter_map(|value| Some((self.share(value)?, self.written(value)))).collect()
    }

    fn multiples(self, step: f64) -> Vec<f64> {
        let first = (self.low / step - 1e-9).ceil();
        let values = (0..32_u8).map(|index| (first + f64::from(index)) * step);
        values.take_while(|value| *value <= self.high + step * 1e-6).collect()
    }

    /// 1, 2 and 5 times the powers of ten; of many the powers alone.
    fn powers(self) -> Vec<f64> {
        let within = |value: &f64| *value >= self.low * (1.0 - 1e-9) && *value <= self.high * (1.0 + 1e-9);
        let (first, last) = (self.low.log10().floor() as i32, self.high.log10().ceil() as i32);
        let of = |factors: &[f64]| -> Vec<f64> {
            (first..=last)
                .flat_map(|power| factors.iter().map(move |factor| factor * 10_f64.powi(power)))
                .filter(within)
                .collect()
        };
        let all = of(&[1.0, 2.0, 5.0]);
        if all.len() > MAX_LOGARITHMIC_TICKS { of(&[1.0]) } else { all }
    }

    /// As many digits as the distance to the next line has.
    fn written(self, value: f64) -> String {
        let digits = |smallest: f64| usize::try_from(-(smallest.abs().log10() + 1e-9).floor() as i64).unwrap_or_default();
        let digits = digits(self.step.unwrap_or(value)).min(12);
        let written = format!("{value:.digits$}");
        // Rounding may leave the sign of a zero.
        if written.trim_start_matches('-').chars().all(|sign| matches!(sign, '0' | '.')) {
            written.trim_start_matches('-').to_owned()
        } else {
            written
        }
    }
}

/// The smallest of 1, 2 and 5 times a power of ten that is not below a value above zero.
fn round_above(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let round = [1.0, 2.0, 5.0, 10.0].into_iter().find(|factor| factor * power >= value * (1.0 - 1e-9));
    round.unwrap_or(10.0) * power
}

/// The largest of 1, 2 and 5 times a power of ten that is not above a value above zero.
fn round_below(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let round = [5.0, 2.0, 1.0].into_iter().find(|factor| factor * power <= value * (1.0 + 1e-9));
    round.unwrap_or(1.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(kind: ScaleKind, values: &[f64], top: Option<f64>) -> Scale {
        Scale::new(kind, values.iter().copied(), top)
    }

    fn words(scale: Scale) -> Vec<String> {
        scale.ticks().into_iter().map(|(_, words)| words).collect()
    }

    #[test]
    fn an_axis_from_zero_ends_at_the_top_or_at_a_round_number() {
        assert_eq!(words(scale(ScaleKind::FromZero, &[0.93], Some(1.0))), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(words(scale(ScaleKind::FromZero, &[5.6], None)), ["0", "2", "4", "6"]);
        assert_eq!(words(scale(ScaleKind::FromZero, &[2.31, 0.5], None)), ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5"]);
        assert_eq!(words(scale(ScaleKind::FromZero, &[1_234.0], None)), ["0", "500", "1000", "1500"]);
        assert_eq!(scale(ScaleKind::FromZero, &[], None).share(0.5), Some(0.5));
    }

    #[test]
    fn a_value_above_the_top_extends_the_axis() {
        assert_eq!(words(scale(ScaleKind::FromZero, &[1.1], Some(1.0))).last().map(String::as_str), Some("1.5"));
    }

    #[test]
    fn an_axis_of_values_below_zero_ends_at_zero() {
        assert_eq!(words(scale(ScaleKind::FromZero, &[-3.0, -1.5], None)), ["-3", "-2", "-1", "0"]);
    }

    #[test]
    fn a_fitted_axis_spreads_values_that_lie_close() {
        let fitted = scale(ScaleKind::Fitted, &[0.95, 0.96], Some(1.0));
        assert_eq!(words(fitted), ["0.945", "0.950", "0.955", "0.960", "0.965"]);
        assert!(scale(ScaleKind::Fitted, &[0.5], None).share(0.5).is_some_and(|share| (share - 0.5).abs() < 0.26));
    }

    #[test]
    fn a_fitted_axis_has_no_line_where_no_value_can_be() {
        assert_eq!(words(scale(ScaleKind::Fitted, &[0.4, 1.0], Some(1.0))).last().map(String::as_str), Some("1.0"));
        assert_eq!(words(scale(ScaleKind::Fitted, &[0.01, 2.3], None)).first().map(String::as_str), Some("0"));
    }

    #[test]
    fn a_logarithmic_axis_gives_each_power_the_same_room_and_leaves_out_zero() {
        let scale = scale(ScaleKind::Logarithmic, &[0.0, 0.01, 1.0], None);
        assert!(scale.share(0.1).is_some_and(|share| (share - 0.5).abs() < 1e-9));
        assert_eq!(scale.share(0.0), None);
        assert_eq!(words(scale), ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1"]);
    }

    #[test]
    fn a_flat_curve_has_an_axis_on_every_scale() {
        for kind in ScaleKind::ALL {
            let flat = scale(kind, &[0.3, 0.3], None);
            assert!(flat.share(0.3).is_some_and(f64::is_finite), "{kind:?}");
            assert!(words(flat).len() >= 2, "{kind:?} {:?}", words(flat));
        }
    }
}
