//! Choosing a location in S3 from what is really there.

pub mod api;
pub mod content;
pub mod rows;

use console::s3_location::{folder_of, levels};
use domain::S3Uri;
use leptos::prelude::*;

use self::{content::PickerContent, rows::PickerRows};
use crate::{
    browser,
    ui::{Button, ButtonKind, Dialog, DialogContent},
};

/// A dialog over buckets, folders and objects. It opens when `open` becomes true, at the folder of `start` when that is
/// a location and at the buckets otherwise, and sets `open` to false when it closes.
#[component]
pub fn S3Picker(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What the field holds now.
    #[prop(into)]
    start: Signal<String>,
    /// Called with the chosen location: `s3://bucket/folder/` or `s3://bucket/object`.
    #[prop(into)]
    on_choose: Callback<String>,
    /// Its id, where a page has more than one.
    #[prop(default = "s3-picker")]
    id: &'static str,
) -> impl IntoView {
    let place = RwSignal::new(None::<S3Uri>);
    let content = PickerContent::new();
    let list_id = format!("{id}-list");
    Effect::new(move |_| {
        if open.get() {
            place.set(S3Uri::parse(start.get_untracked().trim()).ok().map(|uri| folder_of(&uri)));
        }
    });
    Effect::new(move |_| {
        let place = place.get();
        if open.get() {
            content.load(place);
        }
    });
    let focused = list_id.clone();
    let go = Callback::new(move |next: Option<S3Uri>| {
        place.set(next);
        // The row that was pressed goes away, and the focus must not go with it.
        browser::focus(&focused);
    });
    let choose = Callback::new(move |uri: S3Uri| {
        on_choose.run(uri.to_string());
        open.set(false);
    });
    let foot = move || view! { <PickerFoot open=open place=place on_choose=choose /> };
    view! {
        <Dialog id=id title="Choose a location in S3" open=open wide=true>
            <DialogContent foot=foot>
                <PickerBreadcrumbs place=place on_go=go />
                <div id=list_id class="picker-list" tabindex="-1" role="region" aria-label="Folders and objects">
                    <PickerRows place=place content=content on_go=go on_choose=choose />
                </div>
            </DialogContent>
        </Dialog>
    }
}

/// The folder that is shown, and the buttons that choose it or nothing.
#[component]
fn PickerFoot(
    /// Whether the dialog is open.
    open: RwSignal<bool>,
    /// The folder that is shown; `None` for the buckets.
    place: RwSignal<Option<S3Uri>>,
    /// Chooses a location.
    on_choose: Callback<S3Uri>,
) -> impl IntoView {
    let reason = Signal::derive(move || place.with(Option::is_none).then(|| "Open a bucket first.".to_owned()));
    view! {
        <span class="muted picker-here">{move || place.get().map(|uri| uri.to_string())}</span>
        <Button kind=ButtonKind::Plain on_press=move |()| open.set(false)>
            "Cancel"
        </Button>
        <Button
            kind=ButtonKind::Primary
            id="picker-choose-folder"
            reason=reason
            on_press=move |()| {
                if let Some(uri) = place.get_untracked() {
                    on_choose.run(uri);
                }
            }
        >
            "Choose this folder"
        </Button>
        <span id="picker-choose-folder-reason" class="visually-hidden">
            {move || reason.get()}
        </span>
    }
}

/// The levels from the buckets to the folder that is shown; each goes back there.
#[component]
fn PickerBreadcrumbs(
    /// The folder that is shown.
    place: RwSignal<Option<S3Uri>>,
    /// Goes to another.
    on_go: Callback<Option<S3Uri>>,
) -> impl IntoView {
    let steps = move || {
        let levels = place.get().map(|uri| levels(&uri)).unwrap_or_default();
        let buckets = ("Buckets".to_owned(), None);
        let mut steps: Vec<_> = levels.into_iter().map(|(name, uri)| (name, Some(uri))).collect();
        steps.insert(0, buckets);
        let last = steps.len() - 1;
        let step = |(index, (name, target)): (usize, (String, Option<S3Uri>))| {
            let current = (index == last).then_some("true");
            view! {
                <li>
                    <Button kind=ButtonKind::Link attr:aria-current=current on_press=move |()| on_go.run(target.clone())>
                        {name}
                    </Button>
                </li>
            }
        };
        steps.into_iter().enumerate().map(step).collect_view()
    };
    view! {
        <nav class="picker-way" aria-label="Levels">
            <ol>{steps}</ol>
        </nav>
    }
}
