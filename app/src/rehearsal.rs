//! Fault rehearsals of the local engine: the switch on the settings page, and the warning on every page while one is on.

pub mod api;
pub mod bar;
pub mod section;

pub use bar::RehearsalBar;
pub use section::RehearsalSection;

use console::error::AppError;
use domain::fault_injection::FaultRule;
use leptos::prelude::*;

use api::{EndRehearsals, StartRehearsal, list_rehearsals};

/// What is rehearsed now, and what changes it; shared by the bar and the settings page.
#[derive(Clone, Copy)]
pub struct Rehearsing {
    /// The rules, read again after each change.
    pub rules: Resource<Result<Vec<FaultRule>, AppError>>,
    /// Adds a rule.
    pub start: ServerAction<StartRehearsal>,
    /// Removes rules.
    pub end: ServerAction<EndRehearsals>,
}

/// Gives [`Rehearsing`] to all pages.
pub fn provide() {
    let (start, end) = (ServerAction::<StartRehearsal>::new(), ServerAction::<EndRehearsals>::new());
    let rules = Resource::new_blocking(move || (start.version().get(), end.version().get()), |_| list_rehearsals());
    provide_context(Rehearsing { rules, start, end });
}
