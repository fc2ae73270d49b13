//! One model.

use console::{data::models::Container as ModelContainer, paths};
use domain::S3Uri;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    api::{ModelView, view_model},
    delete::DeleteButton,
};
use crate::{
    artifact::{TrainFrom, Xray, artifact_resource},
    page_resource::blocking_page_resource,
    ui::{
        Breadcrumbs, ButtonKind, Card, CopyButton, Crumb, ErrorPanel, KeyValue, KeyValues, Loading, NotFound, PageHead,
        RelativeTime, loaded,
    },
};

/// The page: **Primary container** first, then what is inside its artifact.
#[component]
pub fn ModelPage() -> impl IntoView {
    let params = use_params_map();
    let name = Memo::new(move |_| {
        params.with(|params| params.get("name").map(|part| paths::name_in(&part).to_owned())).unwrap_or_default()
    });
    let model = blocking_page_resource(move || name.get(), view_model);
    let retry = Callback::new(move |()| model.refetch());
    let crumbs = Signal::derive(move || vec![Crumb::link("Models", paths::models()), Crumb::here(name.get())]);
    let content = loaded(model, move |found| match found {
        Ok(Some(view)) => view! { <ModelContent view=view /> }.into_any(),
        Ok(None) => view! {
            <PageHead title="Model not found" />
            <NotFound
                title=format!("There is no model named {}", name.get_untracked())
                text="It may have been deleted, or belong to another target or Region."
                href=paths::models()
                words="All models"
            />
        }
        .into_any(),
        Err(error) => view! {
            <PageHead title=name />
            <ErrorPanel error=error retry=retry />
        }
        .into_any(),
    });
    view! {
        <Breadcrumbs crumbs=crumbs />
        <Transition fallback=|| view! { <Loading what="the model" /> }>{content}</Transition>
    }
}

#[component]
fn ModelContent(
    /// The model, and the job behind it.
    view: ModelView,
) -> impl IntoView {
    let ModelView { model, job } = view;
    let name = model.name.clone();
    let primary = model.containers.first().cloned().unwrap_or_default();
    let archive = trainable(&primary).map(|uri| (artifact_resource(&uri), uri));
    let train = archive.clone().map(|(scan, uri)| {
        view! { <TrainFrom uri=uri scan=scan kind=ButtonKind::Primary image=primary.image.clone() words="Train from this model" /> }
    });
    let containers = model.containers.into_iter().enumerate();
    let containers =
        containers.map(|(index, container)| view! { <ContainerCard container=container is_primary=index == 0 /> }).collect_view();
    view! {
        <PageHead title=model.name.clone()>
            <DeleteButton name=name />
            {train}
        </PageHead>
        {containers}
        <Card title="Settings">
            <KeyValues>
                <KeyValue key="Created">{model.created_at.map(|at| view! { <RelativeTime at=at /> })}</KeyValue>
                <KeyValue key="Made by the job">
                    {match job {
                        Some(job) => view! { <a href=paths::training_job(&job)>{job.clone()}</a> }.into_any(),
                        None => "no known job".into_any(),
                    }}
                </KeyValue>
                <KeyValue key="Network isolation">{if model.is_isolated { "on" } else { "off" }}</KeyValue>
                <KeyValue key="Execution role" mono=true wide=true>
                    {model.role.unwrap_or_else(|| "–".to_owned())}
                </KeyValue>
                <KeyValue key="ARN" mono=true wide=true>
                    {model.arn}
                </KeyValue>
            </KeyValues>
        </Card>
        {archive.map(|(scan, uri)| view! { <Xray uri=uri scan=scan /> })}
    }
}

#[component]
fn ContainerCard(
    /// The container.
    container: ModelContainer,
    /// Whether it is the first.
    is_primary: bool,
) -> impl IntoView {
    let title = match (is_primary, &container.host_name) {
        (true, _) => "Primary container".to_owned(),
        (false, Some(name)) => format!("Container {name}"),
        (false, None) => "Further container".to_owned(),
    };
    let page = container.data.as_deref().and_then(|data| S3Uri::parse(data).ok()).map(|uri| paths::s3_location(&uri));
    let data = container.data.clone().map(|data| {
        let copied = data.clone();
        view! {
            {match page {
                Some(href) => view! { <a class="break-anywhere" href=href>{data}</a> }.into_any(),
                None => view! { <span class="break-anywhere">{data}</span> }.into_any(),
            }}
            " "
            <CopyButton text=Signal::stored(copied) label="URL" />
        }
    });
    let environment = (!container.environment.is_empty()).then(|| {
        let lines = container
            .environment
            .into_iter()
            .map(|(name, value)| view! { <li class="break-anywhere">{format!("{name}={value}")}</li> });
        view! {
            <KeyValue key="Environment" mono=true wide=true>
                <ul>{lines.collect_view()}</ul>
            </KeyValue>
        }
    });
    let kind = if container.is_uncompressed { "Model data (uncompressed folder)" } else { "Model data URL" };
    view! {
        <Card title=title>
            <KeyValues>
                <KeyValue key="Image" mono=true wide=true>
                    {container.image.unwrap_or_else(|| "–".to_owned())}
                </KeyValue>
                <KeyValue key=kind mono=true wide=true>
                    {data}
                </KeyValue>
                <KeyValue key="Mode">{container.mode.unwrap_or_else(|| "SingleModel".to_owned())}</KeyValue>
                {environment}
            </KeyValues>
        </Card>
    }
}

/// Where a container's artifact is, if a job can start from such a one.
fn trainable(container: &ModelContainer) -> Option<S3Uri> {
    let data = container.data.as_deref().filter(|_| !container.is_uncompressed)?;
    S3Uri::parse(data).ok().filter(|uri| console::s3_location::is_archive(uri.key()))
}
