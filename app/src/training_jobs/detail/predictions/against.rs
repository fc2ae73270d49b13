//! Two models image by image: what got better, and what was forgotten.

use console::{
    data::evaluation::{ImagesPage, PredictionsComparison},
    format, paths,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    images::Images,
    page,
    rescored::{RescoredDetections, RescoredSegmentations},
};
use crate::{
    page_resource::blocking_page_resource,
    training_jobs::api::compare_predictions,
    ui::{Card, ErrorPanel, Loading},
};

/// What the second job's model does better than the first's, and what it has forgotten.
#[component]
pub fn Against(
    /// The job that is compared with.
    first: String,
    /// The job of the page.
    second: Memo<String>,
) -> impl IntoView {
    let query = use_query_map();
    let pages = Memo::new(move |_| query.with(|query| (page(query, "better"), page(query, "forgotten"))));
    let asked = first.clone();
    let comparison = blocking_page_resource(
        move || (asked.clone(), second.get(), pages.get()),
        |(first, second, (better, forgotten))| compare_predictions(first, second, better, forgotten),
    );
    let retry = Callback::new(move |()| comparison.refetch());
    let content = move || {
        let first = first.clone();
        Some(match comparison.get()? {
            Err(error) => view! { <ErrorPanel error=error retry=retry /> }.into_any(),
            Ok(found) => {
                view! { <Compared first=first second=second.get() pages=pages.get_untracked() found=found /> }.into_any()
            }
        })
    };
    view! { <Transition fallback=|| view! { <Loading what="the comparison" /> }>{content}</Transition> }
}

#[component]
fn Compared(
    /// The job that is compared with.
    first: String,
    /// The job of the page.
    second: String,
    /// The pages of both lists.
    pages: (u64, u64),
    /// What was found.
    found: PredictionsComparison,
) -> impl IntoView {
    let title = format!("Compared with {first}");
    let (one, other) = (first.clone(), second.clone());
    let better_at = Callback::new(move |page| paths::predictions_against(&other, &one, (page, pages.1)));
    let (one, other) = (first.clone(), second.clone());
    let second_at = Callback::new(move |page| paths::predictions_against(&other, &one, (pages.0, page)));
    let content = match found {
        PredictionsComparison::NotComparable(reason) => {
            view! { <p>{format!("The predictions of the two jobs cannot be compared, because {}.", reason.trim_end_matches('.'))}</p> }
                .into_any()
        }
        PredictionsComparison::NotMade(jobs) => view! { <NotMade jobs=jobs /> }.into_any(),
        PredictionsComparison::Compared { better, forgotten, both_wrong, images } => {
            let summary = format!(
                "Of {} images, {} got better and {} were forgotten; both models get {} wrong.",
                format::count(images),
                format::count(better.count),
                format::count(forgotten.count),
                format::count(both_wrong)
            );
            view! {
                <p>{summary}</p>
                <Changed
                    title="Got better"
                    empty="No image that the other job gets wrong is right here."
                    page=better
                    href=better_at
                />
                <Changed
                    title="Forgotten"
                    empty="Every image that the other job gets right is right here, too."
                    page=forgotten
                    href=second_at
                />
            }
            .into_any()
        }
        PredictionsComparison::Detections(pages) => {
            view! { <RescoredDetections pages=pages hrefs=(better_at, second_at) /> }.into_any()
        }
        PredictionsComparison::Segmentations { pages, results } => {
            view! { <RescoredSegmentations pages=pages results=results hrefs=(better_at, second_at) /> }.into_any()
        }
    };
    view! { <Card title=title>{content}</Card> }
}

#[component]
fn Changed(
    /// The heading.
    title: &'static str,
    /// What is said when there are none.
    empty: &'static str,
    /// The images; each with the mistake of the job that gets it wrong.
    page: ImagesPage,
    /// The address of a page.
    href: Callback<u64, String>,
) -> impl IntoView {
    let heading = format!("{title} ({})", format::count(page.count));
    let content = if page.count == 0 {
        view! { <p class="muted">{empty}</p> }.into_any()
    } else {
        view! { <Images page=page label=title href=href /> }.into_any()
    };
    view! {
        <h3 class="changed-images">{heading}</h3>
        {content}
    }
}

#[component]
fn NotMade(
    /// The jobs whose models were not evaluated.
    jobs: Vec<String>,
) -> impl IntoView {
    let job = |job: String| {
        let href = paths::predictions(&job, None, None, 1);
        view! { <li><a href=href>{format!("Evaluate {job}")}</a></li> }
    };
    view! {
        <p>"Both models must be evaluated on the same data before they can be compared."</p>
        <ul class="plain-list">{jobs.into_iter().map(job).collect_view()}</ul>
    }
}
