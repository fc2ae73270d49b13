//! Names of the parts of the axis, below it.

use leptos::prelude::*;

use super::{Band, ChartData};

/// Bands that have room for their names; of more, the place that is pointed at says whose it is.
const MAX_BANDS: usize = 16;

/// One name below each band, as wide as the band; a name that has no room is cut and said in full on hover.
#[component]
pub fn Bands(
    /// What is drawn.
    data: Signal<ChartData>,
) -> impl IntoView {
    let band = |band: &Band| {
        let width = format!("flex-grow: {}", band.until.saturating_sub(band.from).max(1));
        view! {
            <li style=width title=band.name.clone()>
                {band.name.clone()}
            </li>
        }
    };
    move || {
        data.with(|data| {
            // The axis may go on behind the last band, for epochs that are still to come.
            let rest = data.last.saturating_sub(data.bands.last().map_or(0, |band| band.until));
            let rest = (rest > 0).then(|| view! { <li style=format!("flex-grow: {rest}")></li> });
            let names = data.bands.iter().map(band).collect_view();
            (2..=MAX_BANDS)
                .contains(&data.bands.len())
                .then(|| view! { <ol class="chart-bands" aria-hidden="true">{names} {rest}</ol> })
        })
    }
}
