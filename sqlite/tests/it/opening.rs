//! Which files are opened, and what is said of the others.

use std::os::unix::fs::PermissionsExt;

use sqlite::{Database, ErrorKind, OpenError};
use sqlx::SqliteExecutor;

use crate::{OPTIONS, add, database, entries};

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
async fn readers_cannot_write_and_keep_the_pages_they_are_told() {
    let (database, folder) = database().await;
    add(&database, "a").await.expect("there is room");
    database.close().await;
    let options = sqlite::Options { reader_cache: Some(5_000), ..OPTIONS };
    let database = Database::open(&folder.path().join("test.db"), options).await.expect("a database");
    assert_eq!(number(database.reader(), "PRAGMA cache_size").await, -5_000);
    assert_eq!(number(database.writer(), "PRAGMA synchronous").await, 2);
    assert_eq!(number(database.writer(), "PRAGMA foreign_keys").await, 1);
    sqlx::query("DELETE FROM entry").execute(database.reader()).await.expect_err("readers do not write");
}

#[tokio::test]
async fn the_files_are_readable_by_their_owner_only() {
    let (database, folder) = database().await;
    add(&database, "a").await.expect("there is room");
    let modes = || {
        let files = std::fs::read_dir(folder.path()).expect("a folder").map(|file| file.expect("a file"));
        files.map(|file| file.metadata().expect("metadata").permissions().mode() & 0o777).collect::<Vec<_>>()
    };
    assert_eq!(modes(), [0o600; 3]);
    database.close().await;
    // A file of an earlier version.
    let path = folder.path().join("test.db");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("rights");
    Database::open(&path, OPTIONS).await.expect("a database").close().await;
    assert_eq!(modes(), [0o600]);
}

#[tokio::test]
async fn nothing_is_written_into_a_file_that_was_deleted_or_replaced() {
    let (database, folder) = database().await;
    add(&database, "a").await.expect("there is room");
    for file in std::fs::read_dir(folder.path()).expect("a folder") {
        std::fs::remove_file(file.expect("a file").path()).expect("deleted");
    }
    let error = add(&database, "b").await.expect_err("the file is gone");
    assert_eq!(ErrorKind::of(&error), ErrorKind::Io, "{error}");
    let error = sqlx::query("DELETE FROM entry").execute(database.writer()).await.expect_err("the file is gone");
    assert_eq!(ErrorKind::of(&error), ErrorKind::Io, "{error}");
    assert!(!folder.path().join("test.db").exists(), "no empty database takes its place");
}

#[tokio::test]
async fn a_file_can_be_read_where_nothing_can_be_written() {
    let (database, folder) = database().await;
    let path = folder.path().join("test.db");
    add(&database, "a").await.expect("there is room");
    let error = Database::open_immutable(&path, OPTIONS).await.expect_err("somebody writes it");
    assert!(error.to_string().contains("-wal"), "{error}");
    database.close().await;
    let database = Database::open_immutable(&path, OPTIONS).await.expect("a database");
    assert_eq!(entries(&database).await, "a");
    add(&database, "b").await.expect_err("it is only read");
    let files = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(files, 1, "nothing is made beside it");
}

async fn number(executor: impl SqliteExecutor<'_>, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(executor).await.expect("a number")
}
