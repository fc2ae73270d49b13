//! The update rules of MXNet: what one step does to the values of one argument.

/// Which rule, with its constants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Rule {
    Sgd {
        momentum: f32,
        weight_decay: f32,
    },
    Nag {
        momentum: f32,
        weight_decay: f32,
    },
    Adam {
        beta_1: f32,
        beta_2: f32,
        eps: f32,
    },
    Rmsprop {
        gamma: f32,
        eps: f32,
        weight_decay: f32,
    },
    /// With the mean of the gradients subtracted, and a momentum.
    CenteredRmsprop {
        gamma_1: f32,
        gamma_2: f32,
        eps: f32,
    },
    Adagrad {
        eps: f32,
    },
    /// Takes no learning rate.
    Adadelta {
        rho: f32,
        eps: f32,
    },
}

impl Rule {
    /// How many numbers it remembers of each value.
    pub(super) fn memories(self) -> usize {
        match self {
            Self::Sgd { .. } | Self::Nag { .. } | Self::Rmsprop { .. } | Self::Adagrad { .. } => 1,
            Self::Adam { .. } | Self::Adadelta { .. } => 2,
            Self::CenteredRmsprop { .. } => 3,
        }
    }
}

/// One argument at a step.
pub(super) struct Argument<'a> {
    pub(super) values: &'a mut [f32],
    pub(super) gradients: &'a [f32],
    /// What gradients are multiplied by first.
    pub(super) share: f32,
    pub(super) learning_rate: f32,
    /// What the rule's weight decay is multiplied by.
    pub(super) decay: f32,
    /// [`Rule::memories`] of each value.
    pub(super) memories: &'a mut [Vec<f32>],
}

impl Argument<'_> {
    /// Makes step number `steps`, counted from 1.
    pub(super) fn update(self, rule: Rule, steps: i32) {
        let (rate, decay) = (self.learning_rate, self.decay);
        match rule {
            Rule::Sgd { momentum, weight_decay } => {
                let decay = weight_decay * decay;
                self.with_one(|value, gradient, state| {
                    *state = momentum * *state - rate * (gradient + decay * *value);
                    *value += *state;
                });
            }
            Rule::Nag { momentum, weight_decay } => {
                let decay = weight_decay * decay;
                self.with_one(|value, gradient, state| {
                    let kept = momentum * *state;
                    let step = rate * (gradient + decay * *value);
                    *value += momentum * kept - (1.0 + momentum) * step;
                    // MXNet has overwritten the value when it computes what it remembers.
                    *state = kept - rate * (gradient + decay * *value);
                });
            }
            Rule::Adam { beta_1, beta_2, eps } => {
                let rate = rate * (1.0 - beta_2.powi(steps)).sqrt() / (1.0 - beta_1.powi(steps));
                self.with_two(|value, gradient, mean, square| {
                    *mean = beta_1 * *mean + (1.0 - beta_1) * gradient;
                    *square = beta_2 * *square + (1.0 - beta_2) * gradient * gradient;
                    *value -= rate * *mean / (square.sqrt() + eps);
                });
            }
            Rule::Rmsprop { gamma, eps, weight_decay } => {
                let decay = weight_decay * decay;
                self.with_one(|value, gradient, square| {
                    let gradient = gradient + decay * *value;
                    *square = gamma * *square + (1.0 - gamma) * gradient * gradient;
                    *value -= rate * gradient / (*square + eps).sqrt();
                });
            }
            Rule::CenteredRmsprop { gamma_1, gamma_2, eps } => self.with_three(|value, gradient, square, mean, step| {
                *square = gamma_1 * *square + (1.0 - gamma_1) * gradient * gradient;
                *mean = gamma_1 * *mean + (1.0 - gamma_1) * gradient;
                *step = gamma_2 * *step - rate * gradient / (*square - *mean * *mean + eps).sqrt();
                *value += *step;
            }),
            Rule::Adagrad { eps } => self.with_one(|value, gradient, squares| {
                *squares += gradient * gradient;
                *value -= rate * gradient / (*squares + eps).sqrt();
            }),
            Rule::Adadelta { rho, eps } => self.with_two(|value, gradient, square, square_of_steps| {
                *square = rho * *square + (1.0 - rho) * gradient * gradient;
                let step = ((*square_of_steps + eps) / (*square + eps)).sqrt() * gradient;
                *square_of_steps = rho * *square_of_steps + (1.0 - rho) * step * step;
                *value -= step;
            }),
        }
    }

    /// Calls `step` with each value, its gradient, and the number that is remembered of it.
    fn with_one(self, step: impl Fn(&mut f32, f32, &mut f32)) {
        let [first, ..] = self.memories else { return };
        for ((value, gradient), first) in self.values.iter_mut().zip(self.gradients).zip(first) {
            step(value, gradient * self.share, first);
        }
    }

    fn with_two(self, step: impl Fn(&mut f32, f32, &mut f32, &mut f32)) {
        let [first, second, ..] = self.memories else { return };
        for (((value, gradient), first), second) in self.values.iter_mut().zip(self.gradients).zip(first).zip(second) {
            step(value, gradient * self.share, first, second);
        }
    }

    fn with_three(self, step: impl Fn(&mut f32, f32, &mut f32, &mut f32, &mut f32)) {
        let [first, second, third, ..] = self.memories else { return };
        let memories = first.iter_mut().zip(second).zip(third);
        for ((value, gradient), ((first, second), third)) in self.values.iter_mut().zip(self.gradients).zip(memories) {
            step(value, gradient * self.share, first, second, third);
        }
    }
}
