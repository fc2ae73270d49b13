//! The order of the list as a field, where a narrow page has cards instead of columns.

use console::job_list::columns::Column;
use domain::job_query::Sort;
use leptos::prelude::*;

use super::view::{ListView, use_go_to};
use crate::ui::{ButtonKind, LinkButton, Select};

/// The column that orders the rows, and a link that turns the order round. Wide pages do not show it.
#[component]
pub fn SortField(
    /// What the address asks for.
    view: Memo<ListView>,
) -> impl IntoView {
    let go = use_go_to();
    let choose = move |key: String| {
        let Some(sort) = Sort::parse(&key) else { return };
        let own = view.with_untracked(|view| view.query.sort);
        if sort != own {
            go.run(view.with_untracked(|view| view.address_sorted_by(sort)));
        }
    };
    let value = Signal::derive(move || view.with(|view| view.query.sort.key().to_owned()));
    let turned = Signal::derive(move || view.with(|view| view.address_sorted_by(view.query.sort)));
    let (words, label) = (
        move || if view.with(|view| view.query.descending) { "↓" } else { "↑" },
        move || {
            let is_descending = view.with(|view| view.query.descending);
            if is_descending { "Descending: change to ascending" } else { "Ascending: change to descending" }
        },
    );
    view! {
        <div class="sort-field">
            <label for="sort-by">"Sort by"</label>
            <Select id="sort-by" value=value options=orders() on_choose=choose described_by="" />
            <LinkButton href=turned kind=ButtonKind::Plain attr:aria-label=label>
                {words}
            </LinkButton>
        </div>
    }
}

/// All orders with their columns' headings, the name first.
fn orders() -> Vec<(String, String)> {
    let of_columns = Column::ALL.into_iter().filter_map(|column| Some((column.sort()?, column.label())));
    let all = std::iter::once((Sort::Name, "Name")).chain(of_columns);
    all.map(|(sort, label)| (sort.key().to_owned(), label.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_can_be_chosen() {
        let mut keys: Vec<_> = orders().into_iter().map(|(key, _)| key).collect();
        let mut all: Vec<_> = Sort::ALL.into_iter().map(|sort| sort.key().to_owned()).collect();
        keys.sort_unstable();
        all.sort_unstable();
        assert_eq!(keys, all);
    }
}
