//! One value of the form, addressed by the same [`Field`] that messages, element ids and fixes use.

use domain::{ChannelField, Field, algorithm::Algorithm};

use super::{AlgorithmSource, ChannelDraft, Draft, ON, RuntimeUnit};

/// Ties fields to the draft's texts; the member's name is also the input's name in a posted form.
macro_rules! texts {
    ($owner:ident, $key:ty, [$($rest:pat)?]: $($pattern:pat => $member:ident;)*) => {
        impl $owner {
            fn text(&self, key: &$key) -> Option<&String> {
                match key { $($pattern => Some(&self.$member),)* $($rest => None,)? }
            }

            fn text_mut(&mut self, key: &$key) -> Option<&mut String> {
                match key { $($pattern => Some(&mut self.$member),)* $($rest => None,)? }
            }

            /// The member that holds a field.
            pub(super) fn member(key: &$key) -> Option<&'static str> {
                match key { $($pattern => Some(stringify!($member)),)* $($rest => None,)? }
            }
        }
    };
}

texts! { Draft, Field, [_]:
    Field::JobName => job_name;
    Field::Role => role;
    Field::AlgorithmSource => algorithm_source;
    Field::Algorithm => algorithm;
    Field::Container => container;
    Field::AlgorithmName => algorithm_name;
    Field::InputMode => input_mode;
    Field::MetricsTimeSeries => time_series;
    Field::Entrypoint => entrypoint;
    Field::Arguments => arguments;
    Field::InstanceType => instance_type;
    Field::InstanceCount => instance_count;
    Field::Volume => volume;
    Field::VolumeKmsKey => volume_kms;
    Field::KeepAlive => keep_alive;
    Field::MaximumRuntime => max_runtime;
    Field::MaximumWait => max_wait;
    Field::MaximumPending => pending;
    Field::Vpc => vpc;
    Field::Subnets => subnets;
    Field::SecurityGroups => security_groups;
    Field::NetworkIsolation => isolation;
    Field::EncryptTraffic => encrypt_traffic;
    Field::CheckpointUri => checkpoint_uri;
    Field::CheckpointPath => checkpoint_path;
    Field::OutputPath => output_path;
    Field::OutputKmsKey => output_kms;
    Field::OutputCompression => output_compression;
    Field::ManagedSpot => spot;
    Field::RetryAttempts => retry;
    Field::Other => other;
}

texts! { ChannelDraft, ChannelField, []:
    ChannelField::Name => name;
    ChannelField::InputMode => input_mode;
    ChannelField::ContentType => content_type;
    ChannelField::Compression => compression;
    ChannelField::RecordWrapper => record_wrapper;
    ChannelField::Source => source;
    ChannelField::S3DataType => data_type;
    ChannelField::S3DataDistribution => distribution;
    ChannelField::S3Uri => uri;
    ChannelField::AttributeNames => attributes;
    ChannelField::ShuffleSeed => shuffle_seed;
    ChannelField::FileSystemType => fs_type;
    ChannelField::FileSystemId => fs_id;
    ChannelField::FileSystemDirectory => fs_directory;
    ChannelField::FileSystemAccess => fs_access;
}

impl Draft {
    /// What was typed in a field; `None` for a list as a whole, or for a row that no longer exists.
    pub fn value(&self, field: &Field) -> Option<&str> {
        let text = match field {
            Field::MetricName(row) => &self.metrics.get(place(*row))?.name,
            Field::MetricRegex(row) => &self.metrics.get(place(*row))?.regex,
            Field::HyperparameterKey(row) => &self.other_hyperparameters.get(place(*row))?.key,
            Field::Hyperparameter(name) => match self.other_hyperparameters.iter().find(|row| row.key.trim() == name) {
                Some(row) if !self.documents(name) => &row.value,
                _ => return Some(self.hyperparameters.get(name).map_or("", String::as_str)),
            },
            Field::Channel(index, ChannelField::S3Uri) if self.model_channel() == Some(*index) => &self.source,
            Field::Channel(index, part) => self.channels.get(place(*index))?.text(part)?,
            Field::TagKey(row) => &self.tags.get(place(*row))?.key,
            Field::TagValue(row) => &self.tags.get(place(*row))?.value,
            Field::EnvironmentKey(row) => &self.environment.get(place(*row))?.key,
            Field::EnvironmentValue(name) => &self.environment.iter().find(|row| row.key.trim() == name)?.value,
            field => self.text(field)?,
        };
        Some(text)
    }

    /// Types `value` into a field, with what follows from a choice; nothing happens where [`Draft::value`] gives `None`.
    pub fn set(&mut self, field: &Field, value: String) {
        let before = self.known_algorithm();
        if let Some(slot) = self.slot(field) {
            *slot = value;
            self.follow(field, before);
        }
    }

    fn slot(&mut self, field: &Field) -> Option<&mut String> {
        match field {
            Field::MetricName(row) => self.metrics.get_mut(place(*row)).map(|row| &mut row.name),
            Field::MetricRegex(row) => self.metrics.get_mut(place(*row)).map(|row| &mut row.regex),
            Field::HyperparameterKey(row) => self.other_hyperparameters.get_mut(place(*row)).map(|row| &mut row.key),
            Field::Hyperparameter(name) => {
                let is_documented = self.documents(name);
                match self.other_hyperparameters.iter_mut().find(|row| row.key.trim() == name) {
                    Some(row) if !is_documented => Some(&mut row.value),
                    _ => Some(self.hyperparameters.entry(name.clone()).or_default()),
                }
            }
            Field::Channel(index, ChannelField::S3Uri) if self.model_channel() == Some(*index) => Some(&mut self.source),
            Field::Channel(index, part) => self.channels.get_mut(place(*index))?.text_mut(part),
            Field::TagKey(row) => self.tags.get_mut(place(*row)).map(|row| &mut row.key),
            Field::TagValue(row) => self.tags.get_mut(place(*row)).map(|row| &mut row.value),
            Field::EnvironmentKey(row) => self.environment.get_mut(place(*row)).map(|row| &mut row.key),
            Field::EnvironmentValue(name) => {
                self.environment.iter_mut().find(|row| row.key.trim() == name).map(|row| &mut row.value)
            }
            field => self.text_mut(field),
        }
    }

    /// What a choice brings with it: rows for the algorithm, a wait time for spot capacity.
    fn follow(&mut self, field: &Field, before: Option<&'static Algorithm>) {
        match field {
            Field::AlgorithmSource | Field::Algorithm => {
                self.settle_hyperparameters();
                self.follow_algorithm(before);
            }
            Field::ManagedSpot if self.spot == ON && self.max_wait.trim().is_empty() => {
                if let Some(seconds) = self.max_runtime_seconds() {
                    (self.max_wait, self.max_wait_unit) = RuntimeUnit::largest(seconds.saturating_mul(2));
                }
            }
            Field::ManagedSpot if self.spot != ON => self.max_wait.clear(),
            _ => {}
        }
    }

    /// Whether the chosen algorithm documents the hyperparameter.
    pub fn documents(&self, name: &str) -> bool {
        self.known_algorithm().is_some_and(|algorithm| algorithm.hyperparameter(name).is_some())
    }

    /// Whether the metrics of the job are the form's to define.
    pub fn defines_metrics(&self) -> bool {
        self.algorithm_source() == AlgorithmSource::Container
    }
}

/// A place in a list.
pub(super) fn place(index: u32) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
