//! The arrays of a network.

use console::format;
use domain::artifact::{Layer, Parameters};
use leptos::prelude::*;

use crate::ui::{Card, TableFrame};

/// Rows that are shown at first; the others are folded.
const SHOWN: usize = 12;

/// A table of the arrays, the first few in plain sight.
#[component]
pub fn Layers(
    /// The parameters.
    parameters: Parameters,
) -> impl IntoView {
    let count = format::count(parameters.layer_count);
    let beside = move || view! { <span class="muted">{format!("({count})")}</span> };
    let listed = parameters.layers.len();
    let cut = (parameters.layer_count > listed as u64)
        .then(|| view! { <p class="muted container-body">{format!("Only the first {} arrays are listed.", format::count(listed as u64))}</p> });
    let mut layers = parameters.layers;
    let rest = if listed > SHOWN + 4 { layers.split_off(SHOWN) } else { Vec::new() };
    let rest = (!rest.is_empty()).then(|| {
        let words = format!("All other {} arrays", format::count(rest.len() as u64));
        view! {
            <details class="more-rows">
                <summary>{words}</summary>
                <LayerTable layers=rest label="Other arrays" />
            </details>
        }
    });
    view! {
        <Card title="Layers" beside=beside flush=true>
            <LayerTable layers=layers label="Arrays of the network" />
            {rest}
            {cut}
        </Card>
    }
}

#[component]
fn LayerTable(
    /// The rows.
    layers: Vec<Layer>,
    /// What they are, for assistive technology.
    label: &'static str,
) -> impl IntoView {
    view! {
        <TableFrame label=label>
            <thead>
                <tr>
                    <th scope="col">"Array"</th>
                    <th scope="col">"Shape"</th>
                    <th scope="col">"Elements"</th>
                    <th scope="col" class="number">"Values"</th>
                    <th scope="col" class="number">"Norm"</th>
                </tr>
            </thead>
            <tbody>{layers.into_iter().map(row).collect_view()}</tbody>
        </TableFrame>
    }
}

fn row(layer: Layer) -> impl IntoView {
    let shape = layer.shape.iter().map(u64::to_string).collect::<Vec<_>>().join(" × ");
    let norm = layer.norm.map_or_else(|| "not finite".to_owned(), |norm| format!("{norm:.4}"));
    view! {
        <tr>
            <th scope="row" class="mono break-anywhere">
                {layer.name}
                {layer.auxiliary.then(|| view! { <small class="muted">" running statistic"</small> })}
            </th>
            <td class="nowrap">{if shape.is_empty() { "–".to_owned() } else { shape }}</td>
            <td>{layer.element}</td>
            <td class="number">{format::count(layer.elements)}</td>
            <td class="number">{norm}</td>
        </tr>
    }
}
