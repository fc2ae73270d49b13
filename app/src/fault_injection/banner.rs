//! The warning on every page while a fault rule is set: whoever sees a failure must know that it is injected.

use console::paths;
use domain::fault_injection::FaultRule;
use leptos::{prelude::*, server_fn::ServerFn};

use super::{FaultInjection, api::RemoveFaultRules};
use crate::ui::{Alert, AlertKind, Button};

/// The warning; nothing while no rule is set.
#[component]
pub fn FaultInjectionBanner() -> impl IntoView {
    let Some(injection) = use_context::<FaultInjection>() else { return ().into_any() };
    let content = move || {
        Suspend::new(async move {
            match injection.rules.await {
                Ok(rules) if !rules.is_empty() => view! { <FaultRuleBar rules=rules injection=injection /> }.into_any(),
                // What cannot be read is told on the settings page.
                _ => ().into_any(),
            }
        })
    };
    view! { <Transition fallback=|| ()>{content}</Transition> }.into_any()
}

#[component]
fn FaultRuleBar(
    /// The rules.
    rules: Vec<FaultRule>,
    /// Ends it.
    injection: FaultInjection,
) -> impl IntoView {
    // Leptos's form of an action would bring a decoder of forms into the program of every page.
    let end = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        injection.end.dispatch(RemoveFaultRules { rule: String::new() });
    };
    view! {
        <section aria-label="Fault rehearsal">
            <Alert kind=AlertKind::Warning title="A fault rehearsal is on: the local engine fails on purpose.">
                <ul>{rules.iter().map(|rule| view! { <li>{rule.sentence()}</li> }).collect_view()}</ul>
                <div class="fault-rule-actions">
                    <form action=RemoveFaultRules::url() method="post" on:submit=end>
                        <Button submit=true>"Turn everything off"</Button>
                    </form>
                    <a href=paths::settings()>"Settings"</a>
                </div>
            </Alert>
        </section>
    }
}
