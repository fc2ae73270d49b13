//! Which files are opened, and what is said of the others.

use sqlite::{Database, OpenError};
use sqlx::SqliteExecutor;

use crate::{OPTIONS, add, database};

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_by_name() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("test.db");
    std::fs::write(&path, "Lorem ipsum dolor sit amet. ".repeat(100)).expect("a file");
    let error = Database::open(&path, OPTIONS).await.expect_err("text is no database");
    assert!(matches!(error, OpenError::Open { .. }), "{error}");
    assert!(error.to_string().starts_with("the test's database cannot be opened: "), "{error}");
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_refused_by_name() {
    let (database, folder) = database().await;
    sqlx::query("UPDATE _sqlx_migrations SET version = 9999").execute(database.writer()).await.expect("a row");
    database.close().await;
    let error = Database::open(&folder.path().join("test.db"), OPTIONS).await.expect_err("version 9999 is unknown");
    assert!(matches!(error, OpenError::Migrate { .. }), "{error}");
    assert!(error.to_string().starts_with("the test's database cannot be brought to this version: "), "{error}");
}

#[tokio::test]
async fn readers_cannot_write_and_map_what_they_are_told() {
    let (database, folder) = database().await;
    add(&database, "a").await.expect("there is room");
    database.close().await;
    let options = sqlite::Options { mapped_bytes: Some(1 << 20), ..OPTIONS };
    let database = Database::open(&folder.path().join("test.db"), options).await.expect("a database");
    assert_eq!(number(database.reader(), "PRAGMA mmap_size").await, 1 << 20);
    assert_eq!(number(database.writer(), "PRAGMA synchronous").await, 2);
    assert_eq!(number(database.writer(), "PRAGMA foreign_keys").await, 1);
    sqlx::query("DELETE FROM entry").execute(database.reader()).await.expect_err("readers do not write");
}

async fn number(executor: impl SqliteExecutor<'_>, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(executor).await.expect("a number")
}
