//! Suggestions for the next word in the filter: a property, an operator, a value.

use domain::job_query::{Filter, Operator, Property};

/// A text that may be typed next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What the text becomes.
    pub value: String,
    /// The words that offer it.
    pub words: String,
    /// What stands beside them; may be empty.
    pub detail: String,
}

/// Hyperparameters that are offered; every other one can be typed as `params.NAME`.
const HYPERPARAMETERS: [&str; 7] =
    ["epochs", "learning_rate", "mini_batch_size", "optimizer", "num_layers", "num_classes", "num_training_samples"];

/// Characters of a text from which on it may be the beginning of a value.
const MIN_VALUE_LENGTH: usize = 2;

/// Where the typing has come.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// A property, or words to search for.
    Property,
    /// An operator behind this property.
    Operator(Property),
    /// A value behind these two, of which this much was typed.
    Value(Property, Operator, String),
}

/// How far a text has come.
pub fn stage(text: &str) -> Stage {
    let text = text.trim_start();
    let end = text.find(['=', '!', ':', '^', '>', '<']);
    let (key, rest) = text.split_at(end.unwrap_or(text.len()));
    let Some(property) = Property::parse(key.trim()) else { return Stage::Property };
    if end.is_none() {
        // `status` may still become something longer; a blank behind it says that it will not.
        return if text.ends_with(' ') { Stage::Operator(property) } else { Stage::Property };
    }
    let mut operators: Vec<Operator> = property.operators().to_vec();
    operators.sort_by_key(|operator| std::cmp::Reverse(operator.sign().len()));
    match operators.into_iter().find(|operator| rest.starts_with(operator.sign())) {
        Some(operator) => {
            let value = rest.strip_prefix(operator.sign()).unwrap_or_default().trim().to_owned();
            Stage::Value(property, operator, value)
        }
        None => Stage::Operator(property),
    }
}

/// The property whose values the history is asked for, and the part of a value that was typed. Words that are no property may be
/// those of an algorithm.
pub fn asked_values(text: &str) -> Option<(Property, String)> {
    match stage(text) {
        Stage::Value(property, _, part) => property.choices().is_empty().then_some((property, part)),
        Stage::Property => Some((Property::Algorithm, text.trim().to_owned())).filter(|(_, part)| may_be_value(part)),
        Stage::Operator(_) => None,
    }
}

/// Suggestions for a text. Each one's value is what the text becomes; `values` are those that the history knows.
pub fn suggestions(text: &str, tag_keys: &[String], values: &[String]) -> Vec<Suggestion> {
    match stage(text) {
        Stage::Property => properties(text.trim(), tag_keys).into_iter().chain(filters_by_value(text.trim(), values)).collect(),
        Stage::Operator(property) => property
            .operators()
            .iter()
            .map(|operator| Suggestion {
                value: format!("{} {} ", property.key(), operator.sign()),
                words: format!("{} {}", property.label(), operator.sign()),
                detail: operator.label().to_owned(),
            })
            .collect(),
        Stage::Value(property, operator, start) => {
            let lower = start.to_lowercase();
            let choices = property.choices().iter().map(|choice| (*choice).to_owned());
            let known = choices.chain(values.iter().cloned()).filter(|value| value.to_lowercase().contains(&lower));
            known.filter_map(|value| Filter::new(property.clone(), operator, value).ok()).map(whole).collect()
        }
    }
}

/// A filter that can be set as it is.
fn whole(filter: Filter) -> Suggestion {
    Suggestion {
        words: format!("{} {} {}", filter.property.label(), filter.operator.sign(), filter.value),
        detail: String::new(),
        value: filter.to_string(),
    }
}

/// Whole filters for somebody who typed a value alone: a state, who made the job, or one of these algorithms.
fn filters_by_value(typed: &str, algorithms: &[String]) -> Vec<Suggestion> {
    if !may_be_value(typed) {
        return Vec::new();
    }
    let lower = typed.to_lowercase();
    let of_choice = |property: Property| {
        let choices = property.choices().iter().filter(|choice| choice.to_lowercase().contains(&lower));
        choices.filter_map(move |choice| Filter::new(property.clone(), Operator::Equals, *choice).ok()).collect::<Vec<_>>()
    };
    let algorithms = algorithms.iter().filter(|algorithm| algorithm.to_lowercase().contains(&lower));
    let algorithms = algorithms.filter_map(|name| Filter::new(Property::Algorithm, Operator::Contains, name.as_str()).ok());
    [Property::Status, Property::Origin].into_iter().flat_map(of_choice).chain(algorithms).map(whole).collect()
}

