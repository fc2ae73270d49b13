//! How curves are looked at: scale and smoothing.

use leptos::prelude::*;

use super::ScaleKind;
use crate::ui::use_live;

/// How the curves of a page are looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ChartView {
    /// The axis of values.
    pub scale: ScaleKind,
    /// What the past counts for in a smoothed curve, from 0 (raw values) to below 1.
    pub smoothing: f64,
}

/// The controls; several charts may share them. They do nothing without scripts, and are then not shown.
#[component]
pub fn ChartTools(
    /// What they change.
    view: RwSignal<ChartView>,
) -> impl IntoView {
    let live = use_live();
    let options = ScaleKind::ALL.map(|kind| view! { <option value=kind.words()>{kind.words()}</option> }).collect_view();
    let on_scale = move |event: web_sys::Event| {
        let words = event_target_value(&event);
        let kind = ScaleKind::ALL.into_iter().find(|kind| kind.words() == words).unwrap_or_default();
        view.update(|view| view.scale = kind);
    };
    let on_smoothing = move |event: web_sys::Event| {
        let percent = event_target_value(&event).parse::<f64>().unwrap_or_default();
        view.update(|view| view.smoothing = (percent / 100.0).clamp(0.0, 0.99));
    };
    view! {
        <div class="chart-tools" hidden=move || !live.get()>
            <label>
                "Scale "
                <select class="input" prop:value=move || view.get().scale.words() on:change=on_scale>
                    {options}
                </select>
            </label>
            <label>
                "Smoothing "
                <input
                    type="range"
                    min="0"
                    max="99"
                    step="1"
                    prop:value=move || format!("{:.0}", view.get().smoothing * 100.0)
                    on:input=on_smoothing
                />
                <output>{move || format!("{:.2}", view.get().smoothing)}</output>
            </label>
        </div>
    }
}
