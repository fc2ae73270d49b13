//! The rows of each section.

use domain::Field;

use super::{Compare, OFF_ON, Origin, Row, shown};
use crate::job_form::draft::{AlgorithmSource, Draft, TagDraft};

pub(super) fn job_settings(compare: &Compare<'_>) -> Vec<Row> {
    let draft = compare.draft;
    let name = Row { origin: Origin::Own, ..compare.row("Job name", &Field::JobName) };
    let source = Row {
        value: draft.algorithm_source().label(false).to_owned(),
        origin: compare.origin(draft.algorithm_source() == compare.baseline.algorithm_source()),
        label: "Algorithm source".to_owned(),
        field: Some(Field::AlgorithmSource),
    };
    let algorithm = match draft.algorithm_source() {
        AlgorithmSource::BuiltIn => Row {
            value: draft.known_algorithm().map_or_else(|| shown(&draft.algorithm), |known| known.display.to_owned()),
            ..compare.row("Algorithm", &Field::Algorithm)
        },
        AlgorithmSource::Container => compare.row("Container (registry path)", &Field::Container),
        AlgorithmSource::Resource | AlgorithmSource::Subscription => {
            compare.row("Algorithm / subscription", &Field::AlgorithmName)
        }
    };
    let metrics = draft.metrics.iter().filter(|_| draft.defines_metrics()).map(|metric| Row {
        label: format!("Metric {}", metric.name.trim()),
        value: shown(&metric.regex),
        origin: compare.origin(compare.baseline.metrics.contains(metric)),
        field: None,
    });
    let role = compare.row("IAM role", &Field::Role);
    [name, role, source, algorithm, compare.row("Input mode", &Field::InputMode)].into_iter().chain(metrics).collect()
}

pub(super) fn resources(compare: &Compare<'_>) -> Vec<Row> {
    let runtime = |draft: &Draft| draft.max_runtime_unit.describe(&draft.max_runtime);
    let rows = [
        Some(compare.row("Instance type", &Field::InstanceType)),
        Some(compare.row("Instance count", &Field::InstanceCount)),
        Some(compare.row("Additional storage volume per instance (GB)", &Field::Volume)),
        Some(compare.row("Encryption key (volume)", &Field::VolumeKmsKey)),
        compare.optional("Keep alive period (seconds)", &Field::KeepAlive),
        Some(Row {
            label: "Maximum runtime".to_owned(),
            value: runtime(compare.draft),
            origin: compare.origin_of(&Field::MaximumRuntime, runtime(compare.draft) == runtime(compare.baseline)),
            field: Some(Field::MaximumRuntime),
        }),
    ];
    rows.into_iter().flatten().collect()
}

pub(super) fn network(compare: &Compare<'_>) -> Vec<Row> {
    let vpc = compare.flag("VPC", &Field::Vpc, ["No VPC", "As below"]);
    let rows = [
        Some(vpc),
        compare.optional("Subnet(s)", &Field::Subnets),
        compare.optional("Security group(s)", &Field::SecurityGroups),
        Some(compare.flag("Network isolation", &Field::NetworkIsolation, OFF_ON)),
        Some(compare.flag("Inter-container traffic encryption", &Field::EncryptTraffic, OFF_ON)),
    ];
    rows.into_iter().flatten().collect()
}

pub(super) fn output(compare: &Compare<'_>) -> Vec<Row> {
    let rows = [
        Some(compare.row("S3 output path", &Field::OutputPath)),
        Some(compare.row("Encryption key (output)", &Field::OutputKmsKey)),
        compare.optional("Output compression", &Field::OutputCompression),
        Some(compare.row("Checkpoints: S3 location", &Field::CheckpointUri)),
        compare.optional("Checkpoints: local path", &Field::CheckpointPath),
    ];
    rows.into_iter().flatten().collect()
}

pub(super) fn spot(compare: &Compare<'_>) -> Vec<Row> {
    let wait = |draft: &Draft| draft.max_wait_unit.describe(&draft.max_wait);
    let waits = !compare.draft.max_wait.trim().is_empty();
    let wait_row = waits.then(|| Row {
        label: "Maximum wait time".to_owned(),
        value: wait(compare.draft),
        origin: compare.origin(wait(compare.draft) == wait(compare.baseline)),
        field: Some(Field::MaximumWait),
    });
    [Some(compare.flag("Managed spot training", &Field::ManagedSpot, OFF_ON)), wait_row].into_iter().flatten().collect()
}

pub(super) fn tags(compare: &Compare<'_>) -> Vec<Row> {
    let tag = |tag: &TagDraft| Row {
        label: format!("Tag {}", tag.key.trim()),
        value: shown(&tag.value),
        origin: compare.origin(compare.baseline.tags.contains(tag)),
        field: None,
    };
    compare.draft.tags.iter().map(tag).collect()
}

pub(super) fn advanced(compare: &Compare<'_>) -> Vec<Row> {
    let variables = compare.draft.environment.iter().map(|variable| Row {
        label: format!("Environment variable {}", variable.key.trim()),
        value: shown(&variable.value),
        origin: compare.origin(compare.baseline.environment.contains(variable)),
        field: None,
    });
    let others = [
        compare.optional("Retry attempts", &Field::RetryAttempts),
        compare.optional("Maximum pending time (seconds)", &Field::MaximumPending),
        compare.optional("Container entrypoint", &Field::Entrypoint),
        compare.optional("Container arguments", &Field::Arguments),
        compare.optional("SageMaker metrics time series", &Field::MetricsTimeSeries),
        compare.optional("Other members", &Field::Other),
    ];
    variables.chain(others.into_iter().flatten()).collect()
}
