//! One value of the form, addressed by the same [`Field`] that messages, element ids and cures use.

use domain::{ChannelField, Field};

use super::{ChannelDraft, Draft};

impl Draft {
    /// What was typed in a field; `None` for a list as a whole, or for a row that no longer exists.
    pub fn value(&self, field: &Field) -> Option<&str> {
        Some(match field {
            Field::JobName => &self.job_name,
            Field::Role => &self.role,
            Field::Algorithm => &self.algorithm,
            Field::InputMode => &self.input_mode,
            Field::InstanceType => &self.instance_type,
            Field::InstanceCount => &self.instance_count,
            Field::Volume => &self.volume,
            Field::VolumeKmsKey => &self.volume_kms,
            Field::MaximumRuntime => &self.max_runtime,
            Field::HyperparameterKey(row) => &self.other_hyperparameters.get(place(*row))?.key,
            Field::Hyperparameter(name) => match self.other_hyperparameters.iter().find(|row| row.key.trim() == name) {
                Some(row) if !self.documents(name) => &row.value,
                _ => self.hyperparameters.get(name).map_or("", String::as_str),
            },
            Field::Channel(index, ChannelField::S3Uri) if self.model_channel() == Some(*index) => &self.source,
            Field::Channel(index, part) => self.channels.get(place(*index))?.value(*part),
            Field::OutputPath => &self.output_path,
            Field::OutputKmsKey => &self.output_kms,
            Field::TagKey(row) => &self.tags.get(place(*row))?.key,
            Field::TagValue(row) => &self.tags.get(place(*row))?.value,
            // Lists as a whole, and what the form does not offer.
            _ => return None,
        })
    }

    /// Types `value` into a field; nothing happens where [`Draft::value`] gives `None`.
    pub fn set(&mut self, field: &Field, value: String) {
        let slot = match field {
            Field::JobName => &mut self.job_name,
            Field::Role => &mut self.role,
            Field::Algorithm => &mut self.algorithm,
            Field::InputMode => &mut self.input_mode,
            Field::InstanceType => &mut self.instance_type,
            Field::InstanceCount => &mut self.instance_count,
            Field::Volume => &mut self.volume,
            Field::VolumeKmsKey => &mut self.volume_kms,
            Field::MaximumRuntime => &mut self.max_runtime,
            Field::HyperparameterKey(row) => match self.other_hyperparameters.get_mut(place(*row)) {
                Some(row) => &mut row.key,
                None => return,
            },
            Field::Hyperparameter(name) => {
                let is_documented = self.documents(name);
                match self.other_hyperparameters.iter_mut().find(|row| row.key.trim() == name) {
                    Some(row) if !is_documented => &mut row.value,
                    _ => self.hyperparameters.entry(name.clone()).or_default(),
                }
            }
            Field::Channel(index, ChannelField::S3Uri) if self.model_channel() == Some(*index) => &mut self.source,
            Field::Channel(index, part) => match self.channels.get_mut(place(*index)).and_then(|channel| channel.slot(*part)) {
                Some(slot) => slot,
                None => return,
            },
            Field::OutputPath => &mut self.output_path,
            Field::OutputKmsKey => &mut self.output_kms,
            Field::TagKey(row) => match self.tags.get_mut(place(*row)) {
                Some(tag) => &mut tag.key,
                None => return,
            },
            Field::TagValue(row) => match self.tags.get_mut(place(*row)) {
                Some(tag) => &mut tag.value,
                None => return,
            },
            _ => return,
        };
        *slot = value;
    }

    /// Whether the chosen algorithm documents the hyperparameter.
    pub(super) fn documents(&self, name: &str) -> bool {
        self.known_algorithm().is_some_and(|algorithm| algorithm.hyperparameter(name).is_some())
    }
}

impl ChannelDraft {
    fn value(&self, part: ChannelField) -> &str {
        match part {
            ChannelField::Name => &self.name,
            ChannelField::InputMode => &self.input_mode,
            ChannelField::ContentType => &self.content_type,
            ChannelField::Compression => &self.compression,
            ChannelField::RecordWrapper => &self.record_wrapper,
            ChannelField::S3DataType => &self.data_type,
            ChannelField::S3DataDistribution => &self.distribution,
            ChannelField::S3Uri => &self.uri,
            ChannelField::AttributeNames => &self.attributes,
            ChannelField::ShuffleSeed => &self.shuffle_seed,
            _ => "",
        }
    }

    fn slot(&mut self, part: ChannelField) -> Option<&mut String> {
        Some(match part {
            ChannelField::Name => &mut self.name,
            ChannelField::InputMode => &mut self.input_mode,
            ChannelField::ContentType => &mut self.content_type,
            ChannelField::Compression => &mut self.compression,
            ChannelField::RecordWrapper => &mut self.record_wrapper,
            ChannelField::S3DataType => &mut self.data_type,
            ChannelField::S3DataDistribution => &mut self.distribution,
            ChannelField::S3Uri => &mut self.uri,
            ChannelField::AttributeNames => &mut self.attributes,
            ChannelField::ShuffleSeed => &mut self.shuffle_seed,
            _ => return None,
        })
    }
}

/// A place in a list.
fn place(index: u32) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_gives_back_what_was_set() {
        let mut draft = Draft { algorithm: "image-classification".to_owned(), ..Draft::default() };
        draft.add_channel();
        draft.other_hyperparameters.push(super::super::OtherHyperparameter::default());
        draft.tags.push(super::super::TagDraft::default());
        let fields = [
            Field::JobName,
            Field::MaximumRuntime,
            Field::HyperparameterKey(0),
            Field::Hyperparameter("epochs".to_owned()),
            Field::Channel(0, ChannelField::S3Uri),
            Field::Channel(0, ChannelField::ShuffleSeed),
            Field::TagKey(0),
            Field::TagValue(0),
            Field::OutputPath,
        ];
        for field in fields {
            draft.set(&field, "7".to_owned());
            assert_eq!(draft.value(&field), Some("7"), "{field:?}");
        }
        assert_eq!(draft.value(&Field::Hyperparameter("7".to_owned())), Some(""), "a row's value is found by the row's name");
        assert_eq!(draft.value(&Field::Channel(3, ChannelField::Name)), None);
        draft.set(&Field::Channel(3, ChannelField::Name), "x".to_owned());
        assert_eq!(draft.channels.len(), 1);
    }

    #[test]
    fn the_place_after_the_last_channel_is_the_model_channel() {
        let mut draft = Draft { source: "s3://bucket/model.tar.gz".to_owned(), ..Draft::default() };
        assert_eq!(draft.value(&Field::Channel(0, ChannelField::S3Uri)), Some("s3://bucket/model.tar.gz"));
        draft.add_channel();
        assert_eq!(draft.value(&Field::Channel(0, ChannelField::S3Uri)), Some(""));
        assert_eq!(draft.value(&Field::Channel(1, ChannelField::S3Uri)), Some("s3://bucket/model.tar.gz"));
    }
}
