//! What review shows: every section as pairs of label and value, each with where the value comes from.

use domain::{ChannelField, Field};

use super::{
    draft::{ChannelDraft, Draft},
    model_card,
    settings_step::runtime_words,
    step::{GROUPS, Step},
};

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The usual or documented value.
    Default,
    /// Copied from the source job.
    Inherited,
    /// Other than in the source job.
    Changed,
    /// Typed for a new job.
    Own,
}

/// A label with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The label of the form.
    pub label: String,
    /// The value; `–` when there is none.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// A part of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// The step that it can be edited in.
    pub step: Step,
    /// Its values.
    pub rows: Vec<Row>,
}

/// All sections. `is_inherited` is whether `baseline` holds a source job's values rather than the usual ones.
pub fn sections(draft: &Draft, baseline: &Draft, is_inherited: bool) -> Vec<Section> {
    let compare = Compare { draft, baseline, is_inherited };
    let mut sections = vec![
        Section {
            title: Step::JobSettings.title().to_owned(),
            step: Step::JobSettings,
            rows: vec![
                Row { origin: Origin::Own, ..compare.row("Job name", &Field::JobName) },
                compare.row("IAM role", &Field::Role),
                Row {
                    value: draft.known_algorithm().map_or_else(|| shown(&draft.algorithm), |known| known.display.to_owned()),
                    ..compare.row("Algorithm", &Field::Algorithm)
                },
                compare.row("Input mode", &Field::InputMode),
                compare.row("Instance type", &Field::InstanceType),
                compare.row("Instance count", &Field::InstanceCount),
                compare.row("Additional storage volume per instance (GB)", &Field::Volume),
                compare.row("Encryption key (volume)", &Field::VolumeKmsKey),
                Row {
                    label: "Maximum runtime".to_owned(),
                    value: runtime_words(draft),
                    origin: compare.origin(runtime_words(draft) == runtime_words(baseline)),
                },
            ],
        },
        Section { title: Step::Hyperparameters.title().to_owned(), step: Step::Hyperparameters, rows: compare.hyperparameters() },
    ];
    if draft.model_channel().is_some() {
        let origin = compare.origin(draft.source == baseline.source);
        let mut rows: Vec<Row> =
            model_card::values().map(|(label, value, _)| Row { label: label.to_owned(), value, origin }).collect();
        rows.push(Row { label: "S3 location".to_owned(), value: draft.source.clone(), origin });
        sections.push(Section { title: "Channel model".to_owned(), step: Step::InputData, rows });
    }
    for (index, channel) in (0_u32..).zip(&draft.channels) {
        let title = format!("Channel {}", channel.name.trim());
        sections.push(Section { title, step: Step::InputData, rows: compare.channel(index, channel) });
    }
    let mut output =
        vec![compare.row("S3 output path", &Field::OutputPath), compare.row("Encryption key (output)", &Field::OutputKmsKey)];
    output.extend(draft.tags.iter().map(|tag| Row {
        label: format!("Tag {}", tag.key.trim()),
        value: shown(&tag.value),
        origin: compare.origin(baseline.tags.contains(tag)),
    }));
    sections.push(Section { title: Step::Output.title().to_owned(), step: Step::Output, rows: output });
    sections
}

struct Compare<'a> {
    draft: &'a Draft,
    baseline: &'a Draft,
    is_inherited: bool,
}

