//! The picture.

use leptos::prelude::*;

use super::{
    ChartData, Series, SeriesLook,
    axis::{across, down, step},
};

/// Axes, ground and curves. Its values are in the table, so assistive technology hears its sentence only.
#[component]
pub fn Plot(
    /// What to draw.
    data: Signal<ChartData>,
    /// The place that is pointed at.
    cursor: RwSignal<Option<u32>>,
) -> impl IntoView {
    view! {
        <svg class="chart-plot" role="img" aria-label=move || data.with(ChartData::summary)>
            {move || data.with(shade)}
            {move || data.with(scale)}
            {move || data.with(epochs)}
            {move || {
                let place = cursor.get()?;
                let x = data.with(|data| across(place, data.last));
                Some(view! { <line class="chart-pointer" x1=x.clone() x2=x y1="0%" y2="100%" /> })
            }}
            {move || data.with(|data| data.series.iter().map(|series| curve(data, series, cursor.get())).collect_view())}
        </svg>
    }
}

fn shade(data: &ChartData) -> impl IntoView + use<> {
    let width = data.shade.as_ref().map(|shade| across(shade.until, data.last));
    width.map(|width| view! { <rect class="chart-shade" x="0" y="0" width=width height="100%" /> })
}

fn scale(data: &ChartData) -> impl IntoView + use<> {
    let top = data.scale_top();
    let write = |value: f64| {
        if top >= 10.0 {
            format!("{value:.0}")
        } else if top > 0.1 {
            format!("{value:.2}")
        } else {
            format!("{value:.3}")
        }
    };
    [0.0, 0.25, 0.5, 0.75, 1.0]
        .map(|share| {
            let y = down(share, 1.0);
            view! {
                <line class="chart-grid" x1="0%" x2="100%" y1=y.clone() y2=y.clone() />
                <text class="chart-tick" x="0" dx="-8" y=y dy="4" text-anchor="end">
                    {write(share * top)}
                </text>
            }
        })
        .collect_view()
}

fn epochs(data: &ChartData) -> impl IntoView + use<> {
    let step = step(data.last);
    let start = data.shade.as_ref().map_or(0, |shade| shade.until);
    // Epochs are counted anew from where the child begins, and so are the ticks.
    let before = (0..start).step_by(usize::try_from(step).unwrap_or(1)).map(|place| (place, place));
    let after = (start..=data.last).step_by(usize::try_from(step).unwrap_or(1)).map(|place| (place, place - start));
    before
        .chain(after)
        .map(|(place, number)| {
            let x = across(place, data.last);
            view! {
                <text class="chart-tick" x=x y="100%" dy="18" text-anchor="middle">
                    {number}
                </text>
            }
        })
        .collect_view()
}

fn curve(data: &ChartData, series: &Series, cursor: Option<u32>) -> impl IntoView + use<> {
    let top = data.scale_top();
    let at: Vec<(u32, String, String)> =
        series.points.iter().map(|(place, value)| (*place, across(*place, data.last), down(*value, top))).collect();
    let lines = at
        .windows(2)
        .filter_map(|pair| match pair {
            [(_, x1, y1), (_, x2, y2)] => Some(view! { <line x1=x1.clone() y1=y1.clone() x2=x2.clone() y2=y2.clone() /> }),
            _ => None,
        })
        .collect_view();
    let last = at.last().map(|(place, _, _)| *place);
    let points = at
        .into_iter()
        .map(|(place, x, y)| {
            let radius = if cursor == Some(place) || last == Some(place) { "5" } else { "3" };
            view! { <circle cx=x cy=y r=radius /> }
        })
        .collect_view();
    let label = (series.look == SeriesLook::Main).then(|| series.points.last()).flatten().map(|(place, value)| {
        let (x, y) = (across(*place, data.last), down(*value, top));
        // Beside the point, where the curve has not been; at the end of the axis there is room only above or below.
        let at_the_end = place.saturating_mul(8) > data.last.saturating_mul(7);
        let (dx, dy, anchor) = match (at_the_end, *value > top / 2.0) {
            (false, _) => ("10", "5", "start"),
            (true, true) => ("4", "24", "end"),
            (true, false) => ("4", "-14", "end"),
        };
        view! {
            <text class="chart-value" x=x y=y dx=dx dy=dy text-anchor=anchor>
                {data.written(*value)}
            </text>
        }
    });
    view! { <g class=series.look.class()>{lines} {points} {label}</g> }
}
