//! Fault injection of the local engine, which pages call fault rehearsal: the form on the settings page, and the warning on
//! every page while a rule is set.

pub mod api;
pub mod banner;
pub mod rule_form;
pub mod section;

pub use banner::FaultInjectionBanner;
pub use section::FaultInjectionSection;

use console::error::AppError;
use domain::fault_injection::FaultRule;
use leptos::prelude::*;

use api::{AddFaultRule, RemoveFaultRules, list_fault_rules};

use crate::page_resource::{PageResource, blocking_page_resource};

/// The fault rules, and what changes them; shared by the banner and the settings page.
#[derive(Clone, Copy)]
pub struct FaultInjection {
    /// The rules, read again after each change.
    pub rules: PageResource<Result<Vec<FaultRule>, AppError>>,
    /// Adds a rule.
    pub start: ServerAction<AddFaultRule>,
    /// Removes rules.
    pub end: ServerAction<RemoveFaultRules>,
}

/// Gives [`FaultInjection`] to all pages.
pub fn provide() {
    let (start, end) = (ServerAction::<AddFaultRule>::new(), ServerAction::<RemoveFaultRules>::new());
    let rules = blocking_page_resource(move || (start.version().get(), end.version().get()), |_| list_fault_rules());
    provide_context(FaultInjection { rules, start, end });
}
