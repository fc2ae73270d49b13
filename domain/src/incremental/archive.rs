//! What a `model.tar.gz` says about the network in it, and which algorithms cannot start from it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    algorithm::Algorithm,
    artifact::{ArtifactReport, seedings},
};

/// What was read from inside an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArchiveFacts {
    /// Names of the files in it.
    pub files: Vec<String>,
    /// Hyperparameters that the files tell, by name.
    pub values: BTreeMap<String, String>,
    /// What speaks against starting from the archive, by the repository of the algorithm; an algorithm that can start from it has
    /// none.
    pub obstacles: BTreeMap<String, Vec<String>>,
}

impl ArchiveFacts {
    /// The facts in a report.
    pub fn of(report: &ArtifactReport) -> Self {
        let mut facts = Self {
            files: report.file_names().map(str::to_owned).collect(),
            values: report.hyperparameters.clone(),
            obstacles: BTreeMap::new(),
        };
        let repository = facts.repository();
        for seeding in seedings(report) {
            if Some(seeding.repository) == repository {
                facts.values.extend(seeding.must_match.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
            }
            if !seeding.is_possible() {
                facts.obstacles.insert(seeding.repository.to_owned(), seeding.obstacles);
            }
        }
        facts
    }

    /// The repository of the algorithm whose archives look like this.
    pub fn repository(&self) -> Option<&'static str> {
        let is_of = |algorithm: &&Algorithm| algorithm.archive.is_some_and(|archive| archive.is_marked(self.files.iter()));
        Algorithm::INCREMENTAL.into_iter().find(is_of).map(|algorithm| algorithm.repository)
    }

    /// The first reason why an algorithm cannot start from the archive.
    pub fn obstacle(&self, repository: &str) -> Option<&str> {
        self.obstacles.get(repository)?.first().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artifact::{Entry, EntryKind, Network, Parameters};

    fn report(files: &[&str]) -> ArtifactReport {
        let entry = |path: &&str| Entry { path: (*path).to_owned(), kind: EntryKind::File, size: 1, digest: None, cut_at: None };
        ArtifactReport { entries: files.iter().map(entry).collect(), ..ArtifactReport::default() }
    }

    fn image_classification() -> ArtifactReport {
        let files = ["image-classification-0001.params", "./image-classification-symbol.json", "model-shapes.json"];
        ArtifactReport {
            network: Some(Network { classes: Some(10), ..Network::default() }),
            parameters: Some(Parameters { residual_layers: Some(20), ..Parameters::default() }),
            image_shape: Some([3, 28, 28]),
            ..report(&files)
        }
    }

    #[test]
    fn an_archive_tells_what_its_job_does_not() {
        let facts = ArchiveFacts::of(&image_classification());
        assert_eq!(facts.repository(), Some("image-classification"));
        let expected = [("image_shape", "3,28,28"), ("num_classes", "10"), ("num_layers", "20")];
        assert_eq!(facts.values, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
        assert_eq!(facts.obstacle("image-classification"), None);
        assert!(facts.obstacle("object-detection").is_some());
    }

    #[test]
    fn parameters_that_cannot_be_read_speak_against_every_algorithm() {
        let cut = ArtifactReport { parameters: None, ..image_classification() };
        assert_eq!(ArchiveFacts::of(&cut).obstacle("image-classification"), Some("The parameters cannot be read."));
        let strange = ArchiveFacts::of(&report(&["pytorch_model.bin", "config.json"]));
        assert_eq!(strange.repository(), None);
        assert_eq!(strange.obstacles.len(), 3);
    }

    #[test]
    fn stored_hyperparameters_are_values() {
        let hyperparameters = BTreeMap::from([("backbone".to_owned(), "resnet-101".to_owned())]);
        let report = ArtifactReport { hyperparameters, ..report(&["model_best.params", "hyperparams.json"]) };
        let facts = ArchiveFacts::of(&report);
        assert_eq!(facts.repository(), Some("semantic-segmentation"));
        assert_eq!(facts.values["backbone"], "resnet-101");
    }
}
