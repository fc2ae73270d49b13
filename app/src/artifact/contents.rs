//! The entries of an archive.

use std::sync::Arc;

use console::format;
use domain::artifact::{ArtifactReport, Entry, EntryKind};
use leptos::prelude::*;

use crate::ui::{Card, EmptyState, IconName, TableFrame};

/// A table of the entries, with sizes and digests.
#[component]
pub fn Contents(
    /// What a scan found.
    report: Arc<ArtifactReport>,
) -> impl IntoView {
    if report.entries.is_empty() {
        return view! {
            <section class="container">
                <EmptyState icon=IconName::Archive title="No entries" text=without_entries(&report) />
            </section>
        }
        .into_any();
    }
    let count = format::count(report.entry_count);
    let beside = move || view! { <span class="muted">{format!("({count})")}</span> };
    let listed = report.entries.len() as u64;
    let cut = (report.entry_count > listed)
        .then(|| view! { <p class="muted container-body">{format!("Only the first {} entries are listed.", format::count(listed))}</p> });
    let rows = report.entries.iter().cloned().map(row).collect_view();
    view! {
        <Card title="Entries" beside=beside flush=true>
            <TableFrame label="Entries of the archive">
                <thead>
                    <tr>
                        <th scope="col">"Entry"</th>
                        <th scope="col" class="number">"Size unpacked"</th>
                        <th scope="col">"SHA-256"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
            {cut}
        </Card>
    }
    .into_any()
}

/// Why nothing is listed.
fn without_entries(report: &ArtifactReport) -> &'static str {
    match report.problem {
        Some(_) => "Nothing could be read of it before the fault.",
        None => "The archive holds no files. A job that had nothing to save leaves an empty archive.",
    }
}

fn row(entry: Entry) -> impl IntoView {
    let kind = match &entry.kind {
        EntryKind::File => None,
        EntryKind::Folder => Some("folder".to_owned()),
        EntryKind::Link(target) => Some(format!("link to {target}, not followed")),
        EntryKind::Other => Some("no file".to_owned()),
    };
    let digest = entry.digest.map(|digest| {
        let short = digest.get(..16).unwrap_or(&digest).to_owned();
        view! { <span title=digest.clone()>{format!("{short}…")}</span> }
    });
    let cut = entry.cut_at.map(|read| view! { <small class="worse">{format!(" (cut at {})", format::bytes(read))}</small> });
    view! {
        <tr>
            <th scope="row" class="mono break-anywhere">
                {entry.path}
                {kind.map(|kind| view! { <small class="muted">{format!(" ({kind})")}</small> })} {cut}
            </th>
            <td class="number">{format::bytes(entry.size)}</td>
            <td class="mono nowrap">{digest}</td>
        </tr>
    }
}
