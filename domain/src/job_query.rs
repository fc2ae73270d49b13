//! What is asked of the list of jobs: filters, words, order and page, and their form in an address.

mod address;
pub mod filter;
mod natural_order;
pub mod operator;
pub mod property;
mod words;

use serde::{Deserialize, Serialize};

pub use filter::{Filter, FilterError, Value};
pub use natural_order::natural_key;
pub use operator::Operator;
pub use property::{Kind, Property};
pub use words::words;

/// Rows of one page. Our limit.
pub const MAX_ROWS: u32 = 200;
/// Filters of one query. Our limit: more make no sense and cost time.
pub const MAX_FILTERS: usize = 20;

/// A question to the list.
///
/// [`JobQuery::to_address`] and [`JobQuery::from_address`] write and read it as the query of a page's address, so that
/// what somebody looks at can be linked to and saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobQuery {
    /// Conditions on properties.
    pub filters: Vec<Filter>,
    /// Whether all of the filters must hold, or any one.
    pub matches: Matches,
    /// Words to search for, see [`words()`]; empty asks for none.
    pub words: String,
    /// The column that orders the rows.
    pub sort: Sort,
    /// Whether the largest comes first. Rows without a value come last either way.
    pub descending: bool,
    /// Which page, counted from 1.
    pub page: u32,
    /// Rows on a page, at most [`MAX_ROWS`].
    pub rows: u32,
}

impl JobQuery {
    /// Rows on a page unless another number is asked for.
    pub const ROWS: u32 = 25;
    /// Numbers of rows that are offered.
    pub const ROWS_CHOICES: [u32; 4] = [10, 25, 50, 100];

    /// Rows before the page.
    pub fn offset(&self) -> u32 {
        self.page.saturating_sub(1).saturating_mul(self.rows)
    }

    /// Whether anything is filtered: then the total differs from the number of all jobs.
    pub fn is_filtered(&self) -> bool {
        !self.filters.is_empty() || !self.words.trim().is_empty()
    }

    /// The same question for another page.
    #[must_use]
    pub fn at_page(&self, page: u32) -> Self {
        Self { page: page.max(1), ..self.clone() }
    }
}

impl Default for JobQuery {
    /// All jobs, newest first.
    fn default() -> Self {
        Self {
            filters: Vec::new(),
            matches: Matches::All,
            words: String::new(),
            sort: Sort::Created,
            descending: true,
            page: 1,
            rows: Self::ROWS,
        }
    }
}

/// How several filters go together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Matches {
    /// All must hold.
    #[default]
    All,
    /// One is enough.
    Any,
}

/// A column that can order the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sort {
    /// The job's name, in natural order; see [`natural_key`].
    Name,
    /// Its state.
    Status,
    /// The algorithm's name.
    Algorithm,
    /// The job whose model it started from, by its name; then models that no known job made, by their locations.
    Parent,
    /// The kind of machine.
    Instance,
    /// When it was created.
    Created,
    /// When it ended.
    Ended,
    /// From creation to end; unknown while it runs.
    Duration,
    /// Seconds that are billed.
    Billable,
    /// The last validation accuracy.
    Accuracy,
    /// The best validation accuracy.
    BestAccuracy,
    /// How much the score rose from the model that the job started from.
    Change,
}

impl Sort {
    /// All columns.
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::Status,
        Self::Algorithm,
        Self::Parent,
        Self::Instance,
        Self::Created,
        Self::Ended,
        Self::Duration,
        Self::Billable,
        Self::Accuracy,
        Self::BestAccuracy,
        Self::Change,
    ];

    /// Its word in an address.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Status => "status",
            Self::Algorithm => "algorithm",
            Self::Parent => "parent",
            Self::Instance => "instance",
            Self::Created => "created",
            Self::Ended => "ended",
            Self::Duration => "duration",
            Self::Billable => "billable",
            Self::Accuracy => "accuracy",
            Self::BestAccuracy => "best",
            Self::Change => "change",
        }
    }

    /// The column of a word.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.key() == key)
    }
}
