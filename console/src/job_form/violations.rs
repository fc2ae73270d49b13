//! What is wrong with the form: numbers that cannot be read, and everything that the domain says about the request.

use domain::{
    CheckContext, Field, RuleCode, Violation, Violations, check,
    incremental::SourceModel,
    rules::{algorithm, environment, hyperparameters, number},
};

use super::{
    draft::{AlgorithmSource, Draft},
    observations::Observations,
};
use crate::job_form::step;

impl Draft {
    /// All broken rules, in the order of the page.
    ///
    /// `source` is what is known about the model that the request starts from.
    pub fn violations(&self, region: &str, source: Option<&SourceModel>) -> Violations {
        self.violations_within(&CheckContext::for_region(region).with_source_model(source))
    }

    /// The same with everything that is known outside.
    pub fn violations_within(&self, context: &CheckContext<'_>) -> Violations {
        self.in_page_order(self.broken_rules(context))
    }

    /// The same with everything that was observed outside, and with what the server refused.
    pub fn violations_observed(&self, region: &str, observations: &Observations) -> Violations {
        let facts = observations.facts(self);
        let context = CheckContext::for_region(region).with_source_model(observations.source(self)).with_facts(&facts);
        let mut all = self.broken_rules(&context);
        for violation in observations.violations(self) {
            // What the server refused may be what the browser says too.
            let is_said = |said: &Violation| said.field == violation.field && said.code == violation.code;
            if !all.0.iter().any(is_said) {
                all.push(violation);
            }
        }
        self.in_page_order(all)
    }

    fn in_page_order(&self, mut violations: Violations) -> Violations {
        violations.0.sort_by_key(|violation| step::position(&violation.field, self));
        violations
    }

    fn broken_rules(&self, context: &CheckContext<'_>) -> Violations {
        let mut all = self.unreadable_numbers();
        let no_algorithm = self.missing_algorithm();
        let is_algorithm_missing = no_algorithm.is_some();
        all.0.extend(no_algorithm);
        let unreadable: Vec<Field> = all.0.iter().map(|violation| violation.field.clone()).collect();
        all.extend(self.hyperparameter_names());
        all.extend(self.variable_names());
        for violation in check(&self.request(context.region), context) {
            // A number that cannot be read is missing in the request; one message is enough.
            let is_said = all.0.iter().any(|known| known.field == violation.field && known.code == violation.code);
            // The message at the field that is empty says more than the one about the source.
            let is_said = is_said || (is_algorithm_missing && violation.code == RuleCode::AlgorithmOneSource);
            if !is_said && !unreadable.contains(&violation.field) {
                all.push(violation);
            }
        }
        all
    }

    /// The field of the chosen source that is empty.
    fn missing_algorithm(&self) -> Option<Violation> {
        match self.algorithm_source() {
            AlgorithmSource::BuiltIn => None,
            AlgorithmSource::Container => algorithm::container_path(&self.container).err(),
            AlgorithmSource::Resource | AlgorithmSource::Subscription => algorithm::algorithm_name(&self.algorithm_name).err(),
        }
    }

    fn unreadable_numbers(&self) -> Violations {
        let fixed = [
            number::keep_alive(&self.keep_alive).err(),
            number::maximum_wait(&self.max_wait, self.max_wait_unit.seconds()).err(),
            number::maximum_pending(&self.pending).err(),
            number::retry_attempts(&self.retry).err(),
            number::instance_count(&self.instance_count).err(),
            // A type with its own disk ignores the volume, so an empty field is no mistake there.
            number::volume_size(&self.volume).err().filter(|_| self.needs_volume() || !self.volume.trim().is_empty()),
            number::maximum_runtime(&self.max_runtime, self.max_runtime_unit.seconds()).err(),
        ];
        let seeds =
            (0_u32..).zip(&self.channels).map(|(index, channel)| number::shuffle_seed(index, &channel.shuffle_seed).err());
        Violations(fixed.into_iter().chain(seeds).flatten().collect())
    }

    /// Names of environment variables that cannot be, or stand twice; a map could not hold them.
    fn variable_names(&self) -> Violations {
        environment::check_keys(self.environment.iter().map(|row| row.key.as_str()))
    }

    fn needs_volume(&self) -> bool {
        domain::instance::InstanceType::find(self.instance_type.trim()).is_none_or(|instance| instance.uses_volume)
    }

    /// Names that are empty or stand twice, also when they repeat a documented one that has a value.
    fn hyperparameter_names(&self) -> Violations {
        let is_sent = |(name, value): &(&String, &String)| !value.trim().is_empty() && self.documents(name);
        let documented: Vec<&str> = self.hyperparameters.iter().filter(is_sent).map(|(name, _)| name.as_str()).collect();
        let before = u32::try_from(documented.len()).unwrap_or(u32::MAX);
        let names = documented.into_iter().chain(self.other_hyperparameters.iter().map(|row| row.key.as_str()));
        let place = |violation: Violation| match violation.field {
            Field::HyperparameterKey(row) => {
                row.checked_sub(before).map(|row| Violation { field: Field::HyperparameterKey(row), ..violation })
            }
            _ => Some(violation),
        };
        Violations(hyperparameters::check_keys(names).into_iter().filter_map(place).collect())
    }
}

#[cfg(test)]
mod tests;