fn may_be_value(typed: &str) -> bool {
    typed.chars().count() >= MIN_VALUE_LENGTH
}

fn properties(typed: &str, tag_keys: &[String]) -> Vec<Suggestion> {
    let lower = typed.to_lowercase();
    let tags = tag_keys.iter().map(|key| Property::Tag(key.clone()));
    let fits =
        |property: &Property| property.label().to_lowercase().contains(&lower) || property.key().to_lowercase().contains(&lower);
    // Offered once something is typed: before that they would bury the properties that every job has.
    let hyperparameters = HYPERPARAMETERS.iter().filter(|_| !lower.is_empty());
    let hyperparameters = hyperparameters.map(|name| Property::Hyperparameter((*name).to_owned()));
    Property::ALL
        .into_iter()
        .chain(tags)
        .chain(hyperparameters)
        .filter(fits)
        .map(|property| Suggestion {
            value: format!("{} ", property.key()),
            words: property.label(),
            detail: property.operators().iter().map(|operator| operator.sign()).collect::<Vec<_>>().join(" "),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn property_operator_and_value_follow_each_other() {
        assert_eq!(stage("sta"), Stage::Property);
        assert_eq!(stage("status "), Stage::Operator(Property::Status));
        assert_eq!(stage("status !"), Stage::Operator(Property::Status));
        assert_eq!(stage("accuracy >= 0."), Stage::Value(Property::Accuracy, Operator::AtLeast, "0.".to_owned()));
        assert_eq!(stage("best accuracy > 0."), Stage::Value(Property::BestAccuracy, Operator::More, "0.".to_owned()));
        assert_eq!(stage("params.epochs"), Stage::Property);
        assert_eq!(stage("some words"), Stage::Property);
    }

    #[test]
    fn a_suggestion_is_what_the_text_becomes() {
        let values =
            |text: &str| suggestions(text, &["team".to_owned()], &[]).into_iter().map(|one| one.value).collect::<Vec<_>>();
        assert!(values("").contains(&"tag.team ".to_owned()));
        assert_eq!(values("epo"), ["params.epochs "]);
        assert_eq!(values("status "), ["status = ", "status != "]);
        assert_eq!(values("status = fa"), ["status=Failed"]);
        let known = suggestions("name : dig", &[], &["digits-base-1".to_owned()]);
        assert_eq!(known.first().map(|one| one.value.as_str()), Some("name:digits-base-1"));
    }

    #[test]
    fn a_value_alone_suggests_whole_filters() {
        let algorithms = ["XGBoost".to_owned(), "Image Classification - MXNet".to_owned()];
        let offered = |text: &str| {
            let found = suggestions(text, &[], &algorithms);
            found.into_iter().map(|one| (one.words, one.value)).collect::<Vec<_>>()
        };
        let one = |words: &str, value: &str| vec![(words.to_owned(), value.to_owned())];
        assert_eq!(offered("Failed"), one("Status = Failed", "status=Failed"));
        assert_eq!(offered("xgb"), one("Algorithm : XGBoost", "algorithm:XGBoost"));
        assert_eq!(
            offered("image cl"),
            one("Algorithm : Image Classification - MXNet", "algorithm:Image Classification - MXNet")
        );
        assert_eq!(offered("elsewhere"), one("Made by = elsewhere", "origin=elsewhere"));
        assert_eq!(
            offered("stop").iter().map(|(words, _)| words.as_str()).collect::<Vec<_>>(),
            ["Status = Stopping", "Status = Stopped"]
        );
        assert_eq!(offered("resnet"), []);
        // One letter is in nearly every value.
        assert!(offered("x").iter().all(|(words, _)| !words.contains("XGBoost")));
        // A suggestion is a filter as it stands.
        assert!(offered("xgb").iter().all(|(_, value)| Filter::parse(value).is_ok()));
    }

    #[test]
    fn the_history_is_asked_for_what_it_alone_knows() {
        assert_eq!(asked_values("xgb"), Some((Property::Algorithm, "xgb".to_owned())));
        assert_eq!(asked_values("name : dig"), Some((Property::Name, "dig".to_owned())));
        assert_eq!(asked_values("status = fa"), None);
        assert_eq!(asked_values("name "), None);
        assert_eq!(asked_values("x"), None);
    }
}
