use super::*;
use crate::db::testing::database;

async fn job(database: &crate::db::Database) -> i64 {
    sqlx::query_scalar(
        "INSERT INTO training_job (name, origin, status, secondary_status, created_at, log_state)
         VALUES ('own', 'console', 'InProgress', 'Training', 0, 'open') RETURNING id",
    )
    .fetch_one(database.writer())
    .await
    .expect("a job")
}

async fn add(database: &crate::db::Database, job: i64, name: &str, values: &[f64]) {
    let mut transaction = database.begin().await.expect("a transaction");
    let values: Vec<_> = values.iter().map(|value| (Timestamp::UNIX_EPOCH, *value)).collect();
    append(&mut transaction, job, name, &values).await.expect("values");
    transaction.commit().await.expect("a commit");
}

#[tokio::test]
async fn steps_are_counted_over_all_reads_of_a_log() {
    let (database, _folder) = database().await;
    let job = job(&database).await;
    add(&database, job, "loss", &[3.0, 2.0]).await;
    add(&database, job, "loss", &[1.0]).await;
    add(&database, job, "test:f1", &[0.5]).await;
    let shown = shown(database.reader(), job).await.expect("metrics");
    let loss = DefinedMetric { name: "loss".to_owned(), steps: 3, points: vec![(1, 3.0), (2, 2.0), (3, 1.0)] };
    let f1 = DefinedMetric { name: "test:f1".to_owned(), steps: 1, points: vec![(1, 0.5)] };
    assert_eq!(shown, [loss, f1]);
}

#[tokio::test]
async fn a_page_gets_a_thinned_curve_that_ends_with_the_last_value() {
    let (database, _folder) = database().await;
    let job = job(&database).await;
    let values: Vec<f64> = (1..=1_999).map(f64::from).collect();
    add(&database, job, "loss", &values).await;
    let shown = shown(database.reader(), job).await.expect("metrics");
    let [loss] = &shown[..] else { panic!("{shown:?}") };
    assert_eq!((loss.steps, loss.last()), (1_999, Some((1_999, 1_999.0))));
    assert_eq!(&loss.points[..3], [(1, 1.0), (9, 9.0), (17, 17.0)]);
    assert_eq!(loss.points.len(), 251);
    let (first, rest) =
        (page(database.reader(), job, ("", 0), 1_500).await, page(database.reader(), job, ("loss", 1_500), 1_500).await);
    let (first, rest) = (first.expect("values"), rest.expect("values"));
    assert_eq!((first.len(), rest.len(), rest[0].step), (1_500, 499, 1_501));
}

#[tokio::test]
async fn the_list_knows_the_accuracy_that_a_program_reports() {
    let (database, _folder) = database().await;
    let job = job(&database).await;
    add(&database, job, "validation:accuracy", &[0.7, 0.9, 0.8]).await;
    let row: (f64, f64, i64) =
        sqlx::query_as("SELECT validation_accuracy, best_validation_accuracy, best_epoch FROM training_job WHERE id = ?")
            .bind(job)
            .fetch_one(database.reader())
            .await
            .expect("a row");
    assert_eq!(row, (0.8, 0.9, 2));
    let last = last_values(database.reader(), &[job]).await.expect("values");
    assert_eq!(last[&job].get("validation:accuracy"), Some(&0.8));
}

#[tokio::test]
async fn beyond_the_limit_the_last_value_stays_true() {
    let (database, _folder) = database().await;
    let job = job(&database).await;
    let metric = {
        let mut transaction = database.begin().await.expect("a transaction");
        let metric = metrics::number_of(&mut transaction, "loss").await.expect("a number");
        transaction.commit().await.expect("a commit");
        metric
    };
    sqlx::query("INSERT INTO defined_metric (job, metric, steps, value, at) VALUES (?, ?, ?, 1.0, 0)")
        .bind(job)
        .bind(metric)
        .bind(MAX_STEPS)
        .execute(database.writer())
        .await
        .expect("a point");
    add(&database, job, "loss", &[0.5, 0.25]).await;
    let shown = shown(database.reader(), job).await.expect("metrics");
    assert_eq!(shown[0].last(), Some((MAX_STEPS + 2, 0.25)));
    assert!(page(database.reader(), job, ("", 0), 9).await.expect("values").is_empty());
}

#[tokio::test]
async fn abandoned_expressions_leave_no_half_curve() {
    let (database, _folder) = database().await;
    let job = job(&database).await;
    add(&database, job, "loss", &[0.5]).await;
    let mut transaction = database.begin().await.expect("a transaction");
    abandon(&mut transaction, job).await.expect("an end");
    transaction.commit().await.expect("a commit");
    assert!(shown(database.reader(), job).await.expect("metrics").is_empty());
}

#[tokio::test]
async fn a_thinned_curve_keeps_its_largest_value() {
    let (database, _folder) = database().await;
    let job = job(&database).await;
    let mut values = vec![0.5; 1_999];
    (values[99], values[1_199]) = (0.875, 0.875);
    add(&database, job, "validation:accuracy", &values).await;
    let shown = shown(database.reader(), job).await.expect("metrics");
    assert!(shown[0].points.contains(&(100, 0.875)), "the first of equal ones, as the list has it");
    assert!(shown[0].points.is_sorted_by_key(|(step, _)| *step));
    assert_eq!(shown[0].points.len(), 252);
}

#[tokio::test]
async fn nothing_is_best_of_an_abandoned_curve() {
    let (database, _folder) = database().await;
    let job = job(&database).await;
    add(&database, job, "validation:accuracy", &[0.9, 0.8]).await;
    let mut transaction = database.begin().await.expect("a transaction");
    abandon(&mut transaction, job).await.expect("an end");
    transaction.commit().await.expect("a commit");
    let row: (Option<f64>, Option<f64>, Option<i64>) =
        sqlx::query_as("SELECT validation_accuracy, best_validation_accuracy, best_epoch FROM training_job WHERE id = ?")
            .bind(job)
            .fetch_one(database.reader())
            .await
            .expect("a row");
    assert_eq!(row, (None, None, None));
}
