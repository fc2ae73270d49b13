//! The picture.

use leptos::prelude::*;

use super::{
    ChartData, ChartView, Scale, Series, SeriesStyle,
    axis::{across, down, step},
    smooth::smoothed,
};

/// Curves with more points than this are lines only.
const MAX_DOTS: usize = 60;

/// Axes, ground and curves. Its values are in the table, so assistive technology gets its sentence only.
#[component]
pub fn Plot(
    /// What to draw.
    data: Signal<ChartData>,
    /// How to look at it.
    view: Signal<ChartView>,
    /// The place that is pointed at.
    cursor: RwSignal<Option<u32>>,
) -> impl IntoView {
    view! {
        <svg class="chart-plot" role="img" aria-label=move || data.with(ChartData::summary)>
            {move || data.with(bands)}
            {move || data.with(|data| grid(data.scale(view.get().scale)))}
            {move || data.with(epochs)}
            {move || {
                let place = cursor.get()?;
                let x = data.with(|data| across(place, data.last));
                Some(view! { <line class="chart-pointer" x1=x.clone() x2=x y1="0%" y2="100%" /> })
            }}
            {move || {
                data.with(|data| {
                    let view = view.get();
                    let scale = data.scale(view.scale);
                    data.series.iter().map(|series| curve(data, series, scale, view.smoothing, cursor.get())).collect_view()
                })
            }}
        </svg>
    }
}

/// Every second band, counted from the end, stays as light as the page: the last one is what the chart is about.
fn bands(data: &ChartData) -> impl IntoView + use<> {
    let count = data.bands.len();
    let shaded = data.bands.iter().enumerate().filter(|(index, _)| (count - index).is_multiple_of(2));
    shaded
        .map(|(_, band)| {
            let width = across(band.until.saturating_sub(band.from), data.last);
            view! { <rect class="chart-shade" x=across(band.from, data.last) y="0" width=width height="100%" /> }
        })
        .collect_view()
}

fn grid(scale: Scale) -> impl IntoView {
    let line = |(share, words): (f64, String)| {
        let y = down(share);
        view! {
            <line class="chart-grid" x1="0%" x2="100%" y1=y.clone() y2=y.clone() />
            <text class="chart-tick" x="0" dx="-8" y=y dy="4" text-anchor="end">
                {words}
            </text>
        }
    };
    scale.ticks().into_iter().map(line).collect_view()
}

/// Numbers of epochs; where there are bands, their names stand below instead.
fn epochs(data: &ChartData) -> impl IntoView + use<> {
    let step = usize::try_from(step(data.last)).unwrap_or(1);
    let places = (0..=data.last).step_by(step).filter(|_| data.bands.len() < 2);
    places
        .map(|place| {
            let x = across(place, data.last);
            view! {
                <text class="chart-tick" x=x y="100%" dy="18" text-anchor="middle">
                    {place}
                </text>
            }
        })
        .collect_view()
}

fn curve(data: &ChartData, series: &Series, scale: Scale, smoothing: f64, cursor: Option<u32>) -> impl IntoView + use<> {
    let is_smoothed = smoothing > 0.0 && series.points.len() > 2;
    let shown = if is_smoothed { smoothed(&series.points, smoothing) } else { series.points.clone() };
    let at = |(place, value): &(u32, f64)| Some((*place, across(*place, data.last), down(scale.share(*value)?)));
    let raw = is_smoothed.then(|| view! { <g class="series-raw">{line(data, &series.points, scale)}</g> });
    let last = shown.last().map(|(place, _)| *place);
    let dots = shown
        .iter()
        .filter(|(place, _)| shown.len() <= MAX_DOTS || cursor == Some(*place) || last == Some(*place))
        .filter_map(at)
        .map(|(place, x, y)| {
            let radius = if cursor == Some(place) || last == Some(place) { "5" } else { "3" };
            view! { <circle cx=x cy=y r=radius /> }
        })
        .collect_view();
    let best = series.points.iter().find(|(place, _)| Some(*place) == series.best).and_then(at);
    let ring = best.map(|(_, x, y)| view! { <circle class="chart-best" cx=x cy=y r="8" /> });
    let label = (series.style == SeriesStyle::Main).then(|| shown.last()).flatten().and_then(|point| {
        let (place, x, y) = at(point)?;
        // Beside the point, where the curve has not been; at the end of the axis there is room only above or below.
        let at_the_end = place.saturating_mul(8) > data.last.saturating_mul(7);
        let is_high = scale.share(point.1).is_some_and(|share| share > 0.5);
        let (dx, dy, anchor) = match (at_the_end, is_high) {
            (false, _) => ("10", "5", "start"),
            (true, true) => ("4", "26", "end"),
            (true, false) => ("4", "-14", "end"),
        };
        Some(view! {
            <text class="chart-value" x=x y=y dx=dx dy=dy text-anchor=anchor>
                {data.written(point.1)}
            </text>
        })
    });
    view! { <g class=series.style.class()>{raw} {line(data, &shown, scale)} {dots} {ring} {label}</g> }
}

/// The curve as one line. Its own picture is stretched over the chart, which text and dots must not be.
fn line(data: &ChartData, points: &[(u32, f64)], scale: Scale) -> impl IntoView + use<> {
    let corner = |(place, value): &(u32, f64)| {
        let x = f64::from(*place) / f64::from(data.last.max(1)) * 1000.0;
        Some(format!("{x:.1},{:.1}", (1.0 - scale.share(*value)?) * 1000.0))
    };
    let corners = points.iter().filter_map(corner).collect::<Vec<_>>().join(" ");
    view! {
        <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" width="100%" height="100%" overflow="visible">
            <polyline points=corners fill="none" vector-effect="non-scaling-stroke" />
        </svg>
    }
}
