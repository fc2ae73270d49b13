//! The jobs as a table, and the button that sends them.

use std::collections::BTreeSet;

use console::{data::comparison::MAX_COMPARED_JOBS, paths};
use leptos::prelude::*;

use super::{
    launch::{ACCEPT_ID, Launch, Progress, VariantState},
    plan::{Plan, setting_of},
    words_of,
};
use crate::ui::{Alert, AlertKind, Button, ButtonKind, InlineCheckbox, LinkButton, TableFrame};

/// The table; nothing before the first preview.
#[component]
pub fn VariantTable(
    /// What varies.
    plan: Plan,
    /// The jobs.
    launch: Launch,
) -> impl IntoView {
    let has_rows = Memo::new(move |_| launch.rows.with(|rows| !rows.is_empty()));
    let settings = move || {
        plan.rows.with_untracked(|rows| {
            rows.iter().filter_map(|row| setting_of(&row.setting)).map(|setting| setting.title()).collect::<Vec<_>>()
        })
    };
    let head = move || settings().into_iter().map(|setting| view! { <th scope="col">{setting}</th> }).collect_view();
    let body = move || launch.rows.get().into_iter().map(|row| view! { <VariantRow row=row /> }).collect_view();
    move || {
        has_rows.get().then(|| {
            view! {
                <TableFrame label="Variants">
                    <thead>
                        <tr>
                            <th scope="col">"Job name"</th>
                            {head}
                            <th scope="col">"State"</th>
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </TableFrame>
                <AcceptWarnings launch=launch />
                <LaunchButtons plan=plan launch=launch />
            }
        })
    }
}

/// The button that sends the jobs, the one that stops the sending, and what became of the jobs.
#[component]
fn LaunchButtons(
    /// What varies.
    plan: Plan,
    /// The jobs.
    launch: Launch,
) -> impl IntoView {
    let unsent = move || launch.rows.with(|rows| rows.iter().filter(|row| !matches!(row.progress, Progress::Created)).count());
    let reason = move || match launch.invalid() {
        0 => None,
        1 => Some("One job breaks a rule: see the table. Change the values and preview again.".to_owned()),
        count => Some(format!("{count} jobs break a rule: see the table. Change the values and preview again.")),
    };
    let done = move || launch.rows.with(|rows| rows.iter().filter(|row| matches!(row.progress, Progress::Created)).count());
    let refused = move || launch.rows.with(|rows| rows.iter().filter(|row| matches!(row.progress, Progress::Refused(_))).count());
    let words = move || match (launch.is_sending.get(), launch.sendable()) {
        (true, _) => "Creating the jobs…".to_owned(),
        (false, 0) => "Create the jobs".to_owned(),
        (false, 1) => "Create 1 job".to_owned(),
        (false, count) => format!("Create {count} jobs"),
    };
    let report = move || {
        let count = launch.rows.with(Vec::len);
        match (done(), refused()) {
            (0, 0) => String::new(),
            (created, 0) => format!("{created} of {count} jobs created."),
            (created, refused) => {
                format!("{created} of {count} jobs created, {refused} refused. A refusal does not affect the other jobs.")
            }
        }
    };
    // A comparison has room for so many; the tag of the set leads to all.
    let compare = move || {
        let created = launch.created();
        let names: Vec<String> = created.into_iter().take(MAX_COMPARED_JOBS).collect();
        let words = if names.len() == MAX_COMPARED_JOBS {
            format!("Compare the first {MAX_COMPARED_JOBS}")
        } else {
            "Compare them".to_owned()
        };
        (unsent() == 0 && names.len() > 1).then(|| {
            view! {
                <LinkButton href=paths::compare(&names) kind=ButtonKind::Primary>
                    {words}
                </LinkButton>
            }
        })
    };
    view! {
        <p class="button-row">
            {move || (unsent() > 0).then(|| view! {
                <Button
                    kind=ButtonKind::Primary
                    reason=Signal::derive(reason)
                    reason_id="variants-reason"
                    pending=launch.is_sending
                    on_press=move |()| launch.send(plan)
                >
                    {words}
                </Button>
            })}
            {move || launch.is_sending.get().then(|| view! {
                <Button on_press=move |()| launch.is_stopped.set(true)>"Stop after this one"</Button>
            })}
            <span id="variants-reason" class="note note-error">{reason}</span>
            <span class="muted" role="status">{report}</span>
            {compare}
        </p>
    }
}

/// The warnings of the jobs with the tick that accepts them; nothing while there are none.
#[component]
fn AcceptWarnings(
    /// The jobs.
    launch: Launch,
) -> impl IntoView {
    let warnings = Memo::new(move |_| launch.warnings().into_values().collect::<BTreeSet<String>>());
    let is_accepted = Memo::new(move |_| !launch.has_open_warnings());
    let is_refused = move || launch.is_asked.get() && !is_accepted.get();
    move || {
        let warnings = warnings.get();
        let title = match warnings.len() {
            0 => return None,
            1 => "One warning about these jobs".to_owned(),
            count => format!("{count} warnings about these jobs"),
        };
        let items = warnings.into_iter().map(|warning| view! { <li>{warning}</li> }).collect_view();
        Some(view! {
            <Alert kind=AlertKind::Warning title=title>
                <ul class="error-list">{items}</ul>
                <p>
                    <InlineCheckbox
                        class="tick"
                        id=ACCEPT_ID
                        on=is_accepted
                        on_change=move |is_accepted| launch.accept_warnings(is_accepted)
                        described_by="accept-variant-warnings-error"
                        invalid=Signal::derive(is_refused)
                    >
                        " Create these jobs despite the warnings"
                    </InlineCheckbox>
                </p>
                <p id="accept-variant-warnings-error" class="note note-error" role="alert" hidden=move || !is_refused()>
                    "To continue, accept the warnings or fix the values."
                </p>
            </Alert>
        })
    }
}

#[component]
fn VariantRow(
    /// The job.
    row: VariantState,
) -> impl IntoView {
    let words = words_of(&row);
    let is_wrong = matches!(row.progress, Progress::Invalid(_) | Progress::Refused(_));
    let name = match row.progress {
        Progress::Created => view! { <a href=paths::training_job(&row.name)>{row.name.clone()}</a> }.into_any(),
        _ => row.name.clone().into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            {row.values.into_iter().map(|value| view! { <td class="break-anywhere">{value}</td> }).collect_view()}
            <td class:note-error=is_wrong>{words}</td>
        </tr>
    }
}
