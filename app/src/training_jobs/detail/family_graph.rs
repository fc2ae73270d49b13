//! The graph of generations.

pub mod family;
pub mod nodes;

use domain::lineage::Lineage;
use leptos::{html, prelude::*};

use self::{
    family::{Family, node_id},
    nodes::{Edges, Nodes},
};
use crate::{
    browser,
    ui::{Button, ButtonKind},
};

/// Boxes with lines between them. Tab goes through the boxes, the arrow keys from parent to child and among siblings.
#[component]
pub fn FamilyGraph(
    /// The family.
    lineage: Lineage,
) -> impl IntoView {
    let is_cut = lineage.is_cut;
    let family = Family::new(lineage);
    let small = RwSignal::new(false);
    let frame = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        // The job of the page is what is looked for first.
        if frame.get().is_some()
            && let Some(own) = family.own
        {
            browser::center_in_region(&node_id(own));
        }
    });
    let style = move || {
        let (width, height) = family.size();
        let zoom = if small.get() { "0.5" } else { "1" };
        format!("width: {width}px; height: {height}px; zoom: {zoom}")
    };
    view! {
        <div class="toolbar family-tools">
            <p class="muted">"Tab and the arrow keys move from job to job. The line that leads to this job is emphasised."</p>
            <Button kind=ButtonKind::Plain on_press=move |()| small.update(|small| *small = !*small)>
                {move || if small.get() { "Full size" } else { "Half size" }}
            </Button>
        </div>
        {is_cut.then(|| view! { <p class="muted">"The family has more jobs than shown here."</p> })}
        <div
            node_ref=frame
            class="family"
            tabindex="0"
            role="region"
            aria-label="Graph of generations"
            on:keydown=move |event| family.on_key(&event)
        >
            <div class="family-canvas" style=style>
                <Edges family=family />
                <Nodes family=family />
            </div>
        </div>
    }
}
