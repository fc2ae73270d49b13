//! The algorithm's optimizers, with MXNet's update rules.

mod rule;

use rayon::prelude::*;

use crate::parameter::Specification;
use rule::Argument;

pub(crate) use rule::Rule;

/// A rule and what it remembers of earlier steps.
#[derive(Clone, Debug)]
pub(crate) struct Optimizer {
    rule: Rule,
    steps: i32,
    /// What it remembers of each value of each argument, [`Rule::memories`] times.
    memories: Vec<Vec<Vec<f32>>>,
}

/// What an optimizer remembers, as a checkpoint keeps it: the first memory of each argument, then the second, and so on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Memory {
    pub(crate) steps: i32,
    pub(crate) values: Vec<Vec<f32>>,
}

impl Optimizer {
    /// An optimizer that has made no step.
    pub(crate) fn new(mut rule: Rule, arguments: &[Specification]) -> Self {
        if let Rule::Adam { eps, .. } | Rule::Rmsprop { eps, .. } | Rule::Adadelta { eps, .. } = &mut rule {
            // An eps of 0 is allowed, but a gradient of 0 must not be divided by it.
            *eps = eps.max(f32::MIN_POSITIVE);
        }
        let memory = |argument: &Specification| vec![vec![0.0; argument.length()]; rule.memories()];
        Self { rule, steps: 0, memories: arguments.iter().map(memory).collect() }
    }

    /// What is to be kept, besides [`Self::steps`].
    pub(crate) fn memory(&self) -> impl Iterator<Item = &[f32]> {
        let of_argument = |number: usize| self.memories.iter().filter_map(move |memories| memories.get(number));
        (0..self.rule.memories()).flat_map(of_argument).map(Vec::as_slice)
    }

    /// How many steps were made.
    pub(crate) fn steps(&self) -> i32 {
        self.steps
    }

    /// Goes on where another optimizer of the same rule was; `false` when the memory is of another rule or network.
    pub(crate) fn resume(&mut self, mut memory: Memory) -> bool {
        // Earlier versions wrote empty arrays for what a rule does not remember.
        memory.values.retain(|values| !values.is_empty());
        if !self.memory().map(<[f32]>::len).eq(memory.values.iter().map(Vec::len)) {
            return false;
        }
        self.steps = memory.steps;
        let arguments = self.memories.len();
        for (place, values) in memory.values.into_iter().enumerate() {
            self.memories[place % arguments][place / arguments] = values;
        }
        true
    }

    /// Stochastic gradient descent with momentum.
    #[cfg(test)]
    pub(crate) fn sgd(arguments: &[Specification], momentum: f32, weight_decay: f32) -> Self {
        Self::new(Rule::Sgd { momentum, weight_decay }, arguments)
    }

    /// Changes the values by one step along the gradients, which are multiplied by `share` first.
    pub(crate) fn step(
        &mut self,
        arguments: &[Specification],
        values: &mut [Vec<f32>],
        gradients: &[Vec<f32>],
        share: f32,
        learning_rate: f32,
    ) {
        self.steps = self.steps.saturating_add(1);
        let (rule, steps) = (self.rule, self.steps);
        let all = arguments.par_iter().zip(values).zip(gradients).zip(&mut self.memories);
        all.for_each(|(((specification, values), gradients), memories)| {
            if specification.learned {
                let learning_rate = learning_rate * specification.rate;
                let argument = Argument { values, gradients, share, learning_rate, decay: specification.decay, memories };
                argument.update(rule, steps);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::Initial;

    fn specification(name: &str) -> Specification {
        Specification::vector(name.to_owned(), 1, Initial::Zeros)
    }

    /// Two steps from 1.0 with gradients 0.5 and 0.25, at a rate of 0.1.
    fn two_steps(rule: Rule, name: &str) -> f32 {
        let arguments = [specification(name)];
        let mut optimizer = Optimizer::new(rule, &arguments);
        let mut values = [vec![1.0]];
        optimizer.step(&arguments, &mut values, &[vec![1.0]], 0.5, 0.1);
        optimizer.step(&arguments, &mut values, &[vec![0.5]], 0.5, 0.1);
        values[0][0]
    }

    fn close(left: f32, right: f32) {
        assert!((left - right).abs() < 1e-5, "{left} is not {right}");
    }

    #[test]
    fn rules_are_those_of_mxnet() {
        // 1 - 0.05 = 0.95; the state is 0.9 * -0.05 - 0.025 = -0.07.
        close(two_steps(Rule::Sgd { momentum: 0.9, weight_decay: 0.0 }, "fc1_weight"), 0.88);
        // The gradient is 0.6 with decay: 0.94; then 0.25 + 0.094 = 0.344, the state -0.054 - 0.0344.
        close(two_steps(Rule::Sgd { momentum: 0.9, weight_decay: 0.1 }, "fc1_weight"), 0.94 - 0.0884);
        close(two_steps(Rule::Sgd { momentum: 0.9, weight_decay: 0.1 }, "fc1_bias"), 0.88);
        // 1 - 0.1 (0.5 + 0.45) = 0.905; the state is 0.7; 0.905 - 0.1 (0.25 + 0.63).
        close(two_steps(Rule::Nag { momentum: 0.9, weight_decay: 0.0 }, "fc1_weight"), 0.817);
        // The first step of Adam is the learning rate; the second is 0.1 * 0.36842 / 0.39534.
        close(two_steps(Rule::Adam { beta_1: 0.9, beta_2: 0.999, eps: 1e-8 }, "fc1_weight"), 0.9 - 0.093_22);
        // 0.05 / sqrt(0.025), then 0.025 / sqrt(0.0225 + 0.00625).
        close(two_steps(Rule::Rmsprop { gamma: 0.9, eps: 1e-8, weight_decay: 0.0 }, "fc1_weight"), 1.0 - 0.316_228 - 0.147_442);
    }

    /// `tests/mxnet/fixtures.py` wrote what MXNet's optimizers do with the gradients 0.5, -1 and 2.
    #[test]
    fn three_steps_are_those_of_mxnet() {
        #[derive(serde::Deserialize)]
        struct Expected {
            optimizers: std::collections::BTreeMap<String, Vec<f32>>,
        }
        let expected: Expected = serde_json::from_str(include_str!("../tests/fixtures/mxnet.json")).expect("the fixture is JSON");
        let (momentum, weight_decay) = (0.9, 0.01);
        for (name, rule, rate) in [
            ("sgd", Rule::Sgd { momentum, weight_decay }, 0.1),
            ("nag", Rule::Nag { momentum, weight_decay }, 0.1),
            ("adam", Rule::Adam { beta_1: 0.9, beta_2: 0.999, eps: 1e-8 }, 0.1),
            ("rmsprop", Rule::Rmsprop { gamma: 0.9, eps: 1e-8, weight_decay }, 0.1),
            ("centered rmsprop", Rule::CenteredRmsprop { gamma_1: 0.9, gamma_2: 0.8, eps: 1e-8 }, 0.1),
            ("adagrad", Rule::Adagrad { eps: 1e-7 }, 0.1),
            ("adadelta", Rule::Adadelta { rho: 0.9, eps: 1e-5 }, f32::NAN),
        ] {
            let arguments = [specification("a_weight")];
            let mut optimizer = Optimizer::new(rule, &arguments);
            let mut values = [vec![1.0]];
            for (gradient, expected) in [0.5, -1.0, 2.0].into_iter().zip(&expected.optimizers[name]) {
                optimizer.step(&arguments, &mut values, &[vec![gradient]], 1.0, rate);
                close(values[0][0], *expected);
            }
        }
    }
}
