//! The preview of an object. Any content is shown as text or as a picture, never as a page.

pub mod boxes;
pub mod mask;
pub mod rows;

use console::{data::object_preview::Preview, format, paths};
use domain::S3Uri;
use leptos::prelude::*;

use self::{
    boxes::AnnotationPreview,
    mask::MaskPreview,
    rows::{ImageRows, JsonRows, RecordRows},
};
use super::api::preview_object;
use crate::{
    page_resource::blocking_page_resource,
    ui::{Card, CodeBlock, EmptyState, ErrorPanel, IconName, Loading},
};

/// The preview of an object.
#[component]
pub fn ObjectPreview(
    /// The object.
    uri: S3Uri,
) -> impl IntoView {
    let asked = uri.to_string();
    let preview = blocking_page_resource(move || asked.clone(), preview_object);
    let retry = Callback::new(move |()| preview.refetch());
    let content = move || {
        let uri = uri.clone();
        Some(match preview.get()? {
            Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
            Ok(None) => empty_preview("The object no longer exists", "It was deleted a moment ago. Reload the page.").into_any(),
            Ok(Some(preview)) => view! { <PreviewContent uri=uri preview=preview /> }.into_any(),
        })
    };
    view! { <Transition fallback=|| view! { <Loading what="the preview" /> }>{content}</Transition> }
}

fn empty_preview(title: &'static str, text: impl Into<String>) -> impl IntoView {
    view! {
        <section class="container">
            <EmptyState icon=IconName::File title=title text=text.into() />
        </section>
    }
}

#[component]
fn PreviewContent(
    /// The object.
    uri: S3Uri,
    /// Its preview.
    preview: Preview,
) -> impl IntoView {
    match preview {
        Preview::Empty => empty_preview("The object is empty", "It has no bytes.").into_any(),
        Preview::Text { text, is_cut } => view! { <PreviewCode title="Text" code=text is_cut=is_cut /> }.into_any(),
        Preview::Json(text) => view! { <PreviewCode title="JSON" code=text is_cut=false /> }.into_any(),
        Preview::Binary(lines) => view! { <PreviewCode title="First bytes" code=lines.join("\n") is_cut=true /> }.into_any(),
        Preview::Annotation(annotation) => view! { <AnnotationPreview annotation=annotation /> }.into_any(),
        Preview::Mask(mask) => view! { <MaskPreview uri=uri mask=mask /> }.into_any(),
        Preview::JsonLines { lines, is_cut } => view! { <JsonRows lines=lines is_cut=is_cut /> }.into_any(),
        Preview::ImageList { rows, is_cut } => view! { <ImageRows rows=rows is_cut=is_cut /> }.into_any(),
        Preview::Records { records, problem, is_cut } => {
            view! { <RecordRows uri=uri records=records problem=problem is_cut=is_cut /> }.into_any()
        }
        Preview::Picture(_) => {
            let words = console::s3_location::leaf(uri.key()).to_owned();
            view! {
                <Card title="Picture">
                    <img class="picture" src=paths::picture(&uri) alt=words />
                </Card>
            }
            .into_any()
        }
        Preview::LargePicture(size) => empty_preview(
            "The picture is too large to be shown",
            format!("It has {}; pictures of up to 20 MiB are shown. Download it instead.", format::bytes(size)),
        )
        .into_any(),
        Preview::Archive => empty_preview(
            "A gzip file",
            "Its name does not end with .tar.gz, so the console does not open it. Download and unpack it.",
        )
        .into_any(),
    }
}

#[component]
fn PreviewCode(
    /// What it is.
    title: &'static str,
    /// The text.
    code: String,
    /// Whether there is more.
    is_cut: bool,
) -> impl IntoView {
    view! {
        <Card title=title>
            <div class="preview-text">
                <CodeBlock label=format!("{title} of the object") code=Signal::stored(code) />
            </div>
            {is_cut.then(|| view! { <p class="muted">"Only the beginning is shown. Download the object for the rest."</p> })}
        </Card>
    }
}
