//! Whether the data of a request exists: the service looks before it accepts a job.

use domain::mode::S3DataType;
use domain::{S3Uri, TrainingJobRequest};

use crate::jobs::Jobs;
use crate::wire::WireError;

/// Refuses a request with a channel that has no data.
///
/// # Errors
/// `ValidationException` for the first such channel.
pub(super) async fn check(jobs: &Jobs, request: &TrainingJobRequest) -> Result<(), WireError> {
    for channel in request.input_data_config.as_deref().unwrap_or_default() {
        let name = channel.channel_name.as_deref().unwrap_or_default();
        let source = channel.data_source.as_ref().and_then(|source| source.s3_data_source.as_ref());
        let source = source.ok_or_else(|| {
            WireError::validation(format!("Channel {name}: this engine reads S3 data sources only."))
        })?;
        let uri = source.s3_uri.as_deref().unwrap_or_default();
        // The API model also allows https; nothing is found there.
        let Ok(location) = S3Uri::parse(uri) else { return Err(nothing(jobs, request, uri, uri)) };
        let data_type = source.s3_data_type.as_deref().and_then(S3DataType::parse);
        let exists = match data_type {
            Some(S3DataType::S3Prefix) => has_objects(jobs, &location).await?,
            Some(S3DataType::ManifestFile) => is_object(jobs, &location).await?,
            _ => {
                return Err(WireError::validation(format!(
                    "Channel {name}: this engine reads the data types S3Prefix and ManifestFile only."
                )));
            }
        };
        if !exists {
            return Err(nothing(jobs, request, uri, location.bucket()));
        }
    }
    Ok(())
}

async fn has_objects(jobs: &Jobs, location: &S3Uri) -> Result<bool, WireError> {
    let page = jobs.store().list(location.bucket(), location.key(), None, 1).await;
    Ok(!page.map_err(WireError::internal)?.is_empty())
}

async fn is_object(jobs: &Jobs, location: &S3Uri) -> Result<bool, WireError> {
    let object = jobs.store().open_object(location.bucket(), location.key()).await;
    Ok(object.map_err(WireError::internal)?.is_some())
}

fn nothing(jobs: &Jobs, request: &TrainingJobRequest, uri: &str, bucket: &str) -> WireError {
    let region = &jobs.store().region;
    let role = request.role_arn.as_deref().unwrap_or_default();
    WireError::validation(format!(
        "No S3 objects found under S3 URL \"{uri}\" given in input data source. Please ensure that the bucket exists in the selected region ({region}), that objects exist under that S3 prefix, and that the role \"{role}\" has \"s3:ListBucket\" permissions on bucket \"{bucket}\"."
    ))
}
