//! The authority of a rule: who refuses a request that breaks it.

use serde::{Deserialize, Serialize};

/// Who refuses a request that breaks a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Authority {
    /// A constraint of the API model: the service refuses the member.
    Api,
    /// A sentence in the API's own documentation: the service refuses the request.
    ApiDocument,
    /// A refusal by the service that users reported.
    Observed,
    /// The developer guide or an SDK: the job would fail or do something else than meant.
    Guide,
    /// Our own advice.
    Ours,
}

impl Authority {
    /// Whether `CreateTrainingJob` itself refuses such a request; otherwise the job starts and fails, or merely disappoints.
    pub fn refuses_at_create(self) -> bool {
        matches!(self, Self::Api | Self::ApiDocument | Self::Observed)
    }
}
