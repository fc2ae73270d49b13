//! How the learning rate falls.

use crate::{hyperparameters::StepSchedule, task::Step};

/// The exponent of the polynomial.
const POWER: f64 = 0.9;

/// A learning rate that falls from step to step, or at some epochs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Schedule {
    pub(super) steps: StepSchedule,
    pub(super) curve: Curve,
    /// Steps of an epoch as the hyperparameters have it.
    pub(super) of_epoch: usize,
}

/// The form of the fall; `total` is the steps of all epochs, as the hyperparameters have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Curve {
    /// After the epochs of the list.
    Steps,
    Polynomial {
        total: usize,
    },
    Cosine {
        total: usize,
    },
}

impl Schedule {
    /// The learning rate when so many steps are done. Beyond the last step it is zero, as in the toolkit.
    pub(super) fn rate(&self, step: Step) -> f32 {
        let share = |total: usize| (step.number as f64 / total.max(1) as f64).min(1.0);
        let factor = match self.curve {
            Curve::Steps => return self.steps.rate(step.epoch),
            Curve::Polynomial { total } => (1.0 - share(total)).powf(POWER),
            Curve::Cosine { total } => f64::midpoint(1.0, (std::f64::consts::PI * share(total)).cos()),
        };
        (self.steps.learning_rate * factor) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(curve: Curve) -> Schedule {
        Schedule { steps: StepSchedule { learning_rate: 0.001, factor: 0.1, epochs: vec![2] }, curve, of_epoch: 91 }
    }

    /// The job of a published log had 30 epochs of 91 batches, and a rate of 0.000993 after 20 of them.
    #[test]
    fn rates_fall_as_in_a_published_log() {
        let rate = |curve, epoch, number| schedule(curve).rate(Step { epoch, number });
        let total = 2730;
        assert_eq!(format!("{:.6}", rate(Curve::Polynomial { total }, 0, 20)), "0.000993");
        assert_eq!(rate(Curve::Polynomial { total }, 0, 0), 0.001);
        assert_eq!(rate(Curve::Polynomial { total }, 30, 2730), 0.0);
        assert_eq!(rate(Curve::Polynomial { total }, 40, 9999), 0.0);
        assert!((rate(Curve::Cosine { total }, 15, 1365) - 0.0005).abs() < 1e-9);
        assert_eq!(rate(Curve::Steps, 1, 150), 0.001);
        assert!((rate(Curve::Steps, 2, 190) - 0.0001).abs() < 1e-9);
    }
}
