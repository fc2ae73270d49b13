//! The words of a question as SQL.

use sqlx::{QueryBuilder, Sqlite};

use crate::db::pattern;

/// Characters of the shortest word that the index of trigrams knows.
const TRIGRAM: usize = 3;

/// Words that must all stand in the text of a job, at least one.
#[derive(Debug)]
pub(super) struct Words(Vec<String>);

impl Words {
    /// `None` when there is no word.
    pub(super) fn of(text: &str) -> Option<Self> {
        let words = domain::job_query::words(text);
        (!words.is_empty()).then_some(Self(words))
    }

    /// Adds `SELECT what FROM …`, the numbers of the jobs that are found. `what` may name `job`.
    pub(super) fn push_select(&self, sql: &mut QueryBuilder<Sqlite>, what: &str) {
        let (indexed, short): (Vec<&str>, Vec<&str>) =
            self.0.iter().map(String::as_str).partition(|word| word.chars().count() >= TRIGRAM);
        sql.push("SELECT ").push(what);
        if short.is_empty() {
            sql.push(" FROM (SELECT rowid AS job FROM job_trigram WHERE ");
            push_match(sql, &indexed);
            sql.push(")");
            return;
        }
        sql.push(" FROM job_words WHERE ");
        if !indexed.is_empty() {
            sql.push("job IN (SELECT rowid FROM job_trigram WHERE ");
            push_match(sql, &indexed);
            sql.push(") AND ");
        }
        push_contains(sql, &short);
    }

    /// Adds the condition that the text of `job.id` has the words.
    pub(super) fn push_condition(&self, sql: &mut QueryBuilder<Sqlite>) {
        let words: Vec<&str> = self.0.iter().map(String::as_str).collect();
        sql.push("EXISTS (SELECT 1 FROM job_words WHERE job_words.job = job.id AND ");
        push_contains(sql, &words);
        sql.push(")");
    }
}

fn push_match(sql: &mut QueryBuilder<Sqlite>, words: &[&str]) {
    let phrases: Vec<String> = words.iter().map(|word| pattern::phrase(word)).collect();
    sql.push("job_trigram MATCH ").push_bind(phrases.join(" "));
}

fn push_contains(sql: &mut QueryBuilder<Sqlite>, words: &[&str]) {
    for (place, word) in words.iter().enumerate() {
        sql.push(if place > 0 { " AND " } else { "" });
        sql.push("job_words.text LIKE ").push_bind(pattern::contains(word)).push(r" ESCAPE '\'");
    }
}
