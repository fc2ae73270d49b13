//! All models, newest first.

use console::{
    data::models::{ModelSummary, ModelsPage as Page},
    paths,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::list_models;
use crate::{
    page_resource::blocking_page_resource,
    ui::{
        Breadcrumbs, Button, ButtonKind, Card, Crumb, EmptyState, ErrorPanel, IconName, LinkButton, Loading, PageHead,
        RelativeTime, SearchInput, TableFrame,
    },
};

/// The page. Filter and place are in the address.
#[component]
pub fn ModelsPage() -> impl IntoView {
    let query = use_query_map();
    let value = move |name: &'static str| query.with(|query| query.get(name)).unwrap_or_default();
    let asked = Memo::new(move |_| (value("words"), value("next")));
    let models = blocking_page_resource(move || asked.get(), |(contains, next)| list_models(contains, next));
    let retry = Callback::new(move |()| models.refetch());
    let content = move || {
        let (contains, next) = asked.get_untracked();
        Some(match models.get()? {
            Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
            Ok(page) if page.models.is_empty() && contains.is_empty() && next.is_empty() => view! { <NoModels /> }.into_any(),
            Ok(page) => view! { <ModelTable page=page contains=contains is_first=next.is_empty() /> }.into_any(),
        })
    };
    view! {
        <Breadcrumbs crumbs=vec![Crumb::here("Models")] />
        <PageHead title="Models">
            <LinkButton href=paths::inspect_model()>"Use a public model"</LinkButton>
            <LinkButton href=paths::create_model() kind=ButtonKind::Primary>
                "Create model"
            </LinkButton>
        </PageHead>
        <Transition fallback=|| view! { <Loading what="the models" /> }>{content}</Transition>
    }
}

#[component]
fn NoModels() -> impl IntoView {
    view! {
        <section class="container">
            <EmptyState
                icon=IconName::Archive
                title="No models yet"
                text="A model names the artifact of a training job and the container that serves it. Create one from a job's page, or here from any model.tar.gz."
            />
        </section>
    }
}

#[component]
fn ModelTable(
    /// What was found.
    page: Page,
    /// Part of the names.
    contains: String,
    /// Whether this is the first page.
    is_first: bool,
) -> impl IntoView {
    let is_empty = page.models.is_empty();
    let rows = page.models.into_iter().map(row).collect_view();
    let paging = (page.next.is_some() || !is_first).then(|| {
        let first = paths::models_page(&contains, "");
        let next = page.next.map(|next| paths::models_page(&contains, &next));
        view! {
            <nav class="table-foot" aria-label="Pages">
                <span class="muted">"50 per page"</span>
                {(!is_first).then(|| view! { <LinkButton href=first kind=ButtonKind::Plain>"First page"</LinkButton> })}
                {next.map(|href| view! { <LinkButton href=href kind=ButtonKind::Plain>"Next page"</LinkButton> })}
            </nav>
        }
    });
    view! {
        <Card title="All models" flush=true>
            <form method="get" action=paths::models() class="filter" role="search">
                <SearchInput name="words" initial=contains.clone() aria_label="Part of the name" placeholder="Part of the name" />
                <Button submit=true>"Find"</Button>
            </form>
            {is_empty
                .then(|| {
                    view! {
                        <EmptyState icon=IconName::NotFound title="No model name contains this text" text="Names consist of letters, digits and hyphens.">
                            <LinkButton href=paths::models()>"All models"</LinkButton>
                        </EmptyState>
                    }
                })}
            <TableFrame label="Models, newest first" attr:hidden=is_empty>
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"ARN"</th>
                        <th scope="col" aria-sort="descending">
                            "Created"
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
            {paging}
        </Card>
    }
}

fn row(model: ModelSummary) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">
                <a href=paths::model(&model.name)>{model.name.clone()}</a>
            </th>
            <td class="mono break-anywhere">{model.arn}</td>
            <td class="nowrap">
                <RelativeTime at=model.created_at />
            </td>
        </tr>
    }
}
