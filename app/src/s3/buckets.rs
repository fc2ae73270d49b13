//! All buckets.

use console::{data::Bucket, paths};
use domain::S3Uri;
use leptos::prelude::*;

use crate::{
    page_resource::blocking_page_resource,
    s3_picker::api::list_buckets,
    ui::{Breadcrumbs, Card, Crumb, EmptyState, ErrorPanel, Icon, IconName, Loading, PageHead, RelativeTime, TableFrame},
};

/// The page with all buckets that the console's credentials see.
#[component]
pub fn BucketsPage() -> impl IntoView {
    let buckets = blocking_page_resource(|| (), |()| list_buckets());
    let retry = Callback::new(move |()| buckets.refetch());
    let content = move || {
        Some(match buckets.get()? {
                Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
                Ok(buckets) if buckets.is_empty() => view! {
                    <section class="container">
                        <EmptyState
                            icon=IconName::Bucket
                            title="No buckets"
                            text="The console's credentials see no bucket in this account. Create one with the AWS CLI or the AWS console; it then appears here."
                        />
                    </section>
                }
                .into_any(),
                Ok(buckets) => view! { <BucketTable buckets=buckets /> }.into_any(),
        })
    };
    view! {
        <Breadcrumbs crumbs=vec![Crumb::here("S3 browser")] />
        <PageHead title="S3 browser" />
        <Transition fallback=|| view! { <Loading what="the buckets" /> }>{content}</Transition>
    }
}

#[component]
fn BucketTable(
    /// The buckets.
    buckets: Vec<Bucket>,
) -> impl IntoView {
    let row = |bucket: Bucket| {
        let href = S3Uri::new(&bucket.name, "").ok().map(|uri| paths::s3_location(&uri));
        view! {
            <tr>
                <th scope="row">
                    <span class="with-icon">
                        <Icon name=IconName::Bucket />
                        <a href=href>{bucket.name}</a>
                    </span>
                </th>
                <td>{bucket.created_at.map(|at| view! { <RelativeTime at=at /> })}</td>
            </tr>
        }
    };
    view! {
        <Card title="Buckets" flush=true>
            <TableFrame label="Buckets">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Created"</th>
                    </tr>
                </thead>
                <tbody>{buckets.into_iter().map(row).collect_view()}</tbody>
            </TableFrame>
        </Card>
    }
}
