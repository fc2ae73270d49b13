//! A field for a location in S3, and the dialog that picks one.

use console::{
    job_form::{draft::part_name, observations},
    paths,
};
use domain::{Field, S3Uri};
use leptos::prelude::*;

use super::TextField;
use crate::{
    create_training_job::{
        fields::Binding,
        state::{PickTarget, use_form},
    },
    s3_picker::S3Picker,
    ui::{Button, TextKind},
};

/// A location with more characters than a narrow field shows stands below it once more, whole.
const LONG_LOCATION: usize = 36;

/// What stands under a location while the server does not answer.
const UNREAD: &str = "The console's server does not answer, so nothing was looked up here. It is asked again every few seconds.";

/// An S3 location, with *Browse* and *View*, and what was found there in place of the help.
#[component]
pub fn LocationField(
    /// The field.
    field: Field,
    /// The label.
    #[prop(into)]
    label: String,
    /// What the field is about, until something was found.
    #[prop(into)]
    help: String,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Whether it is the location of the chosen source, which is only shown here.
    #[prop(optional)]
    fixed: bool,
) -> impl IntoView {
    let form = use_form();
    let binding = if fixed {
        Binding { name: part_name("source").into(), ..Binding::fixed(form, field.clone()) }
    } else {
        Binding::new(form, field.clone())
    };
    let read = field.clone();
    let typed = Memo::new(move |_| form.shown.with(|draft| draft.value(&read).unwrap_or_default().trim().to_owned()));
    let found = move || form.observations.with(|observations| observations.location(&typed.read()).and_then(observations::words));
    let help = Signal::derive(move || {
        let is_unread = || form.is_server_gone.get() && S3Uri::parse(&typed.read()).is_ok();
        match found() {
            Some(words) => words,
            None if is_unread() => UNREAD.to_owned(),
            None => help.clone(),
        }
    });
    let page = move || S3Uri::parse(&typed.read()).ok().map(|uri| paths::s3_location(&uri));
    let end =
        Signal::derive(move || typed.with(|uri| if uri.chars().count() > LONG_LOCATION { uri.clone() } else { String::new() }));
    let browse = move |()| form.picking.set(Some(PickTarget::Field(field.clone())));
    view! {
        <TextField binding=binding label=label help=help optional=optional wide=true kind=TextKind::Code fixed=fixed placeholder="s3://bucket/folder/">
            {(!fixed).then(|| view! {
                <Button class="live-only" on_press=browse.clone()>
                    "Browse"
                </Button>
            })}
            <p class="location-whole mono" aria-hidden="true">{move || end.get()}</p>
            <a
                class="button"
                href=page
                target="_blank"
                aria-disabled=move || page().is_none().then_some("true")
                role=move || page().is_none().then_some("link")
            >
                "View"
                <span class="visually-hidden">" (opens in a new tab)"</span>
            </a>
        </TextField>
    }
}

/// The dialog that picks a location for the field that asked for it: one for all fields.
#[component]
pub fn LocationPicker() -> impl IntoView {
    let form = use_form();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if form.picking.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        // The dialog closes itself, by Escape or after a choice.
        if !open.get() && form.picking.with_untracked(Option::is_some) {
            form.picking.set(None);
        }
    });
    let start = Signal::derive(move || {
        form.picking
            .with(|pick| match pick.as_ref()? {
                PickTarget::Field(field) => {
                    form.draft.with_untracked(|draft| draft.value(field).map(|value| value.trim().to_owned()))
                }
                PickTarget::Artifact => Some(form.artifact.get_untracked().trim().to_owned()),
            })
            .unwrap_or_default()
    });
    let on_choose = Callback::new(move |uri: String| match form.picking.get_untracked() {
        Some(PickTarget::Field(field)) => {
            form.set(field.clone(), uri);
            form.leave(&field);
            form.focus(&field);
        }
        Some(PickTarget::Artifact) => {
            form.artifact.set(uri);
            crate::browser::focus_when_shown("artifact".to_owned());
        }
        None => {}
    });
    view! { <S3Picker open=open start=start on_choose=on_choose /> }
}
