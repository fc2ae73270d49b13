//! What keeps the form from becoming a job, above the step: errors as links to their fields, refusals, and what
//! of an earlier request is missing.

use console::{
    error::AppError,
    job_form::{draft::Draft, import_report::ImportReport, step::Step},
};
use domain::{ChannelField, Field, RuleCode, incremental::MODEL_CHANNEL};
use leptos::prelude::*;

use crate::{
    create_training_job::state::{SUMMARY_ID, use_form},
    ui::{Alert, AlertKind, Button, ButtonKind, ErrorDetails},
};

/// The summary; empty while there is nothing to say.
#[component]
pub fn Summary() -> impl IntoView {
    let form = use_form();
    let trouble = move || {
        form.trouble.get().map(|error| {
            let title = error.to_string();
            let details = matches!(error, AppError::Upstream { .. }).then(|| view! { <ErrorDetails error=error /> });
            view! {
                <Alert kind=AlertKind::Error title=title>
                    {details}
                </Alert>
            }
        })
    };
    // Fields with a message that is shown, each once, in the order of the page.
    let errors = Memo::new(move |_| {
        let all_marked = form.marked.with(|marked| marked.len() == Step::ALL.len());
        let mut errors = Vec::new();
        if all_marked {
            form.violations.with(|violations| {
                form.shown.with(|shown| {
                    errors.extend(violations.errors().map(|violation| {
                        let message = match channel_of(&violation.field, shown) {
                            Some(channel) => format!("{channel}: {}", violation.message),
                            None => violation.message.clone(),
                        };
                        (violation.field.clone(), violation.code, message)
                    }));
                });
            });
        }
        errors
    });
    let list = move || {
        let errors = errors.get();
        let title = match errors.len() {
            0 => return None,
            1 => "One field needs attention".to_owned(),
            count => format!("{count} fields need attention"),
        };
        let item = |(field, code, message): (Field, RuleCode, String)| {
            let href = form.shown.with_untracked(|draft| format!("#{}", draft.element_id(&field)));
            let on_click = move |event: web_sys::MouseEvent| {
                event.prevent_default();
                form.focus(&field);
            };
            view! { <li><a href=href data-code=code.as_str() on:click=on_click>{message}</a></li> }
        };
        let items = errors.into_iter().map(item).collect_view();
        Some(view! {
            <Alert kind=AlertKind::Error title=title>
                <ul class="error-list">{items}</ul>
            </Alert>
        })
    };
    view! {
        <div id=SUMMARY_ID tabindex="-1" role="alert">
            {trouble}
            {list}
        </div>
    }
}

/// The name of the channel that a field belongs to: all channels have the same messages.
fn channel_of(field: &Field, draft: &Draft) -> Option<String> {
    let Field::Channel(index, _) = field else { return None };
    if draft.model_channel() == Some(*index) {
        return Some(MODEL_CHANNEL.to_owned());
    }
    let name = draft.value(&Field::Channel(*index, ChannelField::Name))?.trim();
    Some(if name.is_empty() { format!("Channel {}", index + 1) } else { name.to_owned() })
}

/// The list; nothing while there is nothing to say.
#[component]
pub fn ImportNotice() -> impl IntoView {
    let form = use_form();
    move || {
        let import_report = form.import_report.get().filter(ImportReport::says_something)?;
        let title = import_report.title();
        let items = import_report.sentences().into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view();
        let dismiss = move |()| form.import_report.set(None);
        Some(view! {
            <Alert kind=AlertKind::Warning title=title>
                <ul class="error-list">{items}</ul>
                <Button kind=ButtonKind::Plain class="live-only" on_press=dismiss>
                    "Dismiss"
                </Button>
            </Alert>
        })
    }
}
