//! The tab with the whole log.

use console::{format, paths};
use domain::description::LogLine;
use leptos::{html, prelude::*};
use leptos_router::hooks::use_query_map;
use wasm_bindgen::JsCast;

use super::{
    live::{LiveJob, with_job},
    log::{LogLines, nothing_written, split_stamp},
    log_lines::FetchedLines,
    log_search::{LogSearch, SearchBar},
    log_window::{LINE, Window},
};
use crate::ui::{Card, EmptyState, Icon, IconName, LinkButton};

/// Lines that are fetched ahead, above and below what is in sight.
const AHEAD: u64 = 100;

/// The whole log in one pane, whatever its length. Without scripts: its last lines, and all of it as a file.
#[component]
pub fn LogsTab() -> impl IntoView {
    with_job(|job| view! { <Log job=job /> })
}

#[component]
fn Log(
    /// The job.
    job: LiveJob,
) -> impl IntoView {
    let name = Memo::new(move |_| job.job.with(|job| job.summary.key()));
    let length = Memo::new(move |_| job.tail.with(|tail| tail.last().map_or(0, |line| line.number + 1)).max(job.log_length));
    let (live, set_live) = signal(false);
    Effect::new(move |_| set_live.set(true));
    let count = move || view! { <span class="muted">{format!("{} lines", format::count(length.get()))}</span> };
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
                    "The first lines come when the algorithm starts; they appear here by themselves."
                }
            />
        }
        .into_any(),
        (false, true) => view! { <Pane job=job name=name length=length /> }.into_any(),
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
fn Pane(
    /// The job.
    job: LiveJob,
    /// Its name.
    name: Memo<String>,
    /// Lines of its log.
    length: Memo<u64>,
) -> impl IntoView {
    let asked = use_query_map().with_untracked(|query| query.get("line").and_then(|line| line.parse::<u64>().ok()));
    let asked = asked.and_then(|line| line.checked_sub(1));
    let fetched = FetchedLines::new(name);
    let search = LogSearch::new();
    let (top, set_top) = signal(0.0);
    let (shown, set_shown) = signal(600.0);
    // A link to a line leads there, and not to the end.
    let follow = RwSignal::new(asked.is_none());
    let pane = NodeRef::<html::Div>::new();
    let window = move || Window { lines: length.get(), shown: shown.get() };
    let marked = Memo::new(move |_| search.current().or(asked));
    let scroll_to = move |place: f64| {
        if let Some(pane) = pane.get_untracked() {
            pane.set_scroll_top(pixels(place));
        }
    };
    Effect::new(move |_| {
        if let Some(pane) = pane.get() {
            set_shown.set(f64::from(pane.client_height()));
        }
    });
    Effect::new(move |_| {
        if follow.get() {
            let place = window().height();
            // The pane is as high as its new content only after this turn of the page.
            request_animation_frame(move || scroll_to(place));
        }
    });
    Effect::new(move |_| {
        if let Some(line) = marked.get() {
            follow.set(false);
            let place = untrack(window).top_of(line);
            request_animation_frame(move || scroll_to(place));
        }
    });
    let on_scroll = move |event: web_sys::Event| {
        let Some(pane) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return };
        let (now, end) = (pane.scroll_top(), pane.scroll_height() - pane.client_height());
        // Whoever scrolls up wants to read; whoever reaches the end wants what comes.
        let is_up = f64::from(now) + 2.0 < top.get_untracked();
        if is_up && end - now > 4 {
            follow.set(false);
        }
        set_top.set(f64::from(now));
    };
    let range = Memo::new(move |_| {
        let window = window();
        let (first, _) = window.first(top.get());
        (first, (first + window.count()).min(window.lines))
    });
    Effect::new(move |_| {
        let (first, end) = range.get();
        let known = job.tail.with(|tail| tail.first().map(|line| line.number));
        if known.is_none_or(|known| first < known) {
            fetched.want(first.saturating_sub(AHEAD), (end + AHEAD).min(length.get_untracked()));
        }
    });
    let line = move |number: u64| -> Option<LogLine> {
        let first = job.tail.with(|tail| tail.first().map(|line| line.number));
        let place = first.and_then(|first| number.checked_sub(first)).and_then(|place| usize::try_from(place).ok());
        place.and_then(|place| job.tail.with(|tail| tail.get(place).cloned())).or_else(|| fetched.line(number))
    };
    let rows = move || {
        let (first, end) = range.get();
        (first..end).map(|number| row(&name.get(), number, line(number), search, marked.get() == Some(number))).collect_view()
    };
    let offset = move || format!("transform: translateY(-{:.1}px)", window().first(top.get()).1);
    let switch = move || {
        view! {
            <label class="log-follow">
                <input type="checkbox" prop:checked=move || follow.get() on:change=move |event| follow.set(event_target_checked(&event)) />
                "Follow the log"
            </label>
        }
    };
    view! {
        <div class="toolbar">
            <SearchBar search=search name=name />
            {switch}
        </div>
        {move || fetched.problem.get().map(|problem| view! { <p class="filter-problem">{problem}</p> })}
        <div
            node_ref=pane
            class="code log-scroll"
            tabindex="0"
            role="region"
            aria-label="Log lines"
            on:scroll=on_scroll
        >
            <div class="log-length" style=move || format!("height: {:.0}px", window().height())>
                <div class="log-sight" style=move || format!("height: {:.0}px", shown.get().min(window().height()))>
                    <div style=offset>{rows}</div>
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
    // A narrow page has no room for what the line's own time says already.
    let (stamp, text) = split_stamp(&text);
    view! {
        <div class="log-line" class:found=is_found class:marked=is_marked style=format!("height: {LINE:.0}px")>
            <a class="log-number" href=href>
                {number + 1}
            </a>
            {at.map(|at| view! { <time class="log-time" datetime=format::iso_utc(at)>{format::time_of_day(at)}</time> })}
            <span class="log-text">
                <span class="log-stamp">{stamp.to_owned()}</span>
                {text.to_owned()}
            </span>
        </div>
    }
}

#[expect(clippy::cast_possible_truncation, reason = "at most eight million pixels")]
fn pixels(place: f64) -> i32 {
    place.round() as i32
}
