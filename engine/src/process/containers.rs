//! The program of an image that `engine.json` registers: a program of this machine, or Docker.

use std::ffi::OsString;

use domain::{TrainingJobRequest, engine_images::matches};

use super::spec::{Contract, Spec};
use crate::settings::registered_image::RegisteredImage;

/// The prefix of the variables that every program gets. No interpreter or library reads such a name, so no value can choose the
/// code that runs.
const ALWAYS_ALLOWED: &str = "JOB_";
/// Variables that no program gets from a request. Their values choose the code that runs, or the engine sets them itself.
const RESERVED: [&str; 6] = ["PATH", "HOME", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "SHELL"];
const RESERVED_PREFIXES: [&str; 6] = ["LD_", "AWS_", "SM_", "SAGEMAKER_", "TRAINING_JOB_", "BATON_"];

impl RegisteredImage {
    /// Splits the request's variables into those that the container gets and the names of the others. Interpreters run code
    /// that a variable names (`PYTHONUSERBASE`, `BASH_ENV`, `PERL5OPT`, `NODE_OPTIONS`), and no list of such names is complete.
    /// So a program gets only the variables that are allowed. An image gets all, because Docker confines it.
    pub(crate) fn environment(&self, request: &TrainingJobRequest) -> (Vec<(String, String)>, Vec<String>) {
        let is_allowed = |name: &str| {
            let mut patterns = self.allowed_environment.iter();
            !is_reserved(name) && (name.starts_with(ALWAYS_ALLOWED) || patterns.any(|pattern| matches(pattern, name)))
        };
        let is_passed = |name: &str| !self.environment.contains_key(name) && (self.docker || is_allowed(name));
        let variables = request.environment.clone().unwrap_or_default();
        let (passed, withheld): (Vec<_>, Vec<_>) = variables.into_iter().partition(|(name, _)| is_passed(name));
        (passed, withheld.into_iter().map(|(name, _)| name).collect())
    }

    /// Completes a specification with the command.
    ///
    /// # Errors
    /// The reason why this entry cannot run the request.
    pub(crate) fn complete(&self, spec: &mut Spec, request: &TrainingJobRequest, ml: &str, id: &str) -> Result<(), String> {
        let algorithm = request.algorithm_specification.clone().unwrap_or_default();
        let arguments = algorithm.container_arguments.unwrap_or_else(|| vec!["train".to_owned()]);
        spec.environment.retain(|(name, _)| !self.environment.contains_key(name));
        spec.environment.extend(self.environment.clone());
        if self.docker {
            let name = format!("baton-{id}");
            let mut command: Vec<String> =
                ["docker", "run", "--rm", "--pull", "never", "--name", &name].map(str::to_owned).to_vec();
            command.extend(["--label".to_owned(), format!("baton.job={id}"), "--volume".to_owned(), format!("{ml}:/opt/ml")]);
            for channel in &spec.linked {
                let data = format!("input/data/{channel}");
                command.extend(["--volume".to_owned(), format!("{ml}/{data}:/opt/ml/{data}:ro")]);
            }
            if let Some(memory) = spec.memory {
                command.extend(["--memory".to_owned(), memory.to_string()]);
            }
            if !spec.processors.is_empty() {
                let list: Vec<String> = spec.processors.iter().map(usize::to_string).collect();
                command.extend(["--cpuset-cpus".to_owned(), list.join(",")]);
            }
            if request.enable_network_isolation == Some(true) {
                command.extend(["--network", "none"].map(str::to_owned));
            }
            for (variable, value) in std::mem::take(&mut spec.environment) {
                command.extend(["--env".to_owned(), format!("{variable}={value}")]);
            }
            let mut entrypoint = algorithm.container_entrypoint.unwrap_or_default().into_iter();
            if let Some(program) = entrypoint.next() {
                command.extend(["--entrypoint".to_owned(), program]);
            }
            command.push(algorithm.training_image.unwrap_or_default());
            command.extend(entrypoint.chain(arguments));
            spec.command = command.into_iter().map(OsString::from).collect();
            spec.kill = ["docker", "kill", &name].map(OsString::from).to_vec();
            spec.contract = Contract::Docker;
            // Docker limits the container; the command itself needs neither.
            (spec.memory, spec.processors) = (None, Vec::new());
            return Ok(());
        }
        if algorithm.container_entrypoint.is_some() {
            return Err(
                "ContainerEntrypoint cannot replace the program that engine.json registers for this image. Leave it out."
                    .to_owned(),
            );
        }
        if self.program.is_empty() {
            return Err("its entry in engine.json names neither a Program nor Docker.".to_owned());
        }
        spec.command = self.program.iter().chain(&arguments).map(OsString::from).collect();
        spec.contract = Contract::Program;
        spec.isolated = request.enable_network_isolation == Some(true);
        Ok(())
    }
}

fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name) || RESERVED_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}
