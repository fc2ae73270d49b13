//! What a job measured and wrote, as files.

use app::ports::TrainingJobs;
use axum::{
    body::Body,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{JobName, description::Metric};
use futures::stream;

use crate::state::State as Program;

/// Lines that are read at once.
const LINES: u32 = 2_000;

/// `metrics.csv`: one row for each measured value.
pub(super) async fn metrics(State(program): State<Program>, Path(name): Path<String>) -> Response {
    let Ok(name) = JobName::parse(&name) else { return missing() };
    match program.history.describe(&name).await {
        Ok(Some(job)) => {
            let mut text = "metric,epoch,value,at_unix_milliseconds\n".to_owned();
            for point in &job.metrics {
                text.push_str(&format!("{},{},{},{}\n", word(point.metric), point.epoch, point.value, point.at));
            }
            attached("text/csv; charset=utf-8", &format!("{name}-metrics.csv"), Body::from(text))
        }
        Ok(None) => missing(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
    }
}

/// `log.txt`: every line, read piece by piece while it is sent.
pub(super) async fn log(State(program): State<Program>, Path(name): Path<String>) -> Response {
    let Ok(name) = JobName::parse(&name) else { return missing() };
    match program.history.describe(&name).await {
        Ok(Some(_)) => {}
        Ok(None) => return missing(),
        Err(error) => return (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
    }
    let file = format!("{name}.log");
    let pieces = stream::try_unfold(0_u64, move |from| {
        let (history, name) = (program.history.clone(), name.clone());
        async move {
            let lines = history.log(&name, from, LINES).await.map_err(|error| std::io::Error::other(error.to_string()))?;
            let Some(last) = lines.last() else { return Ok::<_, std::io::Error>(None) };
            let next = last.number + 1;
            let text: String = lines.iter().flat_map(|line| [line.text.as_str(), "\n"]).collect();
            Ok(Some((text, next)))
        }
    });
    attached("text/plain; charset=utf-8", &file, Body::from_stream(pieces))
}

fn word(metric: Metric) -> &'static str {
    match metric {
        Metric::TrainAccuracy => "train:accuracy",
        Metric::ValidationAccuracy => "validation:accuracy",
        Metric::TrainLoss => "train:cross-entropy",
        Metric::ValidationLoss => "validation:cross-entropy",
    }
}

/// A job's name has no characters that a header would mind.
fn attached(kind: &'static str, name: &str, body: Body) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body).into_response()
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, "There is no such job.\n").into_response()
}
