//! One of several values.

use leptos::prelude::*;

use super::field::described_by_ids;

/// A `<select>`. A value that is none of the options is offered as well, so that nothing changes silently.
#[component]
pub fn Select(
    /// Element id.
    #[prop(into)]
    id: Signal<String>,
    /// Name in a posted form; empty for a choice that is not posted.
    #[prop(optional, into)]
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
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// Whether the value must be fixed.
    #[prop(optional, into)]
    invalid: Signal<bool>,
    /// The name for assistive technology where no label stands beside the control.
    #[prop(optional, into)]
    aria_label: Option<String>,
    /// Ids of the lines that describe it, where these are not `<id>-note`; empty for none.
    #[prop(optional)]
    described_by: Option<&'static str>,
) -> impl IntoView {
    let rendered = value.get_untracked();
    let grouped = groups.iter().flat_map(|(_, options)| options);
    let known: Vec<String> = options.iter().chain(grouped).map(|(value, _)| value.clone()).collect();
    let unknown = move || {
        let value = value.get();
        (!known.contains(&value)).then(|| view! { <option value=value.clone() selected=true>{value.clone()}</option> })
    };
    view! {
        <select
            class="input"
            id=move || id.get()
            name=move || Some(name.get()).filter(|name| !name.is_empty())
            prop:value=move || value.get()
            aria-label=aria_label
            aria-describedby=move || described_by_ids(&id.get(), described_by)
            aria-invalid=move || invalid.get().then_some("true")
            on:change=move |event| on_choose.run(event_target_value(&event))
            on:blur=move |_| {
                if let Some(on_leave) = on_leave {
                    on_leave.run(());
                }
            }
        >
            {option_views(options, &rendered)}
            {groups
                .into_iter()
                .map(|(label, options)| view! { <optgroup label=label>{option_views(options, &rendered)}</optgroup> })
                .collect_view()}
            {unknown}
        </select>
    }
}

fn option_views(options: Vec<(String, String)>, chosen: &str) -> impl IntoView + use<> {
    let option = |(value, words): (String, String)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    };
    options.into_iter().map(option).collect_view()
}
