//! Trains a detector and a segmenter on the engine's sample scenes: a base job, one that goes on from its model with scenes of a new
//! pattern, and one on the same scenes from scratch. Prints what each epoch scores on the plain scenes and on the new ones beside what
//! Apache MXNet scored, and whether the differences that teach incremental training are there.
//!
//! `make bench` runs it; half an hour on two cores. Arguments: `detection` or `segmentation` for one of them; `tiny` for a few scenes and
//! one epoch, which shows that the program works and judges nothing; a number for another seed.

mod reference;
mod scene_job;

use std::{error::Error, io, process::ExitCode, time::Instant};

use scenes::Pattern;
use trainer::{BuiltInAlgorithm, benchmark::learning_curve};

use reference::{Bounds, Curves, DETECTION, DETECTION_BOUNDS, JOBS, SEGMENTATION, SEGMENTATION_BOUNDS, SETS};
use scene_job::{JUDGED, SceneJob, archive};

/// One algorithm with the hyperparameters of the console's example.
struct Study {
    title: &'static str,
    algorithm: BuiltInAlgorithm,
    common: &'static [(&'static str, &'static str)],
    base: &'static [(&'static str, &'static str)],
    expanded: &'static [(&'static str, &'static str)],
    reference: Curves,
    bounds: Bounds,
}

const STUDIES: [(&str, Study); 2] = [
    (
        "detection",
        Study {
            title: "Object detection, mean average precision at an overlap of 0.5",
            algorithm: BuiltInAlgorithm::ObjectDetection,
            common: &[
                ("base_network", "resnet-50"),
                ("use_pretrained_model", "0"),
                ("image_shape", "300"),
                ("num_classes", "3"),
                ("mini_batch_size", "8"),
                ("learning_rate", "0.004"),
                ("optimizer", "sgd"),
            ],
            base: &[("epochs", "6")],
            expanded: &[("epochs", "3")],
            reference: DETECTION,
            bounds: DETECTION_BOUNDS,
        },
    ),
    (
        "segmentation",
        Study {
            title: "Semantic segmentation, mean intersection over union",
            algorithm: BuiltInAlgorithm::SemanticSegmentation,
            common: &[
                ("algorithm", "fcn"),
                ("backbone", "resnet-50"),
                ("use_pretrained_model", "False"),
                ("crop_size", "96"),
                ("base_size", "128"),
                ("num_classes", "4"),
                ("mini_batch_size", "8"),
                ("optimizer", "adam"),
            ],
            base: &[("epochs", "8"), ("learning_rate", "0.0005")],
            expanded: &[("epochs", "3"), ("learning_rate", "0.0003")],
            reference: SEGMENTATION,
            bounds: SEGMENTATION_BOUNDS,
        },
    ),
];

/// The scores of one job, for each epoch on each of [`SETS`].
type Measured = Vec<Vec<f64>>;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    let seed = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(1);
    let names_one = STUDIES.iter().any(|(name, _)| has(name));
    let mut failed = false;
    for (name, study) in &STUDIES {
        if names_one && !has(name) {
            continue;
        }
        let started = Instant::now();
        let measured = study.run(seed, has("tiny"))?;
        study.print(&measured);
        println!("{:.0} s, seed {seed}", started.elapsed().as_secs_f64());
        if has("tiny") {
            println!("not judged: a few scenes, one epoch\n");
        } else {
            failed |= !study.judge(&measured);
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

impl Study {
    /// The scores of the three jobs.
    fn run(&self, seed: u64, is_tiny: bool) -> Result<[Measured; 3], Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let run = |job: &str, own: &[(&str, &str)], patterns: &[Pattern], model: Option<&[u8]>| {
            let root = folder.path().join(job);
            let mut hyperparameters = [self.common, own].concat();
            if is_tiny {
                hyperparameters.retain(|(name, _)| *name != "epochs");
                hyperparameters.push(("epochs", "1"));
            }
            let every = if is_tiny { 16 } else { 1 };
            SceneJob { algorithm: self.algorithm, hyperparameters: &hyperparameters, patterns, model, every }.write(&root)?;
            let started = Instant::now();
            let curve = learning_curve(self.algorithm, &root, seed, &JUDGED, &mut io::sink())?;
            eprintln!("{job}: {:.0} s, {curve:.3?}", started.elapsed().as_secs_f64());
            Ok::<_, Box<dyn Error>>((curve, root))
        };
        let all = [Pattern::Plain, Pattern::New];
        let (base, root) = run("base", self.base, &[Pattern::Plain], None)?;
        let (incremental, _) = run("incremental", self.expanded, &all, Some(&archive(&root)?))?;
        let (scratch, _) = run("scratch", self.expanded, &all, None)?;
        Ok([base, incremental, scratch])
    }

    fn print(&self, measured: &[Measured; 3]) {
        println!("{}; beside ours, in brackets, that of MXNet\n", self.title);
        let epochs = measured.iter().map(Vec::len).max().unwrap_or_default();
        let head: String = (1..=epochs).map(|epoch| format!(" {epoch:<15} |")).collect();
        println!("| {:<26} |{head}", "epoch");
        println!("|{}|{}", "-".repeat(28), format!("{}|", "-".repeat(17)).repeat(epochs));
        for ((job, epochs_of_job), reference) in JOBS.iter().zip(measured).zip(&self.reference) {
            for ((set, number), reference) in SETS.iter().zip(0..).zip(reference) {
                let cell = |epoch: usize| {
                    let ours = epochs_of_job.get(epoch).and_then(|scores| scores.get::<usize>(number));
                    let theirs = reference.get(epoch).copied().flatten();
                    let theirs = theirs.map(|score| format!("({score:.3})")).unwrap_or_default();
                    format!(" {:<15} |", ours.map(|score| format!("{score:.3} {theirs}")).unwrap_or_default())
                };
                let cells: String = (0..epochs).map(cell).collect();
                println!("| {:<26} |{cells}", format!("{job}: {set}"));
            }
        }
        println!();
    }

    /// Whether all bounds hold; prints each.
    fn judge(&self, measured: &[Measured; 3]) -> bool {
        let [base, incremental, scratch] = measured;
        let score = |curve: &Measured, epoch: usize, set: usize| {
            curve.get(epoch).and_then(|scores| scores.get(set)).copied().unwrap_or(f64::NAN)
        };
        let last = score(base, base.len().saturating_sub(1), 0);
        let mut bounds = vec![(format!("base on {} after the last epoch", SETS[0]), last, self.bounds.base)];
        for ((set, least), number) in SETS.iter().zip(self.bounds.ahead).zip(0..) {
            let ahead = score(incremental, 1, number) - score(scratch, 1, number);
            bounds.push((format!("incremental above scratch on {set} after epoch 2"), ahead, least));
        }
        for (what, found, least) in &bounds {
            let verdict = if found >= least { "pass" } else { "FAIL" };
            println!("{verdict}  {what}: {found:.3}, at least {least}");
        }
        println!();
        bounds.iter().all(|(_, found, least)| found >= least)
    }
}
