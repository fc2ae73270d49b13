//! *Output and tags*.

use domain::{Field, S3Uri};
use leptos::prelude::*;

use super::{
    binding::Binding,
    control::{LocationField, TextField},
    draft::{List, TagDraft},
    form::use_form,
};
use crate::{layout::Container, ui::TextKind};

/// The step.
#[component]
pub fn OutputStep() -> impl IntoView {
    let form = use_form();
    let artifact = move || {
        let planned = form.shown.with(|draft| {
            let path = S3Uri::parse(draft.output_path.trim()).ok()?;
            let name = draft.job_name.trim();
            (!name.is_empty()).then(|| path.model_artifact(name).to_string())
        });
        planned.map(|uri| view! { <p class="muted planned">"The model will be at " <span class="mono">{uri}</span></p> })
    };
    view! {
        <Container title="Output data configuration">
            <div class="form">
                <LocationField field=Field::OutputPath label="S3 output path" help="The model is stored below it, in a folder with the job's name." />
                <TextField
                    binding=Binding::new(form, Field::OutputKmsKey)
                    label="Encryption key (output)"
                    kind=TextKind::Code
                    optional=true
                    placeholder="The account's key for S3"
                    help="Key ID, key ARN or alias."
                />
            </div>
            {artifact}
        </Container>
        <Tags />
    }
}

#[component]
fn Tags() -> impl IntoView {
    let form = use_form();
    let count = Memo::new(move |_| form.draft.with(|draft| u32::try_from(draft.tags.len()).unwrap_or(u32::MAX)));
    let add = move |_| {
        let row = count.get_untracked();
        form.draft.update(|draft| draft.tags.push(TagDraft::default()));
        form.focus(&Field::TagKey(row));
    };
    view! {
        <Container title="Tags">
            <p class="muted">"Up to 50 pairs of key and value, for example a project or a cost centre."</p>
            <div id=Field::Tags.id() class="rows" tabindex="-1">
                <For each=move || 0..count.get() key=|row| *row let(row)>
                    <div class="row">
                        <TextField binding=Binding::new(form, Field::TagKey(row)) label="Key" />
                        <TextField binding=Binding::new(form, Field::TagValue(row)) label="Value" optional=true />
                        <button
                            type="button"
                            class="button button-plain"
                            aria-label=format!("Remove tag {}", row + 1)
                            on:click=move |_| form.remove(List::Tags, row, "Tag")
                        >
                            "Remove"
                        </button>
                    </div>
                </For>
            </div>
            <button type="button" class="button live-only" on:click=add>
                "Add tag"
            </button>
        </Container>
    }
}
