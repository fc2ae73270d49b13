//! What can go wrong behind a page, in the words of the page.

use domain::Violations;
use serde::{Deserialize, Serialize};
use server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use thiserror::Error;

/// The one error of all server functions.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
pub enum AppError {
    /// The input breaks rules; each belongs to a field.
    #[error("The form has errors.")]
    Invalid(Violations),
    /// There is no such thing.
    #[error("{0}")]
    NotFound(String),
    /// The action is not possible now; the sentence says why.
    #[error("{0}")]
    Refused(String),
    /// The service refused or failed.
    #[error("{message}")]
    Upstream {
        /// The HTTP status of the service's refusal; `None` where the service failed or did not answer.
        #[serde(default)]
        refusal: Option<u16>,
        /// What happened, what it means and what to do.
        message: String,
        /// The service's error code.
        code: String,
        /// The service's own words.
        details: String,
        /// Identifies the call for support.
        request_id: Option<String>,
    },
    /// The server could not do its part; the cause is in its log.
    #[error("{0}")]
    Internal(String),
    /// No connection to the console's server; the browser's own words.
    #[error("The console's server did not answer. Check that it still runs, then try again.")]
    Transport(String),
    /// Page and server do not understand each other, as after an update of one of them.
    #[error("This page and the console's server do not understand each other; the page may be older. Load it again.")]
    Mismatch(String),
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(words) => Self::Transport(words),
            other => Self::Mismatch(other.to_string()),
        }
    }
}
