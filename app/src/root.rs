//! The root component: what every page shares.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::Router;

use crate::{
    browser::event_stream::ConnectionLost,
    chrome::{ConnectionBar, Flashbar, Keys, Overlays, SideNav, SkipLink, TopBar},
    clock,
    fault_injection::{self, FaultInjectionBanner},
    flash,
    routes::{LazyOverlays, PageRoutes},
    settings,
    trouble::{self, TroubleBar},
};

/// The whole program in the browser; also rendered on the server.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    settings::provide();
    clock::provide();
    flash::provide();
    fault_injection::provide();
    trouble::provide();
    provide_context(ConnectionLost(RwSignal::new(false)));
    provide_context(Overlays::new());
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Baton".to_owned() } else { format!("{title} · Baton") } />
        <Router>
            <SkipLink />
            <TopBar />
            <div class="frame">
                <SideNav />
                <main id="content" class="page" tabindex="-1">
                    <FaultInjectionBanner />
                    <ConnectionBar />
                    <TroubleBar />
                    <Flashbar />
                    <PageRoutes />
                </main>
            </div>
            <LazyOverlays />
            <Keys />
        </Router>
    }
}
