//! Which later job may take over the machines that an earlier one keeps: its warm pool.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::wire::{ResourceConfig, TrainingJobRequest};

/// Machines that wait for a job that matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarmPool {
    /// The job that keeps them.
    pub job: String,
    /// What a job must have to take them.
    pub properties: PoolProperties,
}

/// What must be identical. Source: developer guide, "Train using SageMaker managed warm pools".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PoolProperties {
    role: String,
    instance_type: String,
    instance_count: i64,
    volume: i64,
    volume_key: String,
    subnets: BTreeSet<String>,
    security_groups: BTreeSet<String>,
    isolation: bool,
    encrypted_traffic: bool,
}

impl PoolProperties {
    /// The properties of a job; `None` for one that has no part in warm pools: spot jobs, and those with instance groups.
    pub fn of(request: &TrainingJobRequest) -> Option<Self> {
        let resources = request.resource_config.as_ref()?;
        if request.enable_managed_spot_training == Some(true) || resources.has_instance_alternative() {
            return None;
        }
        let ResourceConfig { instance_type, instance_count, volume_size_in_gb, volume_kms_key_id, .. } = resources;
        let network = request.vpc_config.as_ref();
        let set = |list: Option<&Vec<String>>| list.into_iter().flatten().cloned().collect();
        Some(Self {
            role: request.role_arn.clone().unwrap_or_default(),
            instance_type: instance_type.clone().unwrap_or_default(),
            instance_count: instance_count.unwrap_or_default(),
            volume: volume_size_in_gb.unwrap_or_default(),
            volume_key: volume_kms_key_id.clone().unwrap_or_default(),
            subnets: set(network.and_then(|network| network.subnets.as_ref())),
            security_groups: set(network.and_then(|network| network.security_group_ids.as_ref())),
            isolation: request.enable_network_isolation.unwrap_or_default(),
            encrypted_traffic: request.enable_inter_container_traffic_encryption.unwrap_or_default(),
        })
    }

    /// What differs, in the form's words; nothing when the machines can be taken over.
    pub fn differences(&self, other: &Self) -> Vec<&'static str> {
        let all = [
            (self.role == other.role, "IAM role"),
            (self.instance_type == other.instance_type, "instance type"),
            (self.instance_count == other.instance_count, "instance count"),
            (self.volume == other.volume, "storage volume"),
            (self.volume_key == other.volume_key, "volume key"),
            (self.subnets == other.subnets, "subnets"),
            (self.security_groups == other.security_groups, "security groups"),
            (self.isolation == other.isolation, "network isolation"),
            (self.encrypted_traffic == other.encrypted_traffic, "traffic encryption"),
        ];
        all.into_iter().filter(|(is_same, _)| !is_same).map(|(_, words)| words).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn request(change: impl Fn(&mut Value)) -> TrainingJobRequest {
        let mut request = json!({
            "RoleArn": "arn:aws:iam::123456789012:role/R",
            "ResourceConfig": {
                "InstanceType": "ml.p3.2xlarge", "InstanceCount": 1, "VolumeSizeInGB": 30, "KeepAlivePeriodInSeconds": 600,
            },
            "VpcConfig": { "Subnets": ["a", "b"], "SecurityGroupIds": ["s"] },
        });
        change(&mut request);
        serde_json::from_value(request).expect("what the test made")
    }

    fn differences(change: impl Fn(&mut Value)) -> Vec<&'static str> {
        let own = PoolProperties::of(&request(change)).expect("what the test made");
        own.differences(&PoolProperties::of(&request(|_| ())).expect("what the test made"))
    }

    #[test]
    fn each_property_counts_and_nothing_else() {
        assert_eq!(differences(|_| ()), [""; 0]);
        // The time that machines are kept, the order of subnets and a flag that is off make no difference.
        assert_eq!(differences(|request| request["ResourceConfig"]["KeepAlivePeriodInSeconds"] = json!(null)), [""; 0]);
        assert_eq!(differences(|request| request["VpcConfig"]["Subnets"] = json!(["b", "a"])), [""; 0]);
        assert_eq!(differences(|request| request["EnableNetworkIsolation"] = json!(false)), [""; 0]);
        let cases = [
            ("/RoleArn", json!("arn:aws:iam::123456789012:role/S"), "IAM role"),
            ("/ResourceConfig/InstanceType", json!("ml.p2.xlarge"), "instance type"),
            ("/ResourceConfig/InstanceCount", json!(2), "instance count"),
            ("/ResourceConfig/VolumeSizeInGB", json!(31), "storage volume"),
            ("/VpcConfig/Subnets", json!(["a"]), "subnets"),
            ("/VpcConfig/SecurityGroupIds", json!([]), "security groups"),
        ];
        for (pointer, value, words) in cases {
            assert_eq!(
                differences(|request| *request.pointer_mut(pointer).expect("what the test made") = value.clone()),
                [words]
            );
        }
        assert_eq!(differences(|request| request["ResourceConfig"]["VolumeKmsKeyId"] = json!("k")), ["volume key"]);
        assert_eq!(differences(|request| request["EnableNetworkIsolation"] = json!(true)), ["network isolation"]);
        let encrypted = |request: &mut Value| request["EnableInterContainerTrafficEncryption"] = json!(true);
        assert_eq!(differences(encrypted), ["traffic encryption"]);
    }

    #[test]
    fn spot_jobs_and_instance_groups_have_no_part_in_it() {
        assert_eq!(PoolProperties::of(&request(|request| request["EnableManagedSpotTraining"] = json!(true))), None);
        assert_eq!(PoolProperties::of(&request(|request| request["ResourceConfig"]["InstanceGroups"] = json!([]))), None);
        assert_eq!(PoolProperties::of(&TrainingJobRequest::default()), None);
    }
}
