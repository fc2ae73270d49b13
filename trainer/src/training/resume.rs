//! Checkpoints of a job that is interrupted: what an attempt needs to go on as if nothing had happened.
//!
//! In the folder lie the parameters and the optimizer's memory after the last epoch, the files that the model folder holds by
//! then, and last of all `state.json`, which names them: without it there is no checkpoint.

use std::{
    fs,
    path::{Path, PathBuf},
};

use algorithms::archive::{self, FileName};
use mxnet_formats::ndarray_list::{NamedArray, read_float32, write_float32};
use serde::{Deserialize, Serialize};

use crate::{
    artifact,
    error::TrainingError,
    learner::Learner,
    model_channel::arrange,
    networks::Network,
    optimizer::{Memory, Optimizer},
    parameters::Parameters,
    task::Task,
};

const STATE: &str = "state.json";
/// Below the folder: copies of the model folder's parameters.
const KEPT: &str = "model";
const MAX_STATE: u64 = 16 * 1024 * 1024;
const PARAMETERS_END: &str = ".params";
const STATES_END: &str = ".states";

/// What is left of the attempts before. Epochs of files are counted from 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct State {
    /// Epochs that are finished.
    pub(crate) epochs: usize,
    /// The validation score after each of them.
    pub(crate) validation_scores: Vec<f64>,
    /// The best score and the epoch of its parameters, where only those are kept.
    pub(crate) best: Option<(f64, usize)>,
    /// The epochs of all parameters in the model folder, in the order in which they were written.
    pub(crate) files: Vec<usize>,
    /// Steps of the optimizer.
    pub(crate) steps: i32,
    /// The seed of the first attempt; checkpoints of earlier versions do not name it.
    pub(crate) seed: Option<u64>,
}

/// The same in the file, where epochs of files are the names of their copies.
#[derive(Serialize, Deserialize)]
struct StateFile {
    epochs: usize,
    /// Checkpoints of earlier versions know accuracies only.
    #[serde(alias = "validation_accuracy")]
    validation_scores: Vec<f64>,
    best: Option<(f64, String)>,
    files: Vec<String>,
    steps: i32,
    #[serde(default)]
    seed: Option<u64>,
}

/// A checkpoint that was read.
pub(crate) struct Resumed {
    pub(crate) state: State,
    pub(crate) parameters: Parameters,
    pub(crate) memory: Memory,
}

/// The folder of checkpoints; the service makes it when the job has some.
#[derive(Debug)]
pub(crate) struct Resume {
    folder: PathBuf,
}

impl Resume {
    /// The checkpoints in a folder; `None` when there is no such folder.
    pub(crate) fn new(folder: PathBuf) -> Option<Self> {
        folder.is_dir().then_some(Self { folder })
    }

    /// Reads the checkpoint and puts the kept files back into `model`; `None` when there is none yet.
    ///
    /// # Errors
    /// [`TrainingError::Client`] when it is of another network, or incomplete.
    pub(crate) fn load<T: Task>(&self, task: &T, network: &Network, model: &Path) -> Result<Option<Resumed>, TrainingError> {
        let path = self.folder.join(STATE);
        if !path.exists() {
            return Ok(None);
        }
        let names = Names(task.checkpoint_prefix());
        let state = read_state(&path, names).map_err(|reason| unusable(&reason))?;
        let arrays = self.read(&names.parameters(state.epochs))?;
        let parameters = arrange(task, network, &arrays).map_err(|error| unusable(&error.to_string()))?;
        let memory = Memory {
            steps: state.steps,
            values: self.read(&names.states(state.epochs))?.into_iter().map(|array| array.values).collect(),
        };
        fs::create_dir_all(model).map_err(|error| TrainingError::file("Creating", model, &error))?;
        for epoch in &state.files {
            let name = names.parameters(*epoch);
            let from = self.folder.join(KEPT).join(&name);
            fs::copy(&from, model.join(task.file_name(*epoch))).map_err(|error| unusable(&format!("{KEPT}/{name}: {error}")))?;
        }
        Ok(Some(Resumed { state, parameters, memory }))
    }

