//! Which scripts of other sites may read a bucket's answers.

use serde::{Deserialize, Serialize};

/// One rule of a bucket's CORS configuration, stored as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CorsRule {
    pub(crate) id: Option<String>,
    /// Patterns with at most one `*`.
    pub(crate) origins: Vec<String>,
    pub(crate) methods: Vec<String>,
    /// Patterns of the names of headers that a script may send.
    pub(crate) headers: Vec<String>,
    /// Names of headers that a script may read.
    pub(crate) exposed: Vec<String>,
    /// How long a browser may remember the answer, in seconds.
    pub(crate) max_age: Option<i32>,
}
