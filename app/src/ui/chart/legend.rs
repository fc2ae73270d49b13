//! Names of the curves, with the value that is pointed at or the last one.

use leptos::prelude::*;

use super::{ChartData, Series};

/// Curves that are named at once. Of more, those at the place that is pointed at are, or the last ones.
const MAX_SHOWN: usize = 8;

/// The legend; also where values are read on hover.
#[component]
pub fn Legend(
    /// What is drawn.
    data: Signal<ChartData>,
    /// The place that is pointed at.
    cursor: RwSignal<Option<u32>>,
) -> impl IntoView {
    let place = move || match cursor.get() {
        Some(place) => data.with(|data| data.place_name(place)),
        None => String::new(),
    };
    let entry = move |data: &ChartData, series: &Series| {
        let value = match cursor.get() {
            Some(place) => series.value_at(place),
            None => series.points.last().map(|(_, value)| *value),
        };
        let best = series.best.and_then(|place| {
            let value = series.value_at(place)?;
            Some(format!("best {} ({})", data.written(value), data.place_name(place)))
        });
        let value = value.map_or_else(|| "–".to_owned(), |value| data.written(value));
        view! {
            <li>
                <svg class=format!("legend-line {}", series.style.class()) viewBox="0 0 20 8" aria-hidden="true">
                    <line x1="1" y1="4" x2="19" y2="4" />
                </svg>
                <span class="legend-name">{series.name.clone()}</span>
                <b>{value}</b>
                {best.map(|best| view! { <small>{best}</small> })}
            </li>
        }
    };
    let entries = move || {
        data.with(|data| {
            let is_here = |series: &&Series| cursor.get().is_some_and(|place| series.value_at(place).is_some());
            let all = &data.series;
            let mut shown: Vec<&Series> =
                if all.len() > MAX_SHOWN { all.iter().filter(is_here).collect() } else { all.iter().collect() };
            if shown.is_empty() {
                shown = all.iter().skip(all.len().saturating_sub(MAX_SHOWN)).collect();
            }
            let left = all.len() - shown.len();
            let left =
                (left > 0).then(|| view! { <li class="muted">{format!("{left} more, named when you point at them")}</li> });
            let shown = shown.into_iter().map(|series| entry(data, series)).collect_view();
            view! { {shown} {left} }
        })
    };
    view! {
        <div class="legend">
            <ul>{entries}</ul>
            <span class="muted">{place}</span>
        </div>
    }
}
