//! Menus above the table: which columns, and which saved filters.

use console::{data::history::FilterSet, error::AppError, job_list::columns::Column, paths};
use leptos::prelude::*;

use super::view::{ListView, use_go_to};
use crate::{
    client_resource::ClientResource,
    flash::{Flash, FlashKind, use_flashes},
    training_jobs::api::{filter_sets, remove_filter_set, save_filter_set},
    ui::{Button, ButtonKind, Icon, IconName, InlineCheckbox, TextInput},
};

/// The menu of columns. The choice stands in the address.
#[component]
pub fn ColumnMenu(
    /// What the address asks for.
    view: Memo<ListView>,
) -> impl IntoView {
    let go = use_go_to();
    let item = move |column: Column| {
        let is_shown = move || view.with(|view| view.columns.contains(&column));
        let on_change = move |shown: bool| {
            let address = view.with_untracked(|view| {
                let columns: Vec<Column> = Column::ALL
                    .into_iter()
                    .filter(|other| if *other == column { shown } else { view.columns.contains(other) })
                    .collect();
                view.address_with_columns(&columns)
            });
            go.run(address);
        };
        view! {
            <InlineCheckbox on=Signal::derive(is_shown) on_change=on_change>
                {column.label()}
            </InlineCheckbox>
        }
    };
    view! {
        <Button kind=ButtonKind::Plain attr:popovertarget="columns-menu">
            "Columns"
        </Button>
        <div id="columns-menu" class="menu list-menu" popover="auto" role="group" aria-label="Columns">
            {Column::ALL.map(item).collect_view()}
        </div>
    }
}

/// The menu of saved filters: what was saved, and a line to save what is shown.
#[component]
pub fn SavedMenu(
    /// What the address asks for.
    view: Memo<ListView>,
) -> impl IntoView {
    let flashes = use_flashes();
    let sets = ClientResource::new(|| Some(()), |()| async { filter_sets().await.map(|(_, sets)| sets) });
    let name = RwSignal::new(String::new());
    let refresh = move |done: Result<(), AppError>| match done {
        Ok(()) => sets.refetch(),
        Err(error) => flashes.push(Flash::new(FlashKind::Error, error.to_string())),
    };
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (saved, query) = (name.get_untracked(), view.with_untracked(ListView::saved_question));
        leptos::task::spawn_local(async move {
            let done = save_filter_set(saved, query).await;
            if done.is_ok() {
                name.set(String::new());
            }
            refresh(done);
        });
    };
    let item = move |set: FilterSet| {
        let removed = set.name.clone();
        let remove = move |()| {
            let name = removed.clone();
            leptos::task::spawn_local(async move { refresh(remove_filter_set(name).await) });
        };
        view! {
            <li>
                <a href=paths::training_jobs_asked(&set.query)>{set.name.clone()}</a>
                <Button kind=ButtonKind::Icon attr:aria-label=format!("Forget {}", set.name) on_press=remove>
                    <Icon name=IconName::Close />
                </Button>
            </li>
        }
    };
    let list = move || match sets.get() {
        None => view! { <p class="muted">"Loading saved filters…"</p> }.into_any(),
        Some(Err(error)) => view! { <p class="filter-problem">{error.to_string()}</p> }.into_any(),
        Some(Ok(sets)) if sets.is_empty() => view! { <p class="muted">"No filters are saved yet."</p> }.into_any(),
        Some(Ok(sets)) => view! { <ul>{sets.into_iter().map(item).collect_view()}</ul> }.into_any(),
    };
    view! {
        <Button kind=ButtonKind::Plain attr:popovertarget="saved-menu">
            "Saved filters"
        </Button>
        <div id="saved-menu" class="menu list-menu" popover="auto" role="group" aria-label="Saved filters">
            {list}
            <form on:submit=save>
                <label for="saved-name">"Save the current filters as"</label>
                <TextInput
                    id="saved-name"
                    value=name
                    on_input=move |typed| name.set(typed)
                    described_by=""
                    attr:maxlength="100"
                    attr:required=true
                />
                <Button submit=true>"Save"</Button>
            </form>
        </div>
    }
}
