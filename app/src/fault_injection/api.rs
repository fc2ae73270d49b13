//! Server functions of fault injection, which pages call fault rehearsal.

use console::error::AppError;
use domain::fault_injection::FaultRule;
use leptos::prelude::*;

/// What the local engine plays on purpose; nothing at the target `aws`.
///
/// # Errors
/// [`AppError::Refused`] when the engine's settings cannot be read.
#[server(prefix = "/api", endpoint = "rehearsals/list")]
pub async fn list_fault_rules() -> Result<Vec<FaultRule>, AppError> {
    // The routes are listed without a backend when the program starts.
    let Some(backend) = use_context::<Backend>() else { return Ok(Vec::new()) };
    answer(backend.fault_rules.list()).await
}

/// Adds a rule. The arguments are the controls of the form, as they were typed.
///
/// # Errors
/// [`AppError::Refused`] for what makes no sense, and when the engine's settings cannot be changed.
#[server(prefix = "/api", endpoint = "rehearsals/start")]
pub async fn add_fault_rule(
    fault: String,
    #[server(default)] operation: String,
    #[server(default)] name: String,
    #[server(default)] times: String,
    #[server(default)] seconds: String,
) -> Result<(), AppError> {
    answer(async {
        let draft = FaultRuleDraft { fault, operation, name, times, seconds };
        let rule = draft.rule().map_err(|(_, message)| AppError::Refused(message))?;
        expect_context::<Backend>().fault_rules.add(rule).await
    })
    .await
}

/// Removes one rule, given as `engine.json` has it, or all of them when none is given.
///
/// # Errors
/// [`AppError::Refused`] when the engine's settings cannot be changed.
#[server(prefix = "/api", endpoint = "rehearsals/end")]
pub async fn remove_fault_rules(#[server(default)] rule: String) -> Result<(), AppError> {
    answer(async {
        let rules = expect_context::<Backend>().fault_rules;
        if rule.is_empty() {
            return rules.clear().await;
        }
        let rule = serde_json::from_str(&rule).map_err(|error| AppError::Refused(format!("No such rehearsal: {error}")))?;
        rules.remove(&rule).await
    })
    .await
}

#[cfg(feature = "ssr")]
use crate::server_call::answer;
#[cfg(feature = "ssr")]
use console::ports::Backend;
#[cfg(feature = "ssr")]
use domain::fault_injection::FaultRuleDraft;
