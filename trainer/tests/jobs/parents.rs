//! Models that other tests start from, trained once for all of them.
//!
//! Each test may run in a process of its own, and training one of the large networks takes seconds. The first test that needs a model
//! therefore trains it and leaves it in a folder of this build; the others wait for that and read it.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use trainer::Report;

use crate::support::Job;

/// A finished job that others start from.
pub(crate) struct Parent {
    pub(crate) report: Report,
    pub(crate) log: String,
    /// Where it ran; nothing is left there.
    pub(crate) root: PathBuf,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

const REPORT: &str = "report.json";

/// The parent called `name`, which `job` describes.
pub(crate) fn trained(name: &str, job: impl FnOnce() -> Job) -> Parent {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("parents").join(name);
    fs::create_dir_all(&folder).expect("a folder");
    let lock = File::create(folder.join("lock")).expect("a file");
    lock.lock().expect("a lock");
    let (build, model) = (build(), folder.join("model"));
    if let Some(parent) = read(&folder, &model, &build) {
        return parent;
    }
    let job = job();
    let (report, log) = job.succeed();
    // The report is written last: what it belongs to is complete.
    let _ = fs::remove_file(folder.join(REPORT));
    let _ = fs::remove_dir_all(&model);
    fs::create_dir(&model).expect("a folder");
    let files = job.model_files();
    files.iter().for_each(|(name, bytes)| fs::write(model.join(name), bytes).expect("a file"));
    let parent = Parent { report, log, root: job.root().to_owned(), files };
    fs::write(folder.join(REPORT), written(&parent, &build).to_string()).expect("a file");
    parent
}

/// Makes the first array of a parameters file say that it has more elements than any memory.
pub(crate) fn exaggerate(parameters: &mut [u8]) {
    // Behind the list's head and the first array's magic, type and rank.
    parameters[24 + 12..24 + 20].copy_from_slice(&(1_u64 << 40).to_le_bytes());
}

/// Changes the letter at `letter` of an array's name.
pub(crate) fn rename(parameters: &mut [u8], name: &str, letter: usize) {
    let place = parameters.windows(name.len()).position(|window| window == name.as_bytes()).expect("a name");
    parameters[place + letter] = b'x';
}

/// What a program that was built again does not share with its predecessor.
fn build() -> String {
    let program = std::env::current_exe().and_then(fs::metadata).expect("this program");
    format!("{:?} {}", program.modified().expect("a time"), program.len())
}

fn written(parent: &Parent, build: &str) -> Value {
    let Parent { report, log, root, .. } = parent;
    // Decimal digits would not always give the same number.
    let scores: Vec<u64> = report.validation_scores.iter().map(|score| score.to_bits()).collect();
    let Report { epochs, stopped, loaded_score: None, parameters, .. } = report else { panic!("{report:?}") };
    json!({
        "build": build, "epochs": epochs, "stopped": stopped, "scores": scores, "parameters": parameters, "log": log, "root": root,
    })
}

fn read(folder: &Path, model: &Path, build: &str) -> Option<Parent> {
    let text = fs::read(folder.join(REPORT)).ok()?;
    let mut known: Value = serde_json::from_slice(&text).ok()?;
    if known["build"] != build {
        return None;
    }
    let taken = |value: &mut Value| serde_json::from_value(value.take()).expect("what was written");
    let scores: Vec<u64> = serde_json::from_value(known["scores"].take()).expect("what was written");
    let report = Report {
        epochs: serde_json::from_value(known["epochs"].take()).expect("what was written"),
        stopped: known["stopped"] == true,
        validation_scores: scores.into_iter().map(f64::from_bits).collect(),
        loaded_score: None,
        parameters: serde_json::from_value(known["parameters"].take()).expect("what was written"),
    };
    let files = fs::read_dir(model).expect("the model").map(|entry| {
        let path = entry.expect("an entry").path();
        (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read(&path).expect("a file"))
    });
    let files = files.collect();
    let log: String = taken(&mut known["log"]);
    Some(Parent { report, log, root: PathBuf::from(known["root"].as_str().expect("a path")), files })
}