    /// Stores a checkpoint and removes the one before.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub(crate) fn store<T: Task>(
        &self,
        task: &T,
        state: &State,
        learner: &Learner<T::Objective>,
        optimizer: &Optimizer,
        model: &Path,
    ) -> Result<(), TrainingError> {
        let names = Names(task.checkpoint_prefix());
        let path = self.folder.join(names.parameters(state.epochs));
        artifact::write_parameters(&path, &learner.network, &learner.parameters, |parameter| task.array_name(parameter))?;
        let arrays: Vec<NamedArray> =
            optimizer.memory().enumerate().map(|(number, values)| memory_array(number, values)).collect();
        artifact::write(&self.folder.join(names.states(state.epochs)), |file| write_float32(&arrays, file))?;
        let kept = self.folder.join(KEPT);
        fs::create_dir_all(&kept).map_err(|error| TrainingError::file("Creating", &kept, &error))?;
        for epoch in &state.files {
            let to = kept.join(names.parameters(*epoch));
            if !to.exists() {
                let from = model.join(task.file_name(*epoch));
                let bytes = fs::read(&from).map_err(|error| TrainingError::file("Reading", &from, &error))?;
                artifact::write(&to, |file| file.write_all(&bytes))?;
            }
        }
        let text = serde_json::to_vec(&names.file_of(state)).unwrap_or_default();
        artifact::write(&self.folder.join(STATE), |file| file.write_all(&text))?;
        self.forget(state, names)
    }

    /// Removes what the present checkpoint does not name.
    fn forget(&self, state: &State, names: Names) -> Result<(), TrainingError> {
        let present = vec![names.parameters(state.epochs), names.states(state.epochs)];
        let kept = state.files.iter().map(|epoch| names.parameters(*epoch)).collect();
        for (folder, present) in [(self.folder.clone(), present), (self.folder.join(KEPT), kept)] {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let is_ours = names.epoch(&name.replace(STATES_END, PARAMETERS_END)).is_some();
                if is_ours && !present.contains(&name) {
                    let path = entry.path();
                    fs::remove_file(&path).map_err(|error| TrainingError::file("Removing", &path, &error))?;
                }
            }
        }
        Ok(())
    }

    fn read(&self, name: &str) -> Result<Vec<NamedArray>, TrainingError> {
        let path = self.folder.join(name);
        let file = fs::File::open(&path).map_err(|error| unusable(&format!("{name}: {error}")))?;
        let largest = file.metadata().map(|metadata| metadata.len() / 4).unwrap_or_default();
        read_float32(std::io::BufReader::new(file), largest).map_err(|reason| unusable(&format!("{name}: {reason}")))
    }
}

fn read_state(path: &Path, names: Names) -> Result<State, String> {
    let length = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if length > MAX_STATE {
        return Err(format!("{STATE} has {length} bytes"));
    }
    let text = fs::read(path).map_err(|error| error.to_string())?;
    let file: StateFile = serde_json::from_slice(&text).map_err(|error| format!("{STATE}: {error}"))?;
    let state = names.state_of(file)?;
    if state.validation_scores.len() == state.epochs { Ok(state) } else { Err(format!("{STATE} contradicts itself")) }
}

fn unusable(reason: &str) -> TrainingError {
    TrainingError::client(format!(
        "The checkpoint cannot be used: {reason}. Choose a checkpoint location that is empty or that a job with the same network has \
         written."
    ))
}

/// The names of an algorithm's checkpoints, which begin with these words.
#[derive(Clone, Copy)]
struct Names(&'static str);

impl Names {
    fn parameters(self, epoch: usize) -> String {
        archive::numbered(self.0, epoch)
    }

    fn states(self, epoch: usize) -> String {
        self.parameters(epoch).replace(PARAMETERS_END, STATES_END)
    }

    /// The epoch in the name of a parameters file.
    fn epoch(self, name: &str) -> Option<usize> {
        FileName::Numbered(self.0).number(name).and_then(|epoch| usize::try_from(epoch).ok())
    }

    fn file_of(self, state: &State) -> StateFile {
        StateFile {
            epochs: state.epochs,
            validation_scores: state.validation_scores.clone(),
            best: state.best.map(|(score, epoch)| (score, self.parameters(epoch))),
            files: state.files.iter().map(|epoch| self.parameters(*epoch)).collect(),
            steps: state.steps,
            seed: state.seed,
        }
    }

    fn state_of(self, file: StateFile) -> Result<State, String> {
        let epoch = |name: &String| self.epoch(name).ok_or_else(|| format!("{name} is no name of parameters"));
        let best = file.best.map(|(score, name)| Ok::<_, String>((score, epoch(&name)?))).transpose()?;
        let files = file.files.iter().map(epoch).collect::<Result<_, _>>()?;
        let StateFile { epochs, validation_scores, steps, seed, .. } = file;
        Ok(State { epochs, validation_scores, best, files, steps, seed })
    }
}

fn memory_array(number: usize, values: &[f32]) -> NamedArray {
    NamedArray { name: format!("state:{number}"), shape: vec![values.len()], values: values.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_of_an_earlier_version_is_read() {
        let text = r#"{"epochs": 2, "validation_accuracy": [0.5, 0.25], "best": [0.5, "image-classification-0001.params"],
            "files": ["image-classification-0001.params"], "steps": 9}"#;
        let names = Names("image-classification");
        let state = names.state_of(serde_json::from_str(text).expect("a state")).expect("names of parameters");
        let expected =
            State { epochs: 2, validation_scores: vec![0.5, 0.25], best: Some((0.5, 1)), files: vec![1], steps: 9, seed: None };
        assert_eq!(state, expected);
        let again: StateFile =
            serde_json::from_slice(&serde_json::to_vec(&names.file_of(&state)).expect("JSON")).expect("a state");
        assert_eq!(names.state_of(again), Ok(expected));
        let other = Names("model_algo_1").state_of(serde_json::from_str(text).expect("a state"));
        assert!(other.is_err_and(|reason| reason.contains("image-classification-0001.params")));
    }
}
