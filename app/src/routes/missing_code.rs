//! In place of a page whose code did not arrive.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    browser,
    ui::{Alert, AlertKind, Button},
};

/// Says that the page could not be loaded, and loads it again as a whole document: a server of another version has no code
/// for the program that runs here, but has the page.
#[component]
pub fn MissingCode() -> impl IntoView {
    view! {
        <Title text="Page not loaded" />
        <div role="alert">
            <Alert kind=AlertKind::Error title="This page could not be loaded.">
                <p>
                    "The console did not answer, or it was replaced by another version. What was saved before is kept. \
                    Reload the page when the console runs."
                </p>
                <p>
                    <Button on_press=|()| browser::reload()>"Reload"</Button>
                </p>
            </Alert>
        </div>
    }
}
