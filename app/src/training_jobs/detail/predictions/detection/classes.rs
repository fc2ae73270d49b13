//! The precision of each class.

use console::format;
use domain::evaluation::{DetectedClass, MIN_SHOWN_SCORE};
use leptos::prelude::*;

use super::super::chosen_images::mistakes_at;
use crate::ui::{Card, TableFrame};

/// Average precision, and what was found, missed and wrong, of each class.
#[component]
pub fn DetectedClasses(
    /// The job.
    name: String,
    /// The figures by class.
    classes: Vec<DetectedClass>,
    /// By how much a right prediction overlaps its object.
    overlap_threshold: f32,
) -> impl IntoView {
    let row = |(number, class): (u32, DetectedClass)| {
        let precision = class.average_precision.map_or_else(|| "–".to_owned(), format::accuracy);
        let missed = (class.missed > 0).then(|| mistakes_at(&name, Some(number), None));
        let wrong = (class.wrong > 0).then(|| mistakes_at(&name, None, Some(number)));
        let (missed_label, wrong_label) = (
            format!("{} objects of class {number} missed", format::count(class.missed)),
            format!("{} wrong predictions of class {number}", format::count(class.wrong)),
        );
        view! {
            <tr>
                <th scope="row">{number}</th>
                <td class="number">{precision}</td>
                <td class="number">{format::count(class.objects())}</td>
                <td class="number">{format::count(class.found)}</td>
                <td class="number">{count(class.missed, missed, missed_label)}</td>
                <td class="number">{count(class.wrong, wrong, wrong_label)}</td>
            </tr>
        }
    };
    let rows = (0..).zip(classes).map(row).collect_view();
    let caption = format!(
        "A prediction is right when it overlaps an object of its class by more than {overlap_threshold} (overlap_threshold); each object \
         is found once. Found, missed and wrong are counted by predictions with a score of {MIN_SHOWN_SCORE} or more, which are also those \
         that are drawn below. The average precision counts weaker ones, too. Objects that are marked as difficult do not count. A \
         number leads to its images."
    );
    view! {
        <Card title="Classes" flush=true>
            <TableFrame label="Classes" class="explained">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Class"</th>
                        <th scope="col" class="number">"Average precision"</th>
                        <th scope="col" class="number">"Objects"</th>
                        <th scope="col" class="number">"Found"</th>
                        <th scope="col" class="number">"Missed"</th>
                        <th scope="col" class="number">"Wrong"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        </Card>
    }
}

/// A number, which leads to its images.
fn count(number: u64, href: Option<String>, label: String) -> AnyView {
    let number = format::count(number);
    match href {
        Some(href) => view! {
            <a href=href aria-label=label>
                {number}
            </a>
        }
        .into_any(),
        None => view! { {number} }.into_any(),
    }
}
