//! Finding words in a log.

use console::{
    data::history::{LogMatches, LogQuery},
    format,
};
use domain::description::LogLine;
use leptos::prelude::*;

use crate::{
    training_jobs::api::search_log,
    ui::{Button, ButtonKind, InlineCheckbox, SearchInput},
};

/// What is searched for and what was found.
#[derive(Clone, Copy)]
pub struct LogSearch {
    /// The words, or the expression.
    pub words: RwSignal<String>,
    /// Whether they are a regular expression.
    pub is_expression: RwSignal<bool>,
    /// Lines that were found so far.
    found: RwSignal<Option<LogMatches>>,
    /// Index of the one in view.
    at: RwSignal<usize>,
    problem: RwSignal<Option<String>>,
}

impl LogSearch {
    /// Nothing is searched for.
    pub fn new() -> Self {
        Self {
            words: RwSignal::new(String::new()),
            is_expression: RwSignal::new(false),
            found: RwSignal::new(None),
            at: RwSignal::new(0),
            problem: RwSignal::new(None),
        }
    }

    /// Number of the line that is looked at; tracked.
    pub fn current(self) -> Option<u64> {
        let at = self.at.get();
        self.found.with(|found| found.as_ref()?.lines.get(at).map(|line| line.number))
    }

    /// Whether a line holds the words, or was found by the expression; tracked.
    pub fn has(self, line: &LogLine) -> bool {
        if self.is_expression.get() {
            // The browser has no such expressions of its own; lines that were not fetched yet are marked when they are.
            return self.found.with(|found| {
                found.as_ref().is_some_and(|found| found.lines.binary_search_by_key(&line.number, |found| found.number).is_ok())
            });
        }
        let is_searched = self.found.with(Option::is_some);
        is_searched && self.words.with(|words| !words.is_empty() && line.text.to_lowercase().contains(&words.to_lowercase()))
    }

    /// Searches for an expression from now on, or for words; what was found otherwise goes.
    fn choose(self, is_expression: bool) {
        self.is_expression.set(is_expression);
        self.found.set(None);
        self.problem.set(None);
    }

    fn query(self) -> LogQuery {
        LogQuery { text: self.words.get_untracked(), is_expression: self.is_expression.get_untracked() }
    }

    fn start(self, name: String) {
        let query = self.query();
        self.at.set(0);
        self.found.set(None);
        self.problem.set(None);
        if query.text.trim().is_empty() {
            return;
        }
        leptos::task::spawn_local(async move {
            match search_log(name, query, 0).await {
                Ok(found) => {
                    self.problem.set(None);
                    self.found.set(Some(found));
                }
                Err(error) => self.problem.set(Some(error.to_string())),
            }
        });
    }

    /// Goes on to the next match, and fetches more when the last one is reached.
    fn go_on(self, name: String) {
        let Some((count, next)) = self.found.with_untracked(|found| found.as_ref().map(|found| (found.lines.len(), found.next)))
        else {
            return;
        };
        let at = self.at.get_untracked() + 1;
        match next {
            _ if at < count => self.at.set(at),
            None => self.at.set(0),
            Some(next) => {
                let query = self.query();
                leptos::task::spawn_local(async move {
                    match search_log(name, query, next).await {
                        Ok(more) => {
                            self.found.update(|found| {
                                if let Some(found) = found {
                                    found.lines.extend(more.lines);
                                    found.next = more.next;
                                }
                            });
                            self.at.set(at);
                        }
                        Err(error) => self.problem.set(Some(error.to_string())),
                    }
                });
            }
        }
    }

    fn go_back(self) {
        let count = self.found.with_untracked(|found| found.as_ref().map_or(0, |found| found.lines.len()));
        self.at.update(|at| *at = at.checked_sub(1).unwrap_or(count.saturating_sub(1)));
    }

    fn status(self) -> Option<String> {
        if let Some(problem) = self.problem.get() {
            return Some(problem);
        }
        let at = self.at.get();
        self.found.with(|found| {
            let found = found.as_ref()?;
            Some(match found.total {
                0 => "No line matches.".to_owned(),
                total => {
                    let more = if total >= LogMatches::MAX_COUNTED_MATCHES { "more than " } else { "" };
                    format!("Match {} of {more}{}", format::count(at as u64 + 1), format::count(u64::from(total)))
                }
            })
        })
    }
}

impl Default for LogSearch {
    fn default() -> Self {
        Self::new()
    }
}

/// The line for words, and the way from match to match.
#[component]
pub fn SearchBar(
    /// What is searched for.
    search: LogSearch,
    /// The job's name.
    name: Memo<String>,
) -> impl IntoView {
    let has_matches = Memo::new(move |_| search.found.with(|found| found.as_ref().is_some_and(|found| !found.lines.is_empty())));
    let searched = StoredValue::new(LogQuery::default());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let query = search.query();
        // Enter once more goes on to the next match.
        if has_matches.get_untracked() && searched.with_value(|searched| *searched == query) {
            search.go_on(name.get_untracked());
        } else {
            searched.set_value(query);
            search.start(name.get_untracked());
        }
    };
    view! {
        <form class="log-search" role="search" aria-label="Search the log" data-filter="" on:submit=submit>
            <SearchInput
                aria_label="Search the log"
                placeholder="Search the log"
                on_input=move |words| search.words.set(words)
                prop:value=move || search.words.get()
            />
            <InlineCheckbox on=search.is_expression on_change=move |on| search.choose(on)>
                "Regular expression"
            </InlineCheckbox>
            <Button submit=true>"Search"</Button>
            {move || {
                has_matches
                    .get()
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Plain on_press=move |()| search.go_back()>
                                "Previous match"
                            </Button>
                            <Button kind=ButtonKind::Plain on_press=move |()| search.go_on(name.get_untracked())>
                                "Next match"
                            </Button>
                        }
                    })
            }}
            <span class="muted" class:filter-problem=move || search.problem.with(Option::is_some) role="status">
                {move || search.status()}
            </span>
        </form>
    }
}
