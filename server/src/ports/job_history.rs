//! What is asked of the jobs besides creating, showing and stopping one: the port over the history.

use async_trait::async_trait;
use console::{
    data::{
        comparison::{Comparison, MAX_COMPARED_JOBS},
        history::{Exchange, FilterSet, JobsFound, LogMatches, LogQuery, StepValue, StopOutcome, Trouble},
    },
    error::AppError,
    ports::JobHistory,
};
use domain::{
    JobKey, JobName,
    algorithm::MODEL_CHANNEL,
    channel_data::{self, ChannelComparison, Listed},
    description::{TrainingJobDetail, TrainingJobSummary},
    diff,
    event::JobEvent,
    job_query::{JobQuery, Property},
    lineage::Lineage,
    warm_start::Proof,
    wire::Channel,
};

use crate::{
    db::{defined_metrics, documents, events, filter_sets, job_list, jobs::Origin, lookup, tags},
    history::History,
};

/// Values that are offered to somebody who types a filter.
const MAX_VALUES: u32 = 20;
/// Keys of tags that are offered.
const MAX_TAG_KEYS: u32 = 200;
/// Saved questions and their names stay this short.
const MAX_SET_NAME_LENGTH: usize = 80;

#[async_trait]
impl JobHistory for History {
    async fn find(&self, query: &JobQuery) -> Result<JobsFound, AppError> {
        Ok(self.find_jobs(query).await?)
    }

    async fn values(&self, property: &Property, part: &str) -> Result<Vec<String>, AppError> {
        let choices = property.choices();
        if !choices.is_empty() {
            let contains = |choice: &&&str| choice.to_ascii_lowercase().contains(&part.to_ascii_lowercase());
            return Ok(choices.iter().filter(contains).map(|choice| (*choice).to_owned()).collect());
        }
        Ok(job_list::values(self.database.reader(), property, part, MAX_VALUES).await?)
    }

    async fn tag_keys(&self) -> Result<Vec<String>, AppError> {
        Ok(tags::keys(self.database.reader(), MAX_TAG_KEYS).await?)
    }

    async fn filter_sets(&self) -> Result<Vec<FilterSet>, AppError> {
        Ok(filter_sets::all(self.database.reader()).await?)
    }

