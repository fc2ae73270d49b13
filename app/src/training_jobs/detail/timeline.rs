//! The secondary statuses, each as wide as the time that it took.

use std::time::Duration;

use console::format;
use domain::{
    Timestamp,
    description::{Progress, TrainingJobDetail},
    job_status::TrainingJobStatus,
};
use leptos::prelude::*;

use crate::{
    clock::use_now,
    training_jobs::status::{rounded, spaced},
};

/// What a job that goes well passes through.
const DEFAULT_STATUSES: [&str; 5] = ["Starting", "Downloading", "Training", "Uploading", "Completed"];
/// The whole time of a job in steps of its width.
const STEPS: f64 = 24.0;
/// A status that has not begun is as wide as this.
const NOT_BEGUN: u32 = 3;

/// One status on the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Segment {
    words: String,
    hint: Option<String>,
    class: &'static str,
    width: u32,
}

/// The timeline, and how far the training has come.
#[component]
pub fn Timeline(
    /// The job.
    job: Signal<TrainingJobDetail>,
    /// Whether the job made the model worse that it started from.
    is_worse: Signal<bool>,
) -> impl IntoView {
    let now = use_now();
    let segments = Memo::new(move |_| {
        let is_final = job.with(|job| job.summary.status.is_final());
        let now = if is_final { Timestamp::UNIX_EPOCH } else { now.get() };
        job.with(|job| segments(job, now))
    });
    let segment = |segment: Segment| {
        view! {
            <li class=segment.class style=format!("flex-grow: {}", segment.width) title=segment.hint>
                {segment.words}
            </li>
        }
    };
    let running = Memo::new(move |_| job.with(|job| job.progress.clone().filter(|_| !job.summary.status.is_final())));
    let progress = move |progress: Progress| {
        let percent = format!("{:.0}", progress.fraction.clamp(0.0, 1.0) * 100.0);
        view! {
            <div class="job-progress">
                <progress max="100" value=percent.clone() aria-label="Training progress"></progress>
                <span class="muted">{progress_words(&progress, &percent)}</span>
            </div>
        }
    };
    view! {
        <ol class="timeline" class:timeline-worse=is_worse aria-label="Timeline">
            {move || segments.get().into_iter().map(segment).collect_view()}
        </ol>
        {move || running.get().map(progress)}
    }
}

fn progress_words(progress: &Progress, percent: &str) -> String {
    let done = format!("{} of {} epochs done · {percent} %", progress.epochs_done, progress.epochs);
    match progress.remaining_seconds {
        Some(seconds) => format!("{done} · about {} left", format::rough_duration(seconds)),
        None => done,
    }
}

fn segments(job: &TrainingJobDetail, now: Timestamp) -> Vec<Segment> {
    let lengths: Vec<Duration> = job.transitions.iter().map(|step| step.ended_at.unwrap_or(now).since(step.started_at)).collect();
    let whole = lengths.iter().sum::<Duration>().max(Duration::from_millis(1));
    let is_final = job.summary.status.is_final();
    let count = job.transitions.len();
    let mut segments: Vec<Segment> = job
        .transitions
        .iter()
        .zip(&lengths)
        .enumerate()
        .map(|(index, (step, length))| {
            let is_last = index + 1 == count;
            let took = format!("{} {}", spaced(&step.status), format::duration(rounded(*length)));
            let class = match job.summary.status {
                TrainingJobStatus::Failed if is_last => "failed",
                TrainingJobStatus::Stopped | TrainingJobStatus::Unknown if is_last => "stopped",
                _ if is_last && !is_final => "now",
                _ => "past",
            };
            let words = if is_last && is_final { spaced(&step.status) } else { took };
            let hint = step.message.iter().cloned().chain([format!("from {}", format::exact_utc(step.started_at))]);
            Segment { words, hint: Some(hint.collect::<Vec<_>>().join(" · ")), class, width: width(*length, whole) }
        })
        .collect();
    if job.summary.status == TrainingJobStatus::InProgress {
        let reached =
            job.transitions.iter().rev().find_map(|step| DEFAULT_STATUSES.iter().position(|default| *default == step.status));
        let next = reached.map_or(0, |reached| reached + 1);
        segments.extend(DEFAULT_STATUSES.iter().skip(next).map(|status| Segment {
            words: (*status).to_owned(),
            hint: None,
            class: "next",
            width: NOT_BEGUN,
        }));
    }
    segments
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 24 steps")]
fn width(length: Duration, whole: Duration) -> u32 {
    (length.div_duration_f64(whole) * STEPS).round().clamp(1.0, STEPS) as u32
}
