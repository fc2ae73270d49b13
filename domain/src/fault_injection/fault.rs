//! The faults by their words.

use serde::{Deserialize, Serialize};

/// What can go wrong on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The caller may not do this.
    AccessDenied,
    /// The caller may not hand the role on.
    PassRoleDenied,
    /// The quota is used up.
    ResourceLimit,
    /// Too many calls.
    Throttling,
    /// The session is over.
    ExpiredToken,
    /// HTTP 500
    InternalFailure,
    /// HTTP 503
    ServiceUnavailable,
    /// The connection breaks; nothing was done.
    LostRequest,
    /// The call is carried out; then the connection breaks.
    LostAnswer,
    /// The call is carried out; its answer comes late.
    LateAnswer,
    /// The job finds no instance.
    CapacityError,
    /// The job may not read its data.
    DownloadFailure,
    /// The job may not write its model.
    UploadFailure,
    /// The service fails the job.
    InternalError,
}

impl Fault {
    /// All faults: those of calls, then those of jobs.
    pub const ALL: [Self; 14] = [
        Self::Throttling,
        Self::AccessDenied,
        Self::PassRoleDenied,
        Self::ResourceLimit,
        Self::ExpiredToken,
        Self::InternalFailure,
        Self::ServiceUnavailable,
        Self::LostRequest,
        Self::LostAnswer,
        Self::LateAnswer,
        Self::CapacityError,
        Self::DownloadFailure,
        Self::UploadFailure,
        Self::InternalError,
    ];

    /// The word of tags and of `engine.json`.
    pub fn word(self) -> &'static str {
        match self {
            Self::AccessDenied => "access-denied",
            Self::PassRoleDenied => "pass-role-denied",
            Self::ResourceLimit => "resource-limit",
            Self::Throttling => "throttling",
            Self::ExpiredToken => "expired-token",
            Self::InternalFailure => "internal-failure",
            Self::ServiceUnavailable => "service-unavailable",
            Self::LostRequest => "lost-request",
            Self::LostAnswer => "lost-answer",
            Self::LateAnswer => "late-answer",
            Self::CapacityError => "capacity-error",
            Self::DownloadFailure => "download-failure",
            Self::UploadFailure => "upload-failure",
            Self::InternalError => "internal-error",
        }
    }

    /// The fault of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.word() == word)
    }

    /// What happens, in a few words.
    pub fn label(self) -> &'static str {
        match self {
            Self::AccessDenied => "Permission missing (AccessDeniedException)",
            Self::PassRoleDenied => "iam:PassRole missing (AccessDeniedException)",
            Self::ResourceLimit => "Quota used up (ResourceLimitExceeded)",
            Self::Throttling => "Rate exceeded (ThrottlingException)",
            Self::ExpiredToken => "Session over (ExpiredTokenException)",
            Self::InternalFailure => "Internal failure (HTTP 500)",
            Self::ServiceUnavailable => "Service unavailable (HTTP 503)",
            Self::LostRequest => "Request lost, nothing is done",
            Self::LostAnswer => "Answer lost, although it is done",
            Self::LateAnswer => "Answer comes late",
            Self::CapacityError => "No capacity for the job",
            Self::DownloadFailure => "Data cannot be downloaded",
            Self::UploadFailure => "Model cannot be uploaded",
            Self::InternalError => "Job fails with an internal error",
        }
    }

    /// Whether it happens to jobs and not to calls.
    pub fn is_of_jobs(self) -> bool {
        matches!(self, Self::CapacityError | Self::DownloadFailure | Self::UploadFailure | Self::InternalError)
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn words_are_those_of_the_file() {
        for fault in Fault::ALL {
            assert_eq!(serde_json::to_value(fault).expect("a value"), fault.word());
            assert_eq!(Fault::parse(fault.word()), Some(fault));
        }
    }
}
