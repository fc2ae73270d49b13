//! The storage volume: its size, its key, and whether it holds the data.

use super::{
    Context,
    context::{s3, uri},
    resources::has_alternative,
};
use crate::{
    arn::kms_key,
    field::Field,
    incremental::MODEL_CHANNEL,
    mode::InputMode,
    rule,
    violation::{Constraint, Violation, Violations},
    wire::ResourceConfig,
};

const GIBIBYTE: u64 = 1 << 30;

/// Checks the volume's size and key.
pub(super) fn check(context: &Context<'_>) -> Violations {
    let missing = ResourceConfig::default();
    let resources = context.request.resource_config.as_ref().unwrap_or(&missing);
    if has_alternative(resources) {
        return Violations::default();
    }
    let mut violations = size(resources, context);
    let instance = context.instance().filter(|instance| !instance.uses_volume);
    if let Some(instance) = instance {
        violations.push(rule::I_VOL_NVME.violation(Field::Volume, &[("type", instance.name)]));
    }
    if let Some(key) = resources.volume_kms_key_id.as_deref().filter(|key| !key.is_empty()) {
        if let Some(violation) = super::location::kms_key(key, Field::VolumeKmsKey) {
            violations.push(violation);
        } else if kms_key::is_alias(key) {
            violations.push(rule::E_KMS_ALIAS.violation(Field::VolumeKmsKey, &[]));
        }
        if let Some(instance) = instance {
            violations.push(rule::E_VOLKMS_NVME.violation(Field::VolumeKmsKey, &[("type", instance.name)]));
        }
    }
    violations
}

fn size(resources: &ResourceConfig, context: &Context<'_>) -> Violations {
    let mut violations = Violations::default();
    let size = resources.volume_size_in_gb;
    let uses_volume = context.instance().is_none_or(|instance| instance.uses_volume);
    let is_negative = size.is_some_and(|size| size < 0);
    if (uses_volume && size.is_none_or(|size| size < 1)) || is_negative {
        let value = size.map_or("null".to_owned(), |size| size.to_string());
        let violation = rule::E_VOL_MIN.violation(Field::Volume, &[]);
        violations.push(violation.with_constraint(value, Constraint::MinimumValue(1)));
    } else if uses_volume {
        violations.0.extend(is_small(size.unwrap_or_default(), context));
    }
    violations
}

/// The warning for a volume that cannot hold what File mode downloads, as far as sizes are known. The archive of an
/// earlier model counts three times: it is unpacked, and the new model is about as large.
fn is_small(volume: i64, context: &Context<'_>) -> Option<Violation> {
    let bytes = |channel| {
        let is_file = context.mode(channel) == InputMode::File && s3(channel).is_some();
        let bytes = context.surroundings.location(uri(channel).filter(|_| is_file)?)?.bytes?;
        Some(if channel.channel_name.as_deref() == Some(MODEL_CHANNEL) { bytes.saturating_mul(3) } else { bytes })
    };
    let needed = context.channels().filter_map(|(_, channel)| bytes(channel)).fold(0_u64, u64::saturating_add);
    let room = u64::try_from(volume).unwrap_or_default().saturating_mul(GIBIBYTE);
    (needed > room).then(|| {
        let values = [("gb", &*needed.div_ceil(GIBIBYTE).to_string()), ("volume", &*volume.to_string())];
        rule::W_VOL_SMALL.violation(Field::Volume, &values)
    })
}
