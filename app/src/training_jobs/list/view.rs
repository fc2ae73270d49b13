//! What the address says about the list: the question, and the columns. All of it can be linked to and saved.

use console::{
    job_list::columns::{self, Column},
    paths,
};
use domain::job_query::{JobQuery, Sort};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// The list as the address asks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct ListView {
    /// The question.
    pub query: JobQuery,
    /// What in the address is no filter, with the reason.
    pub wrong: Vec<(String, String)>,
    /// The columns besides the name.
    pub columns: Vec<Column>,
}

impl ListView {
    /// Reads the query of an address.
    pub fn from_address(search: &str) -> Self {
        let (query, wrong) = JobQuery::from_address(search);
        let chosen = search.trim_start_matches('?').split('&').find_map(|pair| pair.strip_prefix("columns="));
        Self {
            query,
            wrong: wrong.into_iter().map(|(text, error)| (text, error.to_string())).collect(),
            columns: columns::read(chosen.map(paths::decode).as_deref()),
        }
    }

    /// The address of the list with another question.
    pub fn address_of(&self, query: &JobQuery) -> String {
        self.address(query, &self.columns)
    }

    /// The address of the list with other columns.
    pub fn address_with_columns(&self, columns: &[Column]) -> String {
        self.address(&self.query, columns)
    }

    /// The address of the first page, ordered by a column; by the one that orders already, turned round.
    pub fn address_sorted_by(&self, sort: Sort) -> String {
        let is_turned = self.query.sort == sort;
        // Texts sort ascending at first, numbers and times descending.
        let descending = if is_turned { !self.query.descending } else { !is_text(sort) };
        self.address_of(&JobQuery { sort, descending, page: 1, ..self.query.clone() })
    }

    fn address(&self, query: &JobQuery, columns: &[Column]) -> String {
        let chosen = columns::write(columns).map(|columns| format!("columns={}", paths::encode(&columns)));
        let asked = Some(query.to_address()).filter(|address| !address.is_empty());
        paths::training_jobs_asked(&[asked, chosen].into_iter().flatten().collect::<Vec<_>>().join("&"))
    }
}

fn is_text(sort: Sort) -> bool {
    matches!(sort, Sort::Name | Sort::Status | Sort::Algorithm | Sort::Parent | Sort::Instance)
}

/// The list as the address asks for it, at each change.
pub fn use_view() -> Memo<ListView> {
    let search = use_location().search;
    Memo::new(move |_| ListView::from_address(&search.get()))
}

/// Goes to another view of the list without leaving the place on the page.
pub fn use_go_to() -> Callback<String> {
    let navigate = StoredValue::new(use_navigate());
    Callback::new(move |address: String| {
        navigate.with_value(|navigate| navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() }));
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_holds_all_that_is_chosen() {
        let address = "?q=digits&filter=status%3DFailed&sort=best&order=desc&page=2&columns=status%2Ctags";
        let view = ListView::from_address(address);
        assert_eq!(view.columns, [Column::Status, Column::Tags]);
        assert_eq!(view.address_of(&view.query), format!("/training-jobs{address}"));
        assert_eq!(ListView::from_address("").address_of(&JobQuery::default()), "/training-jobs");
    }

    #[test]
    fn a_column_that_orders_already_is_turned_round() {
        let view = ListView::from_address("?page=3");
        assert_eq!(view.address_sorted_by(Sort::Created), "/training-jobs?sort=created&order=asc");
        assert_eq!(view.address_sorted_by(Sort::Name), "/training-jobs?sort=name&order=asc");
        assert_eq!(view.address_sorted_by(Sort::BestAccuracy), "/training-jobs?sort=best&order=desc");
    }
}
