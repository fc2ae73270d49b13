//! The filters of the list: a line to type them, and a token for each.

use console::{
    job_list::suggest::{asked_values, suggestions},
    paths,
};
use domain::job_query::{Filter, FilterError, JobQuery, Matches, Property};
use leptos::prelude::*;

use super::view::{ListView, use_go_to};
use crate::{
    client_resource::ClientResource,
    training_jobs::api::{filter_sets, filter_values},
    ui::{ButtonKind, Icon, IconName, LinkButton, SuggestBox, Suggestion},
};

/// Filter line and tokens. Without scripts the line searches words, and tokens are links that take them away.
#[component]
pub fn FilterBar(
    /// What the address asks for.
    view: Memo<ListView>,
) -> impl IntoView {
    let line = FilterLine::new(view);
    view! {
        <div class="filter-bar" data-filter="">
            <form
                method="get"
                action=paths::training_jobs()
                role="search"
                aria-label="Filter training jobs"
                on:submit=move |event| {
                    event.prevent_default();
                    line.enter(&line.text.get_untracked());
                }
            >
                <SuggestBox
                    id="filter"
                    name="q"
                    label="Filter training jobs"
                    placeholder="Filter by name, status, algorithm, tag…"
                    text=line.text
                    suggestions=use_suggestions(line.text)
                    on_choose=move |value: String| line.choose(value)
                    on_enter=Callback::new(move |typed: String| line.enter(&typed))
                />
            </form>
            <Tokens view=view />
        </div>
        <Problems view=view problem=line.problem />
    }
}

/// What is typed, and what comes of it.
#[derive(Clone, Copy)]
struct FilterLine {
    /// What the address asks for.
    view: Memo<ListView>,
    /// What is typed.
    text: RwSignal<String>,
    /// What is wrong with what was entered last.
    problem: RwSignal<Option<String>>,
    /// Leads to another address.
    go: Callback<String>,
}

impl FilterLine {
    fn new(view: Memo<ListView>) -> Self {
        Self { view, text: RwSignal::new(String::new()), problem: RwSignal::new(None), go: use_go_to() }
    }

    /// Takes a suggestion.
    fn choose(self, value: String) {
        match Filter::parse(&value) {
            Ok(filter) => self.add(filter),
            // Not complete yet: the line says what the suggestion says, and the next ones come.
            Err(_) => self.text.set(value),
        }
    }

    /// Takes what was typed.
    fn enter(self, typed: &str) {
        match Filter::parse(typed) {
            Ok(filter) => self.add(filter),
            // Without an operator, and behind a word that is no property, it is text to search for; the latter may be meant
            // otherwise.
            Err(error @ (FilterError::Form | FilterError::Property(_))) => {
                self.text.set(String::new());
                let is_doubtful = matches!(error, FilterError::Property(_));
                self.problem.set(is_doubtful.then(|| format!("Searched for as text. {error}")));
                self.change(|query| query.words = typed.trim().to_owned());
            }
            Err(error) => self.problem.set(Some(error.to_string())),
        }
    }

    fn add(self, filter: Filter) {
        self.text.set(String::new());
        self.problem.set(None);
        self.change(|query| {
            if !query.filters.contains(&filter) {
                query.filters.push(filter);
            }
        });
    }

    /// Goes to the first page of another question.
    fn change(self, change: impl FnOnce(&mut JobQuery)) {
        let address = self.view.with_untracked(|view| {
            let mut query = view.query.at_page(1);
            change(&mut query);
            view.address_of(&query)
        });
        self.go.run(address);
    }
}

/// What can be typed next. Values are asked for once per property and letters.
fn use_suggestions(text: RwSignal<String>) -> Signal<Vec<Suggestion>> {
    let tag_keys = ClientResource::new(|| Some(()), |()| async { filter_sets().await.map(|(keys, _)| keys).unwrap_or_default() });
    let asked = Memo::new(move |_| text.with(|text| asked_values(text)));
    let values = ClientResource::new(
        move || asked.get(),
        |(property, part): (Property, String)| async move { filter_values(property.key(), part).await.unwrap_or_default() },
    );
    Signal::derive(move || {
        let found = suggestions(&text.get(), &tag_keys.get().unwrap_or_default(), &values.get().unwrap_or_default());
        found.into_iter().map(|one| Suggestion { value: one.value, words: one.words, detail: one.detail }).collect()
    })
}

/// The filters that are set, and links that change them together.
#[component]
fn Tokens(
    /// What the address asks for.
    view: Memo<ListView>,
) -> impl IntoView {
    move || {
        let view = view.get();
        let words = (!view.query.words.is_empty()).then(|| {
            let without = JobQuery { words: String::new(), ..view.query.at_page(1) };
            token(format!("Text: {}", view.query.words), view.address_of(&without))
        });
        let filters = view.query.filters.iter().map(|filter| {
            let mut without = view.query.at_page(1);
            without.filters.retain(|other| other != filter);
            let words = format!("{} {} {}", filter.property.label(), filter.operator.sign(), filter.value);
            token(words, view.address_of(&without))
        });
        let filters = filters.collect_view();
        view! { {words} {filters} {match_link(&view)} {clear_link(&view)} }
    }
}

/// Whether all of several filters must match or any of them, with a link to the other.
fn match_link(view: &ListView) -> Option<impl IntoView + use<>> {
    let word = |words: &'static str, matches: Matches| {
        let other = (view.query.matches != matches).then(|| view.address_of(&JobQuery { matches, ..view.query.at_page(1) }));
        match other {
            Some(href) => view! { <a href=href>{words}</a> }.into_any(),
            None => view! { <b aria-current="true">{words}</b> }.into_any(),
        }
    };
    let (all, any) = (word("all", Matches::All), word("any", Matches::Any));
    (view.query.filters.len() > 1).then(|| {
        view! { <span class="token-match" role="group" aria-label="How filters match">"Match: " {all} " / " {any}</span> }
    })
}

/// A link that takes all filters away and keeps the order of the list.
fn clear_link(view: &ListView) -> Option<impl IntoView + use<>> {
    let all = view.address_without_filters();
    view.query.is_filtered().then(|| {
        view! {
            <LinkButton href=all kind=ButtonKind::Plain>
                "Clear filters"
            </LinkButton>
        }
    })
}

/// What is wrong with what was entered, and with the filters of the address.
#[component]
fn Problems(
    /// What the address asks for.
    view: Memo<ListView>,
    /// What is wrong with what was entered last.
    problem: RwSignal<Option<String>>,
) -> impl IntoView {
    let messages = move || {
        let from_address = view.with(|view| view.wrong.clone());
        let messages = problem.get().into_iter().chain(from_address.into_iter().map(|(text, error)| format!("{text}: {error}")));
        messages.map(|message| view! { <p class="filter-problem">{message}</p> }).collect_view()
    };
    view! { <div role="status">{messages}</div> }
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
