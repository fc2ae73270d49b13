//! Transactions that SQLite itself rolls back, and those that it does not.

use sqlite::{Database, ErrorKind};

use crate::{add, database, entries};

/// Lets the writing connection believe that there is no room for another page.
async fn fill(database: &Database) {
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(database.writer()).await.expect("a number");
    set_max_page_count(database, pages).await;
}

async fn set_max_page_count(database: &Database, pages: i64) {
    sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}")))
        .execute(database.writer())
        .await
        .expect("a limit");
}

fn large(letter: &str) -> String {
    letter.repeat(100_000)
}

#[tokio::test]
async fn a_transaction_begins_again_after_a_full_disk() {
    let (database, _folder) = database().await;
    add(&database, "a").await.expect("there is room");
    fill(&database).await;
    let error = add(&database, &large("b")).await.expect_err("there is no room");
    assert_eq!(ErrorKind::of(&error), ErrorKind::DiskFull, "{error}");
    assert!(ErrorKind::of(&error).is_temporary());
    for letter in ["c", "d", "e"] {
        add(&database, &large(letter)).await.expect("there is room again");
    }
    assert_eq!(entries(&database).await, "acde");
}

#[tokio::test]
async fn statements_of_their_own_work_after_a_full_disk() {
    let (database, _folder) = database().await;
    fill(&database).await;
    add(&database, &large("a")).await.expect_err("there is no room");
    sqlx::query("INSERT INTO entry (text) VALUES ('b')").execute(database.writer()).await.expect("there is room again");
    assert_eq!(entries(&database).await, "b");
}

#[tokio::test]
async fn many_writers_who_meet_a_full_disk_leave_no_transaction() {
    let (database, _folder) = database().await;
    fill(&database).await;
    let failed = (0..20).map(|number| {
        let database = database.clone();
        tokio::spawn(async move {
            fill(&database).await;
            add(&database, &large(&number.to_string())).await
        })
    });
    for writer in failed.collect::<Vec<_>>() {
        // Between the limit and the transaction another writer may have got a new connection.
        let _ = writer.await.expect("no panic");
    }
    add(&database, "z").await.expect("there is room again");
    assert!(entries(&database).await.ends_with('z'));
}

#[tokio::test]
async fn a_transaction_that_is_dropped_keeps_its_connection() {
    let (database, _folder) = database().await;
    add(&database, "a").await.expect("there is room");
    // The limit belongs to the connection: it shows whether the connection is still the same.
    set_max_page_count(&database, 1_000).await;
    let mut transaction = database.begin().await.expect("a transaction");
    sqlx::query("INSERT INTO entry (text) VALUES ('b')").execute(&mut *transaction).await.expect("a row");
    drop(transaction);
    add(&database, "a").await.expect_err("the text is taken");
    let limit: i64 = sqlx::query_scalar("PRAGMA max_page_count").fetch_one(database.writer()).await.expect("a number");
    assert_eq!(limit, 1_000);
    assert_eq!(entries(&database).await, "a");
}
