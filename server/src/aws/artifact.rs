//! S3: the model of a job.

use aws_sdk_s3::types::{ChecksumMode, ChecksumType};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::S3Uri;

use super::{
    Aws,
    error::{Failure, Kind},
};

/// A model that is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FoundArtifact {
    /// Its size in bytes.
    pub(crate) size: u64,
    /// Its entity tag, without quotation marks.
    pub(crate) etag: Option<String>,
    /// SHA-256 of its bytes in hexadecimal digits, where the store keeps that.
    pub(crate) sha256: Option<String>,
}

impl Aws {
    /// Looks for a model; `None` when there is no such object.
    ///
    /// # Errors
    /// See [`Failure`].
    pub(crate) async fn find_artifact(&self, object: &S3Uri) -> Result<Option<FoundArtifact>, Failure> {
        let call = self.s3.head_object().bucket(object.bucket()).key(object.key()).checksum_mode(ChecksumMode::Enabled);
        let output = match call.send().await {
            Ok(output) => output,
            Err(error) => match Failure::new(&error) {
                failure if failure.kind == Kind::NotFound => return Ok(None),
                failure => return Err(failure),
            },
        };
        // The checksum of an upload in parts is one of the parts' checksums, unless the store says otherwise.
        let is_whole = output.checksum_type() != Some(&ChecksumType::Composite);
        let digest = output.checksum_sha256().filter(|_| is_whole).and_then(|digest| STANDARD.decode(digest).ok());
        Ok(Some(FoundArtifact {
            size: output.content_length().and_then(|size| u64::try_from(size).ok()).unwrap_or_default(),
            etag: output.e_tag().map(|etag| etag.trim_matches('"').to_owned()),
            sha256: digest.filter(|digest| digest.len() == 32).map(hex::encode),
        }))
    }
}
