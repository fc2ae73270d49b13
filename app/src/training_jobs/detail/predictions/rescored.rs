//! Images of which one detector has a higher score than the other.

use console::{data::evaluation::ImagesPage, format};
use domain::evaluation::RescoredImage;
use leptos::prelude::*;

use super::{
    detection::{DetectedImageItem, drawing::Legend},
    images::Paging,
};

/// The images that got better and those that got worse.
#[component]
pub fn Rescored(
    /// Images of which the second job has the higher score.
    better: ImagesPage<RescoredImage>,
    /// Images of which it has the lower one.
    worse: ImagesPage<RescoredImage>,
    /// The addresses of the pages of both lists.
    hrefs: (Callback<u64, String>, Callback<u64, String>),
) -> impl IntoView {
    let legend = (better.count + worse.count > 0).then(|| view! { <Legend /> });
    view! {
        <p class="muted">
            "The score of an image is the share of the found objects in all that is found, missed or wrongly predicted in it. Drawn is what the model with the lower score found."
        </p>
        {legend}
        <RescoredList title="Got better" empty="No image has a higher score here." page=better href=hrefs.0 />
        <RescoredList title="Got worse" empty="No image has a lower score here." page=worse href=hrefs.1 />
    }
}

#[component]
fn RescoredList(
    /// The heading.
    title: &'static str,
    /// What is said when there are none.
    empty: &'static str,
    /// The images.
    page: ImagesPage<RescoredImage>,
    /// The address of a page.
    href: Callback<u64, String>,
) -> impl IntoView {
    let heading = format!("{title} ({})", format::count(page.count));
    let (number, pages) = (page.page, page.pages());
    let content = if page.count == 0 {
        view! { <p class="muted">{empty}</p> }.into_any()
    } else {
        view! {
            <ul class="detected" aria-label=title>
                {page.images.into_iter().map(item).collect_view()}
            </ul>
            <Paging number=number pages=pages label=title href=href />
        }
        .into_any()
    };
    view! {
        <h3 class="changed-images">{heading}</h3>
        {content}
    }
}

fn item(image: RescoredImage) -> impl IntoView {
    let RescoredImage { lower, before, after } = image;
    let first = format!("Score {}, before {}", format::accuracy(after), format::accuracy(before));
    view! { <DetectedImageItem found=lower first=first /> }
}
