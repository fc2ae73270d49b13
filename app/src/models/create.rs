//! A new model.

pub mod form;

use console::paths;
use domain::model::ModelDraft;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use self::form::ModelForm;
use super::api::{ModelStart, draft_model};
use crate::{
    page_resource::blocking_page_resource,
    ui::{Breadcrumbs, Crumb, ErrorPanel, Loading, PageHead},
};

/// The page. `?job=` or `?artifact=` fill the form in.
#[component]
pub fn CreateModelPage() -> impl IntoView {
    let query = use_query_map();
    let value = move |name: &'static str| query.with(|query| query.get(name)).unwrap_or_default();
    let asked = Memo::new(move |_| (value("job"), value("artifact")));
    let is_returned = query.with_untracked(|query| query.get("returned").is_some());
    let draft = blocking_page_resource(
        move || asked.get(),
        |(job, artifact)| async move { draft_model(job.trim().to_owned(), artifact.trim().to_owned()).await },
    );
    let retry = Callback::new(move |()| draft.refetch());
    let content = move || {
        Suspend::new(async move {
            if is_returned {
                let typed = ModelDraft { name: value("name"), role: value("role"), image: value("image"), data: value("data") };
                return view! { <ModelForm draft=typed worse=None is_returned=true /> }.into_any();
            }
            match draft.await {
                Ok(ModelStart { draft, worse }) => view! { <ModelForm draft=draft worse=worse is_returned=false /> }.into_any(),
                Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
            }
        })
    };
    view! {
        <Breadcrumbs crumbs=vec![Crumb::link("Models", paths::models()), Crumb::here("Create model")] />
        <PageHead title="Create model" />
        <Transition fallback=|| view! { <Loading what="the form" /> }>{content}</Transition>
    }
}
