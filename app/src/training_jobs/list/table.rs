//! The table of jobs.

use console::job_list::columns::Column;
use domain::{description::TrainingJobSummary, job_query::Sort};
use leptos::prelude::*;

use super::{live::LiveRows, row::JobRow, selection::Selection, view::ListView};
use crate::{
    client_resource::ClientResource,
    training_jobs::api::{RowCurve, read_curves},
    ui::{RowCheckbox, TableFrame},
};

/// Head and rows.
#[component]
pub fn JobsTable(
    /// What the address asks for.
    view: Memo<ListView>,
    /// What was found.
    rows: Vec<TrainingJobSummary>,
    /// What changed since.
    live: LiveRows,
    /// What is ticked.
    selection: Selection,
) -> impl IntoView {
    let rows = StoredValue::new(rows);
    // Curves are fetched after the page, which does not wait for them.
    let curves = ClientResource::new(
        move || {
            // A row that changed has another curve.
            let jobs: Vec<TrainingJobSummary> = rows.with_value(|rows| rows.iter().map(|row| live.now(row)).collect());
            Some(jobs.into_iter().map(|job| (job.record, job.validation_accuracy, job.secondary_status)).collect::<Vec<_>>())
        },
        |jobs: Vec<(i64, Option<f64>, String)>| async move {
            let records: Vec<i64> = jobs.into_iter().map(|(record, ..)| record).collect();
            read_curves(records).await.unwrap_or_default()
        },
    );
    let curve = move |record: i64| -> Option<RowCurve> { curves.get()?.into_iter().find(|curve| curve.record == record) };
    let curve = Callback::new(curve);
    let heads = move || {
        let columns = view.with(|view| view.columns.clone());
        let head = |column: Column| {
            view! { <ColumnHead view=view label=column.label() sort=column.sort() number=column.is_number() /> }
        };
        columns.into_iter().map(head).collect_view()
    };
    let columns = Memo::new(move |_| view.with(|view| view.columns.clone()));
    let all_ticked = move || rows.with_value(|rows| rows.iter().all(|row| selection.has(row)));
    let tick_all = move |ticked: bool| {
        rows.with_value(|rows| rows.iter().for_each(|row| selection.set(&live.now(row), ticked)));
    };
    let row = move |row: TrainingJobSummary| {
        let job = Signal::derive(move || live.now(&row));
        Effect::new(move |_| job.with(|job| selection.update_state(job)));
        view! { <JobRow job=job columns=columns selection=selection curve=curve /> }
    };
    view! {
        <TableFrame label="Training jobs" class="jobs-table">
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col" class="tick">
                        <RowCheckbox aria_label="Select all jobs of this page" on=Signal::derive(all_ticked) on_change=tick_all />
                    </th>
                    <ColumnHead view=view label="Name" sort=Some(Sort::Name) number=false />
                    {heads}
                </tr>
            </thead>
            <tbody role="rowgroup">{rows.with_value(Clone::clone).into_iter().map(row).collect_view()}</tbody>
        </TableFrame>
    }
}

/// The head of a column, with the link that sorts by it.
#[component]
fn ColumnHead(
    /// What the address asks for.
    view: Memo<ListView>,
    /// The column's name.
    label: &'static str,
    /// The order that the column gives; `None` when rows cannot be sorted by it.
    sort: Option<Sort>,
    /// Whether the column has numbers.
    number: bool,
) -> impl IntoView {
    let order = move || {
        let (own, descending) = view.with(|view| (view.query.sort, view.query.descending));
        (sort == Some(own)).then_some(if descending { "descending" } else { "ascending" })
    };
    let words = match sort {
        Some(sort) => view! { <a href=move || view.with(|view| view.address_sorted_by(sort))>{label}</a> }.into_any(),
        None => label.into_any(),
    };
    view! {
        <th role="columnheader" scope="col" class:number=number aria-sort=order>
            {words}
        </th>
    }
}
