//! The settings that changed from one generation to the next.

use console::paths;
use domain::{diff::Difference, lineage::Generation};
use leptos::prelude::*;

use crate::ui::TableFrame;

/// One fold for each hop of the line; the last one, which leads to the job, is open.
#[component]
pub fn GenerationDiffs(
    /// The line, the job last.
    line: Vec<Generation>,
) -> impl IntoView {
    let last = line.len().saturating_sub(1);
    let hops: Vec<_> =
        line.windows(2).filter_map(|pair| if let [from, to] = pair { Some((from.clone(), to.clone())) } else { None }).collect();
    let hop = move |(index, (from, to)): (usize, (Generation, Generation))| {
        let count = to.differences.len();
        let words = match count {
            0 => "only the model".to_owned(),
            1 => "1 setting".to_owned(),
            _ => format!("{count} settings"),
        };
        let earlier = from.job.name.clone();
        let data = to.data.iter().map(|comparison| view! { <li>{comparison.sentence(&earlier)}</li> }).collect_view();
        let data = (!to.data.is_empty()).then(|| view! { <ul class="plain-list">{data}</ul> });
        let label = format!("{} to {}", from.job.name, to.job.name);
        let table = (count > 0).then(|| view! { <DifferenceTable label=label differences=to.differences /> });
        view! {
            <details class="hop" open=index + 1 == last>
                <summary>
                    <b>{from.job.name.clone()}</b>
                    " → "
                    <b>{to.job.name.clone()}</b>
                    <span class="muted">{format!(" · {words}")}</span>
                </summary>
                {data}
                {table}
                <p class="muted">
                    <a href=paths::compare(&[from.job.name, to.job.name])>"Compare both jobs"</a>
                </p>
            </details>
        }
    };
    hops.into_iter().enumerate().map(hop).collect_view()
}

#[component]
fn DifferenceTable(
    /// Which jobs.
    label: String,
    /// What differs.
    differences: Vec<Difference>,
) -> impl IntoView {
    let row = |difference: Difference| {
        let shown = |value: Option<String>| value.unwrap_or_else(|| "not set".to_owned());
        view! {
            <tr>
                <th scope="row">{difference.name}</th>
                <td class="muted">{difference.section.label()}</td>
                <td class="mono break-anywhere">{shown(difference.before)}</td>
                <td class="mono break-anywhere">{shown(difference.after)}</td>
            </tr>
        }
    };
    view! {
        <TableFrame label=format!("What changed from {label}")>
            <thead>
                <tr>
                    <th scope="col">"Setting"</th>
                    <th scope="col">"Part"</th>
                    <th scope="col">"Before"</th>
                    <th scope="col">"After"</th>
                </tr>
            </thead>
            <tbody>{differences.into_iter().map(row).collect_view()}</tbody>
        </TableFrame>
    }
}
