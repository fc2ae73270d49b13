//! The statistics of the values in a period.

/// Values of a period that a percentile is computed of; of more, an even sample is. A limit of this engine.
const MAX_SAMPLE: usize = 65_536;

/// A statistic that a request names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Statistic {
    SampleCount,
    Average,
    Sum,
    Minimum,
    Maximum,
    /// 0 to 100.
    Percentile(f64),
}

impl Statistic {
    /// One of the five statistics.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "SampleCount" => Self::SampleCount,
            "Average" => Self::Average,
            "Sum" => Self::Sum,
            "Minimum" => Self::Minimum,
            "Maximum" => Self::Maximum,
            _ => return None,
        })
    }

    /// A percentile, for example `p99.9`.
    pub(super) fn parse_percentile(name: &str) -> Option<Self> {
        let number = name.strip_prefix('p').filter(|number| number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))?;
        let percent = number.parse::<f64>().ok().filter(|percent| (0.0..=100.0).contains(percent))?;
        Some(Self::Percentile(percent))
    }

    /// The name in an answer; a percentile has the name that the request gave it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::SampleCount => "SampleCount",
            Self::Average => "Average",
            Self::Sum => "Sum",
            Self::Minimum => "Minimum",
            Self::Maximum => "Maximum",
            Self::Percentile(_) => "ExtendedStatistics",
        }
    }
}

/// The values of a period, as far as statistics need them.
#[derive(Debug, Clone)]
pub(super) struct Values {
    count: u32,
    sum: f64,
    minimum: f64,
    maximum: f64,
    /// Every `stride`th value.
    sample: Vec<f64>,
    stride: u32,
}

impl Values {
    pub(super) fn new() -> Self {
        Self { count: 0, sum: 0.0, minimum: f64::INFINITY, maximum: f64::NEG_INFINITY, sample: Vec::new(), stride: 1 }
    }

    /// Adds a value, which is finite.
    pub(super) fn add(&mut self, value: f64) {
        if self.count.is_multiple_of(self.stride) {
            if self.sample.len() == MAX_SAMPLE {
                let mut number = 0;
                self.sample.retain(|_| {
                    number += 1;
                    number % 2 == 1
                });
                self.stride *= 2;
            }
            if self.count.is_multiple_of(self.stride) {
                self.sample.push(value);
            }
        }
        self.count += 1;
        // Answers have no infinite numbers.
        self.sum = (self.sum + value).clamp(f64::MIN, f64::MAX);
        self.minimum = self.minimum.min(value);
        self.maximum = self.maximum.max(value);
    }

    /// A statistic of at least one value. There is no percentile where a value is negative. Source: API page of
    /// GetMetricStatistics.
    pub(super) fn statistic(&mut self, statistic: Statistic) -> Option<f64> {
        let count = f64::from(self.count);
        Some(match statistic {
            Statistic::SampleCount => count,
            Statistic::Average => self.sum / count,
            Statistic::Sum => self.sum,
            Statistic::Minimum => self.minimum,
            Statistic::Maximum => self.maximum,
            Statistic::Percentile(_) if self.minimum < 0.0 => return None,
            Statistic::Percentile(percent) => {
                self.sample.sort_by(f64::total_cmp);
                percentile(&self.sample, percent)?
            }
        })
    }
}

/// The percentile of sorted values, between two values in proportion.
fn percentile(sorted: &[f64], percent: f64) -> Option<f64> {
    let last = u32::try_from(sorted.len().checked_sub(1)?).ok()?;
    let place = percent / 100.0 * f64::from(last);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the place is between 0 and the last one")]
    let below = place.floor() as usize;
    let value = *sorted.get(below)?;
    let above = sorted.get(below + 1).copied().unwrap_or(value);
    Some(value + (above - value) * place.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statistics(values: impl IntoIterator<Item = f64>, names: &[Statistic]) -> Vec<Option<f64>> {
        let mut all = Values::new();
        values.into_iter().for_each(|value| all.add(value));
        names.iter().map(|name| all.statistic(*name)).collect()
    }

    #[test]
    fn values_are_summed_up() {
        use Statistic::{Average, Maximum, Minimum, Percentile, SampleCount, Sum};
        let all = [SampleCount, Average, Sum, Minimum, Maximum, Percentile(0.0), Percentile(50.0), Percentile(100.0)];
        let expected = [4.0, 2.5, 10.0, 1.0, 4.0, 1.0, 2.5, 4.0].map(Some);
        assert_eq!(statistics([4.0, 1.0, 3.0, 2.0], &all), expected);
        assert_eq!(statistics([-1.0, 3.0], &[Minimum, Percentile(50.0)]), [Some(-1.0), None]);
        assert_eq!(statistics([f64::MAX, f64::MAX], &[Sum]), [Some(f64::MAX)]);
    }

    #[test]
    fn a_percentile_of_very_many_values_is_that_of_an_even_sample() {
        let mut all = Values::new();
        (0..1_000_000).for_each(|value| all.add(f64::from(value)));
        assert!(all.sample.len() <= MAX_SAMPLE);
        let median = all.statistic(Statistic::Percentile(50.0)).expect("a median");
        assert!((median - 500_000.0).abs() < 100.0, "{median}");
        assert_eq!(all.statistic(Statistic::SampleCount), Some(1_000_000.0));
    }

    #[test]
    fn percentiles_are_named_by_numbers() {
        assert_eq!(Statistic::parse_percentile("p99.9"), Some(Statistic::Percentile(99.9)));
        assert_eq!(Statistic::parse_percentile("p100"), Some(Statistic::Percentile(100.0)));
        for wrong in ["p", "p101", "p-1", "pinf", "tm90", "99", "p1e1"] {
            assert_eq!(Statistic::parse_percentile(wrong), None, "{wrong}");
        }
    }
}
