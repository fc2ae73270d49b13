//! Why a training job fails.

/// A failure in the two classes that the service reports.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrainingError {
    /// The input has to be changed; the text says what and how.
    #[error("ClientError: {0}")]
    Client(String),
    /// Something inside the algorithm or the machine went wrong.
    #[error("AlgorithmError: {0}")]
    Algorithm(String),
}

impl TrainingError {
    pub(crate) fn client(message: impl Into<String>) -> Self {
        Self::Client(message.into())
    }

    /// A file of the container contract could not be read or written.
    pub(crate) fn file(action: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::Algorithm(format!("{action} {} failed: {error}", path.display()))
    }
}