    async fn save_filter_set(&self, name: &str, query: &JobQuery) -> Result<(), AppError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > MAX_SET_NAME_LENGTH {
            return Err(AppError::Refused(format!("Give the filter set a name of at most {MAX_SET_NAME_LENGTH} characters.")));
        }
        let set = FilterSet { name: name.to_owned(), query: query.at_page(1).to_address(), saved_at: self.clock.now() };
        Ok(filter_sets::save(self.database.writer(), &set).await?)
    }

    async fn remove_filter_set(&self, name: &str) -> Result<(), AppError> {
        Ok(filter_sets::remove(self.database.writer(), name.trim()).await?)
    }

    async fn note_relaunch(&self, failed: &JobKey, created: &JobName) -> Result<(), AppError> {
        match self.stored(failed).await? {
            Some(row) => Ok(self.remember_relaunch(&row, created).await?),
            None => Ok(()),
        }
    }

    async fn events(&self, job: &JobKey, before: Option<i64>, limit: u32) -> Result<Vec<JobEvent>, AppError> {
        let reader = self.database.reader();
        let Some(row) = self.stored(job).await? else {
            // A request that never arrived leaves its events.
            return Ok(events::of(reader, job.name.as_str(), events::Span::ALL, before, limit).await?);
        };
        let span = self.span_of(&row).await?;
        Ok(events::of(reader, &row.name, span, before, limit).await?)
    }

    async fn exchange(&self, job: &JobKey) -> Result<Option<Exchange>, AppError> {
        let Some(row) = self.known(job).await? else { return Ok(None) };
        let Some(found) = documents::of(self.database.reader(), row.id).await? else { return Ok(None) };
        Ok(Some(Exchange {
            request: found.request,
            is_as_sent: row.origin == Origin::Console,
            answer: found.answer,
            request_id: found.request_id,
            described_at: row.described_at.filter(|_| found.description.is_some()),
            description: found.description,
        }))
    }

    async fn earlier(&self, name: &JobName) -> Result<Vec<TrainingJobSummary>, AppError> {
        let rows = lookup::earlier(self.database.reader(), name.as_str()).await?;
        Ok(self.summaries(&rows).await?)
    }

    async fn record(&self, record: i64) -> Result<Option<TrainingJobDetail>, AppError> {
        match lookup::by_id(self.database.reader(), record).await? {
            Some(row) => Ok(Some(self.detail(&row).await?)),
            None => Ok(None),
        }
    }

    async fn lineage(&self, job: &JobKey) -> Result<Option<Lineage>, AppError> {
        match self.known(job).await? {
            Some(row) => Ok(Some(self.family(&row).await?)),
            None => Ok(None),
        }
    }

    async fn warm_start(&self, job: &JobKey) -> Result<Option<Proof>, AppError> {
        match self.known(job).await? {
            Some(row) => Ok(self.proof(&row).await?),
            None => Ok(None),
        }
    }

    async fn stop_outcome(&self, job: &JobKey) -> Result<Option<StopOutcome>, AppError> {
        match self.known(job).await? {
            Some(row) => self.stop_outcome_of(row).await.map(Some),
            None => Ok(None),
        }
    }

    async fn compare(&self, jobs: &[JobKey]) -> Result<Comparison, AppError> {
        let mut comparison = Comparison::default();
        for job in jobs.iter().take(MAX_COMPARED_JOBS) {
            match self.known(job).await? {
                Some(row) => comparison.jobs.push(self.detail(&row).await?),
                None => comparison.missing.push(job.to_string()),
            }
        }
        let requests: Vec<_> = comparison.jobs.iter().map(|job| &job.request).collect();
        comparison.settings = diff::side_by_side(&requests);
        let data = diff::data_side_by_side(&comparison.jobs);
        comparison.settings.extend(data);
        // What differs comes first, and the order stays otherwise.
        comparison.settings.sort_by_key(|row| !row.differs);
        Ok(comparison)
    }

    async fn data_since(&self, earlier: &JobKey, channels: &[Channel]) -> Result<Vec<ChannelComparison>, AppError> {
        let Some(row) = self.known(earlier).await? else { return Ok(Vec::new()) };
        let (earlier, now) = (self.detail(&row).await?, self.clock.now());
        let mut comparisons = Vec::new();
        for channel in channels.iter().filter(|channel| channel.channel_name.as_deref() != Some(MODEL_CHANNEL)) {
            let data = self.list_channel(channel, now).await.map_err(AppError::from)?;
            let own = Listed { job: "this job", data: Some(&data), started_at: None, ended_at: None };
            let identity = channel_data::compare(earlier.listed(&data.channel), own);
            comparisons.push(ChannelComparison { channel: data.channel.clone(), identity });
        }
        Ok(comparisons)
    }

    async fn defined_values(&self, job: &JobKey, after: (&str, u32), limit: u32) -> Result<Vec<StepValue>, AppError> {
        let Some(row) = self.stored(job).await? else { return Ok(Vec::new()) };
        Ok(defined_metrics::page(self.database.reader(), row.id, after, limit).await?)
    }

    async fn search_log(&self, job: &JobKey, query: &LogQuery, from: u64, limit: u32) -> Result<LogMatches, AppError> {
        match self.stored(job).await?.filter(|_| !query.text.is_empty()) {
            Some(row) => self.find_lines(&row, query, from, limit.max(1)).await,
            None => Ok(LogMatches::default()),
        }
    }

    fn trouble(&self) -> Option<Trouble> {
        self.present_trouble()
    }

    async fn tag(&self, name: &JobName, set: &[(String, String)], remove: &[String]) -> Result<(), AppError> {
        self.retag(name, set, remove).await
    }
}
