//! A question as the query of an address: `q=digits&filter=status%3DFailed&sort=accuracy&order=asc&page=2`.

use super::{Filter, FilterError, JobQuery, MAX_FILTERS, MAX_ROWS, Matches, Sort};
use crate::percent::encode;

impl JobQuery {
    /// The question as parameters of an address, without what is as it is anyway. The caller encodes them.
    pub fn to_parameters(&self) -> Vec<(&'static str, String)> {
        let usual = Self::default();
        let mut parameters = Vec::new();
        if !self.words.trim().is_empty() {
            parameters.push(("q", self.words.trim().to_owned()));
        }
        parameters.extend(self.filters.iter().map(|filter| ("filter", filter.to_string())));
        if self.matches == Matches::Any {
            parameters.push(("match", "any".to_owned()));
        }
        if (self.sort, self.descending) != (usual.sort, usual.descending) {
            parameters.push(("sort", self.sort.key().to_owned()));
            parameters.push(("order", if self.descending { "desc" } else { "asc" }.to_owned()));
        }
        if self.rows != usual.rows {
            parameters.push(("rows", self.rows.to_string()));
        }
        if self.page > 1 {
            parameters.push(("page", self.page.to_string()));
        }
        parameters
    }

    /// Reads parameters; what they do not say, or say wrongly, is as usual. Filters that are none come back with the reason.
    pub fn from_parameters<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<(String, FilterError)>) {
        let mut query = Self::default();
        let mut wrong = Vec::new();
        for (key, value) in parameters {
            match key {
                "q" => query.words = value.trim().to_owned(),
                "filter" if query.filters.len() < MAX_FILTERS => match Filter::parse(value) {
                    Ok(filter) => query.filters.push(filter),
                    Err(error) => wrong.push((value.to_owned(), error)),
                },
                "match" if value == "any" => query.matches = Matches::Any,
                "sort" => match Sort::parse(value) {
                    Some(sort) => query.sort = sort,
                    None => wrong.push((format!("sort={value}"), FilterError::Sort(value.to_owned()))),
                },
                "order" => query.descending = value != "asc",
                "rows" => query.rows = value.parse().unwrap_or(query.rows).clamp(1, MAX_ROWS),
                "page" => query.page = value.parse().unwrap_or(1).max(1),
                _ => {}
            }
        }
        (query, wrong)
    }

    /// The question as the query of an address, encoded, without the question mark; empty for all jobs, newest first.
    pub fn to_address(&self) -> String {
        let pair = |(key, value): (&str, String)| format!("{key}={}", encode(&value));
        self.to_parameters().into_iter().map(pair).collect::<Vec<_>>().join("&")
    }

    /// Reads the query of an address, with or without its question mark; see [`JobQuery::from_parameters`].
    pub fn from_address(query: &str) -> (Self, Vec<(String, FilterError)>) {
        let query = query.strip_prefix('?').unwrap_or(query);
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        Self::from_parameters(pairs.iter().map(|(key, value)| (&**key, &**value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_survives_its_address() {
        let filters = ["status=Failed", "tag.team=a&b = ü%", "created>=2026-11-23"].map(|text| Filter::parse(text).expect(text));
        let query = JobQuery {
            filters: filters.into(),
            matches: Matches::Any,
            words: "digits inc".to_owned(),
            sort: Sort::BestAccuracy,
            descending: false,
            page: 3,
            rows: 50,
        };
        assert_eq!(JobQuery::from_address(&query.to_address()), (query, vec![]));
        assert_eq!(JobQuery::default().to_address(), "");
        assert_eq!(JobQuery::from_address("?page=2").0.offset(), 25);
    }

    #[test]
    fn what_an_address_says_wrongly_is_as_usual() {
        let (query, wrong) = JobQuery::from_address("page=x&rows=1000000&sort=luck&filter=colour%3Dred&filter=status%3DFailed&%");
        assert_eq!((query.page, query.rows, query.sort, query.filters.len()), (1, MAX_ROWS, Sort::Created, 1));
        let expected = [
            ("sort=luck".to_owned(), FilterError::Sort("luck".to_owned())),
            ("colour=red".to_owned(), FilterError::Property("colour".to_owned())),
        ];
        assert_eq!(wrong, expected);
    }
}
