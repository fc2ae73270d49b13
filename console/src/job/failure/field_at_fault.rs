//! Which field of the form a failure is about.

use domain::{ChannelField, Field, TrainingJobRequest, incremental::MODEL_CHANNEL};

/// Parts of a reason that are about one field whatever the job.
const KNOWN: &[(&str, Field)] = &[
    ("assume the role", Field::Role),
    ("sts:assumerole", Field::Role),
    ("insufficient disk space", Field::Volume),
    ("no space left", Field::Volume),
    ("gpu instance", Field::InstanceType),
    ("unable to provision", Field::InstanceType),
    ("capacityerror", Field::InstanceType),
    ("s3outputpath", Field::OutputPath),
    ("output path", Field::OutputPath),
    ("artifact upload failed", Field::OutputPath),
    ("maxruntime", Field::MaximumRuntime),
];

/// Words of a reason that names a channel, with the member that they are about. The first that fit count; a reason with
/// none of them is about the channel's location.
const MEMBERS: &[(&str, ChannelField)] = &[
    ("holds no", ChannelField::S3Uri),
    ("content type", ChannelField::ContentType),
    ("contenttype", ChannelField::ContentType),
    ("record wrapper", ChannelField::RecordWrapper),
    ("recordwrapper", ChannelField::RecordWrapper),
    ("input mode", ChannelField::InputMode),
    ("inputmode", ChannelField::InputMode),
    ("compression", ChannelField::Compression),
    ("gzip", ChannelField::Compression),
    ("attribute name", ChannelField::AttributeNames),
];

/// The field to change, with its name for people; `None` when the reason names none.
///
/// A hyperparameter that the reason names comes first, then a channel by its name or location.
pub fn field(reason: &str, request: &TrainingJobRequest) -> Option<(Field, String)> {
    let lower = reason.to_lowercase();
    let hyperparameters = request.hyper_parameters.iter().flat_map(|values| values.keys());
    // The longest name counts: `lr_scheduler` is part of `lr_scheduler_step`.
    let named = hyperparameters.filter(|name| is_word_of(&lower, &name.to_lowercase())).max_by_key(|name| name.len());
    if let Some(name) = named {
        return Some((Field::Hyperparameter(name.clone()), name.clone()));
    }
    let channels = request.input_data_config.iter().flatten();
    let data = channels.filter(|channel| channel.channel_name.as_deref() != Some(MODEL_CHANNEL));
    for (index, channel) in (0_u32..).zip(data) {
        let name = channel.channel_name.clone().unwrap_or_default();
        let uri = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref()?.s3_uri.clone());
        let is_meant = is_word_of(&lower, &format!("channel {}", name.to_lowercase()))
            || is_word_of(&lower, &format!("{} channel", name.to_lowercase()))
            || uri.is_some_and(|uri| reason.contains(uri.trim_end_matches('/')));
        if is_meant {
            let member =
                MEMBERS.iter().find(|(words, _)| lower.contains(words)).map_or(ChannelField::S3Uri, |(_, member)| *member);
            return Some((Field::Channel(index, member), format!("{} of channel {name}", member_name(member))));
        }
    }
    let known = KNOWN.iter().find(|(part, _)| lower.contains(part));
    known.map(|(_, field)| (field.clone(), name_of(field).to_owned()))
}

fn member_name(member: ChannelField) -> &'static str {
    match member {
        ChannelField::ContentType => "the content type",
        ChannelField::RecordWrapper => "the record wrapper",
        ChannelField::InputMode => "the input mode",
        ChannelField::Compression => "the compression type",
        ChannelField::AttributeNames => "the attribute names",
        _ => "the location",
    }
}

fn name_of(field: &Field) -> &'static str {
    match field {
        Field::Role => "the IAM role",
        Field::Volume => "the volume's size",
        Field::InstanceType => "the instance type",
        Field::OutputPath => "the S3 output path",
        Field::MaximumRuntime => "the maximum runtime",
        _ => "the settings",
    }
}

/// Whether the text has these words with nothing of a name before and behind them.
fn is_word_of(text: &str, words: &str) -> bool {
    let is_name =
        |character: Option<char>| character.is_some_and(|character| character.is_alphanumeric() || "_-".contains(character));
    !words.is_empty()
        && text.match_indices(words).any(|(start, found)| {
            let (before, behind) = (text.get(..start).unwrap_or_default(), text.get(start + found.len()..).unwrap_or_default());
            !is_name(before.chars().next_back()) && !is_name(behind.chars().next())
        })
}

#[cfg(test)]
mod tests {
    use domain::wire::{Channel, DataSource, S3DataSource};

    use super::*;

    fn request() -> TrainingJobRequest {
        let channel = |name: &str, uri: &str| Channel {
            channel_name: Some(name.to_owned()),
            data_source: Some(DataSource {
                s3_data_source: Some(S3DataSource { s3_uri: Some(uri.to_owned()), ..S3DataSource::default() }),
                ..DataSource::default()
            }),
            ..Channel::default()
        };
        let names = ["learning_rate", "lr_scheduler", "lr_scheduler_step", "num_classes"];
        TrainingJobRequest {
            hyper_parameters: Some(names.map(|name| (name.to_owned(), "1".to_owned())).into()),
            input_data_config: Some(vec![
                channel("model", "s3://b/model.tar.gz"),
                channel("train", "s3://b/train/"),
                channel("validation", "s3://b/validation/"),
            ]),
            ..TrainingJobRequest::default()
        }
    }

    #[test]
    fn the_field_is_found_by_its_name_or_its_value() {
        let found = |reason: &str| field(reason, &request()).map(|(field, _)| field);
        assert_eq!(
            found("ClientError: Hyperparameter learning_rate is '7', but must be a number from 0 to 1., exit code: 1"),
            Some(Field::Hyperparameter("learning_rate".to_owned()))
        );
        assert_eq!(found("ClientError: lr_scheduler_step is wrong"), Some(Field::Hyperparameter("lr_scheduler_step".to_owned())));
        assert_eq!(
            found("ClientError: Data download failed: No S3 objects found under S3 URL \"s3://b/validation/\""),
            Some(Field::Channel(1, ChannelField::S3Uri))
        );
        assert_eq!(found("ClientError: the train channel is empty"), Some(Field::Channel(0, ChannelField::S3Uri)));
        assert_eq!(
            found(
                "ClientError: The channel train has the content type text/csv. Image classification reads application/x-recordio"
            ),
            Some(Field::Channel(0, ChannelField::ContentType))
        );
        assert_eq!(
            found("ClientError: The channel train holds no .rec file. With the content type application/x-recordio, point it at"),
            Some(Field::Channel(0, ChannelField::S3Uri))
        );
        assert_eq!(found("the validation channel needs input mode Pipe"), Some(Field::Channel(1, ChannelField::InputMode)));
        assert_eq!(found("CapacityError: Unable to provision requested ML compute capacity."), Some(Field::InstanceType));
        assert_eq!(found("InternalServerError"), None);
    }
}
