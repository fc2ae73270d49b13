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
    log_window::{LINE_HEIGHT, Window},
};
use crate::ui::{Card, EmptyState, Icon, IconName, InlineCheckbox, LinkButton};

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
                    "The first lines appear here when the algorithm starts."
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
    let linked = use_query_map().with_untracked(|query| query.get("line").and_then(|line| line.parse::<u64>().ok()));
    let linked = linked.and_then(|line| line.checked_sub(1));
    let search = LogSearch::new();
    let fetched = FetchedLines::new(name);
    let marked = Memo::new(move |_| search.current().or(linked));
    // A link to a line must not lead to the end.
    let scroll = Scroll::new(length, linked.is_none());
    scroll.keep_at_end();
    scroll.go_to(marked);
    Effect::new(move |_| {
        let (first, end) = scroll.range.get();
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
        <Viewport scroll=scroll>{rows}</Viewport>
    }
}

/// Which part of the log is in view.
#[derive(Clone, Copy)]
struct Scroll {
    /// The element that scrolls.
    pane: NodeRef<html::Div>,
    /// Lines of the log.
    length: Memo<u64>,
    /// Whether the pane stays at the end while lines come.
    follow: RwSignal<bool>,
    /// How far it is scrolled, in pixels.
    top: RwSignal<f64>,
    /// Height of the pane in pixels.
    shown: RwSignal<f64>,
    /// The lines in sight: the first, and the one behind the last.
    range: Memo<(u64, u64)>,
}

impl Scroll {
    fn new(length: Memo<u64>, follow: bool) -> Self {
        let pane = NodeRef::<html::Div>::new();
        let (top, shown) = (RwSignal::new(0.0), RwSignal::new(600.0));
        Effect::new(move |_| {
            if let Some(pane) = pane.get() {
                shown.set(f64::from(pane.client_height()));
            }
        });
        let range = Memo::new(move |_| {
            let window = Window { lines: length.get(), shown: shown.get() };
            let (first, _) = window.first(top.get());
            (first, (first + window.count()).min(window.lines))
        });
        Self { pane, length, follow: RwSignal::new(follow), top, shown, range }
    }

    /// Tracked.
    fn window(self) -> Window {
        Window { lines: self.length.get(), shown: self.shown.get() }
    }

    fn keep_at_end(self) {
        Effect::new(move |_| {
            if self.follow.get() {
                self.scroll_to(self.window().height());
            }
        });
    }

    /// Goes to a line at each change of it.
    fn go_to(self, line: Memo<Option<u64>>) {
        Effect::new(move |_| {
            if let Some(line) = line.get() {
                self.follow.set(false);
                self.scroll_to(untrack(|| self.window()).top_of(line));
            }
        });
    }

    /// Scrolls in the next frame, because the pane gets the height of its new content only then.
    fn scroll_to(self, place: f64) {
        request_animation_frame(move || {
            if let Some(pane) = self.pane.get_untracked() {
                pane.set_scroll_top(pixels(place));
            }
        });
    }

    fn on_scroll(self, event: &web_sys::Event) {
        let Some(pane) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return };
        let (now, end) = (pane.scroll_top(), pane.scroll_height() - pane.client_height());
        // A reader who scrolls up stops following the log.
        let is_up = f64::from(now) + 2.0 < self.top.get_untracked();
        if is_up && end - now > 4 {
            self.follow.set(false);
        }
        self.top.set(f64::from(now));
    }
}

/// The part of the log in sight, in an element that is as high as the whole log.
#[component]
fn Viewport(
    /// What is in sight.
    scroll: Scroll,
    /// The lines.
    children: Children,
) -> impl IntoView {
    let offset = move || format!("transform: translateY(-{:.1}px)", scroll.window().first(scroll.top.get()).1);
    let height = move || scroll.window().height();
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
