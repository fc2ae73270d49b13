//! The storage volume: its size, its key, and whether it holds the data.

use super::{
    RuleCode, Violation, Violations,
    fix::{Fix, FixContext},
    kms_key,
    rule::rules,
    subject::{Subject, s3, uri},
};
use crate::{arn, constraint::Constraint, field::Field, incremental::MODEL_CHANNEL, mode::InputMode, wire::ResourceConfig};

rules! {
    VolumeMinimum = "E-VOL-MIN", Error, Api, "Enter the storage size in GB (1 or more).",
        fix default_size;
    VolumeSmall = "W-VOL-SMALL", Warning, Observed, "Your File-mode channels hold about {gb} GB; {volume} GB will not be enough to download and unpack them.";
    VolumeIgnored = "I-VOL-NVME", Information, ApiDocument, "{type} uses its own local disk; the volume size is ignored.";
    VolumeKeyIgnored = "E-VOLKMS-NVME", Error, ApiDocument, "{type} encrypts its local disk in hardware; remove the volume key.",
        fix |at| at.set("Remove the key", "");
}

/// The volume size that a form offers, in GB.
pub const DEFAULT_SIZE: i64 = 30;
const GIBIBYTE: u64 = 1 << 30;

/// Checks the volume's size and key.
pub(super) fn check(subject: &Subject<'_>) -> Violations {
    let missing = ResourceConfig::default();
    let resources = subject.request.resource_config.as_ref().unwrap_or(&missing);
    if resources.has_instance_alternative() {
        return Violations::default();
    }
    let mut violations = size(resources, subject);
    let instance = subject.instance().filter(|instance| !instance.uses_volume);
    if let Some(instance) = instance {
        violations.push(RuleCode::VolumeIgnored.violation(Field::Volume, &[("type", instance.name)]));
    }
    if let Some(key) = resources.volume_kms_key_id.as_deref().filter(|key| !key.is_empty()) {
        if let Some(violation) = kms_key::check(key, Field::VolumeKmsKey) {
            violations.push(violation);
        } else if arn::kms_key::is_alias(key) {
            violations.push(RuleCode::KmsKeyAlias.violation(Field::VolumeKmsKey, &[]));
        }
        if let Some(instance) = instance {
            violations.push(RuleCode::VolumeKeyIgnored.violation(Field::VolumeKmsKey, &[("type", instance.name)]));
        }
    }
    violations
}

fn size(resources: &ResourceConfig, subject: &Subject<'_>) -> Violations {
    let mut violations = Violations::default();
    let size = resources.volume_size_in_gb;
    let uses_volume = subject.instance().is_none_or(|instance| instance.uses_volume);
    let is_negative = size.is_some_and(|size| size < 0);
    if (uses_volume && size.is_none_or(|size| size < 1)) || is_negative {
        let value = size.map_or("null".to_owned(), |size| size.to_string());
        let violation = RuleCode::VolumeMinimum.violation(Field::Volume, &[]);
        violations.push(violation.with_constraint(value, Constraint::MinimumValue(1)));
    } else if uses_volume {
        violations.0.extend(is_small(size.unwrap_or_default(), subject));
    }
    violations
}

/// The warning for a volume that cannot hold what File mode downloads, as far as sizes are known. The archive of an
/// earlier model counts three times: it is unpacked, and the new model is about as large.
fn is_small(volume: i64, subject: &Subject<'_>) -> Option<Violation> {
    let bytes = |channel| {
        let is_file = subject.mode(channel) == InputMode::File && s3(channel).is_some();
        let bytes = subject.context.location(uri(channel).filter(|_| is_file)?)?.bytes?;
        Some(if channel.channel_name.as_deref() == Some(MODEL_CHANNEL) { bytes.saturating_mul(3) } else { bytes })
    };
    let needed = subject.channels().filter_map(|(_, channel)| bytes(channel)).fold(0_u64, u64::saturating_add);
    let room = u64::try_from(volume).unwrap_or_default().saturating_mul(GIBIBYTE);
    (needed > room).then(|| {
        let values = [("gb", &*needed.div_ceil(GIBIBYTE).to_string()), ("volume", &*volume.to_string())];
        RuleCode::VolumeSmall.violation(Field::Volume, &values)
    })
}

/// The size that a form offers.
pub(super) fn default_size(at: &FixContext<'_>) -> Option<Fix> {
    at.set(&format!("Set it to {DEFAULT_SIZE}"), &DEFAULT_SIZE.to_string())
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        LocationFacts,
        rules::testing::{Case, assert_fix},
    };

    pub(in super::super) fn cases() -> Vec<Case> {
        let kind = "/ResourceConfig/InstanceType";
        let key = "/ResourceConfig/VolumeKmsKeyId";
        let large = LocationFacts { bytes: Some(60 << 30), ..LocationFacts::default() };
        let uri = "s3://sagemaker-us-west-2-123456789012/big/";
        let big = [("/InputDataConfig/0/DataSource/S3DataSource/S3Uri", json!(uri))];
        vec![
            Case::new("E-VOL-MIN", "volume", &[("/ResourceConfig/VolumeSizeInGB", json!(0))]),
            Case::new("W-VOL-SMALL", "volume", &big).with_location(uri, large),
            Case::new("I-VOL-NVME", "volume", &[(kind, json!("ml.g4dn.xlarge"))]),
            Case::new("E-VOLKMS-NVME", "volume-kms", &[(kind, json!("ml.g5.xlarge")), (key, json!("k"))]),
        ]
    }

    #[test]
    fn a_size_is_offered_and_a_useless_key_removed() {
        assert_fix(RuleCode::VolumeMinimum, &Field::Volume, "0", ("Set it to 30", "volume", "30"));
        assert_fix(RuleCode::VolumeKeyIgnored, &Field::VolumeKmsKey, "k", ("Remove the key", "volume-kms", ""));
    }
}
