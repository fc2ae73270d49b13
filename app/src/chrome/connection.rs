//! The message that the connection to the server is lost, on pages that listen to it.

use leptos::prelude::*;

use crate::{
    browser::event_stream::ConnectionLost,
    ui::{Alert, AlertKind},
};

/// A bar above the page until the server answers again. The browser reconnects by itself.
#[component]
pub fn ConnectionBar() -> impl IntoView {
    let ConnectionLost(lost) = expect_context();
    view! {
        <div role="status">
            {move || {
                lost.get().then(|| {
                    view! {
                        <Alert kind=AlertKind::Warning title="The connection to the console's server is lost">
                            <p>"This page may be out of date. It reconnects automatically; running jobs are not affected."</p>
                        </Alert>
                    }
                })
            }}
        </div>
    }
}
