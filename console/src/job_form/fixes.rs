//! Fixes that messages offer: the values of the form that they are made from, and the text that an edit gives a field.
//!
//! The fix of a rule stands beside the rule, in `domain::rules`.

use domain::{
    Field,
    algorithm::Algorithm,
    rules::{Edit, FormValues},
};

use super::draft::{Draft, ON};

impl FormValues for Draft {
    fn value(&self, field: &Field) -> Option<&str> {
        Draft::value(self, field)
    }

    fn algorithm(&self) -> Option<&'static Algorithm> {
        self.known_algorithm()
    }
}

/// The text that the edit gives its field; `None` for a row that it adds.
pub fn text_after(edit: &Edit) -> Option<&str> {
    match edit {
        Edit::Set(_, text) => Some(text),
        Edit::Switch(_, true) => Some(ON),
        Edit::Switch(_, false) => Some(""),
        Edit::AddChannel(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::{ChannelField, RuleCode, rules::fix};

    use super::*;

    /// The label of the fix that a draft with this text at a field gets, and each edit's field and text.
    fn offered(code: RuleCode, field: Field, text: &str) -> Option<(String, Vec<(Field, String)>)> {
        let mut draft = Draft { algorithm: "image-classification".to_owned(), ..Draft::default() };
        draft.add_channel();
        draft.set(&field, text.to_owned());
        let fix = fix(&code.violation(field, &[]), &draft)?;
        let edits =
            fix.edits.iter().map(|edit| (edit.field().clone(), text_after(edit).unwrap_or_default().to_owned())).collect();
        Some((fix.label, edits))
    }

    #[test]
    fn a_fix_is_made_from_the_forms_values() {
        let field = Field::Channel(0, ChannelField::ContentType);
        let expected = ("Use application/x-recordio".to_owned(), vec![(field.clone(), "application/x-recordio".to_owned())]);
        assert_eq!(offered(RuleCode::ContentTypeRequired, field, ""), Some(expected));
        let expected = ("Use cats-10".to_owned(), vec![(Field::JobName, "cats-10".to_owned())]);
        assert_eq!(offered(RuleCode::NameTaken, Field::JobName, "cats-9"), Some(expected));
    }

    #[test]
    fn a_check_box_is_ticked_as_the_form_holds_it() {
        let expected = ("Enable it".to_owned(), vec![(Field::NetworkIsolation, ON.to_owned())]);
        assert_eq!(offered(RuleCode::MarketplaceNeedsIsolation, Field::NetworkIsolation, ""), Some(expected));
        let expected = ("Turn it off".to_owned(), vec![(Field::EncryptTraffic, String::new())]);
        assert_eq!(offered(RuleCode::TrafficOfOneInstance, Field::EncryptTraffic, ON), Some(expected));
    }

    #[test]
    fn a_fix_may_change_another_field() {
        let field = Field::Channel(0, ChannelField::S3DataType);
        let pipe = (Field::Channel(0, ChannelField::InputMode), "Pipe".to_owned());
        let expected = ("Switch the channel to Pipe".to_owned(), vec![pipe]);
        assert_eq!(offered(RuleCode::AugmentedManifestNeedsPipe, field, ""), Some(expected));
    }
}
