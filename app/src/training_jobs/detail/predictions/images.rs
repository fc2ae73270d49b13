//! Images with what is wrong about them, a page at a time.

use console::{
    data::evaluation::{ImagesPage, class_words, mistake_words},
    paths,
};
use domain::{
    S3Uri,
    evaluation::{ChangedImage, EvaluatedFile},
};
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
    view! {
        <ul class="mistakes" aria-label=label>
            {page.images.into_iter().map(image).collect_view()}
        </ul>
        <Paging number=number pages=pages label=label href=href />
    }
}

/// The way to the other pages of a list.
#[component]
pub fn Paging(
    /// Which page is shown, from 1.
    number: u64,
    /// How many there are.
    pages: u64,
    /// What is listed, for assistive technology.
    label: &'static str,
    /// The address of a page.
    href: Callback<u64, String>,
) -> impl IntoView {
    let link = move |number: u64, words: &'static str| view! { <a href=href.run(number)>{words}</a> };
    (pages > 1).then(|| {
        view! {
            <nav class="paging" aria-label=format!("Pages of: {label}")>
                {(number > 1).then(|| link(number - 1, "Previous"))}
                <span>{format!("Page {number} of {pages}")}</span>
                {(number < pages).then(|| link(number + 1, "Next"))}
            </nav>
        }
    })
}

/// The address of an image's picture: of a record when it starts somewhere in the file. `None` when nobody can read the location.
pub fn picture_of(file: &EvaluatedFile, offset: Option<u64>, size: u64) -> Option<String> {
    let uri = S3Uri::parse(&file.uri).ok()?;
    Some(match offset {
        Some(offset) => paths::record_picture(&uri, offset, size),
        None => paths::picture(&uri),
    })
}

/// Where an image is, in words.
pub fn place_words(file: &EvaluatedFile, offset: Option<u64>) -> String {
    match offset {
        Some(offset) => format!("{}, byte {offset}", file.name),
        None => file.name.clone(),
    }
}

/// Where an image is, as a way to its file.
#[component]
pub fn ImagePlace(
    /// The file.
    file: EvaluatedFile,
    /// Where its record starts; `None` when the file is the image.
    offset: Option<u64>,
) -> impl IntoView {
    let place = place_words(&file, offset);
    match S3Uri::parse(&file.uri).ok() {
        Some(uri) => view! {
            <a class="mono break-anywhere" href=paths::s3_location(&uri)>
                {place}
            </a>
        }
        .into_any(),
        None => view! { <span class="mono break-anywhere">{place}</span> }.into_any(),
    }
}

fn image(image: ChangedImage) -> impl IntoView {
    let ChangedImage { file, mistake } = image;
    let source = picture_of(&file, mistake.offset, mistake.size);
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
                <small>
                    <ImagePlace file=file offset=mistake.offset />
                </small>
            </div>
        </li>
    }
}
