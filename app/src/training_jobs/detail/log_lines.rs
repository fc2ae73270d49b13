//! Lines of a log that are fetched when they come into sight.

use std::collections::{BTreeMap, BTreeSet};

use console::error::AppError;
use domain::description::LogLine;
use leptos::prelude::*;

use crate::training_jobs::api::{LINES_PER_PAGE, read_log};

/// Pages that are kept; the ones that are farthest from what is in sight go first.
const MAX_PAGES: usize = 40;

/// The pages of a log that were fetched.
#[derive(Clone, Copy)]
pub struct FetchedLines {
    name: Memo<String>,
    pages: RwSignal<BTreeMap<u64, Vec<LogLine>>>,
    under_way: StoredValue<BTreeSet<u64>>,
    /// What went wrong with the last fetch.
    pub problem: RwSignal<Option<String>>,
}

impl FetchedLines {
    /// Nothing is fetched yet.
    pub fn new(name: Memo<String>) -> Self {
        Self {
            name,
            pages: RwSignal::new(BTreeMap::new()),
            under_way: StoredValue::new(BTreeSet::new()),
            problem: RwSignal::new(None),
        }
    }

    /// A line, when it was fetched; tracked.
    pub fn line(self, number: u64) -> Option<LogLine> {
        let page = number / u64::from(LINES_PER_PAGE);
        self.pages.with(|pages| pages.get(&page)?.iter().find(|line| line.number == number).cloned())
    }

    /// Fetches what is missing of the lines from `first` to before `end`. A page that was cut short is completed: it was the end
    /// of the log then, or its lines are long.
    pub fn fetch_missing(self, first: u64, end: u64) {
        let size = u64::from(LINES_PER_PAGE);
        for page in first / size..=end.saturating_sub(1).max(first) / size {
            let last_wanted = end.saturating_sub(1).min(page * size + size - 1);
            let is_there = self.pages.with_untracked(|pages| {
                pages.get(&page).is_some_and(|lines| lines.last().is_some_and(|line| line.number >= last_wanted))
            });
            let is_new = !is_there && self.under_way.try_update_value(|under_way| under_way.insert(page)).unwrap_or_default();
            if is_new {
                leptos::task::spawn_local(self.fetch(page, last_wanted));
            }
        }
    }

    async fn fetch(self, page: u64, last_wanted: u64) {
        let name = self.name.get_untracked();
        let known = self.pages.try_with_untracked(|pages| pages.get(&page)?.last().map(|line| line.number + 1)).flatten();
        let answer = lines(name, known.unwrap_or(page * u64::from(LINES_PER_PAGE)), last_wanted).await;
        // The tab may have been left meanwhile.
        if self.under_way.try_update_value(|under_way| under_way.remove(&page)).is_none() {
            return;
        }
        match answer {
            Ok(lines) => {
                self.problem.set(None);
                let is_of_page = |line: &LogLine| line.number / u64::from(LINES_PER_PAGE) == page;
                self.pages.update(|pages| {
                    pages.entry(page).or_default().extend(lines.into_iter().filter(is_of_page));
                    while pages.len() > MAX_PAGES {
                        let farthest = pages.keys().copied().max_by_key(|other| other.abs_diff(page));
                        farthest.and_then(|farthest| pages.remove(&farthest));
                    }
                });
            }
            Err(error) => self.problem.set(Some(error.to_string())),
        }
    }
}

/// The lines from `from` to `last`, or to the end of the log. One answer holds few long lines.
async fn lines(name: String, mut from: u64, last: u64) -> Result<Vec<LogLine>, AppError> {
    let mut lines = Vec::new();
    while from <= last {
        let (more, _) = read_log(name.clone(), from).await?;
        let Some(end) = more.last() else { break };
        from = end.number + 1;
        lines.extend(more);
    }
    Ok(lines)
}
