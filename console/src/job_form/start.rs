//! Where the form's first values come from: one function for every way in.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`address`] | the parameters of an address, and how they are read |
//! | [`facts`] | what the console must know before the form can begin |
//! | `from_job` | forms that begin with an earlier job, or with its model |

pub mod address;
pub mod facts;
mod from_job;

use domain::{EngineImages, JobKey, JobName, S3Uri, incremental::SourceModel, paste};
use serde::{Deserialize, Serialize};

use self::facts::StartFacts;
use super::{
    draft::Draft,
    example::Example,
    import_report::ImportReport,
    job_names,
    provenance::{FilledFrom, Provenance},
    stored_form::StoredForm,
};
use crate::{data::drafts::DraftSummary, error::AppError};

/// What the form starts from. [`address::AddressParameters::read`] makes it of an address.
#[derive(Debug, Clone, PartialEq)]
pub enum StartFrom {
    /// The defaults.
    Blank,
    /// An example that fills the whole form in.
    Example(&'static Example),
    /// The settings of a job, its model channel included.
    Copy(JobKey),
    /// The model of a stopped job, with what was left to do.
    Continue(JobKey),
    /// A model that was trained before.
    Model(ModelSource),
    /// A draft, by its id.
    Draft(String),
    /// A request as somebody pasted it.
    Paste(String),
    /// A form that came back from a submission without scripts.
    Returned(Box<ReturnedForm>),
}

/// How a model to start from is named.
#[derive(Debug, Clone, PartialEq)]
pub enum ModelSource {
    /// By the job that made it.
    Job(JobKey),
    /// By the name of a SageMaker model.
    Name(String),
    /// By the location of its archive.
    Artifact(S3Uri),
}

impl StartFrom {
    /// Whether the whole form is filled in: what was typed before has no place in it.
    pub fn is_whole_form(&self) -> bool {
        matches!(self, Self::Blank | Self::Example(_) | Self::Copy(_) | Self::Paste(_))
    }
}

/// A form that came back from a submission without scripts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReturnedForm {
    /// What was typed.
    pub draft: Draft,
    /// Why there is no job; `None` when only a row came or went.
    pub error: Option<AppError>,
}

/// How the form begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Start {
    /// What the fields hold.
    pub draft: Draft,
    /// What review compares with: the source job's values, or the defaults.
    pub baseline: Draft,
    /// What is known about the model that the job starts from.
    pub source: Option<SourceModel>,
    /// What the target runs, where it is the local engine.
    #[serde(default)]
    pub engine_images: Option<EngineImages>,
    /// Why something that was asked for is missing.
    pub notice: Option<String>,
    /// Why a submission without scripts made no job.
    pub refused: Option<AppError>,
    /// What did not come along from where the values are.
    #[serde(default)]
    pub import_report: Option<ImportReport>,
    /// The draft that the form goes on with.
    #[serde(default)]
    pub stored: Option<DraftSummary>,
    /// The id under which the form is saved first; empty where it goes on with a draft.
    #[serde(default)]
    pub draft_id: String,
    /// The draft that was saved last, which a blank form offers.
    #[serde(default)]
    pub last_draft: Option<DraftSummary>,
    /// Where the values of the whole form are from, where that is more than the defaults.
    #[serde(default)]
    pub provenance: Option<Provenance>,
}

impl Start {
    /// A form that begins with `draft`, compared with `baseline`, and nothing more to say.
    pub fn new(draft: Draft, baseline: Draft) -> Self {
        Self {
            draft,
            baseline,
            source: None,
            engine_images: None,
            notice: None,
            refused: None,
            import_report: None,
            stored: None,
            draft_id: String::new(),
            last_draft: None,
            provenance: None,
        }
    }

    /// A blank form that says why it is blank.
    pub fn with_notice(blank: Draft, notice: impl Into<String>) -> Self {
        Self { notice: Some(notice.into()), ..Self::new(blank.clone(), blank) }
    }
}

/// How the form begins, by what it starts from and what is known about that.
pub fn start(from: StartFrom, facts: StartFacts) -> Start {
    let (engine_images, draft_id, last_draft) = (facts.engine_images.clone(), facts.draft_id.clone(), facts.last_draft.clone());
    Start { engine_images, draft_id, last_draft, ..filled_in(from, facts) }
}

