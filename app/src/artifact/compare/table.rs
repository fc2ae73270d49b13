//! The arrays of two models, with the distance of each.

use console::format;
use domain::artifact::{LayerDistance, WeightsDistance};
use leptos::prelude::*;

use crate::ui::{Card, TableFrame};

/// A row for each array; arrays that only one model has come last.
#[component]
pub fn DistanceTable(
    /// What was measured.
    distance: WeightsDistance,
) -> impl IntoView {
    let WeightsDistance { layers, only_first, only_second, reshaped, .. } = distance;
    // Distances differ by orders of magnitude, so bars are relative to the largest.
    let largest = layers.iter().filter_map(|layer| layer.relative).fold(0.0, f64::max);
    let rows = layers.into_iter().map(|layer| row(layer, largest)).collect_view();
    let other = |name: String, words: String| {
        view! {
            <tr>
                <th scope="row" class="mono break-anywhere">
                    {name}
                </th>
                <td colspan="4">{words}</td>
            </tr>
        }
    };
    let reshaped = reshaped
        .into_iter()
        .map(|(name, first, second)| other(name, format!("Other shape: {first} and {second}")))
        .collect_view();
    let only_first = only_first.into_iter().map(|name| other(name, "Only in the first".to_owned())).collect_view();
    let only_second = only_second.into_iter().map(|name| other(name, "Only in the second".to_owned())).collect_view();
    view! {
        <Card title="Layer by layer" flush=true>
            <TableFrame label="Distance of each array">
                <thead>
                    <tr>
                        <th scope="col">"Array"</th>
                        <th scope="col" class="number">"Values"</th>
                        <th scope="col" class="number">"Relative distance"</th>
                        <th scope="col" class="bar-column">
                            <span class="visually-hidden">"Bar"</span>
                        </th>
                        <th scope="col" class="number">"Cosine"</th>
                    </tr>
                </thead>
                <tbody>{rows} {reshaped} {only_first} {only_second}</tbody>
            </TableFrame>
        </Card>
    }
}

fn row(layer: LayerDistance, largest: f64) -> impl IntoView {
    let relative = match layer.relative {
        Some(0.0) => "same".to_owned(),
        Some(relative) => format!("{relative:.4}"),
        None => "from zero".to_owned(),
    };
    let width = layer.relative.filter(|_| largest > 0.0).map_or(0.0, |relative| relative / largest * 100.0);
    view! {
        <tr>
            <th scope="row" class="mono break-anywhere">
                {layer.name}
            </th>
            <td class="number">{format::count(layer.elements)}</td>
            <td class="number">{relative}</td>
            <td class="bar-column" aria-hidden="true">
                <span class="bar" style=format!("inline-size: {width:.1}%")></span>
            </td>
            <td class="number">{layer.cosine.map(|cosine| format!("{cosine:.4}"))}</td>
        </tr>
    }
}
