//! The last value of each metric, of one job or of several.

use leptos::prelude::*;

use crate::ui::{Card, TableFrame};

/// A card with a row for each metric; nothing without rows.
#[component]
pub fn LastValuesCard(
    /// The headings of the columns after the metric's name.
    headings: AnyView,
    /// The name of each metric with its cells.
    rows: Vec<(String, AnyView)>,
) -> impl IntoView {
    let row = |(name, cells): (String, AnyView)| {
        view! {
            <tr>
                <th scope="row" class="break-anywhere">
                    {name}
                </th>
                {cells}
            </tr>
        }
    };
    (!rows.is_empty()).then(|| {
        view! {
            <Card title="Last values" flush=true>
                <TableFrame label="The last value of each metric">
                    <thead>
                        <tr>
                            <th scope="col">"Metric"</th>
                            {headings}
                        </tr>
                    </thead>
                    <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                </TableFrame>
            </Card>
        }
    })
}
