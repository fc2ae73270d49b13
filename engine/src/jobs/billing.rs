//! The time of a job, and the part of it that the service would charge.

use crate::db::jobs::JobRow;

/// The price of spot capacity in per cent of the usual price. Amazon's price changes by type and hour and is up to 90 per cent
/// lower. This one is typical, so that scripts find a saving.
const SPOT_PRICE: i64 = 30;

/// Seconds of a job that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Billing {
    /// `TrainingTimeInSeconds`: of all attempts, without the waiting between them.
    pub(crate) training: i64,
    /// `BillableTimeInSeconds`
    pub(crate) billable: i64,
}

impl Billing {
    /// The seconds of a job; `None` when nothing was started or it has not ended.
    pub(crate) fn of(job: &JobRow, is_spot: bool) -> Option<Self> {
        job.training_started_at.and(job.training_ended_at)?;
        Some(Self::of_milliseconds(job.trained_ms, is_spot))
    }

    fn of_milliseconds(trained: i64, is_spot: bool) -> Self {
        // A second that has begun counts as a whole one.
        let training = trained.max(0).div_euclid(1000) + 1;
        let billable = if is_spot { (training * SPOT_PRICE + 99) / 100 } else { training };
        Self { training, billable }
    }
}

#[cfg(test)]
mod tests {
    use super::Billing;

    #[test]
    fn spot_capacity_costs_less_and_begun_seconds_count() {
        assert_eq!(Billing::of_milliseconds(99_001, false), Billing { training: 100, billable: 100 });
        assert_eq!(Billing::of_milliseconds(99_001, true), Billing { training: 100, billable: 30 });
        assert_eq!(Billing::of_milliseconds(0, true), Billing { training: 1, billable: 1 });
        assert_eq!(Billing::of_milliseconds(3_500, true), Billing { training: 4, billable: 2 });
    }
}
