//! All training jobs that the console has ever seen, newest first.

pub mod live;
pub mod paging;
pub mod row;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use self::{live::LiveNote, paging::Paging, row::JobRow};
use super::api::{JobsPage, ROWS_PER_PAGE, list_training_jobs};
use crate::{
    format,
    layout::{Breadcrumbs, Container, Crumb, ErrorPanel, Loading, NotFound, PageHead},
    paths,
    settings::use_settings,
    ui::{ButtonKind, EmptyState, IconName, LinkButton},
};

/// The page. The number of the table's page is in the address.
#[component]
pub fn ListPage() -> impl IntoView {
    let query = use_query_map();
    let page =
        Memo::new(move |_| query.with(|query| query.get("page").and_then(|page| page.parse::<u32>().ok())).unwrap_or(1).max(1));
    let jobs = Resource::new_blocking(move || page.get(), list_training_jobs);
    let retry = Callback::new(move |()| jobs.refetch());
    let content = move || {
        Suspend::new(async move {
            match jobs.await {
                Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
                Ok(JobsPage { total: 0, .. }) => view! { <NoJobs /> }.into_any(),
                Ok(JobsPage { rows, total, .. }) if rows.is_empty() => view! { <NoSuchPage total=total /> }.into_any(),
                Ok(found) => view! { <JobsTable page=page.get_untracked() found=found /> }.into_any(),
            }
        })
    };
    // A page has one primary action: without jobs it stands where the first one will be.
    let create = move || {
        let is_empty = matches!(jobs.get(), Some(Ok(JobsPage { total: 0, .. })));
        (!is_empty).then(|| {
            view! {
                <LinkButton href=paths::create() kind=ButtonKind::Primary>
                    "Create training job"
                </LinkButton>
            }
        })
    };
    view! {
        <Breadcrumbs crumbs=vec![Crumb::here("Training jobs")] />
        <PageHead title="Training jobs" beside=move || view! { <LiveNote jobs=jobs /> }>
            <Transition>{create}</Transition>
        </PageHead>
        <Transition fallback=|| view! { <Loading what="the training jobs" /> }>{content}</Transition>
    }
}

#[component]
fn JobsTable(
    /// Which page, counted from 1.
    page: u32,
    /// What is on it.
    found: JobsPage,
) -> impl IntoView {
    let total = found.total;
    let count = move || view! { <span class="muted">{format!("({})", format::count(u64::from(total)))}</span> };
    view! {
        <Container title="All jobs" beside=count flush=true>
            <div class="table-wrap" tabindex="0" role="region" aria-label="Training jobs, newest first">
                <table class="table jobs-table">
                    <thead>
                        <tr>
                            <th scope="col">"Name"</th>
                            <th scope="col">"Status"</th>
                            <th scope="col">"Algorithm"</th>
                            <th scope="col">"Parent"</th>
                            <th scope="col" class="number">
                                "Validation accuracy"
                            </th>
                            <th scope="col" aria-sort="descending">
                                "Created"
                            </th>
                            <th scope="col" class="number">
                                "Duration"
                            </th>
                        </tr>
                    </thead>
                    <tbody>{found.rows.into_iter().map(|job| view! { <JobRow job=job /> }).collect_view()}</tbody>
                </table>
            </div>
            <Paging page=page total=total />
        </Container>
    }
}

#[component]
fn NoJobs() -> impl IntoView {
    let has_samples = use_settings().samples.is_some();
    let text = if has_samples {
        "Create the first one. The example fills in everything and trains for less than a minute; its model then carries into the next job."
    } else {
        "Create the first one. Its model then carries into the next job."
    };
    view! {
        <section class="container">
            <EmptyState icon=IconName::Baton title="No training jobs yet" text=text>
                <LinkButton href=paths::create() kind=ButtonKind::Primary>
                    "Create training job"
                </LinkButton>
                {has_samples.then(|| view! { <LinkButton href=paths::create_example()>"Use the example"</LinkButton> })}
            </EmptyState>
        </section>
    }
}

#[component]
fn NoSuchPage(
    /// How many jobs there are.
    total: u32,
) -> impl IntoView {
    let pages = total.div_ceil(ROWS_PER_PAGE);
    view! {
        <NotFound
            title="There is no such page"
            text=format!("The {} jobs fill {pages} pages.", format::count(u64::from(total)))
            href=paths::training_jobs()
            words="First page"
        />
    }
}
