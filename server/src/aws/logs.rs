//! CloudWatch Logs: what the containers write.

use std::time::Duration;

use domain::Timestamp;

use super::{
    Aws,
    error::{Failure, Kind},
};

/// The log group of all training jobs.
const GROUP: &str = "/aws/sagemaker/TrainingJobs";
/// Streams that are followed; a job has one for each instance.
const MAX_STREAMS: i32 = 50;
/// By how much the clock of CloudWatch Logs may be behind that of SageMaker, which tells whole seconds as well.
const CLOCK_DIFFERENCE: Duration = Duration::from_secs(1);

/// What one read of a stream gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LogEvents {
    /// Time and text of each line.
    pub(crate) lines: Vec<(Timestamp, String)>,
    /// Continues the stream; equal to the token that was given at its present end.
    pub(crate) token: Option<String>,
}

impl Aws {
    /// The names of the log streams of a job that was created at `created_at`; none before the container
    /// starts. Older streams are those of a job that had the name before and was deleted.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn log_streams(&self, job: &str, created_at: Timestamp) -> Result<Vec<String>, Failure> {
        let call =
            self.logs.describe_log_streams().log_group_name(GROUP).log_stream_name_prefix(format!("{job}/")).limit(MAX_STREAMS);
        match call.send().await {
            Ok(output) => {
                let own = output.log_streams().iter().filter(|stream| {
                    let created = stream.creation_time().map(Timestamp::from_milliseconds);
                    created.is_none_or(|created| created.saturating_add(CLOCK_DIFFERENCE) >= created_at)
                });
                Ok(own.filter_map(|stream| stream.log_stream_name()).map(str::to_owned).collect())
            }
            Err(error) => match Failure::new(&error) {
                failure if failure.kind == Kind::NotFound => Ok(Vec::new()),
                failure => Err(failure),
            },
        }
    }

    /// The next events of a stream, from its beginning when there is no token.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn log_events(&self, stream: &str, token: Option<&str>) -> Result<LogEvents, Failure> {
        let call = self.logs.get_log_events().log_group_name(GROUP).log_stream_name(stream).start_from_head(true);
        let output = match call.set_next_token(token.map(str::to_owned)).send().await {
            Ok(output) => output,
            Err(error) => match Failure::new(&error) {
                failure if failure.kind == Kind::NotFound => {
                    return Ok(LogEvents { lines: Vec::new(), token: token.map(str::to_owned) });
                }
                failure => return Err(failure),
            },
        };
        let line = |event: &aws_sdk_cloudwatchlogs::types::OutputLogEvent| {
            let text = event.message().unwrap_or_default().trim_end_matches(['\r', '\n']);
            (Timestamp::from_milliseconds(event.timestamp().unwrap_or_default()), text.to_owned())
        };
        Ok(LogEvents { lines: output.events().iter().map(line).collect(), token: output.next_forward_token().map(str::to_owned) })
    }
}
