//! The warning on every page while a rehearsal is on. A person who sees a failure must know that it is injected.

use console::paths;
use domain::fault_injection::FaultRule;
use leptos::prelude::*;

use super::Rehearsing;
use crate::ui::{Alert, AlertKind, Button};

/// The warning; nothing while nothing is rehearsed.
#[component]
pub fn RehearsalBar() -> impl IntoView {
    let Some(rehearsing) = use_context::<Rehearsing>() else { return ().into_any() };
    let content = move || {
        Suspend::new(async move {
            match rehearsing.rules.await {
                Ok(rules) if !rules.is_empty() => view! { <Bar rules=rules rehearsing=rehearsing /> }.into_any(),
                // The settings page says why the rules cannot be read.
                _ => ().into_any(),
            }
        })
    };
    view! { <Transition fallback=|| ()>{content}</Transition> }.into_any()
}

#[component]
fn Bar(
    /// What is rehearsed.
    rules: Vec<FaultRule>,
    /// Ends it.
    rehearsing: Rehearsing,
) -> impl IntoView {
    view! {
        <section aria-label="Fault rehearsal">
            <Alert kind=AlertKind::Warning title="A fault rehearsal is on: the local engine fails on purpose.">
                <ul>{rules.iter().map(|rule| view! { <li>{rule.sentence()}</li> }).collect_view()}</ul>
                <div class="rehearsal-actions">
                    <ActionForm action=rehearsing.end>
                        <Button submit=true>"Turn everything off"</Button>
                    </ActionForm>
                    <a href=paths::settings()>"Settings"</a>
                </div>
            </Alert>
        </section>
    }
}
