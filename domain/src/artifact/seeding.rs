//! Whether an algorithm can start from an archive. The files are those that each algorithm's own archives hold, and what
//! must match is documented on its page on incremental training.

use super::{ArtifactReport, Parameters};
use crate::algorithm::{
    Algorithm, Archive,
    archive::{Description, HYPERPARAMETERS, MODEL_SHAPES},
};

/// An algorithm and an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeding {
    /// The algorithm's name for people.
    pub algorithm: &'static str,
    /// Its image's repository.
    pub repository: &'static str,
    /// Why it cannot start from the archive, with what to do; empty when it can.
    pub obstacles: Vec<String>,
    /// Hyperparameters that a job from this archive must have, with their values.
    pub must_match: Vec<(&'static str, String)>,
}

impl Seeding {
    fn new(algorithm: &Algorithm, obstacles: Vec<String>, must_match: Vec<(&'static str, String)>) -> Self {
        Self { algorithm: algorithm.short_name, repository: algorithm.repository, obstacles, must_match }
    }

    /// Whether a job of the algorithm can start from the archive.
    pub fn is_possible(&self) -> bool {
        self.obstacles.is_empty()
    }
}

/// The three algorithms that train incrementally, each with what speaks against the archive.
pub fn seedings(report: &ArtifactReport) -> [Seeding; 3] {
    Algorithm::INCREMENTAL.map(|algorithm| {
        let mut obstacles = damage(report);
        let Some(archive) = algorithm.archive else { return Seeding::new(algorithm, obstacles, Vec::new()) };
        if !archive.has_parameters(report.file_names()) {
            obstacles.push(no_parameters(report, &archive));
        }
        if let Some(symbol) = archive.symbol.filter(|symbol| !report.has(symbol)) {
            obstacles.push(format!("There is no file {symbol} with the network."));
        }
        match archive.description {
            Description::Arrays => by_arrays(report, algorithm, &archive, obstacles),
            Description::Hyperparameters => by_hyperparameters(report, algorithm, obstacles),
        }
    })
}

fn no_parameters(report: &ArtifactReport, archive: &Archive) -> String {
    let example = archive.parameters_example;
    let other = report.file_names().find(|name| name.ends_with(".params"));
    match other.filter(|_| archive.description == Description::Arrays) {
        Some(other) => format!(
            "The parameters are called {other}; the algorithm looks for {example}. Only a network that the algorithm itself trained \
             has the arrays that it expects."
        ),
        None => format!("There is no file {example} with the parameters."),
    }
}

/// The algorithm that knows a network by its arrays and the shape of its input.
fn by_arrays(report: &ArtifactReport, algorithm: &'static Algorithm, archive: &Archive, mut obstacles: Vec<String>) -> Seeding {
    if report.image_shape.is_none() {
        obstacles.push(format!("There is no file {MODEL_SHAPES} with the shape of the input named data."));
    }
    let parameters = report.parameters.as_ref();
    let layers = parameters.and_then(|parameters| parameters.residual_layers);
    if archive.has_parameters(report.file_names()) {
        if let Some(parameters) = parameters {
            obstacles.extend(values(parameters));
            if layers.is_none() {
                obstacles.push(
                    "Its arrays are not those of a residual network with 18 to 200 layers as this algorithm names them."
                        .to_owned(),
                );
            }
        } else {
            obstacles.push("The parameters cannot be read.".to_owned());
        }
    }
    let value = |name: &&'static str| {
        let value = match *name {
            "num_layers" => layers.map(|layers| layers.to_string()),
            "image_shape" => report.image_shape.map(|[channels, height, width]| format!("{channels},{height},{width}")),
            "num_classes" => report.classes().map(|classes| classes.to_string()),
            _ => None,
        };
        Some((*name, value?))
    };
    let must_match = algorithm.must_match.iter().filter_map(value).collect();
    Seeding::new(algorithm, obstacles, must_match)
}

/// The algorithms that store their hyperparameters in the archive.
fn by_hyperparameters(report: &ArtifactReport, algorithm: &'static Algorithm, mut obstacles: Vec<String>) -> Seeding {
    if !report.has(HYPERPARAMETERS) {
        obstacles.push(format!("There is no file {HYPERPARAMETERS}, in which the algorithm keeps the settings that must match."));
    }
    if obstacles.is_empty() {
        match &report.parameters {
            Some(parameters) => obstacles.extend(values(parameters)),
            None => obstacles.push("The parameters cannot be read.".to_owned()),
        }
    }
    let value = |name: &&'static str| Some((*name, report.hyperparameters.get(*name)?.trim().to_owned()));
    Seeding::new(algorithm, obstacles, algorithm.must_match.iter().filter_map(value).collect())
}

fn damage(report: &ArtifactReport) -> Vec<String> {
    report.problem.iter().map(|problem| format!("The archive cannot be read to its end: {problem}")).collect()
}

fn values(parameters: &Parameters) -> Option<String> {
    let count = parameters.not_finite;
    (count > 0).then(|| format!("{count} of its values are infinite or no numbers: the training that made it had diverged."))
}

#[cfg(test)]
mod tests;
