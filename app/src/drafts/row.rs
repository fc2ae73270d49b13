//! A draft in the list: what it is for, and how to go on with it.

use console::{data::drafts::ListedDraft, job_form::draft::AlgorithmSource, paths};
use domain::{S3Uri, algorithm::Algorithm};
use leptos::prelude::*;

use super::{
    api::RemoveDraft,
    deletion::{DeletionTarget, Ticked},
};
use crate::ui::{Button, ButtonKind, HiddenInput, RelativeTime, RowCheckbox};

/// The row.
#[component]
pub fn DraftRow(
    /// The draft.
    draft: ListedDraft,
    /// Removes it.
    remove: ServerAction<RemoveDraft>,
    /// Asks before it is removed.
    deletion: DeletionTarget,
    /// Which drafts are ticked.
    ticked: Ticked,
) -> impl IntoView {
    let algorithm = algorithm(&draft);
    let source = draft.source;
    let title = draft.summary.name().to_owned();
    let summary = draft.summary;
    let data = draft.channels.into_iter().filter(|(name, uri)| !name.is_empty() || !uri.is_empty());
    let data = data
        .map(|(name, uri)| view! { <div><span class="muted">{name}</span> " " <span class="break-anywhere">{place(&uri)}</span></div> })
        .collect_view();
    let asked = summary.clone();
    let id = StoredValue::new(summary.id.clone());
    let is_ticked = Signal::derive(move || id.with_value(|id| ticked.with(|ticked| ticked.contains(id))));
    let tick = move |is_on: bool| {
        ticked.update(|ticked| {
            if is_on {
                ticked.insert(id.get_value());
            } else {
                id.with_value(|id| ticked.remove(id));
            }
        });
    };
    view! {
        <tr>
            <td class="tick">
                <RowCheckbox aria_label=format!("Select the draft {title}") on=is_ticked on_change=tick />
            </td>
            <th scope="row">
                <a href=paths::create_from_draft(&summary.id)>{title.clone()}</a>
            </th>
            <td data-label="Algorithm">{algorithm}</td>
            <td data-label="Starts from" title=source.clone()>{if source.is_empty() { "New weights".to_owned() } else { origin(&source) }}</td>
            <td data-label="Data"><div>{data}</div></td>
            <td class="nowrap" data-label="Saved">
                <RelativeTime at=summary.changed_at />
            </td>
            <td class="number">
                <ActionForm action=remove>
                    <HiddenInput name="id" value=summary.id />
                    <Button
                        submit=true
                        kind=ButtonKind::Plain
                        attr:aria-label=format!("Delete the draft {title}")
                        on:click=move |event: web_sys::MouseEvent| {
                            event.prevent_default();
                            deletion.set(Some(asked.clone()));
                        }
                    >
                        "Delete"
                    </Button>
                </ActionForm>
            </td>
        </tr>
    }
}

/// What trains, in a few words.
fn algorithm(draft: &ListedDraft) -> String {
    match AlgorithmSource::parse(&draft.algorithm_source) {
        AlgorithmSource::BuiltIn => {
            Algorithm::of_repository(&draft.algorithm).map_or_else(|| draft.algorithm.clone(), |known| known.display.to_owned())
        }
        _ if draft.algorithm.is_empty() => "Not chosen yet".to_owned(),
        _ => draft.algorithm.rsplit('/').next().unwrap_or_default().to_owned(),
    }
}

/// The job whose folder holds a model, since all models have the same file name; the location where it is none.
fn origin(artifact: &str) -> String {
    let key = S3Uri::parse(artifact).ok();
    let job = key.as_ref().and_then(|uri| uri.key().strip_suffix("/output/model.tar.gz")?.rsplit('/').next());
    job.map_or_else(|| artifact.to_owned(), str::to_owned)
}

/// A location without its bucket.
fn place(uri: &str) -> String {
    S3Uri::parse(uri)
        .map_or_else(|_| uri.to_owned(), |uri| if uri.key().is_empty() { uri.to_string() } else { uri.key().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_called_by_its_job() {
        assert_eq!(origin("s3://bucket/models/cats-1/output/model.tar.gz"), "cats-1");
        assert_eq!(origin("s3://bucket/cats.tar.gz"), "s3://bucket/cats.tar.gz");
        assert_eq!(origin("typed so far"), "typed so far");
        assert_eq!(
            (place("s3://bucket/more/train/").as_str(), place("s3://bucket").as_str(), place("").as_str()),
            ("more/train/", "s3://bucket/", "")
        );
    }
}
