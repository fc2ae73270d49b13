//! The names of the form's inputs, by which the server reads a form that was posted without scripts, and element ids.

use domain::{ChannelField, Field};

use super::Draft;

/// The input name of a part that is no [`Field`], for example `part_name("max_runtime_unit")`.
pub fn part_name(part: &str) -> String {
    format!("draft[{part}]")
}

/// The input name of the value in a row with a name of one's own.
pub fn other_hyperparameter_name(row: u32) -> String {
    format!("draft[other_hyperparameters][{row}][value]")
}

/// The element id of the value in a row with a name of one's own; the name may be empty or stand twice.
pub fn other_hyperparameter_id(row: u32) -> String {
    format!("hp-other-value-{row}")
}

impl Draft {
    /// The input name of a field.
    pub fn input_name(field: &Field) -> String {
        match field {
            Field::JobName => part_name("job_name"),
            Field::Role => part_name("role"),
            Field::Algorithm => part_name("algorithm"),
            Field::InputMode => part_name("input_mode"),
            Field::InstanceType => part_name("instance_type"),
            Field::InstanceCount => part_name("instance_count"),
            Field::Volume => part_name("volume"),
            Field::VolumeKmsKey => part_name("volume_kms"),
            Field::MaximumRuntime => part_name("max_runtime"),
            Field::Hyperparameter(name) => format!("draft[hyperparameters][{name}]"),
            Field::HyperparameterKey(row) => format!("draft[other_hyperparameters][{row}][key]"),
            Field::Channel(index, part) => format!("draft[channels][{index}][{}]", channel_part(*part)),
            Field::OutputPath => part_name("output_path"),
            Field::OutputKmsKey => part_name("output_kms"),
            Field::TagKey(row) => format!("draft[tags][{row}][key]"),
            Field::TagValue(row) => format!("draft[tags][{row}][value]"),
            // Lists as a whole, and what the form does not offer, have no input.
            _ => String::new(),
        }
    }

    /// The id of the element that a message about `field` leads to.
    pub fn element_id(&self, field: &Field) -> String {
        match field {
            Field::Hyperparameter(name) if !self.documents(name) => {
                let row = (0_u32..).zip(&self.other_hyperparameters).find(|(_, row)| row.key.trim() == name);
                row.map_or_else(|| Field::Hyperparameters.id(), |(row, _)| other_hyperparameter_id(row))
            }
            _ => field.id(),
        }
    }
}

fn channel_part(part: ChannelField) -> &'static str {
    match part {
        ChannelField::Name => "name",
        ChannelField::InputMode => "input_mode",
        ChannelField::ContentType => "content_type",
        ChannelField::Compression => "compression",
        ChannelField::RecordWrapper => "record_wrapper",
        ChannelField::S3DataType => "data_type",
        ChannelField::S3DataDistribution => "distribution",
        ChannelField::S3Uri => "uri",
        ChannelField::AttributeNames => "attributes",
        ChannelField::ShuffleSeed => "shuffle_seed",
        _ => "",
    }
}
