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

/// Suggestions for a text. Each one's value is what the text becomes; `values` are those that the history knows.
pub fn suggestions(text: &str, tag_keys: &[String], values: &[String]) -> Vec<Suggestion> {
    match stage(text) {
        Stage::Property => properties(text.trim(), tag_keys),
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
            known
                .filter_map(|value| Filter::new(property.clone(), operator, value).ok())
                .map(|filter| Suggestion {
                    words: format!("{} {} {}", filter.property.label(), filter.operator.sign(), filter.value),
                    detail: String::new(),
                    value: filter.to_string(),
                })
                .collect()
        }
    }
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
}
