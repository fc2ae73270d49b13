//! All training jobs that the console has ever seen.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`mod@view`] | what the address says: question, order, page, columns |
//! | [`filter_bar`], [`choices`] | filters, saved filters and the choice of columns |
//! | [`table`], [`row`], [`sort_field`] | the rows and their order |
//! | [`paging`], [`page_field`], [`rows_per_page`] | from page to page |
//! | [`return_point`] | the way back to the list |
//! | [`selection`], [`bulk`] | what was ticked, and what is done with it |
//! | [`live`] | the rows follow the history |

pub mod bulk;
pub mod choices;
pub mod filter_bar;
pub mod live;
pub mod page_field;
pub mod paging;
pub mod return_point;
pub mod row;
pub mod rows_per_page;
pub mod selection;
pub mod sort_field;
pub mod table;
pub mod view;

use console::{data::history::JobsFound, error::AppError, format, job_form::example::EXAMPLES, paths};
use leptos::prelude::*;

use self::{
    bulk::BulkActions,
    choices::{ColumnMenu, SavedMenu},
    filter_bar::FilterBar,
    live::{LiveNote, LiveRows},
    page_field::PageEntry,
    paging::Paging,
    selection::Selection,
    sort_field::SortField,
    table::JobsTable,
    view::{ListView, use_view},
};
use crate::{
    page_resource::{PageResource, blocking_page_resource},
    settings::use_settings,
    training_jobs::api::find_training_jobs,
    ui::{Breadcrumbs, ButtonKind, Card, Crumb, EmptyState, ErrorPanel, IconName, LinkButton, Loading, NotFound, PageHead},
};

/// The page. Everything that is chosen on it stands in its address.
#[component]
pub fn ListPage() -> impl IntoView {
    let preferred = RwSignal::new(rows_per_page::preferred());
    let view = use_view(preferred);
    let entry = PageEntry::follow(view);
    let asked = Memo::new(move |_| view.with(|view| view.query.to_address()));
    let jobs = blocking_page_resource(move || asked.get(), find_training_jobs);
    let selection = Selection::new();
    let live = LiveRows::follow(jobs);
    let retry = Callback::new(move |()| jobs.refetch());
    // The value is read at once and not awaited: rows that are replaced must not outlive their signals.
    let content = move || {
        Some(match jobs.get()? {
            Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
            Ok(found) => {
                view! { <FoundJobs found=found view=view live=live selection=selection entry=entry preferred=preferred /> }
                    .into_any()
            }
        })
    };
    return_point::keep_place(move || matches!(jobs.get(), Some(Ok(_))));
    return_point::remember_address(move || view.with(|view| view.address_of(&view.query)));
    // A page has one primary action: without jobs it stands where the first one will be.
    let create = move || {
        let is_empty = matches!(jobs.get(), Some(Ok(JobsFound { all: 0, .. })));
        (!is_empty).then(create_link)
    };
    let count = move || {
        let found = jobs.get().and_then(Result::ok)?;
        Some(count_words(&found, view.with(|view| view.query.is_filtered())))
    };
    let has_jobs = has_jobs(jobs);
    let bulk = move || has_jobs.get().then(|| view! { <BulkActions selection=selection on_done=retry /> });
    let menus = move || {
        view! {
            <SavedMenu view=view />
            <ColumnMenu view=view />
        }
    };
    let beside = move || {
        view! {
            <span class="muted">
                <Transition>{count}</Transition>
            </span>
        }
    };
    view! {
        <Breadcrumbs crumbs=vec![Crumb::here("Training jobs")] />
        <PageHead title="Training jobs" beside=move || view! { <LiveNote jobs=jobs live=live /> }>
            {bulk}
            <Transition>{create}</Transition>
        </PageHead>
        <Card title="All jobs" beside=beside end=menus flush=true>
            <FilterBar view=view />
            <Transition fallback=|| view! { <Loading what="the training jobs" /> }>{content}</Transition>
        </Card>
    }
}

