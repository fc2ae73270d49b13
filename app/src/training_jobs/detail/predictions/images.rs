//! Images with what is wrong about them, a page at a time.

use console::{
    data::evaluation::{ImagesPage, class_words, mistake_words},
    paths,
};
use domain::{S3Uri, evaluation::ChangedImage};
use leptos::prelude::*;

/// A page of images and the way to the others.
#[component]
pub fn Images(
    /// The page.
    page: ImagesPage,
    /// What the images are, for assistive technology.
    label: &'static str,
    /// The address of a page.
    href: Callback<u64, String>,
) -> impl IntoView {
    let (number, pages) = (page.page, page.pages());
    let link = move |number: u64, words: &'static str| view! { <a href=href.run(number)>{words}</a> };
    let paging = (pages > 1).then(|| {
        view! {
            <nav class="paging" aria-label=format!("Pages of: {label}")>
                {(number > 1).then(|| link(number - 1, "Previous"))}
                <span>{format!("Page {number} of {pages}")}</span>
                {(number < pages).then(|| link(number + 1, "Next"))}
            </nav>
        }
    });
    view! {
        <ul class="mistakes" aria-label=label>
            {page.images.into_iter().map(image).collect_view()}
        </ul>
        {paging}
    }
}

fn image(image: ChangedImage) -> impl IntoView {
    let ChangedImage { file, mistake } = image;
    let uri = S3Uri::parse(&file.uri).ok();
    let source = uri.as_ref().map(|uri| match mistake.offset {
        Some(offset) => paths::record_picture(uri, offset, mistake.size),
        None => paths::picture(uri),
    });
    let place = match mistake.offset {
        Some(offset) => format!("{}, byte {offset}", file.name),
        None => file.name,
    };
    let place = match &uri {
        Some(uri) => view! {
            <a class="mono break-anywhere" href=paths::s3_location(uri)>
                {place}
            </a>
        }
        .into_any(),
        None => view! { <span class="mono break-anywhere">{place}</span> }.into_any(),
    };
    let words = mistake_words(&mistake);
    let sure = format!("{:.1} % sure", f64::from(mistake.probability) * 100.0);
    view! {
        <li>
            <img src=source alt=words loading="lazy" width="96" height="96" />
            <div>
                <p>
                    "Class " <b>{class_words(&mistake.truth)}</b> ", predicted " <b>{class_words(&mistake.predicted)}</b>
                </p>
                <p class="muted">{sure}</p>
                <small>{place}</small>
            </div>
        </li>
    }
}
