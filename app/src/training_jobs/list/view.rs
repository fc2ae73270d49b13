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
    /// Rows on a page that the address asks for; without it the person's preference counts.
    rows_asked: Option<u32>,
}

impl ListView {
    /// Reads the query of an address; `preferred` are the rows on a page where it does not say.
    pub fn from_address(search: &str, preferred: u32) -> Self {
        let (query, wrong) = JobQuery::from_address(search);
        let parameter = |name: &str| {
            search.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('=')).find(|(own, _)| *own == name)
        };
        let chosen = parameter("columns").map(|(_, columns)| paths::decode(columns));
        let rows_asked = parameter("rows").map(|_| query.rows);
        Self {
            query: JobQuery { rows: rows_asked.unwrap_or(preferred), ..query },
            wrong: wrong.into_iter().map(|(text, error)| (text, error.to_string())).collect(),
            columns: columns::read(chosen.as_deref()),
            rows_asked,
        }
    }

    /// The question as it is saved: its first page, without the person's preference.
    pub fn saved_question(&self) -> String {
        JobQuery { rows: self.rows_asked.unwrap_or(JobQuery::ROWS), ..self.query.at_page(1) }.to_address()
    }

    /// The address of the list with another question.
    pub fn address_of(&self, query: &JobQuery) -> String {
        self.address(query, &self.columns)
    }

    /// The address of the list with other columns.
    pub fn address_with_columns(&self, columns: &[Column]) -> String {
        self.address(&self.query, columns)
    }

    /// The address of the list with a preferred number of rows, at the page that has the first row of this one.
    pub fn address_with_rows(&self, rows: u32) -> String {
        let page = self.query.offset() / rows.max(1) + 1;
        Self { rows_asked: None, ..self.clone() }.address_of(&JobQuery { rows, ..self.query.at_page(page) })
    }

    /// The address of all jobs, in the same order.
    pub fn address_without_filters(&self) -> String {
        let JobQuery { sort, descending, .. } = self.query;
        self.address_of(&JobQuery { sort, descending, ..JobQuery::default() })
    }

    /// The parameters of the address but the page and its number of rows.
    pub fn parameters_without_page(&self) -> Vec<(String, String)> {
        let asked = JobQuery { rows: JobQuery::ROWS, ..self.query.at_page(1) }.to_parameters().into_iter();
        let chosen = columns::write(&self.columns).map(|columns| ("columns", columns));
        asked.chain(chosen).map(|(name, value)| (name.to_owned(), value)).collect()
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
        let asked = JobQuery { rows: JobQuery::ROWS, ..query.clone() }.to_address();
        let asked = Some(asked).filter(|address| !address.is_empty());
        // Also the usual number: it wins over another preference.
        let rows = self.rows_asked.map(|rows| format!("rows={rows}"));
        paths::training_jobs_asked(&[asked, rows, chosen].into_iter().flatten().collect::<Vec<_>>().join("&"))
    }
}

fn is_text(sort: Sort) -> bool {
    matches!(sort, Sort::Name | Sort::Status | Sort::Algorithm | Sort::Parent | Sort::Instance)
}

/// The list as the address and the preferred number of rows ask for it, at each change.
pub fn use_view(preferred: RwSignal<u32>) -> Memo<ListView> {
    let search = use_location().search;
    Memo::new(move |_| ListView::from_address(&search.get(), preferred.get()))
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
        let view = ListView::from_address(address, 25);
        assert_eq!(view.columns, [Column::Status, Column::Tags]);
        assert_eq!(view.address_of(&view.query), format!("/training-jobs{address}"));
        assert_eq!(ListView::from_address("", 25).address_of(&JobQuery::default()), "/training-jobs");
    }

    #[test]
    fn the_address_wins_over_the_preferred_number_of_rows() {
        let preferred = ListView::from_address("?page=3", 50);
        assert_eq!(preferred.query.rows, 50);
        assert_eq!(preferred.address_of(&preferred.query.at_page(4)), "/training-jobs?page=4");
        assert_eq!(preferred.saved_question(), "");
        let asked = ListView::from_address("?rows=25&page=3", 50);
        assert_eq!(asked.query.rows, 25);
        assert_eq!(asked.address_of(&asked.query.at_page(4)), "/training-jobs?page=4&rows=25");
        assert_eq!(ListView::from_address("?rows=40", 50).saved_question(), "rows=40");
    }

    #[test]
    fn another_number_of_rows_keeps_the_first_row_in_view() {
        let view = ListView::from_address("?q=a&page=5", 25);
        assert_eq!(view.address_with_rows(50), "/training-jobs?q=a&page=3");
        assert_eq!(view.address_with_rows(10), "/training-jobs?q=a&page=11");
        assert_eq!(ListView::from_address("?rows=30&page=2", 25).address_with_rows(100), "/training-jobs");
    }

    #[test]
    fn without_scripts_the_fields_of_the_page_are_sent_with_everything_else() {
        let view = ListView::from_address("?q=a&filter=status%3DFailed&sort=best&order=asc&rows=50&page=2&columns=tags", 25);
        let names: Vec<_> = view.parameters_without_page().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["q", "filter", "sort", "order", "columns"]);
        assert_eq!(view.address_without_filters(), "/training-jobs?sort=best&order=asc&rows=50&columns=tags");
    }

    #[test]
    fn a_column_that_orders_already_is_turned_round() {
        let view = ListView::from_address("?page=3", 25);
        assert_eq!(view.address_sorted_by(Sort::Created), "/training-jobs?sort=created&order=asc");
        assert_eq!(view.address_sorted_by(Sort::Name), "/training-jobs?sort=name&order=asc");
        assert_eq!(view.address_sorted_by(Sort::BestAccuracy), "/training-jobs?sort=best&order=desc");
    }
}
