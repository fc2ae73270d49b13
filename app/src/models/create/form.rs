//! The fields of a model.

use std::collections::BTreeSet;

use console::paths;
use domain::model::{ModelDraft, ModelField, check};
use leptos::prelude::*;

use crate::{
    models::api::CreateModel,
    s3_picker::S3Picker,
    ui::{Button, ButtonKind, Card, ErrorPanel, LabelledField, LinkButton, Note, NoteKind, TextInput, TextKind},
};

/// The form. Messages wait until a field is left, then follow every key; a press on *Create model* shows them all.
#[component]
pub fn ModelForm(
    /// What it starts with.
    draft: ModelDraft,
    /// Whether it was sent before and refused.
    is_returned: bool,
) -> impl IntoView {
    let all = [ModelField::Name, ModelField::Role, ModelField::Image, ModelField::Data];
    let draft = RwSignal::new(draft);
    let left = RwSignal::new(if is_returned { BTreeSet::from(all) } else { BTreeSet::new() });
    let picking = RwSignal::new(false);
    let action = ServerAction::<CreateModel>::new();
    let violations = Memo::new(move |_| draft.with(check));
    let note = move |field: ModelField| {
        Signal::derive(move || {
            let found = violations.with(|all| all.iter().find(|violation| violation.field == field).cloned())?;
            left.with(|left| left.contains(&field)).then_some(Note {
                kind: NoteKind::Error,
                text: found.message,
                code: found.code,
                fix: None,
                details: None,
            })
        })
    };
    let text = move |id: &'static str, label: &'static str, help: &'static str, field: ModelField, extra: Option<AnyView>| {
        let note = note(field);
        let value = Signal::derive(move || draft.with(|draft| read(draft, field).to_owned()));
        view! {
            <LabelledField id=id label=label help=help note=note wide=true>
                <div class="input-row">
                    <TextInput
                        id=id
                        name=id
                        value=value
                        kind=if field == ModelField::Name { TextKind::Words } else { TextKind::Code }
                        invalid=Signal::derive(move || note.with(Option::is_some))
                        on_input=move |typed: String| draft.update(|draft| write(draft, field, typed))
                        on_leave=move |()| left.update(|left| {
                            left.insert(field);
                        })
                    />
                    {extra}
                </div>
            </LabelledField>
        }
    };
    let on_submit = move |event: web_sys::SubmitEvent| {
        if !violations.with_untracked(Vec::is_empty) {
            event.prevent_default();
            left.set(BTreeSet::from(all));
            if let Some(first) = violations.with_untracked(|all| all.first().map(|violation| violation.field)) {
                crate::browser::focus(id_of(first));
            }
        }
    };
    let browse = view! { <Button on_press=move |()| picking.set(true)>"Browse"</Button> }.into_any();
    let error = move || action.value().get().and_then(Result::err);
    view! {
        <ActionForm action=action on:submit:capture=on_submit attr:class="model-form">
            <Card title="Model settings">
                <div class="form">
                    {text("name", "Model name", "Up to 63 letters, digits and hyphens; unique in the account and Region.", ModelField::Name, None)}
                    {text("role", "IAM role", "The role that the container runs with; it must be allowed to read the artifact.", ModelField::Role, None)}
                </div>
            </Card>
            <Card title="Primary container">
                <div class="form">
                    {text(
                        "image",
                        "Image",
                        "Registry path of the inference image. The built-in algorithms train and serve with the same image.",
                        ModelField::Image,
                        None,
                    )}
                    {text("data", "Model data URL", "The model.tar.gz of a training job, or another archive.", ModelField::Data, Some(browse))}
                </div>
            </Card>
            {move || error().map(|error| view! { <ErrorPanel error=error /> })}
            <div class="form-actions">
                <LinkButton href=paths::models() kind=ButtonKind::Plain>
                    "Cancel"
                </LinkButton>
                <Button submit=true kind=ButtonKind::Primary>
                    "Create model"
                </Button>
            </div>
        </ActionForm>
        <S3Picker
            open=picking
            start=Signal::derive(move || draft.with(|draft| draft.data.clone()))
            on_choose=move |uri| draft.update(|draft| draft.data = uri)
        />
    }
}

fn id_of(field: ModelField) -> &'static str {
    match field {
        ModelField::Name => "name",
        ModelField::Role => "role",
        ModelField::Image => "image",
        ModelField::Data => "data",
    }
}

fn read(draft: &ModelDraft, field: ModelField) -> &str {
    match field {
        ModelField::Name => &draft.name,
        ModelField::Role => &draft.role,
        ModelField::Image => &draft.image,
        ModelField::Data => &draft.data,
    }
}

fn write(draft: &mut ModelDraft, field: ModelField, value: String) {
    match field {
        ModelField::Name => draft.name = value,
        ModelField::Role => draft.role = value,
        ModelField::Image => draft.image = value,
        ModelField::Data => draft.data = value,
    }
}
