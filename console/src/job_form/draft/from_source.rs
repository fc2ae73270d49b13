//! Starting from an earlier job: what is copied, what is fixed, what stays as it was typed.

use std::collections::{BTreeMap, HashSet};

use domain::{
    Field, JobName,
    incremental::{MODEL_CHANNEL, SourceModel},
    wire::TrainingJobRequest,
};

use super::Draft;

/// A hyperparameter that cannot be edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedHyperparameter {
    /// The value that it must have.
    pub value: String,
    /// The job or the archive that the value comes from, for people.
    pub origin: String,
}

impl Draft {
    /// The form for a job that starts from the model of another: everything of that job's request, its artifact as the
    /// source, and a new name. What the other job left out keeps the value of `blank`.
    pub fn from_source(blank: &Draft, request: &TrainingJobRequest, artifact: &str, name: &JobName) -> Self {
        let mut request = request.clone();
        if let Some(channels) = &mut request.input_data_config {
            channels.retain(|channel| channel.channel_name.as_deref() != Some(MODEL_CHANNEL));
        }
        Self { source: artifact.to_owned(), job_name: name.to_string(), ..Self::from_request(blank, &request) }
    }

    /// Points the form at a model and fills in the values that define its network.
    pub fn adopt(&mut self, source: &SourceModel) {
        self.source.clone_from(&source.artifact);
        let Some(algorithm) = self.known_algorithm() else { return };
        for name in algorithm.must_match {
            if let Some(value) = source.must_match_value(algorithm, name) {
                self.hyperparameters.insert((*name).to_owned(), value);
            }
        }
    }

    /// Why a hyperparameter cannot be edited; `None` when it can.
    pub fn locked(&self, name: &str, source: Option<&SourceModel>) -> Option<LockedHyperparameter> {
        let source = source.filter(|source| source.artifact == self.source.trim())?;
        let algorithm = self.known_algorithm().filter(|algorithm| algorithm.must_match.contains(&name))?;
        let (origin, repository) = match &source.job {
            Some(job) => (job.name.clone(), job.repository.as_deref()),
            None => ("the model's archive".to_owned(), source.archive.as_ref()?.repository()),
        };
        // A model of another algorithm fixes nothing; the rules say that it does not fit.
        let is_own = repository == Some(algorithm.repository);
        is_own.then(|| source.must_match_value(algorithm, name)).flatten().map(|value| LockedHyperparameter { value, origin })
    }

    /// All of them by name.
    pub fn all_locked(&self, source: Option<&SourceModel>) -> BTreeMap<&'static str, LockedHyperparameter> {
        let names = self.known_algorithm().map(|algorithm| algorithm.must_match).unwrap_or_default();
        names.iter().filter_map(|name| Some((*name, self.locked(name, source)?))).collect()
    }

    /// Takes over from `other` what a person has typed there. The place of a typed channel may be the model's now.
    pub fn keep_typed(&mut self, other: &Draft, typed: &HashSet<Field>) {
        let model = self.model_channel();
        let is_model = |field: &Field| matches!(field, Field::Channel(index, _) if model == Some(*index));
        // The choice of an algorithm brings values along that may have been typed over.
        let (chosen, others): (Vec<&Field>, Vec<&Field>) = typed
            .iter()
            .filter(|field| !is_model(field))
            .partition(|field| matches!(field, Field::Algorithm | Field::AlgorithmSource));
        for field in chosen.into_iter().chain(others) {
            if let Some(value) = other.value(field) {
                self.set(field, value.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests;
