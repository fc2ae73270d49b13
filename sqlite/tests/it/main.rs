//! Databases in temporary folders, and the ways in which writing fails.

mod disk_full;
mod file_size;
mod opening;

use sqlite::{Database, Options};
use sqlx::migrate::Migrator;

static MIGRATOR: Migrator = sqlx::migrate!("tests/migrations");

const OPTIONS: Options = Options { name: "the test's database", migrator: &MIGRATOR, reader_cache: None };

/// An empty database in a folder of its own, which lives as long as the second value.
async fn database() -> (Database, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = Database::open(&folder.path().join("test.db"), OPTIONS).await.expect("a database");
    (database, folder)
}

/// Adds one entry in a transaction.
async fn add(database: &Database, text: &str) -> sqlx::Result<()> {
    let mut transaction = database.begin().await?;
    sqlx::query("INSERT INTO entry (text) VALUES (?)").bind(text).execute(&mut *transaction).await?;
    transaction.commit().await
}

/// The first letters of all entries, in the order in which they came.
async fn entries(database: &Database) -> String {
    let texts: Vec<String> =
        sqlx::query_scalar("SELECT substr(text, 1, 1) FROM entry ORDER BY id").fetch_all(database.reader()).await.expect("rows");
    texts.concat()
}
