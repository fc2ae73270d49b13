//! Tags.

use console::job_form::draft::List;
use domain::Field;
use leptos::prelude::*;

use crate::training_jobs::create::{
    binding::Binding,
    control::{AddButton, RemoveButton, TextField},
    form::use_form,
    list_messages::ListMessages,
};
use crate::ui::Card;

/// The section.
#[component]
pub fn TagsSection() -> impl IntoView {
    let form = use_form();
    let count = form.count(List::Tags);
    view! {
        <Card title="Tags">
            <p class="muted">"Up to 50 pairs of key and value, for example a project or a cost centre."</p>
            <ListMessages field=Field::Tags />
            <div class="rows">
                <For each=move || 0..count.get() key=|row| *row let(row)>
                    <div class="row">
                        <TextField binding=Binding::new(form, Field::TagKey(row)) label="Key" />
                        <TextField binding=Binding::new(form, Field::TagValue(row)) label="Value" optional=true />
                        <RemoveButton list=List::Tags row=row what=format!("tag {}", row + 1) />
                    </div>
                </For>
            </div>
            <AddButton list=List::Tags words="Add tag" />
        </Card>
    }
}
