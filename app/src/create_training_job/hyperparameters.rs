//! *Hyperparameters*: typed rows by group, locked where the source model decides, and free rows.

use std::collections::BTreeMap;

use console::job_form::{
    draft::{Draft, InputKey, List, LockedHyperparameter},
    step::GROUPS,
};
use domain::{
    Field,
    algorithm::Algorithm,
    hyperparameter::{Group, Hyperparameter, Kind},
};
use leptos::prelude::*;

use crate::{
    create_training_job::{
        fields::{AddButton, Binding, ListMessages, OutdatedDocsOfHyperparameters, RemoveButton, SelectField, TextField},
        state::{add_button_id, use_form},
    },
    ui::{Alert, AlertKind, Badge, BadgeKind, Button, Card, TextKind},
};

/// The hyperparameters that cannot be edited, by name.
#[derive(Clone, Copy)]
struct LockedValues(Memo<BTreeMap<&'static str, LockedHyperparameter>>);

/// The step.
#[component]
pub fn HyperparametersStep() -> impl IntoView {
    let form = use_form();
    let repository = Memo::new(move |_| form.shown.with(|draft| draft.known_algorithm().map(|algorithm| algorithm.repository)));
    let locked = Memo::new(move |_| form.shown.with(|draft| draft.all_locked(form.source().as_ref())));
    provide_context(LockedValues(locked));
    let rows = move || {
        let algorithm = repository.get().and_then(Algorithm::of_repository)?;
        Some(GROUPS.map(|group| view! { <GroupRows algorithm=algorithm group=group /> }).into_iter().collect_view())
    };
    view! {
        {rows}
        <OtherHyperparameters />
    }
}

#[component]
fn GroupRows(
    /// The algorithm.
    algorithm: &'static Algorithm,
    /// The group.
    group: Group,
) -> impl IntoView {
    let rows: Vec<&Hyperparameter> = algorithm.hyperparameters.iter().filter(|known| known.group == group).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <Card title=group.title()>
                <div class="form form-three">{rows.into_iter().map(|known| view! { <HyperparameterField known=known /> }).collect_view()}</div>
            </Card>
        }
    })
}

#[component]
fn HyperparameterField(
    /// What the algorithm documents.
    known: &'static Hyperparameter,
) -> impl IntoView {
    let form = use_form();
    let field = Field::Hyperparameter(known.name.to_owned());
    let LockedValues(all) = expect_context::<LockedValues>();
    let locked = Memo::new(move |_| all.with(|all| all.get(known.name).cloned()));
    let is_locked = Memo::new(move |_| locked.with(Option::is_some));
    let help = Signal::derive(move || match locked.get() {
        Some(locked) => format!("Defines the network; must equal the value of {}.", locked.origin),
        None => known.help_with_range(),
    });
    let badge = move || match (is_locked.get(), known.required) {
        (true, _) => Some(view! { <Badge kind=BadgeKind::Inherited>"locked"</Badge> }),
        (false, true) => Some(view! { <Badge kind=BadgeKind::Quiet>"required"</Badge> }),
        (false, false) => None,
    };
    // The badge is a closure of its own, because the view beside a label is made once.
    let badges = move || view! { {badge} };
    let empty = match known.default {
        Some(default) => format!("Default: {default}"),
        None if known.required => String::new(),
        None => "Not set".to_owned(),
    };
    let text = move |binding: Binding, kind: TextKind| {
        view! { <TextField binding=binding label=known.name help=help kind=kind placeholder=empty.clone() fixed=is_locked beside=badges /> }
    };
    // A locked value is text whatever its kind is: a select cannot be read-only.
    let choices: Option<Vec<String>> = match known.kind {
        Kind::IntegerChoice(numbers) => Some(numbers.iter().map(ToString::to_string).collect()),
        Kind::Choice(words) => Some(words.iter().map(|word| (*word).to_owned()).collect()),
        _ => None,
    };
    move || {
        let binding = if is_locked.get() { Binding::fixed(form, field.clone()) } else { Binding::new(form, field.clone()) };
        match (choices.clone(), known.kind) {
            (Some(choices), _) if !is_locked.get() => {
                let unset = known.default.map_or_else(|| "Not set".to_owned(), |default| format!("Default: {default}"));
                let options =
                    std::iter::once((String::new(), unset)).chain(choices.into_iter().map(|choice| (choice.clone(), choice)));
                view! { <SelectField binding=binding label=known.name options=options.collect() help=help beside=badges /> }
                    .into_any()
            }
            (_, Kind::Integer { .. }) => text.clone()(binding, TextKind::WholeNumber).into_any(),
            (_, Kind::Float { .. }) => text.clone()(binding, TextKind::Number).into_any(),
            _ => text.clone()(binding, TextKind::Code).into_any(),
        }
    }
}

/// The rows and the button that adds one.
#[component]
pub fn OtherHyperparameters() -> impl IntoView {
    let form = use_form();
    let count = form.count(List::OtherHyperparameters);
    let is_typed = Memo::new(move |_| {
        form.shown.with(|draft| draft.known_algorithm().is_some_and(|algorithm| !algorithm.hyperparameters.is_empty()))
    });
    let words = move || {
        if is_typed.get() {
            "Additional hyperparameters. They are sent unchanged."
        } else {
            "Up to 100 hyperparameters. Values are sent as strings."
        }
    };
    view! {
        <Card title="Other names">
            <p class="muted">{words}</p>
            <OutdatedDocsOfHyperparameters />
            <ListMessages field=Field::Hyperparameters />
            <div class="rows">
                <For each=move || 0..count.get() key=|row| *row let(row)>
                    <div class="row">
                        <TextField binding=Binding::new(form, Field::HyperparameterKey(row)) label="Name" kind=TextKind::Code />
                        <TextField binding=Binding::new(form, InputKey::OtherHyperparameter(row)) label="Value" kind=TextKind::Code />
                        <RemoveButton list=List::OtherHyperparameters row=row what=format!("hyperparameter {}", row + 1) />
                    </div>
                </For>
            </div>
            <AddButton list=List::OtherHyperparameters words="Add hyperparameter" />
            <UnsentHyperparameters />
        </Card>
    }
}

/// The values of another algorithm that the form keeps, with the button that sends them; nothing while there are none.
#[component]
fn UnsentHyperparameters() -> impl IntoView {
    let form = use_form();
    let names = Memo::new(move |_| {
        form.shown.with(|draft| {
            let names = draft.unsent_hyperparameters().into_iter().map(|(name, _)| name.to_owned());
            names.collect::<Vec<_>>()
        })
    });
    let send = move |()| {
        form.draft.update(Draft::send_unsent_hyperparameters);
        form.announcement.set("The kept values are rows of their own now.".to_owned());
        crate::browser::focus_when_shown(add_button_id(List::OtherHyperparameters));
    };
    move || {
        let names = names.get();
        let (title, button) = match names.len() {
            0 => return None,
            1 => ("One value is kept and not sent".to_owned(), "Send it".to_owned()),
            count => (format!("{count} values are kept and not sent"), format!("Send these {count} values")),
        };
        Some(view! {
            <Alert kind=AlertKind::Info title=title>
                <p>{format!("They belong to hyperparameters of the algorithm that was chosen before: {}.", names.join(", "))}</p>
                <p class="live-only">
                    <Button on_press=send>{button}</Button>
                </p>
            </Alert>
        })
    }
}
