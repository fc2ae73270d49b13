//! The form for a new training job.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`draft`] | what was typed, and how it becomes a request and messages; plain data |
//! | [`setup`], [`example`], [`names`] | how the form begins |
//! | [`step`], [`cure`], [`finding`], [`older`], [`overview`] | rules of the page itself; plain functions |
//! | [`form`], [`binding`], [`control`] | the form's signals, and what ties a control to a field |
//! | [`wizard`], [`steps`], [`summary`], `*_step`, `*_section`, `*_card` | the page, one section a file |
//! | [`carry`], [`carried`], [`paste`] | requests from elsewhere, and what of them does not come along |
//! | [`code_panel`], [`acceptance`], [`cost`], [`variants`] | the request as code, and the parts of review |
//! | [`autosave`], [`draft_status`], [`leave`] | the draft that is kept while one types |
//! | [`lookup`], [`edit`], [`submit`] | questions to the server, and the submission |

pub mod acceptance;
pub mod advanced_section;
pub mod autosave;
pub mod binding;
pub mod candidates;
pub mod carried;
pub mod carry;
pub mod channel_card;
pub mod channel_fields;
pub mod checkpoint_section;
pub mod code_panel;
pub mod control;
pub mod cost;
pub mod cure;
pub mod data_step;
pub mod draft;
pub mod draft_status;
pub mod edit;
pub mod example;
pub mod finding;
pub mod form;
pub mod hyperparameters_step;
pub mod job_settings_section;
pub mod leave;
pub mod list_messages;
pub mod lookup;
pub mod metric_trial;
pub mod metrics_section;
pub mod model_card;
pub mod names;
pub mod network_section;
pub mod older;
pub mod other_hyperparameters;
pub mod output_section;
pub mod output_step;
pub mod overview;
pub mod paste;
pub mod picker;
pub mod resource_section;
pub mod rest;
pub mod restore;
#[cfg(feature = "ssr")]
mod returned;
pub mod review_step;
pub mod settings_step;
pub mod setup;
pub mod single_page;
pub mod spot_section;
pub mod start_step;
pub mod step;
pub mod steps;
pub mod submit;
pub mod submit_request;
pub mod summary;
pub mod tags_section;
pub mod time_field;
pub mod variants;
pub mod wizard;

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use setup::{Ask, set_up};
use wizard::Wizard;

use crate::{
    layout::{Breadcrumbs, Crumb, ErrorPanel, Loading},
    paths,
};

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
