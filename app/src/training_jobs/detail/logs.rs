//! The tab with the whole log.

use console::{format, paths};
use domain::description::LogLine;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    live::{LiveJob, with_job},
    log::{LogLines, nothing_written, split_stamp},
    log_lines::FetchedLines,
    log_scroll::LogScroll,
    log_search::{LogSearch, SearchBar},
    virtual_scroll::LINE_HEIGHT,
};
use crate::ui::{Card, EmptyState, Icon, IconName, InlineCheckbox, LinkButton, use_live};

/// Lines that are fetched ahead, above and below what is in sight.
const AHEAD: u64 = 100;

/// The whole log in one pane, whatever its length. Without scripts: its last lines, and all of it as a file.
#[component]
pub fn LogsTab() -> impl IntoView {
    with_job(|job| view! { <LogContent job=job /> })
}

#[component]
fn LogContent(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let name = Memo::new(move |_| job.job.with(|job| job.summary.key()));
    let length = Memo::new(move |_| job.tail.with(|tail| tail.last().map_or(0, |line| line.number + 1)).max(job.log_length));
    let live = use_live();
    let count = move || view! { <span class="muted">{format!("{} lines, times in UTC", format::count(length.get()))}</span> };
    let download = move || {
        view! {
            <LinkButton href=Signal::derive(move || paths::training_job_log_text(&name.get())) download=true>
                <Icon name=IconName::Download />
                "Download"
            </LinkButton>
        }
    };
    let is_empty = Memo::new(move |_| length.get() == 0);
    let has_ended = Memo::new(move |_| job.job.with(|job| job.summary.status.is_final()));
    let content = move || match (is_empty.get(), live.get()) {
        (true, _) => view! {
            <EmptyState
                icon=IconName::File
                title=nothing_written(has_ended.get())
                text=if has_ended.get() {
                    "It ended before its algorithm started."
                } else {
                    "The first lines appear here when the algorithm starts."
                }
            />
        }
        .into_any(),
        (false, true) => view! { <LogPane job=job name=name length=length /> }.into_any(),
        (false, false) => view! {
            <pre class="code log-pane" tabindex="0" role="region" aria-label="Log lines">
                <LogLines lines=job.tail />
            </pre>
        }
        .into_any(),
    };
    view! {
        <Card title="Log" beside=move || view! { {count} } end=download>
            {content}
        </Card>
    }
}

#[component]
fn LogPane(
    /// The job.
    job: LiveJob,
    /// Its name.
    name: Memo<String>,
    /// Lines of its log.
    length: Memo<u64>,
) -> impl IntoView {
    let linked = use_query_map().with_untracked(|query| query.get("line").and_then(|line| line.parse::<u64>().ok()));
    let linked = linked.and_then(|line| line.checked_sub(1));
    let search = LogSearch::new();
    let fetched = FetchedLines::new(name);
    let marked = Memo::new(move |_| search.current().or(linked));
    // A link to a line must not lead to the end.
    let scroll = LogScroll::new(length, linked.is_none());
    scroll.keep_at_end();
    scroll.go_to(marked);
    Effect::new(move |_| {
        let (first, end) = scroll.range.get();
        let known = job.tail.with(|tail| tail.first().map(|line| line.number));
        if known.is_none_or(|known| first < known) {
            fetched.fetch_missing(first.saturating_sub(AHEAD), (end + AHEAD).min(length.get_untracked()));
        }
    });
    let line = move |number: u64| -> Option<LogLine> {
        let first = job.tail.with(|tail| tail.first().map(|line| line.number));
        let place = first.and_then(|first| number.checked_sub(first)).and_then(|place| usize::try_from(place).ok());
        place.and_then(|place| job.tail.with(|tail| tail.get(place).cloned())).or_else(|| fetched.line(number))
    };
    let rows = move || {
        let (first, end) = scroll.range.get();
        (first..end).map(|number| row(&name.get(), number, line(number), search, marked.get() == Some(number))).collect_view()
    };
    view! {
        <div class="toolbar">
            <SearchBar search=search name=name />
            <InlineCheckbox class="log-follow" on=scroll.follow on_change=move |on| scroll.follow.set(on)>
                "Follow the log"
            </InlineCheckbox>
        </div>
        {move || fetched.problem.get().map(|problem| view! { <p class="filter-problem">{problem}</p> })}
        <LogViewport scroll=scroll>{rows}</LogViewport>
    }
}

/// The part of the log in sight, in an element that is as high as the whole log.
#[component]
fn LogViewport(
    /// What is in sight.
    scroll: LogScroll,
    /// The lines.
    children: Children,
) -> impl IntoView {
    let offset = move || format!("transform: translateY(-{:.1}px)", scroll.virtual_scroll().first_visible(scroll.top.get()).1);
    let height = move || scroll.virtual_scroll().height();
    view! {
        <div
            node_ref=scroll.pane
            class="code log-scroll"
            tabindex="0"
            role="region"
            aria-label="Log lines"
            on:scroll=move |event| scroll.on_scroll(&event)
        >
            <div class="log-length" style=move || format!("height: {:.0}px", height())>
                <div class="log-sight" style=move || format!("height: {:.0}px", scroll.shown.get().min(height()))>
                    <div style=offset>{children()}</div>
                </div>
            </div>
        </div>
    }
}

fn row(name: &str, number: u64, line: Option<LogLine>, search: LogSearch, is_marked: bool) -> impl IntoView + use<> {
    let href = paths::training_job_log_line(name, number);
    let is_found = line.as_ref().is_some_and(|line| search.has(line));
    let (at, text) = match line {
        Some(line) => (Some(line.at), line.text),
        None => (None, "…".to_owned()),
    };
    // A narrow page hides the stamp, which repeats the time of the line.
    let (stamp, text) = split_stamp(&text);
    view! {
        <div class="log-line" class:found=is_found class:marked=is_marked style=format!("height: {LINE_HEIGHT:.0}px")>
            <a class="log-number" href=href>
                {number + 1}
            </a>
            {at.map(|at| view! { <time class="log-time" datetime=format::iso_utc(at) title=format::exact_utc(at)>{format::time_of_day(at)}</time> })}
            <span class="log-text">
                <span class="log-stamp">{stamp.to_owned()}</span>
                {text.to_owned()}
            </span>
        </div>
    }
}
