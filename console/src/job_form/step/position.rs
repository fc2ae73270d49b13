//! The order of the fields on the page.

use domain::{ChannelField, Field, hyperparameter::Group};

use super::Step;
use crate::job_form::draft::Draft;

/// The documented hyperparameters' groups, in the order of the page.
pub const GROUPS: [Group; 5] = Group::ALL;

/// Where a field stands on the page, for sorting: its step, then places within it.
pub fn position(field: &Field, draft: &Draft) -> (Step, u32, u32) {
    let at = |major: u32, minor: u32| (Step::of(field), major, minor);
    match field {
        Field::Hyperparameter(name) => {
            let known = draft.known_algorithm().and_then(|algorithm| {
                let (index, known) = (0_u32..).zip(algorithm.hyperparameters).find(|(_, known)| known.name == name)?;
                let group = (1_u32..).zip(GROUPS).find(|(_, group)| *group == known.group)?;
                Some((group.0, index))
            });
            let (group, index) = known.unwrap_or_else(|| {
                let row = (0_u32..).zip(&draft.other_hyperparameters).find(|(_, row)| row.key.trim() == name);
                (9, row.map_or(0, |(row, _)| row * 2 + 1))
            });
            at(group, index)
        }
        Field::HyperparameterKey(row) => at(9, row * 2),
        Field::Hyperparameters | Field::Channels => at(0, 0),
        Field::Channel(index, part) => {
            // The channel `model` stands first on the page and last in the request.
            let card = if draft.model_channel() == Some(*index) { 0 } else { index.saturating_add(1) };
            at(card.saturating_add(1), channel_part(*part))
        }
        Field::MetricName(row) => at(place(&Field::Metrics), 1 + row * 2),
        Field::MetricRegex(row) => at(place(&Field::Metrics), 2 + row * 2),
        Field::TagKey(row) => at(place(&Field::Tags), 1 + row * 2),
        Field::TagValue(row) => at(place(&Field::Tags), 2 + row * 2),
        Field::EnvironmentKey(row) => at(place(&Field::Environment), 1 + row * 2),
        Field::EnvironmentValue(name) => {
            let row = (0_u32..).zip(&draft.environment).find(|(_, row)| row.key.trim() == name);
            at(place(&Field::Environment), row.map_or(1, |(row, _)| 2 + row * 2))
        }
        field => at(place(field), 0),
    }
}

/// The place of a field that stands once, within its step.
fn place(field: &Field) -> u32 {
    const ORDER: [Field; 36] = [
        Field::JobName,
        Field::Role,
        Field::AlgorithmSource,
        Field::Algorithm,
        Field::Container,
        Field::AlgorithmName,
        Field::InputMode,
        Field::Metrics,
        Field::InstanceType,
        Field::InstanceCount,
        Field::Volume,
        Field::VolumeKmsKey,
        Field::KeepAlive,
        Field::InstanceGroups,
        Field::MaximumRuntime,
        Field::Vpc,
        Field::Subnets,
        Field::SecurityGroups,
        Field::NetworkIsolation,
        Field::EncryptTraffic,
        Field::CheckpointUri,
        Field::CheckpointPath,
        Field::OutputPath,
        Field::OutputKmsKey,
        Field::OutputCompression,
        Field::ManagedSpot,
        Field::MaximumWait,
        Field::Tags,
        Field::Environment,
        Field::RetryAttempts,
        Field::MaximumPending,
        Field::Entrypoint,
        Field::Arguments,
        Field::MetricsTimeSeries,
        Field::Other,
        Field::Hyperparameters,
    ];
    let index = ORDER.iter().position(|other| other == field);
    index.and_then(|index| u32::try_from(index).ok()).unwrap_or(u32::MAX)
}

fn channel_part(part: ChannelField) -> u32 {
    let index = ChannelField::ALL.iter().position(|other| *other == part);
    index.and_then(|index| u32::try_from(index).ok()).unwrap_or(u32::MAX)
}
