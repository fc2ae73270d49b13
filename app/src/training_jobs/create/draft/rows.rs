//! Taking rows out of a list, and what that does to the places that messages and typed values are known by.

use std::collections::HashSet;

use domain::Field;

use super::Draft;

/// A list of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Data channels.
    Channels,
    /// Hyperparameters with a name of one's own.
    OtherHyperparameters,
    /// Tags.
    Tags,
}

impl Draft {
    /// Takes a row out; nothing happens when it is already gone.
    pub fn remove(&mut self, list: List, row: u32) {
        fn take<T>(rows: &mut Vec<T>, row: u32) {
            let row = usize::try_from(row).unwrap_or(usize::MAX);
            if row < rows.len() {
                rows.remove(row);
            }
        }
        match list {
            List::Channels => take(&mut self.channels, row),
            List::OtherHyperparameters => take(&mut self.other_hyperparameters, row),
            List::Tags => take(&mut self.tags, row),
        }
    }
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
        _ => Some(field.clone()),
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use domain::ChannelField;

    use super::*;

    #[test]
    fn rows_behind_a_removed_one_move_up() {
        let field = |index| Field::Channel(index, ChannelField::Name);
        let fields = HashSet::from([field(0), field(1), field(2), Field::JobName, Field::TagKey(1)]);
        let expected = HashSet::from([field(0), field(1), Field::JobName, Field::TagKey(1)]);
        assert_eq!(without(&fields, List::Channels, 1), expected);
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