/// Whether there is a job. Text and open menus must outlive each new reading of the rows, and rows cannot be ticked without
/// scripts.
fn has_jobs(jobs: PageResource<Result<JobsFound, AppError>>) -> RwSignal<bool> {
    let has_jobs = RwSignal::new(false);
    Effect::new(move |_| {
        let has = matches!(jobs.get(), Some(Ok(JobsFound { all: 1.., .. })));
        if has != has_jobs.get_untracked() {
            has_jobs.set(has);
        }
    });
    has_jobs
}

fn create_link() -> impl IntoView {
    view! {
        <LinkButton href=paths::create() kind=ButtonKind::Primary>
            "Create training job"
        </LinkButton>
    }
}

/// How many jobs there are; with filters also how many match.
fn count_words(found: &JobsFound, is_filtered: bool) -> String {
    let all = format::count(u64::from(found.all));
    if is_filtered { format!("({} of {all})", format::count(u64::from(found.total))) } else { format!("({all})") }
}

/// The table with the links to other pages, or why there is none.
#[component]
fn FoundJobs(
    /// The jobs of this page, and how many there are.
    found: JobsFound,
    /// What the address asks for.
    view: Memo<ListView>,
    /// What changed since.
    live: LiveRows,
    /// What is ticked.
    selection: Selection,
    /// The page that is typed.
    entry: PageEntry,
    /// Rows on a page that are preferred.
    preferred: RwSignal<u32>,
) -> impl IntoView {
    let query = view.with_untracked(|view| view.query.clone());
    match found {
        JobsFound { all: 0, .. } => view! { <NoJobs /> }.into_any(),
        found if found.rows.is_empty() && found.total > 0 => {
            let first = view.with_untracked(|view| view.address_of(&query.at_page(1)));
            view! { <PageOutOfRange total=found.total rows=query.rows first=first /> }.into_any()
        }
        found if found.rows.is_empty() => view! { <NoMatchingJobs view=view all=found.all /> }.into_any(),
        found => view! {
            <SortField view=view />
            <JobsTable view=view rows=found.rows live=live selection=selection />
            <Paging view=view total=found.total selection=selection entry=entry preferred=preferred />
        }
        .into_any(),
    }
}

#[component]
fn NoMatchingJobs(
    /// What the address asks for.
    view: Memo<ListView>,
    /// How many jobs there are.
    all: u32,
) -> impl IntoView {
    let all_jobs = view.with_untracked(ListView::address_without_filters);
    let text = format!("Clear filters to see all {}.", format::count(u64::from(all)));
    view! {
        <EmptyState icon=IconName::NotFound title="No jobs match" text=text>
            <LinkButton href=all_jobs>"Clear filters"</LinkButton>
        </EmptyState>
    }
}

#[component]
fn NoJobs() -> impl IntoView {
    let has_samples = use_settings().samples.is_some();
    let text = if has_samples {
        "Create the first one. The example fills in every field and trains for less than a minute; the next job can then start from its model."
    } else {
        "Create the first one. The next job can then start from its model."
    };
    view! {
        <section class="no-jobs">
            <EmptyState icon=IconName::Baton title="No training jobs yet" text=text>
                {create_link()}
                {has_samples.then(|| view! { <LinkButton href=paths::create_example(EXAMPLES[0].word)>"Use the example"</LinkButton> })}
            </EmptyState>
        </section>
    }
}

#[component]
fn PageOutOfRange(
    /// How many jobs there are.
    total: u32,
    /// Rows on a page.
    rows: u32,
    /// The address of the first page.
    first: String,
) -> impl IntoView {
    let pages = total.div_ceil(rows.max(1));
    view! {
        <NotFound
            title="There is no such page"
            text=format!("The {} jobs fill {pages} pages.", format::count(u64::from(total)))
            href=first
            words="First page"
        />
    }
}
