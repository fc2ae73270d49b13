//! Curves over epochs: axes, points, values on hover and by keyboard, and the same values as a table.
//!
//! Positions are percentages in an SVG without a view box, so that text and strokes keep their size at every width.

pub mod axis;
pub mod bands;
pub mod cursor;
pub mod data;
pub mod legend;
pub mod plot;
pub mod scale;
pub mod smooth;
pub mod spark;
pub mod table;
pub mod tools;

use leptos::prelude::*;

use self::{bands::Bands, cursor::Cursor, legend::Legend, plot::Plot, table::ValueTable};
pub use self::{
    data::{Band, ChartData, MAX_OVERLAYS, PlaceNames, Series, SeriesStyle},
    scale::{Scale, ScaleKind},
    spark::Sparkline,
    tools::{ChartTools, ChartView},
};

/// A chart that follows its data.
#[component]
pub fn Chart(
    /// What to draw.
    #[prop(into)]
    data: Signal<ChartData>,
    /// How to look at it.
    #[prop(optional, into)]
    view: Signal<ChartView>,
) -> impl IntoView {
    let cursor = RwSignal::new(None::<u32>);
    let is_empty = Memo::new(move |_| data.with(ChartData::is_empty));
    view! {
        <figure class="chart">
            <Legend data=data cursor=cursor />
            <div class="chart-area">
                <Plot data=data view=view cursor=cursor />
                <Cursor data=data cursor=cursor />
                {move || {
                    is_empty.get().then(|| view! { <p class="chart-empty">{move || data.with(|data| data.when_empty)}</p> })
                }}
            </div>
            <Bands data=data />
            <figcaption class="visually-hidden">{move || data.with(ChartData::summary)}</figcaption>
            {move || (!is_empty.get()).then(|| view! { <ValueTable data=data /> })}
        </figure>
    }
}
