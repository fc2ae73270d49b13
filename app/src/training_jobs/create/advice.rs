//! What usually changes when a job goes on from trained weights. Advice only: nothing here is a rule.

use domain::{Field, incremental::SourceModel};

use super::draft::Draft;

/// The advice with the values that it offers.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// The sentence.
    pub text: String,
    /// Words of a link, the field that it changes, and the value.
    pub offers: Vec<(String, Field, String)>,
}

/// The advice for `draft`; `None` when it starts from scratch, or already has other values than its source.
pub fn of(draft: &Draft, source: Option<&SourceModel>) -> Option<Advice> {
    let job = source.filter(|_| !draft.source.trim().is_empty())?.job.as_ref()?;
    let algorithm = draft.known_algorithm()?;
    let own = |name: &str| draft.hyperparameters.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    let theirs = |name: &str| job.hyperparameters.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
    let default = |name: &str| algorithm.hyperparameter(name).and_then(|known| known.default);
    let unchanged = |name: &str| {
        let own = own(name).or_else(|| default(name))?.parse::<f64>().ok()?;
        let theirs = theirs(name).or_else(|| default(name))?.parse::<f64>().ok()?;
        (own >= theirs).then_some(theirs)
    };
    let offer = |name: &str, value: String| (format!("Set {name} to {value}"), Field::Hyperparameter(name.to_owned()), value);
    let mut offers = Vec::new();
    if let Some(rate) = unchanged("learning_rate").filter(|rate| *rate > 0.0) {
        // Rounded so that 0.05 / 5 is 0.01 and not 0.010000000000000002.
        offers.push(offer("learning_rate", ((rate / 5.0 * 1e6).round() / 1e6).to_string()));
    }
    if let Some(epochs) = unchanged("epochs").filter(|epochs| *epochs >= 2.0) {
        offers.push(offer("epochs", (epochs / 2.0).ceil().to_string()));
    }
    (!offers.is_empty()).then(|| Advice {
        text: format!(
            "This job goes on from the weights of {}: a lower learning rate and fewer epochs are usually enough.",
            job.name
        ),
        offers,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::{incremental::SourceJob, job_status::TrainingJobStatus};

    use super::*;

    #[test]
    fn values_that_are_as_high_as_the_parents_get_lower_ones_offered() {
        let values = |rate: &str, epochs: &str| {
            BTreeMap::from([("learning_rate".to_owned(), rate.to_owned()), ("epochs".to_owned(), epochs.to_owned())])
        };
        let source = SourceModel {
            artifact: "s3://bucket/model.tar.gz".to_owned(),
            job: Some(SourceJob {
                name: "cats-1".to_owned(),
                status: TrainingJobStatus::Completed,
                repository: Some("image-classification".to_owned()),
                hyperparameters: values("0.05", "7"),
                uncompressed: false,
            }),
            exists: Some(true),
            archive: None,
        };
        let draft = |rate: &str, epochs: &str| Draft {
            source: source.artifact.clone(),
            algorithm: "image-classification".to_owned(),
            hyperparameters: values(rate, epochs),
            ..Draft::default()
        };
        let offered = |draft: &Draft| {
            of(draft, Some(&source)).map(|advice| advice.offers.into_iter().map(|offer| offer.2).collect::<Vec<_>>())
        };
        assert_eq!(offered(&draft("0.05", "7")), Some(vec!["0.01".to_owned(), "4".to_owned()]));
        assert_eq!(offered(&draft("0.01", "7")), Some(vec!["4".to_owned()]));
        assert_eq!(offered(&draft("0.01", "3")), None);
        assert_eq!(offered(&Draft { source: String::new(), ..draft("0.05", "7") }), None);
    }
}