fn filled_in(from: StartFrom, facts: StartFacts) -> Start {
    let blank = facts.blank();
    match from {
        StartFrom::Blank => Start::new(blank.clone(), blank),
        StartFrom::Example(example) => filled_by(example, &facts, blank),
        StartFrom::Copy(job) => match &facts.job {
            Some(detail) => from_job::copied(detail, &facts),
            None => Start::with_notice(blank, no_job(&job)),
        },
        StartFrom::Continue(job) => match &facts.job {
            Some(detail) => from_job::continued(detail, &facts),
            None => Start::with_notice(blank, no_job(&job)),
        },
        StartFrom::Model(ModelSource::Job(job)) => match &facts.job {
            Some(detail) => from_job::with_model_of(detail, &facts),
            None => Start::with_notice(blank, no_job(&job)),
        },
        StartFrom::Model(ModelSource::Name(name)) => match from_job::artifact_of_model(&name, facts.model.as_ref()) {
            Ok(_) => from_job::with_artifact(&facts),
            Err(notice) => Start::with_notice(blank, notice),
        },
        StartFrom::Model(ModelSource::Artifact(_)) => from_job::with_artifact(&facts),
        StartFrom::Draft(_) => stored(facts, blank),
        StartFrom::Paste(text) => pasted(&text, facts, blank),
        StartFrom::Returned(form) => {
            let baseline = Draft::blank(&facts.settings, &form.draft.job_name);
            Start { source: facts.source, refused: form.error, ..Start::new(form.draft, baseline) }
        }
    }
}

fn filled_by(example: &Example, facts: &StartFacts, blank: Draft) -> Start {
    let named = Draft { job_name: facts.first_free_name(example.job_name), ..blank.clone() };
    match example.fill(named, &facts.settings) {
        Some(draft) => Start { provenance: Some(Provenance::new(FilledFrom::Example)), ..Start::new(draft, blank) },
        None => Start::with_notice(blank, "This target has no sample data, so the example cannot be filled in."),
    }
}

/// The form as it was kept.
fn stored(facts: StartFacts, blank: Draft) -> Start {
    match facts.stored {
        Some((summary, StoredForm { draft, baseline, provenance, refused })) => {
            Start { source: facts.source, refused, provenance, stored: Some(summary), ..Start::new(draft, baseline) }
        }
        None => Start::with_notice(blank, "There is no such draft: it was deleted, or its job was created."),
    }
}

/// A request that was pasted; it keeps its own name unless that is taken.
fn pasted(text: &str, facts: StartFacts, blank: Draft) -> Start {
    let pasted = match paste::read(text) {
        Ok(pasted) => pasted,
        Err(error) => return Start::with_notice(blank, error.to_string()),
    };
    let own = pasted.request.training_job_name.clone().unwrap_or_default();
    let name = match JobName::parse(own.trim()) {
        Ok(name) if facts.taken.contains(name.as_str()) => {
            job_names::free_from(name.next(), &facts.taken).map(|next| next.to_string())
        }
        _ => None,
    };
    let name = name.unwrap_or_else(|| if own.is_empty() { blank.job_name.clone() } else { own });
    let mut draft = Draft::with_settings_of(&blank, &pasted.request, &name);
    facts.fix_network(&mut draft);
    let region = &facts.settings.region;
    let mut report = ImportReport::of("the pasted request", &pasted.request, &draft, region);
    report.notes = pasted.notes_in(region);
    report.unknown_values = pasted.unknown_values;
    report.unknown_members = pasted.strange;
    let bare = Draft::with_settings_of(&Draft::default(), &pasted.request, &name);
    let provenance = Some(Provenance::filled_up(FilledFrom::Paste, &draft, &bare));
    let import_report = Some(report).filter(ImportReport::says_something);
    Start { source: facts.source, import_report, provenance, ..Start::new(draft.clone(), draft) }
}

fn no_job(job: &JobKey) -> String {
    no_job_called(&job.to_string())
}

/// Says that nobody knows a job.
fn no_job_called(name: &str) -> String {
    format!("There is no training job called \"{name}\".")
}

#[cfg(test)]
mod tests;
