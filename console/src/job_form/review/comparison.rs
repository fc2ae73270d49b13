//! One value beside the value that it began with.

use domain::{ChannelField, Field};

use super::{NOTHING, Origin, Row, shown};
use crate::job_form::{
    draft::{ChannelDraft, Draft, ON},
    step::GROUPS,
};

/// The fields of a channel whose data is in S3.
const IN_S3: &[(&str, ChannelField)] = &[
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
/// The fields of a channel whose data is in a file system.
const IN_FILE_SYSTEM: &[(&str, ChannelField)] = &[
    ("Input mode", ChannelField::InputMode),
    ("Compression type", ChannelField::Compression),
    ("Content type", ChannelField::ContentType),
    ("Record wrapper", ChannelField::RecordWrapper),
    ("Shuffle seed", ChannelField::ShuffleSeed),
    ("File system type", ChannelField::FileSystemType),
    ("File system ID", ChannelField::FileSystemId),
    ("Access mode", ChannelField::FileSystemAccess),
    ("Directory path", ChannelField::FileSystemDirectory),
];

/// The form beside what it is compared with.
pub(super) struct Compare<'a> {
    pub(super) draft: &'a Draft,
    pub(super) baseline: &'a Draft,
    pub(super) is_inherited: bool,
    /// What the form filled in where its origin has nothing.
    pub(super) defaults: &'a [Field],
}

impl Compare<'_> {
    /// Where a value comes from that is or is not the same.
    pub(super) fn origin(&self, is_same: bool) -> Origin {
        match (self.is_inherited, is_same) {
            (true, true) => Origin::Inherited,
            (true, false) => Origin::Changed,
            (false, true) => Origin::Default,
            (false, false) => Origin::Own,
        }
    }

    /// A field.
    pub(super) fn row(&self, label: &str, field: &Field) -> Row {
        let value = self.draft.value(field).unwrap_or_default().trim();
        let before = self.baseline.value(field).unwrap_or_default().trim();
        Row {
            label: label.to_owned(),
            value: shown(value),
            origin: self.origin_of(field, value == before),
            field: Some(field.clone()),
        }
    }

    /// The same for a field, which may have its default although the others are from elsewhere.
    pub(super) fn origin_of(&self, field: &Field, is_same: bool) -> Origin {
        if is_same && self.defaults.contains(field) { Origin::Default } else { self.origin(is_same) }
    }

    /// A field that is shown only when it holds something, or did before.
    pub(super) fn optional(&self, label: &str, field: &Field) -> Option<Row> {
        let row = self.row(label, field);
        let is_dropped = !self.baseline.value(field).unwrap_or_default().trim().is_empty();
        (row.value != NOTHING || is_dropped).then_some(row)
    }

    /// A checkbox, with its words for off and on.
    pub(super) fn flag(&self, label: &str, field: &Field, [off, on]: [&str; 2]) -> Row {
        let row = self.row(label, field);
        let value = if self.draft.value(field) == Some(ON) { on } else { off };
        Row { value: value.to_owned(), ..row }
    }

    /// Documented ones with a value or a default in the order of the page, then the others.
    pub(super) fn hyperparameters(&self) -> Vec<Row> {
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
                _ => (!is_empty || is_dropped || known.required).then_some(row),
            }
        });
        let others = self.draft.other_hyperparameters.iter().map(|other| Row {
            label: other.key.trim().to_owned(),
            value: shown(&other.value),
            origin: self.origin(self.baseline.other_hyperparameters.contains(other)),
            field: None,
        });
        documented.chain(others).collect()
    }

    /// A channel's fields.
    pub(super) fn channel(&self, index: u32, channel: &ChannelDraft) -> Vec<Row> {
        let labels: &[(&str, ChannelField)] = if channel.is_file_system() { IN_FILE_SYSTEM } else { IN_S3 };
        // A channel that was added or removed before this one moves its place, so channels are compared by name.
        let before = (0_u32..).zip(&self.baseline.channels).find(|(_, other)| other.name == channel.name).map(|(place, _)| place);
        let rows = labels.iter().map(|(label, part)| {
            let field = Field::Channel(index, *part);
            let value = self.draft.value(&field).unwrap_or_default().trim();
            let theirs = before.and_then(|place| self.baseline.value(&Field::Channel(place, *part)));
            Row {
                label: (*label).to_owned(),
                value: shown(value),
                origin: self.origin(theirs.is_some_and(|theirs| theirs.trim() == value)),
                field: Some(field),
            }
        });
        let is_optional = |row: &Row| ["Attribute names", "Shuffle seed"].contains(&row.label.as_str()) && row.value == NOTHING;
        rows.filter(|row| !is_optional(row)).collect()
    }
}
