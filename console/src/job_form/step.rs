//! The steps of the wizard, and which field stands in which.

mod position;

pub use position::{GROUPS, position};

use domain::Field;

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
            | Field::ManagedSpot
            | Field::MaximumWait
            | Field::Tags
            | Field::TagKey(_)
            | Field::TagValue(_)
            | Field::Environment
            | Field::EnvironmentKey(_)
            | Field::EnvironmentValue(_)
            | Field::RetryAttempts
            | Field::MaximumPending
            | Field::Entrypoint
            | Field::Arguments
            | Field::MetricsTimeSeries
            | Field::Other => Self::Output,
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
                format!("{} set", draft.sent_hyperparameters().len())
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

#[cfg(test)]
mod tests {
    use domain::ChannelField;

    use super::*;
    use crate::job_form::draft::AlgorithmSource;

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

    #[test]
    fn hyperparameters_that_are_not_sent_are_not_counted() {
        let mut draft = Draft { algorithm: "image-classification".to_owned(), ..Draft::default() };
        draft.hyperparameters.insert("epochs".to_owned(), "3".to_owned());
        assert_eq!(Step::Hyperparameters.summary(&draft, None), "1 set");
        draft.algorithm_source = AlgorithmSource::Container.as_str().to_owned();
        assert_eq!(Step::Hyperparameters.summary(&draft, None), "0 set");
        assert_eq!(draft.unsent_hyperparameters(), [("epochs", "3")]);
        draft.send_unsent_hyperparameters();
        assert_eq!(Step::Hyperparameters.summary(&draft, None), "1 set");
        assert!(draft.unsent_hyperparameters().is_empty());
        assert_eq!(draft.request("us-west-2").hyper_parameters.and_then(|all| all.get("epochs").cloned()).as_deref(), Some("3"));
    }
}
