//! Images that run as programs of this machine, or through Docker: `Containers` in `engine.json`.

use std::collections::BTreeMap;
use std::ffi::OsString;

use domain::TrainingJobRequest;
use serde::Deserialize;

use super::spec::{Contract, Spec};
use crate::settings::Settings;

/// What an image is on this machine.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "PascalCase")]
pub(crate) struct Container {
    /// The image's registry path; `*` stands for any characters.
    image: String,
    /// The program and its first arguments; `train` follows.
    program: Vec<String>,
    /// Whether the image itself runs, with the command `docker`.
    docker: bool,
    /// Variables that the request cannot change.
    environment: BTreeMap<String, String>,
    /// The names of the request's variables that the program gets; `*` stands for any characters.
    allowed_environment: Vec<String>,
}

impl Settings {
    /// The first entry for an image.
    pub(crate) fn container(&self, image: &str) -> Option<&Container> {
        self.containers.iter().find(|container| matches(container.image.as_bytes(), image.as_bytes()))
    }
}

/// Beginning of the names that every program gets. No interpreter or library reads such a name, so none decides which code runs.
const ALWAYS_ALLOWED: &str = "JOB_";
/// What no program gets from a request, whatever is allowed: it decides which code runs, or it is the engine's own.
const RESERVED: [&str; 6] = ["PATH", "HOME", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "SHELL"];
const RESERVED_PREFIXES: [&str; 6] = ["LD_", "AWS_", "SM_", "SAGEMAKER_", "TRAINING_JOB_", "BATON_"];

impl Container {
    /// Splits the request's variables into those that the container gets and the names of those that it does not. Interpreters
    /// run code that a variable names (`PYTHONUSERBASE`, `BASH_ENV`, `PERL5OPT`, `NODE_OPTIONS`) and there is no complete list of
    /// such names, so a program gets what is allowed. An image gets everything, since Docker confines it.
    pub(super) fn environment(&self, request: &TrainingJobRequest) -> (Vec<(String, String)>, Vec<String>) {
        let is_allowed = |name: &str| {
            let mut patterns = self.allowed_environment.iter();
            !is_reserved(name)
                && (name.starts_with(ALWAYS_ALLOWED) || patterns.any(|pattern| matches(pattern.as_bytes(), name.as_bytes())))
        };
        let is_passed = |name: &str| !self.environment.contains_key(name) && (self.docker || is_allowed(name));
        let variables = request.environment.clone().unwrap_or_default();
        let (passed, withheld): (Vec<_>, Vec<_>) = variables.into_iter().partition(|(name, _)| is_passed(name));
        (passed, withheld.into_iter().map(|(name, _)| name).collect())
    }

    /// Completes a specification with what runs.
    ///
    /// # Errors
    /// What the request asks for and this entry cannot do.
    pub(super) fn complete(&self, spec: &mut Spec, request: &TrainingJobRequest, ml: &str, id: &str) -> Result<(), String> {
        let algorithm = request.algorithm_specification.clone().unwrap_or_default();
        let arguments = algorithm.container_arguments.unwrap_or_else(|| vec!["train".to_owned()]);
        spec.environment.retain(|(name, _)| !self.environment.contains_key(name));
        spec.environment.extend(self.environment.clone());
        if self.docker {
            let name = format!("baton-{id}");
            let mut words: Vec<String> =
                ["docker", "run", "--rm", "--pull", "never", "--name", &name].map(str::to_owned).to_vec();
            words.extend(["--label".to_owned(), format!("baton.job={id}"), "--volume".to_owned(), format!("{ml}:/opt/ml")]);
            for channel in &spec.linked {
                let data = format!("input/data/{channel}");
                words.extend(["--volume".to_owned(), format!("{ml}/{data}:/opt/ml/{data}:ro")]);
            }
            if let Some(memory) = spec.memory {
                words.extend(["--memory".to_owned(), memory.to_string()]);
            }
            if !spec.processors.is_empty() {
                let list: Vec<String> = spec.processors.iter().map(usize::to_string).collect();
                words.extend(["--cpuset-cpus".to_owned(), list.join(",")]);
            }
            if request.enable_network_isolation == Some(true) {
                words.extend(["--network", "none"].map(str::to_owned));
            }
            for (variable, value) in std::mem::take(&mut spec.environment) {
                words.extend(["--env".to_owned(), format!("{variable}={value}")]);
            }
            let mut entrypoint = algorithm.container_entrypoint.unwrap_or_default().into_iter();
            if let Some(program) = entrypoint.next() {
                words.extend(["--entrypoint".to_owned(), program]);
            }
            words.push(algorithm.training_image.unwrap_or_default());
            words.extend(entrypoint.chain(arguments));
            spec.command = words.into_iter().map(OsString::from).collect();
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

/// Whether a text has the form of a pattern.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let Some(star) = pattern.iter().position(|byte| *byte == b'*') else { return pattern == text };
    let (head, rest) = pattern.split_at(star);
    let rest = rest.get(1..).unwrap_or_default();
    let Some(text) = text.strip_prefix(head) else { return false };
    (0..=text.len()).any(|skipped| matches(rest, text.get(skipped..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_characters() {
        let matches = |pattern: &str, text: &str| matches(pattern.as_bytes(), text.as_bytes());
        assert!(matches("registry/mine:1", "registry/mine:1") && !matches("registry/mine:1", "registry/mine:10"));
        assert!(matches("registry/mine:*", "registry/mine:10") && matches("*", "anything"));
        assert!(matches("*/mine:*", "a/b/mine:2") && !matches("*/mine:*", "mine:2"));
    }
}
