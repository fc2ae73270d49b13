//! Pointing at a place, by mouse, finger or keyboard.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::ChartData;
use crate::ui::use_live;

/// A slider over the picture: the platform's own, so that arrow keys, touch and screen readers work.
#[component]
pub fn Cursor(
    /// What is drawn.
    data: Signal<ChartData>,
    /// The place that is pointed at.
    cursor: RwSignal<Option<u32>>,
) -> impl IntoView {
    // It is hidden without scripts, because it does nothing then.
    let live = use_live();
    let places = Memo::new(move |_| data.with(ChartData::measured_places));
    let end = move || places.with(|places| places.last().copied());
    let words = move || {
        let place = cursor.get().or_else(end)?;
        data.with(|data| {
            let values = data
                .series
                .iter()
                .filter_map(|series| Some(format!("{} {}", series.name, data.written(series.value_at(place)?))));
            Some(format!("{}: {}", data.place_name(place), values.collect::<Vec<_>>().join(", ")))
        })
    };
    let on_pointer = move |event: web_sys::PointerEvent| {
        let Some(width) =
            event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()).map(|target| target.client_width())
        else {
            return;
        };
        let share = f64::from(event.offset_x()) / f64::from(width.max(1));
        let wanted = share * f64::from(data.with_untracked(|data| data.last));
        cursor.set(nearest(&places.get_untracked(), wanted));
    };
    let on_input = move |event: web_sys::Event| {
        let wanted = event_target_value(&event).parse::<f64>().unwrap_or_default();
        let step_from = cursor.get_untracked().or_else(|| places.with_untracked(|places| places.last().copied()));
        cursor.set(next_towards(&places.get_untracked(), step_from, wanted));
    };
    view! {
        <input
            type="range"
            class="chart-cursor"
            hidden=move || !live.get() || places.with(|places| places.len() < 2)
            min="0"
            max=move || data.with(|data| data.last)
            step="1"
            aria-label=move || data.with(|data| format!("{}: point at an epoch", data.title))
            aria-valuetext=words
            prop:value=move || cursor.get().or_else(end).unwrap_or_default().to_string()
            on:pointermove=on_pointer
            on:pointerdown=on_pointer
            on:pointerleave=move |_| cursor.set(None)
            on:input=on_input
            on:blur=move |_| cursor.set(None)
        />
    }
}

/// The place with a value that is nearest to `wanted`.
fn nearest(places: &[u32], wanted: f64) -> Option<u32> {
    let distance = |place: u32| (f64::from(place) - wanted).abs();
    places.iter().copied().min_by(|a, b| distance(*a).total_cmp(&distance(*b)))
}

/// The nearest place to `wanted`, but never the one that the keyboard stepped away from.
fn next_towards(places: &[u32], from: Option<u32>, wanted: f64) -> Option<u32> {
    let Some(from) = from else { return nearest(places, wanted) };
    if wanted > f64::from(from) {
        places.iter().copied().find(|place| f64::from(*place) >= wanted).or(places.last().copied())
    } else if wanted < f64::from(from) {
        places.iter().copied().rev().find(|place| f64::from(*place) <= wanted).or(places.first().copied())
    } else {
        Some(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pointer_finds_the_nearest_place() {
        assert_eq!(nearest(&[1, 2, 6], 3.9), Some(2));
        assert_eq!(nearest(&[1, 2, 6], 9.0), Some(6));
        assert_eq!(nearest(&[], 1.0), None);
    }

    #[test]
    fn the_keyboard_skips_places_without_values() {
        assert_eq!(next_towards(&[1, 2, 6], Some(2), 3.0), Some(6));
        assert_eq!(next_towards(&[1, 2, 6], Some(6), 5.0), Some(2));
        assert_eq!(next_towards(&[1, 2, 6], Some(1), 0.0), Some(1));
    }
}
