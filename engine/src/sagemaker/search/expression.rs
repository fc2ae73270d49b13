//! `SearchExpression`: conditions and their combination.

use serde::Deserialize;
use serde_json::Value;

use super::{
    names,
    property::{self, Comparison},
    unknown,
};
use crate::{json_protocol::WireError, sagemaker::api_model::Kind};

/// Filters within the nested filters of a whole expression. Source: API page of Search.
const MAX_NESTED_FILTERS: usize = 50;
/// Conditions of which all must hold, or one.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Expression {
    filters: Option<Vec<Filter>>,
    nested_filters: Option<Vec<NestedFilters>>,
    sub_expressions: Option<Vec<Expression>>,
    operator: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Filter {
    name: Option<String>,
    operator: Option<String>,
    value: Option<String>,
}

/// Filters that one and the same entry of a list must pass.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct NestedFilters {
    nested_property_name: Option<String>,
    filters: Option<Vec<Filter>>,
}

impl Expression {
    /// Whether a job, as the service describes it, matches.
    pub(super) fn matches(&self, document: &Value) -> bool {
        let filters = self.filters.iter().flatten().map(|filter| filter.matches(document));
        let nested = self.nested_filters.iter().flatten().map(|nested| nested.matches(document));
        let expressions = self.sub_expressions.iter().flatten().map(|expression| expression.matches(document));
        let mut all = filters.chain(nested).chain(expressions).peekable();
        match self.operator.as_deref() {
            Some("Or") => all.peek().is_none() || all.any(|holds| holds),
            _ => all.all(|holds| holds),
        }
    }

    /// Whether any condition is about a property of some kind.
    pub(super) fn asks_for(&self, is_of_kind: fn(&str) -> bool) -> bool {
        self.all_filters().iter().any(|filter| is_of_kind(filter.name()))
            || self.holds_within(&|expression| expression.nested_filters.iter().flatten().any(|nested| is_of_kind(nested.name())))
    }

    /// Checks the rules of the service that are not in the API model.
    pub(super) fn check(&self) -> Result<(), WireError> {
        self.check_names()?;
        let filters = self.all_filters();
        if filters.iter().filter(|filter| filter.operator() == "Contains").count() > 1 {
            return Err(WireError::validation("'CONTAINS' operator usage limit of 1 exceeded."));
        }
        if self.count_nested() > MAX_NESTED_FILTERS {
            return Err(WireError::validation(format!("A search can have at most {MAX_NESTED_FILTERS} nested filters.")));
        }
        match filters.iter().find(|filter| filter.value.is_none() && filter.needs_value()) {
            Some(filter) => Err(WireError::validation(format!(
                "The filter on {} with the operator {} needs a Value.",
                filter.name(),
                filter.operator()
            ))),
            None => Ok(()),
        }
    }

    /// Refuses unknown properties, and times that cannot be read.
    fn check_names(&self) -> Result<(), WireError> {
        self.filters.iter().flatten().try_for_each(|filter| filter.check(""))?;
        self.nested_filters.iter().flatten().try_for_each(NestedFilters::check)?;
        self.sub_expressions.iter().flatten().try_for_each(Expression::check_names)
    }

    fn all_filters(&self) -> Vec<&Filter> {
        let nested = self.nested_filters.iter().flatten().flat_map(|nested| nested.filters.iter().flatten());
        let inner = self.sub_expressions.iter().flatten().flat_map(Expression::all_filters);
        self.filters.iter().flatten().chain(nested).chain(inner).collect()
    }

    fn count_nested(&self) -> usize {
        let own: usize =
            self.nested_filters.iter().flatten().map(|nested| nested.filters.as_deref().unwrap_or_default().len()).sum();
        own + self.sub_expressions.iter().flatten().map(Expression::count_nested).sum::<usize>()
    }

    /// Whether a test holds for this expression or one inside it.
    fn holds_within(&self, test: &dyn Fn(&Expression) -> bool) -> bool {
        test(self) || self.sub_expressions.iter().flatten().any(|expression| expression.holds_within(test))
    }
}

impl NestedFilters {
    fn name(&self) -> &str {
        self.nested_property_name.as_deref().unwrap_or_default()
    }

    fn check(&self) -> Result<(), WireError> {
        if names::kind(self.name()) != Some(Kind::List) {
            return Err(unknown("NestedPropertyName", self.name()));
        }
        self.filters.iter().flatten().try_for_each(|filter| filter.check(self.name()))
    }

    fn matches(&self, document: &Value) -> bool {
        let prefix = format!("{}.", self.name());
        property::entries(document, self.name()).into_iter().any(|entry| {
            let passes = |filter: &Filter| {
                let name = filter.name();
                filter.matches_at(entry, name.strip_prefix(&prefix).unwrap_or(name))
            };
            self.filters.iter().flatten().all(passes)
        })
    }
}

impl Filter {
    fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    /// The default is documented as `Equals`.
    fn operator(&self) -> &str {
        self.operator.as_deref().unwrap_or("Equals")
    }

    /// Checks a filter. `list` is the property whose entries the filter is about, or empty. The filter's name may begin with
    /// it.
    fn check(&self, list: &str) -> Result<(), WireError> {
        let name = self.name();
        let below = (!list.is_empty()).then(|| names::kind(&format!("{list}.{name}"))).flatten();
        let kind = names::kind(name).or(below).ok_or_else(|| unknown("Filters", name))?;
        let value = self.value.as_deref().unwrap_or_default();
        let is_compared = kind == Kind::Time && self.value.is_some() && self.needs_value() && self.operator() != "Contains";
        let mut values =
            if self.operator() == "In" { value.split(',').collect() } else { vec![value] }.into_iter().map(str::trim);
        match values.find(|value| is_compared && property::time(value).is_none()) {
            None => Ok(()),
            Some(value) => Err(WireError::validation(format!(
                "The filter on {name} has the value \"{value}\", which is no time of the form YYYY-mm-dd'T'HH:MM:SS."
            ))),
        }
    }

    fn needs_value(&self) -> bool {
        !matches!(self.operator(), "Exists" | "NotExists")
    }

    fn matches(&self, document: &Value) -> bool {
        self.matches_at(document, self.name())
    }

    fn matches_at(&self, document: &Value, name: &str) -> bool {
        let values = property::values(document, name);
        let asked = self.value.as_deref().unwrap_or_default();
        let holds = |test: fn(Comparison) -> bool| values.iter().any(|value| property::compare(value, asked).is_some_and(test));
        match self.operator() {
            "Exists" => !values.is_empty(),
            "NotExists" => values.is_empty(),
            "NotEquals" => !holds(Comparison::is_eq),
            "GreaterThan" => holds(Comparison::is_gt),
            "GreaterThanOrEqualTo" => holds(Comparison::is_ge),
            "LessThan" => holds(Comparison::is_lt),
            "LessThanOrEqualTo" => holds(Comparison::is_le),
            "Contains" => values.iter().any(|value| property::text(value).contains(asked)),
            "In" => asked
                .split(',')
                .any(|word| values.iter().any(|value| property::compare(value, word.trim()).is_some_and(Comparison::is_eq))),
            _ => holds(Comparison::is_eq),
        }
    }
}
