//! One of several values.

use leptos::prelude::*;

use super::field::note_id;

/// A `<select>`. A value that is none of the options is offered as well, so that nothing changes silently.
#[component]
pub fn Select(
    /// Element id; the line under it is `<id>-note`.
    #[prop(into)]
    id: Signal<String>,
    /// Name in a posted form.
    #[prop(into)]
    name: Signal<String>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// Values with their words.
    #[prop(optional)]
    options: Vec<(String, String)>,
    /// The same in groups with headings, after [`options`](SelectProps::options).
    #[prop(optional)]
    groups: Vec<(String, Vec<(String, String)>)>,
    /// Called at each choice.
    #[prop(into)]
    on_choose: Callback<String>,
    /// Called when the field is left.
    #[prop(into)]
    on_leave: Callback<()>,
    /// Whether the value must be fixed.
    #[prop(optional, into)]
    invalid: Signal<bool>,
    /// The name for assistive technology where no label stands beside the control, and so no line under it.
    #[prop(optional, into)]
    aria_label: Option<String>,
) -> impl IntoView {
    let rendered = value.get_untracked();
    let has_line = aria_label.is_none();
    let grouped = groups.iter().flat_map(|(_, options)| options);
    let known: Vec<String> = options.iter().chain(grouped).map(|(value, _)| value.clone()).collect();
    let unknown = move || {
        let value = value.get();
        (!known.contains(&value)).then(|| view! { <option value=value.clone() selected=true>{value.clone()}</option> })
    };
    let option = |(value, words): (String, String)| {
        let selected = value == rendered;
        view! { <option value=value selected=selected>{words}</option> }
    };
    let group = |(label, options): (String, Vec<(String, String)>)| {
        view! { <optgroup label=label>{options.into_iter().map(option).collect_view()}</optgroup> }
    };
    view! {
        <select
            class="input"
            id=move || id.get()
            name=move || name.get()
            prop:value=move || value.get()
            aria-label=aria_label
            aria-describedby=move || has_line.then(|| note_id(&id.get()))
            aria-invalid=move || invalid.get().then_some("true")
            on:change=move |event| on_choose.run(event_target_value(&event))
            on:blur=move |_| on_leave.run(())
        >
            {options.into_iter().map(option).collect_view()}
            {groups.into_iter().map(group).collect_view()}
            {unknown}
        </select>
    }
}
