//! A job as the server rendered it, and as it is now.

use console::{error::AppError, paths};
use domain::{
    description::{LogLine, TrainingJobDetail, TrainingJobSummary},
    warm_start::WeightDistance,
};
use leptos::{ev, prelude::*};

use crate::{
    browser::event_stream::EventStream,
    page_resource::{PageResource, blocking_page_resource, from_json},
    training_jobs::api::{JobView, view_training_job},
    ui::{Loading, loaded},
};

/// Lines that the page keeps beyond those that it was rendered with; older ones are on the pages of the log.
const MAX_LIVE_LINES: usize = 2000;

/// What header and tabs of one job share.
#[derive(Clone, Copy)]
pub struct JobContext {
    /// The job's name.
    pub name: Memo<String>,
    /// The job as the server gave it.
    pub view: PageResource<Result<Option<JobView>, AppError>>,
    /// The newest state from the stream.
    news: RwSignal<Option<TrainingJobDetail>>,
    /// Lines that came by the stream.
    lines: RwSignal<Vec<LogLine>>,
    /// Whether the stream is connected.
    connected: RwSignal<bool>,
    /// How far the job's weights are from its parent's.
    distance: RwSignal<Option<WeightDistance>>,
}

/// A job that changes while the page shows it.
#[derive(Clone, Copy)]
pub struct LiveJob {
    /// The job.
    pub job: Signal<TrainingJobDetail>,
    /// The jobs above, the first of the line first.
    pub ancestors: StoredValue<Vec<TrainingJobDetail>>,
    /// The jobs that started from its model.
    pub children: StoredValue<Vec<TrainingJobSummary>>,
    /// The last lines of the log.
    pub tail: Signal<Vec<LogLine>>,
    /// How many lines the log had when the page was asked for.
    pub log_length: u64,
    /// Whether the page follows the job.
    pub connected: Signal<bool>,
    /// How far its weights are from its parent's, once a tab has asked for that.
    pub distance: RwSignal<Option<WeightDistance>>,
}

impl JobContext {
    /// Loads the job that `name` says.
    pub fn new(name: Memo<String>) -> Self {
        Self {
            name,
            view: blocking_page_resource(move || name.get(), view_training_job),
            news: RwSignal::new(None),
            lines: RwSignal::new(Vec::new()),
            connected: RwSignal::new(false),
            distance: RwSignal::new(None),
        }
    }

    /// Follows the job by server-sent events until it has ended. Does nothing on the server.
    pub fn follow(self) {
        Effect::new(move |_| {
            let Some(Ok(Some(view))) = self.view.get() else { return };
            self.news.set(None);
            self.lines.set(Vec::new());
            self.connected.set(false);
            self.distance.set(None);
            // Nothing more comes of a job that the target no longer has.
            if view.job.summary.status.is_final() && (view.job.artifact.is_some() || view.job.summary.deleted_at.is_some()) {
                return;
            }
            let (name, from) = (view.job.summary.key(), view.log_length);
            // After a pause the stream goes on behind the last line that the page has.
            let next = move || self.lines.with_untracked(|lines| lines.last().map_or(from, |line| line.number + 1));
            let stream = EventStream::new(move || paths::training_job_events(&name, next()));
            let _ = stream
                .on("detail", move |data| {
                    if let Ok(job) = from_json(&data) {
                        self.news.set(Some(job));
                    }
                })
                .on("log", move |data| {
                    if let Ok(lines) = from_json::<Vec<LogLine>>(&data) {
                        self.lines.update(|all| append(all, lines));
                    }
                })
                .on("end", move |_| {
                    stream.close();
                    // Lineage and the whole log are now as they will stay.
                    self.view.refetch();
                })
                .on_connection(move |connected| self.connected.set(connected))
                .start(|| ());
        });
    }

    /// Asks again when somebody comes back to the window: no stream follows a job that has ended, and its tags may have been changed
    /// elsewhere. Does nothing on the server.
    pub fn refresh_on_return(self) {
        Effect::new(move |_| {
            let returned = window_event_listener(ev::focus, move |_| {
                let shown = self.view.with_untracked(|view| match view {
                    Some(Ok(Some(view))) if view.job.summary.status.is_final() => Some(view.job.summary.key()),
                    _ => None,
                });
                let Some(name) = shown else { return };
                leptos::task::spawn_local(async move {
                    if let Ok(Some(view)) = view_training_job(name).await {
                        self.news.try_set(Some(view.job));
                    }
                });
            });
            on_cleanup(move || returned.remove());
        });
    }

    /// The job that changes, from the job as it was.
    pub fn live(self, view: JobView) -> LiveJob {
        let JobView { job, ancestors, children, tail, log_length } = view;
        let job = Memo::new(move |_| match self.news.get() {
            Some(news) if news.summary.record == job.summary.record => news,
            _ => job.clone(),
        });
        let tail = Memo::new(move |_| {
            let mut lines = tail.clone();
            self.lines.with(|news| append(&mut lines, news.clone()));
            lines
        });
        LiveJob {
            job: job.into(),
            ancestors: StoredValue::new(ancestors),
            children: StoredValue::new(children),
            tail: tail.into(),
            log_length,
            connected: self.connected.into(),
            distance: self.distance,
        }
    }
}

/// Content of a tab, as soon as the job is known. Shows nothing when it is not: the header says why.
pub fn with_job<V: IntoView + 'static>(show: impl Fn(LiveJob) -> V + Copy + Send + Sync + 'static) -> impl IntoView {
    let context = expect_context::<JobContext>();
    let content = loaded(context.view, move |view| view.ok().flatten().map(|view| show(context.live(view))));
    view! { <Transition fallback=|| view! { <Loading what="the training job" /> }>{content}</Transition> }
}

/// Puts lines behind those that are there; after a lost connection some may come twice.
fn append(all: &mut Vec<LogLine>, lines: Vec<LogLine>) {
    let next = all.last().map_or(0, |line| line.number + 1);
    all.extend(lines.into_iter().filter(|line| line.number >= next));
    if let Some(excess) = all.len().checked_sub(MAX_LIVE_LINES) {
        all.drain(..excess);
    }
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;

    use super::*;

    fn line(number: u64) -> LogLine {
        LogLine { number, at: Timestamp::UNIX_EPOCH, text: String::new() }
    }

    #[test]
    fn lines_that_come_twice_are_shown_once() {
        let mut lines = vec![line(3), line(4)];
        append(&mut lines, vec![line(4), line(5)]);
        assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [3, 4, 5]);
    }
}
