//! Checkpoints of a job that is interrupted: what an attempt needs to go on as if nothing had happened.
//!
//! In the folder lie the parameters and the optimizer's memory after the last epoch, the files that the model folder holds by
//! then, and last of all `state.json`, which names them: without it there is no checkpoint.

use std::{
    fs,
    path::{Path, PathBuf},
};

use mxnet_formats::ndarray_list::{NamedArray, read_float32, write_float32};
use serde::{Deserialize, Serialize};

use crate::{
    artifact::{self, parameters_name},
    error::TrainingError,
    learner::Learner,
    model_channel::arrange,
    networks::Network,
    objective::classes::Classes,
    optimizer::{Memory, Optimizer},
    parameter::Specification,
    parameters::Parameters,
};

const STATE: &str = "state.json";
/// Below the folder: copies of the model folder's parameters.
const KEPT: &str = "model";
const MAX_STATE: u64 = 16 * 1024 * 1024;

/// What is left of the attempts before.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq)]
pub(crate) struct State {
    /// Epochs that are finished.
    pub(crate) epochs: usize,
    /// Validation accuracy after each of them.
    pub(crate) validation_accuracy: Vec<f64>,
    /// The best accuracy and the name of its parameters, where only those are kept.
    pub(crate) best: Option<(f64, String)>,
    /// The names of all parameters in the model folder, in the order in which they were written.
    pub(crate) files: Vec<String>,
    /// Steps of the optimizer.
    pub(crate) steps: i32,
    /// The seed of the first attempt; checkpoints of earlier versions do not name it.
    #[serde(default)]
    pub(crate) seed: Option<u64>,
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
    pub(crate) fn load(&self, network: &Network, model: &Path) -> Result<Option<Resumed>, TrainingError> {
        let path = self.folder.join(STATE);
        if !path.exists() {
            return Ok(None);
        }
        let state: State = self.read_state(&path).map_err(|reason| self.unusable(&reason))?;
        let parameters =
            arrange(network, &self.read(&parameters_name(state.epochs))?).map_err(|error| self.unusable(&error.to_string()))?;
        let memory = Memory {
            steps: state.steps,
            values: self.read(&states_name(state.epochs))?.into_iter().map(|array| array.values).collect(),
        };
        fs::create_dir_all(model).map_err(|error| TrainingError::file("Creating", model, &error))?;
        for name in &state.files {
            let from = self.folder.join(KEPT).join(name);
            if artifact::epoch_of(name).is_none() {
                return Err(self.unusable(&format!("{name} is no name of parameters")));
            }
            fs::copy(&from, model.join(name)).map_err(|error| self.unusable(&format!("{KEPT}/{name}: {error}")))?;
        }
        Ok(Some(Resumed { state, parameters, memory }))
    }

    /// Stores a checkpoint and removes the one before.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub(crate) fn store(
        &self,
        state: &State,
        learner: &Learner<Classes>,
        optimizer: &Optimizer,
        model: &Path,
    ) -> Result<(), TrainingError> {
        artifact::write_parameters(&self.folder, &learner.network, &learner.parameters, state.epochs)?;
        let arrays: Vec<NamedArray> =
            optimizer.memory().enumerate().map(|(number, values)| memory_array(number, values)).collect();
        artifact::write(&self.folder.join(states_name(state.epochs)), |file| write_float32(&arrays, file))?;
        let kept = self.folder.join(KEPT);
        fs::create_dir_all(&kept).map_err(|error| TrainingError::file("Creating", &kept, &error))?;
        for name in &state.files {
            if !kept.join(name).exists() {
                let from = model.join(name);
                let bytes = fs::read(&from).map_err(|error| TrainingError::file("Reading", &from, &error))?;
                artifact::write(&kept.join(name), |file| file.write_all(&bytes))?;
            }
        }
        let text = serde_json::to_vec(state).unwrap_or_default();
        artifact::write(&self.folder.join(STATE), |file| file.write_all(&text))?;
        self.forget(state)
    }

    /// Removes what the present checkpoint does not name.
    fn forget(&self, state: &State) -> Result<(), TrainingError> {
        let present = [parameters_name(state.epochs), states_name(state.epochs), STATE.to_owned()];
        for (folder, names) in [(self.folder.clone(), present.as_slice()), (self.folder.join(KEPT), state.files.as_slice())] {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let is_ours = artifact::epoch_of(&name.replace(".states", ".params")).is_some();
                if is_ours && !names.contains(&name) {
                    let path = entry.path();
                    fs::remove_file(&path).map_err(|error| TrainingError::file("Removing", &path, &error))?;
                }
            }
        }
        Ok(())
    }

    fn read_state(&self, path: &Path) -> Result<State, String> {
        let length = fs::metadata(path).map_err(|error| error.to_string())?.len();
        if length > MAX_STATE {
            return Err(format!("{STATE} has {length} bytes"));
        }
        let text = fs::read(path).map_err(|error| error.to_string())?;
        let state: State = serde_json::from_slice(&text).map_err(|error| format!("{STATE}: {error}"))?;
        if state.validation_accuracy.len() == state.epochs { Ok(state) } else { Err(format!("{STATE} contradicts itself")) }
    }

    fn read(&self, name: &str) -> Result<Vec<NamedArray>, TrainingError> {
        let path = self.folder.join(name);
        let file = fs::File::open(&path).map_err(|error| self.unusable(&format!("{name}: {error}")))?;
        let largest = file.metadata().map(|metadata| metadata.len() / 4).unwrap_or_default();
        read_float32(std::io::BufReader::new(file), largest).map_err(|reason| self.unusable(&format!("{name}: {reason}")))
    }

    fn unusable(&self, reason: &str) -> TrainingError {
        TrainingError::client(format!(
            "The checkpoint cannot be used: {reason}. Choose a checkpoint location that is empty or that a job with the same network \
             has written."
        ))
    }
}

fn states_name(epoch: usize) -> String {
    parameters_name(epoch).replace(".params", ".states")
}

fn memory_array(number: usize, values: &[f32]) -> NamedArray {
    NamedArray { name: format!("state:{number}"), shape: vec![values.len()], values: values.to_vec() }
}

impl Memory {
    /// Whether it belongs to these arguments and to a rule with or without a second memory.
    pub(crate) fn fits(&self, arguments: &[Specification], is_double: bool) -> bool {
        let lengths = arguments.iter().map(Specification::length);
        let second = lengths.clone().map(|length| if is_double { length } else { 0 });
        self.values.iter().map(Vec::len).eq(lengths.chain(second))
    }
}
