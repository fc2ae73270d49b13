//! The tab with the whole log.

use domain::description::LogLine;
use leptos::{html, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    live::{LiveJob, with_job},
    log::LogLines,
};
use crate::{
    format,
    layout::{Container, ErrorPanel, Loading},
    paths,
    training_jobs::api::{LINES_PER_PAGE, read_log},
    ui::{EmptyState, IconName},
};

/// All lines, page by page; the last page, which is shown first, follows the job.
#[component]
pub fn LogsTab() -> impl IntoView {
    with_job(|job| view! { <Log job=job /> })
}

#[component]
fn Log(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let query = use_query_map();
    let pages = job.log_length.div_ceil(u64::from(LINES_PER_PAGE)).max(1);
    let pages = u32::try_from(pages).unwrap_or(u32::MAX);
    let asked = Memo::new(move |_| query.with(|query| query.get("page").and_then(|page| page.parse::<u32>().ok())));
    let page = Memo::new(move |_| asked.get().unwrap_or(pages).clamp(1, pages));
    let name = Memo::new(move |_| job.job.with(|job| job.summary.name.clone()));
    let first = move |page: u32| u64::from(page - 1) * u64::from(LINES_PER_PAGE);
    let lines = Resource::new_blocking(move || (name.get(), first(page.get())), |(name, from)| read_log(name, from));
    let retry = Callback::new(move |()| lines.refetch());
    let content = move || {
        Suspend::new(async move {
            match lines.await {
                Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
                Ok((lines, _)) => {
                    let follows = page.get_untracked() == pages;
                    view! { <Page lines=lines follows=follows job=job /> }.into_any()
                }
            }
        })
    };
    let range = move || {
        let first = first(page.get());
        let last = if page.get() == pages {
            job.tail.with(|tail| tail.last().map_or(job.log_length, |line| line.number + 1))
        } else {
            first + u64::from(LINES_PER_PAGE)
        };
        view! { <span class="muted">{format!("lines {} to {}", format::count((first + 1).min(last)), format::count(last))}</span> }
    };
    let step = move |words: &'static str, target: Option<u32>| {
        let href = target.map(|page| paths::training_job_logs(&name.get(), page));
        let disabled = href.is_none().then_some("true");
        let role = href.is_none().then_some("link");
        view! {
            <a class="button button-plain" href=href role=role aria-disabled=disabled>
                {words}
            </a>
        }
    };
    let paging = move || {
        (pages > 1).then(|| {
            let page = page.get();
            view! {
                {step("Earlier lines", (page > 1).then(|| page - 1))}
                <span class="muted">{format!("Page {page} of {pages}")}</span>
                {step("Later lines", (page < pages).then(|| page + 1))}
            }
        })
    };
    view! {
        <Container title="Log" beside=move || view! { {range} } end=move || view! { {paging} }>
            <Transition fallback=|| view! { <Loading what="the log" /> }>{content}</Transition>
        </Container>
    }
}

#[component]
fn Page(
    /// The lines of the page.
    lines: Vec<LogLine>,
    /// Whether new lines are put behind them.
    follows: bool,
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let mut shown = lines.clone();
        if follows {
            let next = shown.last().map_or(0, |line| line.number + 1);
            // Only when nothing is missing between the page and the tail that the page has.
            let reaches = |tail: &Vec<LogLine>| tail.first().is_some_and(|line| line.number <= next);
            job.tail.with(|tail| {
                if reaches(tail) {
                    shown.extend(tail.iter().filter(|line| line.number >= next).cloned());
                }
            });
        }
        shown
    });
    let is_empty = Memo::new(move |_| shown.with(Vec::is_empty));
    let follow = RwSignal::new(true);
    let pane = NodeRef::<html::Pre>::new();
    Effect::new(move |_| {
        shown.track();
        if let Some(pane) = pane.get().filter(|_| follows && follow.get()) {
            // The new lines are in the document only after this turn of the page.
            request_animation_frame(move || pane.set_scroll_top(pane.scroll_height()));
        }
    });
    let switch = move || {
        (follows && job.connected.get()).then(|| {
            view! {
                <label class="log-follow">
                    <input type="checkbox" prop:checked=move || follow.get() on:change=move |event| follow.set(event_target_checked(&event)) />
                    "Follow the log"
                </label>
            }
        })
    };
    move || {
        if is_empty.get() {
            view! {
                <EmptyState
                    icon=IconName::File
                    title="The job has written nothing yet"
                    text="The first lines come when the algorithm starts; they appear here by themselves."
                />
            }
            .into_any()
        } else {
            view! {
                {switch}
                <pre node_ref=pane class="code log-pane" tabindex="0" role="region" aria-label="Log lines">
                    <LogLines lines=shown />
                </pre>
            }
            .into_any()
        }
    }
}
