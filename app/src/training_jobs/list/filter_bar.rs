//! The filters of the list: a line to type them, and a token for each.

use console::{
    job_list::suggest::{Stage, stage, suggestions},
    paths,
};
use domain::job_query::{Filter, FilterError, JobQuery, Matches};
use leptos::prelude::*;

use super::view::{View, use_go};
use crate::{
    fetched::Fetched,
    training_jobs::api::{filter_sets, filter_values},
    ui::{Icon, IconName, SuggestBox, Suggestion},
};

/// Filter line and tokens. Without scripts the line searches words, and tokens are links that take them away.
#[component]
pub fn FilterBar(
    /// What the address asks for.
    view: Memo<View>,
) -> impl IntoView {
    let go = use_go();
    let text = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let tag_keys = Fetched::new(|| Some(()), |()| async { filter_sets().await.map(|(keys, _)| keys).unwrap_or_default() });
    // Values are asked for once per property and first letters.
    let asked = Memo::new(move |_| match stage(&text.get()) {
        Stage::Value(property, _, start) if property.choices().is_empty() => Some((property.key(), start)),
        _ => None,
    });
    let values = Fetched::new(
        move || asked.get(),
        |(property, start): (String, String)| async move { filter_values(property, start).await.unwrap_or_default() },
    );
    let offered = Signal::derive(move || {
        let found = suggestions(&text.get(), &tag_keys.get().unwrap_or_default(), &values.get().unwrap_or_default());
        found.into_iter().map(|one| Suggestion { value: one.value, words: one.words, detail: one.detail }).collect::<Vec<_>>()
    });
    let ask = move |change: Box<dyn FnOnce(&mut JobQuery)>| {
        let address = view.with_untracked(|view| {
            let mut query = view.query.at_page(1);
            change(&mut query);
            view.asking(&query)
        });
        go.run(address);
    };
    let add = move |filter: Filter| {
        text.set(String::new());
        problem.set(None);
        ask(Box::new(move |query| {
            if !query.filters.contains(&filter) {
                query.filters.push(filter);
            }
        }));
    };
    let choose = move |value: String| match Filter::parse(&value) {
        Ok(filter) => add(filter),
        // Not complete yet: the line says what the suggestion says, and the next ones come.
        Err(_) => text.set(value),
    };
    let enter = move |typed: String| match Filter::parse(&typed) {
        Ok(filter) => add(filter),
        // Without an operator, and behind a word that is no property, it is text to search for; the latter may be meant
        // otherwise.
        Err(error @ (FilterError::Form | FilterError::Property(_))) => {
            text.set(String::new());
            problem.set(matches!(error, FilterError::Property(_)).then(|| format!("Searched for as text. {error}")));
            ask(Box::new(move |query| query.words = typed.trim().to_owned()));
        }
        Err(error) => problem.set(Some(error.to_string())),
    };
    let tokens = move || {
        let view = view.get();
        let words = (!view.query.words.is_empty()).then(|| {
            let without = JobQuery { words: String::new(), ..view.query.at_page(1) };
            token(format!("Text: {}", view.query.words), view.asking(&without))
        });
        let filters = view
            .query
            .filters
            .iter()
            .map(|filter| {
                let mut without = view.query.at_page(1);
                without.filters.retain(|other| other != filter);
                let words = format!("{} {} {}", filter.property.label(), filter.operator.sign(), filter.value);
                token(words, view.asking(&without))
            })
            .collect_view();
        let count = view.query.filters.len();
        let clear = view.query.is_filtered().then(|| {
            let all = JobQuery {
                sort: view.query.sort,
                descending: view.query.descending,
                rows: view.query.rows,
                ..JobQuery::default()
            };
            view! {
                <a class="button button-plain" href=view.asking(&all)>
                    "Clear filters"
                </a>
            }
        });
        let matches = (count > 1).then(|| {
            let (words, other) = match view.query.matches {
                Matches::All => ("all of them", Matches::Any),
                Matches::Any => ("any of them", Matches::All),
            };
            let turned = JobQuery { matches: other, ..view.query.at_page(1) };
            view! { <a class="token-match" href=view.asking(&turned)>{format!("must match {words}")}</a> }
        });
        view! { {words} {filters} {matches} {clear} }
    };
    let wrong = move || {
        let from_address = view.with(|view| view.wrong.clone());
        let messages = problem.get().into_iter().chain(from_address.into_iter().map(|(text, error)| format!("{text}: {error}")));
        messages.map(|message| view! { <p class="filter-problem">{message}</p> }).collect_view()
    };
    view! {
        <div class="filter-bar" data-filter="">
            <form
                method="get"
                action=paths::training_jobs()
                role="search"
                aria-label="Filter training jobs"
                on:submit=move |event| {
                    event.prevent_default();
                    enter(text.get_untracked());
                }
            >
                <SuggestBox
                    id="filter"
                    name="q"
                    label="Filter training jobs"
                    placeholder="Filter by name, status, algorithm, tag…"
                    text=text
                    suggestions=offered
                    on_choose=choose
                    on_enter=Callback::new(enter)
                />
            </form>
            {tokens}
        </div>
        <div role="status">{wrong}</div>
    }
}

/// A filter that is set, with a link that takes it away.
fn token(words: String, without: String) -> impl IntoView {
    view! {
        <span class="token">
            {words.clone()}
            <a href=without aria-label=format!("Remove filter {words}")>
                <Icon name=IconName::Close />
            </a>
        </span>
    }
}
