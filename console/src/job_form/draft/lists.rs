//! Taking rows out of a list, and what that does to the places that messages and typed values are known by.

use std::collections::HashSet;

use domain::{ChannelField, Field};

use super::{ChannelDraft, Draft, MetricDraft, OtherHyperparameter, TagDraft, VariableDraft};

/// A list of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Data channels.
    Channels,
    /// Hyperparameters with a name of one's own.
    OtherHyperparameters,
    /// Tags.
    Tags,
    /// Metric definitions.
    Metrics,
    /// Environment variables.
    Environment,
}

impl List {
    /// All lists.
    pub const ALL: [Self; 5] = [Self::Channels, Self::OtherHyperparameters, Self::Tags, Self::Metrics, Self::Environment];

    /// The list's word in a posted form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Channels => "channel",
            Self::OtherHyperparameters => "hyperparameter",
            Self::Tags => "tag",
            Self::Metrics => "metric",
            Self::Environment => "variable",
        }
    }

    /// What a row is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Channels => "Channel",
            Self::OtherHyperparameters => "Hyperparameter",
            Self::Tags => "Tag",
            Self::Metrics => "Metric",
            Self::Environment => "Variable",
        }
    }

    /// The list as a whole, which messages and links lead to.
    pub fn field(self) -> Field {
        match self {
            Self::Channels => Field::Channels,
            Self::OtherHyperparameters => Field::Hyperparameters,
            Self::Tags => Field::Tags,
            Self::Metrics => Field::Metrics,
            Self::Environment => Field::Environment,
        }
    }

    /// The first field of a row.
    pub fn first(self, row: u32) -> Field {
        match self {
            Self::Channels => Field::Channel(row, ChannelField::Name),
            Self::OtherHyperparameters => Field::HyperparameterKey(row),
            Self::Tags => Field::TagKey(row),
            Self::Metrics => Field::MetricName(row),
            Self::Environment => Field::EnvironmentKey(row),
        }
    }
}

