//! Pages of a log whose lines are long.

use console::data::history::LogQuery;
use domain::description::LogLine;

use super::*;
use crate::db::logs::{MAX_PAGE_BYTES, append, last_lines, lines, search};

#[tokio::test]
async fn pages_of_long_lines_are_short() {
    let target = Target::start(|_, _| unknown()).await;
    target.add("a", Timestamp::UNIX_EPOCH, &body("a")).await;
    let job = lookup::find(target.database.reader(), "a").await.expect("a row").expect("a job").id;
    let mut texts = vec!["x".repeat(256 << 10); 10];
    texts.push("y".repeat(2 * MAX_PAGE_BYTES));
    let lines_of_job: Vec<_> = texts.into_iter().map(|text| (Timestamp::UNIX_EPOCH, text)).collect();
    let mut transaction = target.database.begin().await.expect("a transaction");
    append(&mut transaction, job, &lines_of_job).await.expect("lines");
    transaction.commit().await.expect("a commit");
    let reader = target.database.reader();
    let numbers = |lines: Vec<LogLine>| lines.into_iter().map(|line| line.number).collect::<Vec<_>>();
    assert_eq!(numbers(lines(reader, job, 0, 500).await.expect("lines")), [0, 1, 2, 3]);
    assert_eq!(numbers(lines(reader, job, 8, 500).await.expect("lines")), [8, 9]);
    assert_eq!(numbers(lines(reader, job, 10, 500).await.expect("lines")), [10], "a long line is a page of its own");
    assert_eq!(numbers(last_lines(reader, job, 10, 500).await.expect("lines")), [6, 7, 8, 9]);
    assert_eq!(numbers(last_lines(reader, job, 11, 2).await.expect("lines")), [10]);
    assert_eq!(numbers(search(reader, job, "X", 1, 500).await.expect("lines")), [1, 2, 3, 4]);
    let words = LogQuery { text: "x".to_owned(), is_expression: false };
    let found = target.history.search_log(&key("a"), &words, 5, 500).await.expect("lines");
    assert_eq!((numbers(found.lines), found.next), (vec![5, 6, 7, 8], Some(9)));
    let found = target.history.search_log(&key("a"), &words, 9, 500).await.expect("lines");
    assert_eq!((numbers(found.lines), found.next), (vec![9], None));
}
