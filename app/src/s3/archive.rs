//! What is inside a `tar.gz`.

use domain::S3Uri;
use leptos::prelude::*;

use crate::{
    format,
    layout::{Container, ErrorPanel, Loading},
    model::ArchiveEntry,
    training_jobs::api::{MOST_ENTRIES, list_archive},
    ui::{EmptyState, IconName},
};

/// The entries of an archive, read as a stream; nothing is unpacked.
#[component]
pub fn ArchiveEntries(
    /// The archive.
    uri: S3Uri,
) -> impl IntoView {
    let uri = uri.to_string();
    let entries = Resource::new_blocking(move || uri.clone(), list_archive);
    let retry = Callback::new(move |()| entries.refetch());
    let content = move || {
        Suspend::new(async move {
            match entries.await {
                Err(error) => view! { <div class="container-body"><ErrorPanel error=error retry=retry /></div> }.into_any(),
                Ok(None) => nothing("The archive is gone", "It was there a moment ago. Load the page again.").into_any(),
                Ok(Some(entries)) if entries.is_empty() => {
                    nothing("The archive is empty", "It holds no files. The job had nothing to save when it ended.").into_any()
                }
                Ok(Some(entries)) => view! { <Entries entries=entries /> }.into_any(),
            }
        })
    };
    view! {
        <Container title="Inside the archive" flush=true>
            <Transition fallback=|| view! { <Loading what="the entries" /> }>{content}</Transition>
        </Container>
    }
}

fn nothing(title: &'static str, text: &'static str) -> impl IntoView {
    view! { <EmptyState icon=IconName::Archive title=title text=text /> }
}

#[component]
fn Entries(
    /// The entries.
    entries: Vec<ArchiveEntry>,
) -> impl IntoView {
    let is_cut = u32::try_from(entries.len()).is_ok_and(|number| number >= MOST_ENTRIES);
    let row = |entry: ArchiveEntry| {
        view! {
            <tr>
                <th scope="row" class="mono break-anywhere">
                    {entry.path}
                </th>
                <td class="number">{format::bytes(entry.size)}</td>
            </tr>
        }
    };
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label="Entries of the archive">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"Entry"</th>
                        <th scope="col" class="number">
                            "Size unpacked"
                        </th>
                    </tr>
                </thead>
                <tbody>{entries.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        {is_cut.then(|| view! { <p class="muted container-body">{format!("Only the first {MOST_ENTRIES} entries are listed.")}</p> })}
    }
}
