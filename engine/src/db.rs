//! The engine's database: the only place with SQL.
//!
//! Every commit is on the disk before the request is answered, so an answered object or job exists after a crash.
//!
//! - [`buckets`], [`objects`], [`object_parts`], [`listing`], [`uploads`], [`finished_uploads`], [`blobs`] — the index of the
//!   object store
//! - [`queue`], [`warm_pools`] — jobs that wait or run; machines that are kept
//! - [`jobs`], [`history`], [`list_jobs`] — training jobs, their transitions and metrics, and lists of them
//! - [`kms_keys`], [`kms_aliases`] — keys of KMS and their names
//! - [`models`] — models and lists of them
//! - [`streams`], [`tags`] — log streams; tags by resource
//! - [`records`] — types of columns

pub(crate) mod blobs;
pub(crate) mod buckets;
pub(crate) mod finished_uploads;
pub(crate) mod history;
pub(crate) mod jobs;
pub(crate) mod kms_aliases;
pub(crate) mod kms_keys;
pub(crate) mod list_jobs;
pub(crate) mod listing;
pub(crate) mod models;
pub(crate) mod object_parts;
pub(crate) mod objects;
pub(crate) mod queue;
pub(crate) mod records;
pub(crate) mod streams;
pub(crate) mod tags;
pub(crate) mod uploads;
pub(crate) mod warm_pools;

use std::path::Path;

use sqlx::migrate::Migrator;

pub(crate) use sqlite::Database;
pub use sqlite::OpenError;

/// The schema, embedded.
static MIGRATOR: Migrator = sqlx::migrate!("../migrations/engine");

/// Opens or creates the file and applies the migrations.
///
/// # Errors
/// See [`OpenError`].
pub(crate) async fn open(path: &Path) -> Result<Database, OpenError> {
    Database::open(path, sqlite::Options { name: "the engine's database", migrator: &MIGRATOR, reader_cache: None }).await
}
