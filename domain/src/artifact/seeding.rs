//! Whether an algorithm can start from an archive. The files are those that each algorithm's own archives hold, and what
//! must match is documented on its page on incremental training.

use super::{ArtifactReport, Parameters};

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
    /// Whether a job of the algorithm can start from the archive.
    pub fn is_possible(&self) -> bool {
        self.obstacles.is_empty()
    }
}

/// The three algorithms that train incrementally, each with what speaks against the archive.
pub fn seedings(report: &ArtifactReport) -> [Seeding; 3] {
    [image_classification(report), object_detection(report), semantic_segmentation(report)]
}

/// The epoch in `image-classification-NNNN.params`.
pub(super) fn image_classification_epoch(name: &str) -> Option<u32> {
    let digits = name.strip_prefix("image-classification-")?.strip_suffix(".params")?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

fn image_classification(report: &ArtifactReport) -> Seeding {
    const SYMBOL: &str = "image-classification-symbol.json";
    let mut obstacles = damage(report);
    let own = report.file_names().any(|name| image_classification_epoch(name).is_some());
    if !own {
        let other = report.file_names().find(|name| name.ends_with(".params"));
        obstacles.push(match other {
            Some(other) => format!(
                "The parameters are called {other}; the algorithm looks for image-classification-NNNN.params. Only a network that the \
                 algorithm itself trained has the arrays that it expects."
            ),
            None => "There is no file image-classification-NNNN.params with the parameters.".to_owned(),
        });
    }
    if !report.has(SYMBOL) {
        obstacles.push(format!("There is no file {SYMBOL} with the network."));
    }
    if report.image_shape.is_none() {
        obstacles.push("There is no file model-shapes.json with the shape of the input named data.".to_owned());
    }
    let parameters = report.parameters.as_ref();
    let layers = parameters.and_then(|parameters| parameters.residual_layers);
    if let Some(parameters) = parameters.filter(|_| own) {
        obstacles.extend(values(parameters));
        if layers.is_none() {
            obstacles.push(
                "Its arrays are not those of a residual network with 18 to 200 layers as this algorithm names them.".to_owned(),
            );
        }
    } else if own {
        obstacles.push("The parameters cannot be read.".to_owned());
    }
    let shape = report.image_shape.map(|[channels, height, width]| format!("{channels},{height},{width}"));
    let must_match = [
        ("num_layers", layers.map(|layers| layers.to_string())),
        ("image_shape", shape),
        ("num_classes", report.classes().map(|classes| classes.to_string())),
    ];
    let must_match = must_match.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    Seeding { algorithm: "Image Classification", repository: "image-classification", obstacles, must_match }
}

fn object_detection(report: &ArtifactReport) -> Seeding {
    let mut obstacles = damage(report);
    if !report.file_names().any(|name| name.starts_with("model_algo_1-") && name.ends_with(".params")) {
        obstacles.push("There is no file model_algo_1-0000.params with the parameters.".to_owned());
    }
    if !report.has("model_algo_1-symbol.json") {
        obstacles.push("There is no file model_algo_1-symbol.json with the network.".to_owned());
    }
    with_hyperparameters(report, obstacles, "Object Detection", "object-detection", &["base_network", "num_classes"])
}

fn semantic_segmentation(report: &ArtifactReport) -> Seeding {
    let mut obstacles = damage(report);
    if !report.has("model_algo-1") && !report.has("model_best.params") {
        obstacles.push("There is no file model_algo-1 with the parameters.".to_owned());
    }
    let names = &["backbone", "algorithm", "crop_size", "num_classes"];
    with_hyperparameters(report, obstacles, "Semantic Segmentation", "semantic-segmentation", names)
}

/// The algorithms that store their hyperparameters in the archive.
fn with_hyperparameters(
    report: &ArtifactReport,
    mut obstacles: Vec<String>,
    algorithm: &'static str,
    repository: &'static str,
    names: &[&'static str],
) -> Seeding {
    if !report.has("hyperparams.json") {
        obstacles
            .push("There is no file hyperparams.json, in which the algorithm keeps the settings that must match.".to_owned());
    }
    if obstacles.is_empty() {
        match &report.parameters {
            Some(parameters) => obstacles.extend(values(parameters)),
            None => obstacles.push("The parameters cannot be read.".to_owned()),
        }
    }
    let value = |name: &&'static str| Some((*name, report.hyperparameters.get(*name)?.trim().to_owned()));
    Seeding { algorithm, repository, obstacles, must_match: names.iter().filter_map(value).collect() }
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
