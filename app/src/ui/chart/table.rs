//! The same values as a table.

use leptos::prelude::*;

use super::ChartData;
use crate::ui::TableFrame;

/// Folded below the picture.
#[component]
pub fn ValueTable(
    /// What is drawn.
    data: Signal<ChartData>,
) -> impl IntoView {
    let heads = move || {
        data.with(|data| {
            data.series.iter().map(|series| view! { <th scope="col" class="number">{series.name.clone()}</th> }).collect_view()
        })
    };
    let row = |data: &ChartData, place: u32| {
        let cells = data
            .series
            .iter()
            .map(|series| {
                let value = series.value_at(place).map_or_else(|| "–".to_owned(), |value| data.written(value));
                view! { <td class="number">{value}</td> }
            })
            .collect_view();
        view! {
            <tr>
                <th scope="row">{data.place_name(place)}</th>
                {cells}
            </tr>
        }
    };
    let rows = move || data.with(|data| data.measured_places().into_iter().map(|place| row(data, place)).collect_view());
    view! {
        <details class="chart-table">
            <summary>"Values as a table"</summary>
            <TableFrame label=Signal::derive(move || data.with(|data| format!("{} as a table", data.title)))>
                <thead>
                    <tr>
                        <th scope="col">"When"</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        </details>
    }
}