impl Draft {
    /// How many rows a list has.
    pub fn rows(&self, list: List) -> u32 {
        let count = match list {
            List::Channels => self.channels.len(),
            List::OtherHyperparameters => self.other_hyperparameters.len(),
            List::Tags => self.tags.len(),
            List::Metrics => self.metrics.len(),
            List::Environment => self.environment.len(),
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Adds an empty row; a channel comes with its defaults.
    pub fn add(&mut self, list: List) {
        match list {
            List::Channels => self.add_channel(),
            List::OtherHyperparameters => self.other_hyperparameters.push(OtherHyperparameter::default()),
            List::Tags => self.tags.push(TagDraft::default()),
            List::Metrics => self.metrics.push(MetricDraft::default()),
            List::Environment => self.environment.push(VariableDraft::default()),
        }
    }

    /// Takes a row out; `None` when it is already gone.
    pub fn remove(&mut self, list: List, row: u32) -> Option<RemovedRow> {
        fn take<T>(rows: &mut Vec<T>, row: u32) -> Option<T> {
            let row = usize::try_from(row).ok()?;
            (row < rows.len()).then(|| rows.remove(row))
        }
        let content = match list {
            List::Channels => RowContent::Channel(Box::new(take(&mut self.channels, row)?)),
            List::OtherHyperparameters => RowContent::Hyperparameter(take(&mut self.other_hyperparameters, row)?),
            List::Tags => RowContent::Tag(take(&mut self.tags, row)?),
            List::Metrics => RowContent::Metric(take(&mut self.metrics, row)?),
            List::Environment => RowContent::Variable(take(&mut self.environment, row)?),
        };
        Some(RemovedRow { row, content })
    }

    /// Puts a removed row back where it was, or at the end of a list that has become shorter.
    pub fn put_back(&mut self, removed: RemovedRow) {
        fn insert<T>(rows: &mut Vec<T>, row: u32, content: T) {
            let row = usize::try_from(row).unwrap_or(usize::MAX).min(rows.len());
            rows.insert(row, content);
        }
        let row = removed.row;
        match removed.content {
            RowContent::Channel(channel) => insert(&mut self.channels, row, *channel),
            RowContent::Hyperparameter(other) => insert(&mut self.other_hyperparameters, row, other),
            RowContent::Tag(tag) => insert(&mut self.tags, row, tag),
            RowContent::Metric(metric) => insert(&mut self.metrics, row, metric),
            RowContent::Variable(variable) => insert(&mut self.environment, row, variable),
        }
    }
}

/// A row that was taken out of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct RemovedRow {
    /// Where it was.
    pub row: u32,
    content: RowContent,
}

#[derive(Debug, Clone, PartialEq)]
enum RowContent {
    Channel(Box<ChannelDraft>),
    Hyperparameter(OtherHyperparameter),
    Tag(TagDraft),
    Metric(MetricDraft),
    Variable(VariableDraft),
}

/// The same fields after a row was taken out: its own are gone, those behind it move up.
pub fn without(fields: &HashSet<Field>, list: List, row: u32) -> HashSet<Field> {
    let moved = |index: u32| match index.cmp(&row) {
        std::cmp::Ordering::Less => Some(index),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(index - 1),
    };
    let kept = fields.iter().filter_map(|field| match (list, field) {
        (List::Channels, Field::Channel(index, part)) => moved(*index).map(|index| Field::Channel(index, *part)),
        (List::OtherHyperparameters, Field::HyperparameterKey(index)) => moved(*index).map(Field::HyperparameterKey),
        (List::Tags, Field::TagKey(index)) => moved(*index).map(Field::TagKey),
        (List::Tags, Field::TagValue(index)) => moved(*index).map(Field::TagValue),
        (List::Metrics, Field::MetricName(index)) => moved(*index).map(Field::MetricName),
        (List::Metrics, Field::MetricRegex(index)) => moved(*index).map(Field::MetricRegex),
        (List::Environment, Field::EnvironmentKey(index)) => moved(*index).map(Field::EnvironmentKey),
        _ => Some(field.clone()),
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removed_row_comes_back_where_it_was() {
        let mut draft = Draft::default();
        for key in ["a", "b", "c"] {
            draft.tags.push(TagDraft { key: key.to_owned(), ..TagDraft::default() });
        }
        let before = draft.clone();
        let removed = draft.remove(List::Tags, 1).expect("a row");
        assert_eq!(draft.tags.len(), 2);
        draft.put_back(removed.clone());
        assert_eq!(draft, before);
        draft.tags.clear();
        draft.put_back(removed);
        assert_eq!(draft.tags.len(), 1);
        assert_eq!(draft.remove(List::Tags, 7), None);
    }

    #[test]
    fn rows_behind_a_removed_one_move_up() {
        let field = |index| Field::Channel(index, ChannelField::Name);
        let fields = HashSet::from([field(0), field(1), field(2), Field::JobName, Field::TagKey(1)]);
        let expected = HashSet::from([field(0), field(1), Field::JobName, Field::TagKey(1)]);
        assert_eq!(without(&fields, List::Channels, 1), expected);
    }

    #[test]
    fn lists_of_images_are_proposed_beside_images_only() {
        let image = "433757028032.dkr.ecr.us-west-2.amazonaws.com/image-classification:1";
        let request = domain::wire::TrainingJobRequest::from_json(
            format!(r#"{{"AlgorithmSpecification": {{"TrainingImage": "{image}"}}}}"#).as_bytes(),
        );
        let names = |content_type: &str| {
            let request = request.as_ref().ok().cloned().unwrap_or_default();
            let mut draft = Draft::with_settings_of(&Draft::default(), &request, "a");
            for _ in 0..3 {
                draft.add_channel();
                draft.channels.iter_mut().for_each(|channel| channel.content_type = content_type.to_owned());
            }
            draft.channels.iter().map(|channel| channel.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names("application/x-image"), ["train", "validation", "train_lst"]);
        assert_eq!(names("application/x-recordio"), ["train", "validation", ""]);
    }

    #[test]
    fn removing_twice_removes_once() {
        let mut draft = Draft::default();
        draft.add_channel();
        draft.remove(List::Channels, 0);
        draft.remove(List::Channels, 0);
        assert!(draft.channels.is_empty());
    }
}
