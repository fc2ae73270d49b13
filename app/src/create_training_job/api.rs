//! Questions that only the server can answer while the form is filled in.

use console::{
    data::{Candidate, Reading, Suggestions},
    error::AppError,
    job_form::start::{Start, address::AddressParameters},
};
use domain::{LocationFacts, channel_data::ChannelComparison, incremental::SourceModel, warm_pool::WarmPool, wire::Channel};
use leptos::{prelude::*, server_fn::codec::Json};

/// Jobs in the table before part of a name is typed.
#[cfg(feature = "ssr")]
const CANDIDATES_SHOWN: u32 = 50;

/// Whether a job name is taken; `false` for text that is no name at all.
///
/// # Errors
/// Those of the target.
#[server(prefix = "/api", endpoint = "create/name-is-taken")]
pub async fn name_is_taken(name: String) -> Result<bool, AppError> {
    crate::server_call::answer(async {
        let Ok(name) = domain::JobName::parse(name.trim()) else { return Ok(false) };
        expect_context::<console::ports::Backend>().jobs.is_taken(&name).await
    })
    .await
}

/// What is at an S3 location: the listing, and what `reading` asks for besides.
///
/// # Errors
/// [`AppError::Refused`] for text that is no location, and those of the target.
#[server(prefix = "/api", endpoint = "create/look")]
pub async fn read_location(uri: String, reading: Reading) -> Result<LocationFacts, AppError> {
    crate::server_call::answer(async {
        let location = domain::S3Uri::parse(uri.trim()).map_err(|error| AppError::Refused(error.to_string()))?;
        let backend = expect_context::<console::ports::Backend>();
        let mut facts = backend.objects.facts(&location, reading).await?;
        if reading == Reading::Checkpoints && facts.objects.is_some_and(|objects| objects > 0) {
            facts.checkpoints_of = backend.sources.checkpoints_of(&location).await?;
        }
        Ok(facts)
    })
    .await
}

/// What is known about a model by its artifact's location.
///
/// # Errors
/// [`AppError::Refused`] for text that is no location, and those of the target.
#[server(prefix = "/api", endpoint = "create/describe-model")]
pub async fn describe_model(artifact: String) -> Result<SourceModel, AppError> {
    crate::server_call::answer(async {
        let location = domain::S3Uri::parse(artifact.trim()).map_err(|error| AppError::Refused(error.to_string()))?;
        console::source_model::describe(&expect_context::<console::ports::Backend>(), &location).await
    })
    .await
}

/// Whether the channels of a new job hold the same data as those of an earlier one: they are listed just now.
///
/// # Errors
/// Those of the target.
#[server(prefix = "/api", endpoint = "create/data-since", input = Json)]
pub async fn data_since(
    /// The earlier job.
    earlier: String,
    /// The channels of the new one.
    channels: Vec<Channel>,
) -> Result<Vec<ChannelComparison>, AppError> {
    crate::server_call::answer(async {
        let Ok(earlier) = domain::JobKey::parse(&earlier) else { return Ok(Vec::new()) };
        expect_context::<console::ports::Backend>().history.data_since(&earlier, &channels).await
    })
    .await
}

/// The newest jobs whose names contain `search`, with the reason where a model cannot be used, and how many there are.
///
/// # Errors
/// Those of the target.
#[server(prefix = "/api", endpoint = "create/candidates")]
pub async fn candidates(search: String) -> Result<(Vec<Candidate>, u32), AppError> {
    crate::server_call::answer(async {
        expect_context::<console::ports::Backend>().sources.candidates(search.trim(), CANDIDATES_SHOWN).await
    })
    .await
}

/// Values of earlier jobs that fields offer.
///
/// # Errors
/// Those of the database.
#[server(prefix = "/api", endpoint = "create/suggestions")]
pub async fn suggested() -> Result<Suggestions, AppError> {
    crate::server_call::answer(async { expect_context::<console::ports::Backend>().sources.suggestions().await }).await
}

/// The machines that the target keeps now for jobs that match.
///
/// # Errors
/// Those of the target.
#[server(prefix = "/api", endpoint = "create/warm-pools")]
pub async fn kept_pools() -> Result<Vec<WarmPool>, AppError> {
    crate::server_call::answer(async { expect_context::<console::ports::Backend>().sources.warm_pools().await }).await
}

/// What an hour of an instance type costs, with its currency; `None` where no price is known.
///
/// # Errors
/// [`AppError::Refused`] for a price file that cannot be used.
#[server(prefix = "/api", endpoint = "create/price")]
pub async fn price(instance_type: String) -> Result<Option<(f64, String)>, AppError> {
    crate::server_call::answer(async { expect_context::<console::ports::Backend>().sources.price(instance_type.trim()).await })
        .await
}

/// Prepares the form.
///
/// # Errors
/// Those of the target, when it has to be asked about a job or a model.
#[server(prefix = "/api", endpoint = "create/set-up")]
pub async fn prepare_form(
    /// What the form's address asks for.
    #[server(default)]
    parameters: AddressParameters,
) -> Result<Start, AppError> {
    crate::server_call::answer(async {
        let backend = expect_context::<console::ports::Backend>();
        let (from, notice) = match parameters.read() {
            Ok(from) => (from, None),
            Err(notice) => (StartFrom::Blank, Some(notice)),
        };
        let facts = gather(&backend, &from).await?;
        let start = start(from, facts);
        Ok(Start { notice: notice.or(start.notice), ..start })
    })
    .await
}

#[cfg(feature = "ssr")]
use console::job_form::start::{StartFrom, facts::gather, start};
