//! The settings page's part: the fault rules, and a form for one more.

use domain::fault_injection::FaultRule;
use leptos::prelude::*;

use super::{FaultInjection, rule_form::FaultRuleForm};
use crate::ui::{Button, ButtonKind, Card, ErrorPanel, HiddenInput, TableFrame};

/// The section; only at the local target.
#[component]
pub fn FaultInjectionSection() -> impl IntoView {
    let Some(injection) = use_context::<FaultInjection>() else { return ().into_any() };
    let content = move || {
        Suspend::new(async move {
            match injection.rules.await {
                Ok(rules) => view! { <FaultRuleTable rules=rules injection=injection /> }.into_any(),
                Err(error) => view! { <ErrorPanel error=error /> }.into_any(),
            }
        })
    };
    let failed = move || {
        let start = injection.start.value().get().and_then(Result::err);
        start.or_else(|| injection.end.value().get().and_then(Result::err)).map(|error| view! { <ErrorPanel error=error /> })
    };
    view! {
        <Card title="Fault rehearsal">
            <p class="chart-note">
                "The local engine fails on purpose, so that you can see how the console and your scripts react. All clients of the engine see the same failures."
            </p>
            <Transition fallback=|| ()>{content}</Transition>
            {failed}
            <FaultRuleForm injection=injection />
            <p class="muted chart-note">
                "The rules are stored in the member Rehearsal of engine.json in the data folder. The tag baton:rehearse on a job applies a rule to that job alone."
            </p>
        </Card>
    }
    .into_any()
}

#[component]
fn FaultRuleTable(
    /// The rules.
    rules: Vec<FaultRule>,
    /// Ends it.
    injection: FaultInjection,
) -> impl IntoView {
    if rules.is_empty() {
        return view! { <p class="muted chart-note">"No faults are being rehearsed."</p> }.into_any();
    }
    let row = move |rule: FaultRule| {
        let (sentence, text) = (rule.sentence(), serde_json::to_string(&rule).unwrap_or_default());
        view! {
            <tr>
                <th scope="row" class="break-anywhere">
                    {sentence.clone()}
                </th>
                <td class="number">
                    <ActionForm action=injection.end>
                        <HiddenInput name="rule" value=text />
                        <Button submit=true kind=ButtonKind::Plain attr:aria-label=format!("Turn off {sentence}")>
                            "Turn off"
                        </Button>
                    </ActionForm>
                </td>
            </tr>
        }
    };
    view! {
        <TableFrame label="What is rehearsed">
            <thead>
                <tr>
                    <th scope="col">"Rehearsal"</th>
                    <th scope="col">
                        <span class="visually-hidden">"Actions"</span>
                    </th>
                </tr>
            </thead>
            <tbody>{rules.into_iter().map(row).collect_view()}</tbody>
        </TableFrame>
    }
    .into_any()
}
