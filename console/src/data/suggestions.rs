//! Values of earlier jobs, and keys of the target, that fields offer; any other may be typed.

use domain::TrainingJobRequest;
use serde::{Deserialize, Serialize};

/// How many values a field offers at most.
const MAX_VALUES: usize = 20;

/// Values with a few words on each, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Suggestions {
    /// ARNs of roles.
    pub roles: Vec<(String, String)>,
    /// Images of one's own.
    pub containers: Vec<(String, String)>,
    /// Keys of volumes.
    pub volume_keys: Vec<(String, String)>,
    /// Keys of output.
    pub output_keys: Vec<(String, String)>,
    /// Subnets as they are typed: all of one job, separated by commas.
    pub subnets: Vec<(String, String)>,
    /// Security groups in the same way.
    pub security_groups: Vec<(String, String)>,
}

impl Suggestions {
    /// Adds a key of the target; `words` say what it is called.
    pub fn learn_key(&mut self, arn: &str, words: &str) {
        for known in [&mut self.volume_keys, &mut self.output_keys] {
            let by_job = known.iter().position(|(value, _)| value == arn);
            match by_job {
                Some(place) => known[place].1 = format!("{words} · {}", known[place].1),
                None if known.len() < MAX_VALUES => known.push((arn.to_owned(), words.to_owned())),
                None => {}
            }
        }
    }

    /// Adds the values of an older job to those of newer ones.
    pub fn learn(&mut self, job: &str, request: &TrainingJobRequest) {
        let add = |known: &mut Vec<(String, String)>, value: Option<&str>| {
            let value = value.map(str::trim).filter(|value| !value.is_empty());
            if let Some(value) = value.filter(|value| known.len() < MAX_VALUES && known.iter().all(|(other, _)| other != value)) {
                known.push((value.to_owned(), format!("Used by {job}")));
            }
        };
        add(&mut self.roles, request.role_arn.as_deref());
        let image = request.training_image().filter(|image| domain::algorithm::Algorithm::of_image(image).is_none());
        add(&mut self.containers, image);
        let resources = request.resource_config.as_ref();
        add(&mut self.volume_keys, resources.and_then(|resources| resources.volume_kms_key_id.as_deref()));
        let output = request.output_data_config.as_ref();
        add(&mut self.output_keys, output.and_then(|output| output.kms_key_id.as_deref()));
        if let Some(network) = &request.vpc_config {
            let joined = |list: &Option<Vec<String>>| list.as_ref().map(|list| list.join(", "));
            add(&mut self.subnets, joined(&network.subnets).as_deref());
            add(&mut self.security_groups, joined(&network.security_group_ids).as_deref());
        }
    }
}
