//! How many rows a page of the list has: the person's choice stays in the browser, and what the address says wins.

use domain::job_query::JobQuery;
use leptos::prelude::*;

use super::view::{ListView, use_go_to};
use crate::{preferences, ui::Select};

/// Name of the preference.
const NAME: &str = "rows";

/// The number that is preferred; the usual one before somebody chose.
pub fn preferred() -> u32 {
    chosen(preferences::remembered(NAME).as_deref()).unwrap_or(JobQuery::ROWS)
}

/// One of the numbers that are offered.
fn chosen(text: Option<&str>) -> Option<u32> {
    text?.parse().ok().filter(|rows| JobQuery::ROWS_CHOICES.contains(rows))
}

/// The field. A choice keeps the first row of the page in view, and takes the number out of the address.
#[component]
pub fn RowsField(
    /// What the address asks for.
    view: Memo<ListView>,
    /// The number that is preferred.
    preferred: RwSignal<u32>,
) -> impl IntoView {
    let go = use_go_to();
    let choose = move |value: String| {
        let Some(rows) = chosen(Some(&value)) else { return };
        preferences::remember(NAME, &value);
        let address = view.with_untracked(|view| view.address_with_rows(rows));
        preferred.set(rows);
        go.run(address);
    };
    let options = JobQuery::ROWS_CHOICES.map(|rows| (rows.to_string(), rows.to_string())).to_vec();
    let value = Signal::derive(move || view.with(|view| view.query.rows.to_string()));
    view! {
        <span class="foot-field">
            <label for="rows-per-page">"Rows per page"</label>
            <Select id="rows-per-page" name="rows" value=value options=options on_choose=choose described_by="" />
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::chosen;

    #[test]
    fn only_numbers_that_are_offered_are_preferred() {
        assert_eq!(chosen(Some("50")), Some(50));
        for text in [None, Some(""), Some("11"), Some("1000000"), Some("-10"), Some("ten")] {
            assert_eq!(chosen(text), None);
        }
    }
}