impl Compare<'_> {
    fn origin(&self, is_same: bool) -> Origin {
        match (self.is_inherited, is_same) {
            (true, true) => Origin::Inherited,
            (true, false) => Origin::Changed,
            (false, true) => Origin::Default,
            (false, false) => Origin::Own,
        }
    }

    fn row(&self, label: &str, field: &Field) -> Row {
        let value = self.draft.value(field).unwrap_or_default().trim();
        let before = self.baseline.value(field).unwrap_or_default().trim();
        Row { label: label.to_owned(), value: shown(value), origin: self.origin(value == before) }
    }

    /// Documented ones with a value or a default in the order of the page, then the others.
    fn hyperparameters(&self) -> Vec<Row> {
        let known = self.draft.known_algorithm().map_or(&[][..], |algorithm| algorithm.hyperparameters);
        let grouped = GROUPS.iter().flat_map(|group| known.iter().filter(move |known| known.group == *group));
        let documented = grouped.filter_map(|known| {
            let row = self.row(known.name, &Field::Hyperparameter(known.name.to_owned()));
            let is_empty = row.value == NOTHING;
            let is_dropped = row.origin == Origin::Changed;
            match known.default {
                Some(default) if is_empty && !is_dropped => {
                    Some(Row { value: default.to_owned(), origin: Origin::Default, ..row })
                }
                Some(default) if is_empty => Some(Row { value: default.to_owned(), ..row }),
                _ => (!is_empty || is_dropped).then_some(row),
            }
        });
        let others = self.draft.other_hyperparameters.iter().map(|other| Row {
            label: other.key.trim().to_owned(),
            value: shown(&other.value),
            origin: self.origin(self.baseline.other_hyperparameters.contains(other)),
        });
        documented.chain(others).collect()
    }

    fn channel(&self, index: u32, channel: &ChannelDraft) -> Vec<Row> {
        let labels = [
            ("Input mode", ChannelField::InputMode),
            ("S3 data distribution type", ChannelField::S3DataDistribution),
            ("Compression type", ChannelField::Compression),
            ("Content type", ChannelField::ContentType),
            ("Record wrapper", ChannelField::RecordWrapper),
            ("S3 data type", ChannelField::S3DataType),
            ("Attribute names", ChannelField::AttributeNames),
            ("Shuffle seed", ChannelField::ShuffleSeed),
            ("S3 location", ChannelField::S3Uri),
        ];
        // A channel that was added or removed before this one moves its place, so channels are compared by name.
        let before = (0_u32..).zip(&self.baseline.channels).find(|(_, other)| other.name == channel.name).map(|(place, _)| place);
        let rows = labels.into_iter().map(|(label, part)| {
            let value = self.draft.value(&Field::Channel(index, part)).unwrap_or_default().trim();
            let theirs = before.and_then(|place| self.baseline.value(&Field::Channel(place, part)));
            Row {
                label: label.to_owned(),
                value: shown(value),
                origin: self.origin(theirs.is_some_and(|theirs| theirs.trim() == value)),
            }
        });
        let is_optional = |row: &Row| ["Attribute names", "Shuffle seed"].contains(&row.label.as_str()) && row.value == NOTHING;
        rows.filter(|row| !is_optional(row)).collect()
    }
}

/// What stands for an empty value.
pub const NOTHING: &str = "–";

fn shown(value: &str) -> String {
    if value.trim().is_empty() { NOTHING.to_owned() } else { value.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(sections: &[Section], label: &str) -> Option<(String, Origin)> {
        sections
            .iter()
            .flat_map(|section| &section.rows)
            .find(|row| row.label == label)
            .map(|row| (row.value.clone(), row.origin))
    }

    #[test]
    fn each_value_says_where_it_comes_from() {
        let mut baseline =
            Draft { algorithm: "image-classification".to_owned(), instance_count: "1".to_owned(), ..Draft::default() };
        baseline.hyperparameters.insert("learning_rate".to_owned(), "0.05".to_owned());
        let mut draft = baseline.clone();
        draft.hyperparameters.insert("learning_rate".to_owned(), "0.01".to_owned());
        let child = sections(&draft, &baseline, true);
        assert_eq!(origin(&child, "Instance count"), Some(("1".to_owned(), Origin::Inherited)));
        assert_eq!(origin(&child, "learning_rate"), Some(("0.01".to_owned(), Origin::Changed)));
        assert_eq!(origin(&child, "momentum"), Some(("0.9".to_owned(), Origin::Default)));
        assert_eq!(origin(&child, "top_k"), None);
        let new = sections(&draft, &Draft::default(), false);
        assert_eq!(origin(&new, "learning_rate"), Some(("0.01".to_owned(), Origin::Own)));
        assert_eq!(origin(&new, "Encryption key (volume)"), Some(("–".to_owned(), Origin::Default)));
    }

    #[test]
    fn an_inherited_value_that_was_emptied_is_a_change() {
        let mut baseline = Draft { algorithm: "image-classification".to_owned(), ..Draft::default() };
        baseline.hyperparameters.insert("epochs".to_owned(), "6".to_owned());
        let draft = Draft { algorithm: "image-classification".to_owned(), ..Draft::default() };
        assert_eq!(origin(&sections(&draft, &baseline, true), "epochs"), Some(("30".to_owned(), Origin::Changed)));
    }
}
