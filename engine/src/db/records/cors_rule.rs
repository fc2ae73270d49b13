//! A rule that allows scripts of other sites to read a bucket's answers.

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
    /// The seconds for which a browser may cache the answer.
    pub(crate) max_age: Option<i32>,
}
