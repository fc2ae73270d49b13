//! The fields of a model.

use std::collections::BTreeSet;

use console::paths;
use domain::model::{ModelDraft, ModelField, ModelViolation, check};
use leptos::prelude::*;

use crate::{
    models::api::CreateModel,
    s3_picker::S3Picker,
    ui::{
        Alert, AlertKind, Button, ButtonKind, Card, Checkbox, ErrorPanel, LabelledField, LinkButton, Note, NoteKind, TextInput,
        TextKind,
    },
};

/// The form. Messages wait until a field is left, then follow every key; a press on *Create model* shows them all.
#[component]
pub fn ModelForm(
    /// What it starts with.
    draft: ModelDraft,
    /// A sentence, where the job made the model worse that it started from.
    worse: Option<String>,
    /// Whether it was sent before and refused.
    is_returned: bool,
) -> impl IntoView {
    let accepted = RwSignal::new(false);
    let question = worse.map(|sentence| {
        view! {
            <Alert kind=AlertKind::Warning title=sentence>
                <Checkbox
                    id="accept-worse"
                    name="accept-worse"
                    value="yes"
                    label="Create a model from it anyway"
                    required=true
                    on=accepted
                    on_change=move |on| accepted.set(on)
                />
            </Alert>
        }
    });
    let left = if is_returned { BTreeSet::from(ALL) } else { BTreeSet::new() };
    let form = FormState::new(draft, left);
    let picking = RwSignal::new(false);
    let action = ServerAction::<CreateModel>::new();
    let browse = move || view! { <Button on_press=move |()| picking.set(true)>"Browse"</Button> };
    let error = move || action.value().get().and_then(Result::err);
    view! {
        <ActionForm action=action on:submit:capture=move |event| form.check_all(&event) attr:class="model-form">
            {question}
            <Card title="Model settings">
                <div class="form">
                    <ModelTextField
                        form=form
                        field=ModelField::Name
                        label="Model name"
                        help="Up to 63 letters, digits and hyphens; unique in the account and Region."
                    />
                    <ModelTextField
                        form=form
                        field=ModelField::Role
                        label="IAM role"
                        help="The container runs with this role, which must be allowed to read the artifact."
                    />
                </div>
            </Card>
            <Card title="Primary container">
                <div class="form">
                    <ModelTextField
                        form=form
                        field=ModelField::Image
                        label="Image"
                        help="Registry path of the inference image. The built-in algorithms train and serve with the same image."
                    />
                    <ModelTextField
                        form=form
                        field=ModelField::Data
                        label="Model data URL"
                        help="The model.tar.gz of a training job, or another archive."
                        end=browse
                    />
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
            start=Signal::derive(move || form.draft.with(|draft| draft.data.clone()))
            on_choose=move |uri| form.draft.update(|draft| draft.data = uri)
        />
    }
}

/// All fields, in the order of the page.
const ALL: [ModelField; 4] = [ModelField::Name, ModelField::Role, ModelField::Image, ModelField::Data];

/// The model as it is typed, and the fields whose messages are shown.
#[derive(Clone, Copy)]
struct FormState {
    draft: RwSignal<ModelDraft>,
    /// The fields that were left once.
    left: RwSignal<BTreeSet<ModelField>>,
    violations: Memo<Vec<ModelViolation>>,
}

impl FormState {
    fn new(draft: ModelDraft, left: BTreeSet<ModelField>) -> Self {
        let draft = RwSignal::new(draft);
        Self { draft, left: RwSignal::new(left), violations: Memo::new(move |_| draft.with(check)) }
    }

    /// The message of a field that was left; tracked.
    fn note(self, field: ModelField) -> Option<Note> {
        let found = self.violations.with(|all| all.iter().find(|violation| violation.field == field).cloned())?;
        self.left.with(|left| left.contains(&field)).then_some(Note {
            kind: NoteKind::Error,
            text: found.message,
            code: found.code,
            fix: None,
            details: None,
        })
    }

    fn leave(self, field: ModelField) {
        self.left.update(|left| {
            left.insert(field);
        });
    }

    /// Sends nothing while a rule is broken: shows all messages and leads to the first.
    fn check_all(self, event: &web_sys::SubmitEvent) {
        let first = self.violations.with_untracked(|all| all.first().map(|violation| violation.field));
        if let Some(first) = first {
            event.prevent_default();
            self.left.set(BTreeSet::from(ALL));
            crate::browser::focus(id_of(first));
        }
    }
}

/// A line of text with its message.
#[component]
fn ModelTextField(
    /// The form.
    form: FormState,
    /// Which field.
    field: ModelField,
    /// The label.
    label: &'static str,
    /// What the field is about.
    help: &'static str,
    /// What stands behind the line.
    #[prop(optional, into)]
    end: Option<ViewFn>,
) -> impl IntoView {
    let id = id_of(field);
    let note = Signal::derive(move || form.note(field));
    view! {
        <LabelledField id=id label=label help=help note=note wide=true>
            <div class="input-row">
                <TextInput
                    id=id
                    name=id
                    value=Signal::derive(move || form.draft.with(|draft| read(draft, field).to_owned()))
                    kind=if field == ModelField::Name { TextKind::Words } else { TextKind::Code }
                    invalid=Signal::derive(move || note.with(Option::is_some))
                    on_input=move |typed: String| form.draft.update(|draft| write(draft, field, typed))
                    on_leave=move |()| form.leave(field)
                />
                {end.map(|end| end.run())}
            </div>
        </LabelledField>
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
