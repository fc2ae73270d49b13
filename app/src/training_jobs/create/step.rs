//! The steps of the wizard, and which field stands in which.

use domain::{ChannelField, Field, hyperparameter::Group};

use super::draft::Draft;

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// New, the example, or an earlier model.
    StartFrom,
    /// Name, role, algorithm, machines, limits.
    JobSettings,
    /// Hyperparameters.
    Hyperparameters,
    /// Channels.
    InputData,
    /// Where the model goes, and tags.
    Output,
    /// Everything once more.
    Review,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Self; 6] =
        [Self::StartFrom, Self::JobSettings, Self::Hyperparameters, Self::InputData, Self::Output, Self::Review];

    /// The step's heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::StartFrom => "Start from",
            Self::JobSettings => "Job settings",
            Self::Hyperparameters => "Hyperparameters",
            Self::InputData => "Input data",
            Self::Output => "Output and tags",
            Self::Review => "Review and create",
        }
    }

    /// The id of the step's section.
    pub fn id(self) -> &'static str {
        match self {
            Self::StartFrom => "step-start-from",
            Self::JobSettings => "step-job-settings",
            Self::Hyperparameters => "step-hyperparameters",
            Self::InputData => "step-input-data",
            Self::Output => "step-output",
            Self::Review => "step-review",
        }
    }

    /// The step after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|step| *step > self)
    }

    /// The step before this one.
    pub fn previous(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|step| *step < self)
    }

    /// The step that a field stands in.
    pub fn of(field: &Field) -> Self {
        match field {
            Field::Hyperparameters | Field::HyperparameterKey(_) | Field::Hyperparameter(_) => Self::Hyperparameters,
            Field::Channels | Field::Channel(..) => Self::InputData,
            Field::CheckpointUri
            | Field::CheckpointPath
            | Field::OutputPath
            | Field::OutputKmsKey
            | Field::OutputCompression
            | Field::Tags
            | Field::TagKey(_)
            | Field::TagValue(_) => Self::Output,
            _ => Self::JobSettings,
        }
    }

    /// What the step holds now, in a few words; empty when there is nothing to say.
    pub fn summary(self, draft: &Draft, source_job: Option<&str>) -> String {
        match self {
            Self::StartFrom if draft.source.trim().is_empty() => "New job".to_owned(),
            Self::StartFrom => source_job.unwrap_or("A model in S3").to_owned(),
            Self::JobSettings => draft.job_name.trim().to_owned(),
            Self::Hyperparameters => {
                let documented = draft.hyperparameters.values().filter(|value| !value.trim().is_empty()).count();
                format!("{} set", documented + draft.other_hyperparameters.len())
            }
            Self::InputData => {
                let count = draft.channels.len() + usize::from(draft.model_channel().is_some());
                if count == 1 { "1 channel".to_owned() } else { format!("{count} channels") }
            }
            Self::Output => match draft.tags.len() {
                0 => String::new(),
                1 => "1 tag".to_owned(),
                count => format!("{count} tags"),
            },
            Self::Review => String::new(),
        }
    }
}

/// The documented hyperparameters' groups, in the order of the page.
pub const GROUPS: [Group; 4] = [Group::Architecture, Group::Data, Group::Training, Group::EarlyStopping];

/// Where a field stands on the page, for sorting: its step, then places within it.
pub fn position(field: &Field, draft: &Draft) -> (Step, u32, u32) {
    let at = |major: u32, minor: u32| (Step::of(field), major, minor);
    match field {
        Field::JobName | Field::Hyperparameters | Field::Channels | Field::OutputPath => at(0, 0),
        Field::Role | Field::OutputKmsKey => at(1, 0),
        Field::Algorithm | Field::OutputCompression => at(2, 0),
        Field::InputMode | Field::Tags => at(3, 0),
        Field::InstanceType => at(4, 0),
        Field::InstanceCount => at(5, 0),
        Field::Volume => at(6, 0),
        Field::VolumeKmsKey => at(7, 0),
        Field::MaximumRuntime => at(8, 0),
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
        Field::Channel(index, part) => {
            // The channel `model` stands first on the page and last in the request.
            let card = if draft.model_channel() == Some(*index) { 0 } else { index.saturating_add(1) };
            at(card.saturating_add(1), channel_part(*part))
        }
        Field::TagKey(row) => at(4, row * 2),
        Field::TagValue(row) => at(4, row * 2 + 1),
        _ => at(9, 0),
    }
}

fn channel_part(part: ChannelField) -> u32 {
    match part {
        ChannelField::Name => 0,
        ChannelField::InputMode => 1,
        ChannelField::S3DataDistribution => 2,
        ChannelField::Compression => 3,
        ChannelField::ContentType => 4,
        ChannelField::RecordWrapper => 5,
        ChannelField::S3DataType => 6,
        ChannelField::ShuffleSeed => 7,
        ChannelField::AttributeNames => 8,
        ChannelField::S3Uri => 9,
        _ => 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_each_other() {
        assert_eq!(Step::StartFrom.previous(), None);
        assert_eq!(Step::StartFrom.next(), Some(Step::JobSettings));
        assert_eq!(Step::Review.next(), None);
        assert_eq!(Step::Review.previous(), Some(Step::Output));
    }

    #[test]
    fn the_model_card_stands_before_the_data_channels() {
        let mut draft = Draft { source: "s3://bucket/model.tar.gz".to_owned(), ..Draft::default() };
        draft.add_channel();
        let model = position(&Field::Channel(1, ChannelField::S3Uri), &draft);
        let data = position(&Field::Channel(0, ChannelField::Name), &draft);
        assert!(model < data);
        assert!(position(&Field::Channels, &draft) < model);
    }

    #[test]
    fn summaries_say_what_a_step_holds() {
        let mut draft = Draft::default();
        assert_eq!(Step::StartFrom.summary(&draft, None), "New job");
        draft.source = "s3://bucket/model.tar.gz".to_owned();
        assert_eq!(Step::StartFrom.summary(&draft, Some("cats-1")), "cats-1");
        assert_eq!(Step::InputData.summary(&draft, None), "1 channel");
    }
}
