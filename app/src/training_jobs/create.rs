//! The form for a new training job; `console::job_form` decides what it shows.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`setup`], [`origin`] | how the form begins, and from what |
//! | [`form`], [`binding`], [`control`] | the form's signals, and what ties a control to a field |
//! | [`wizard`], [`single_page`], [`steps`], [`summary`] | the page: its steps, one by one or all at once |
//! | [`section`], [`channel`], [`candidates`], [`picker`] | what the steps are made of |
//! | [`review`] | what stands between a filled form and its submission |
//! | [`saving`] | the draft that is kept while one types |
//! | [`lookup`], [`edit`], [`submit`] | questions to the server, and the submission |

pub mod binding;
pub mod candidates;
pub mod channel;
pub mod control;
pub mod edit;
pub mod form;
pub mod list_messages;
pub mod lookup;
pub mod origin;
pub mod picker;
pub mod rest;
#[cfg(feature = "ssr")]
mod returned;
pub mod review;
pub mod saving;
pub mod section;
pub mod setup;
pub mod single_page;
pub mod step_history;
pub mod steps;
pub mod submit;
pub mod submit_request;
pub mod summary;
pub mod wizard;

use console::{job_form::start::Ask, paths};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use setup::set_up;
use wizard::Wizard;

use crate::ui::{Breadcrumbs, Crumb, ErrorPanel, Loading};

/// The page. The address says what to start from: `?from=JOB`, `?artifact=S3URI`, `?model=NAME`,
/// `?clone=JOB`, `?continue=JOB`, `?draft=ID` or `?example=base`; `&field=` is the field, as JSON, that gets the focus.
#[component]
pub fn CreatePage() -> impl IntoView {
    let query = use_query_map();
    let setup = Resource::new_blocking(move || query.with(ask_of), set_up);
    let crumbs = vec![Crumb::link("Training jobs", paths::training_jobs()), Crumb::here("Create training job")];
    view! {
        <Breadcrumbs crumbs=crumbs />
        <Suspense fallback=|| view! { <Loading what="the form" /> }>
            {move || Suspend::new(async move {
                match setup.await {
                    Ok(setup) => view! { <Wizard setup=setup /> }.into_any(),
                    Err(error) => view! { <ErrorPanel error=error /> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn ask_of(query: &ParamsMap) -> Ask {
    let text = |name: &str| query.get(name).unwrap_or_default();
    Ask {
        from: text("from"),
        artifact: text("artifact"),
        model: text("model"),
        example: text("example"),
        clone_of: text("clone"),
        continue_of: text("continue"),
        draft: text("draft"),
        paste: text("paste"),
        form: text("form"),
    }
}
