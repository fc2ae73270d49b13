//! What came of the pixels of each class.

use console::format;
use domain::evaluation::SegmentedClass;
use leptos::prelude::*;

use super::{super::chosen_images::mistakes_at, legend::Swatch};
use crate::ui::{Card, TableFrame};

/// Intersection over union, pixels, and what they were most taken for, of each class.
#[component]
pub fn SegmentedClasses(
    /// The job.
    name: String,
    /// The figures by class.
    classes: Vec<SegmentedClass>,
) -> impl IntoView {
    let count = classes.len();
    let row = |(number, class): (u32, SegmentedClass)| {
        let iou = class.iou().map_or_else(|| "–".to_owned(), format::accuracy);
        view! {
            <tr>
                <th scope="row">
                    <Swatch class=number />
                    {number}
                </th>
                <td class="number">{iou}</td>
                <td class="number">{format::count(class.truth)}</td>
                <td class="number">{format::count(class.predicted)}</td>
                <td class="number">{format!("{} %", format::percentage(class.right, class.truth))}</td>
                <td>{taken_for(&name, number, class)}</td>
            </tr>
        }
    };
    let rows = (0..).zip(classes).map(row).collect_view();
    let caption = format!(
        "Intersection over union: the share of the right pixels in those that are of the class or were predicted to be. The mean takes all \
         {count} classes, as in training: one that occurs neither way (–) counts 0. Right: the share of the class's own pixels that are \
         right. A class that its pixels were most taken for leads to the images. The colours are those of the masks below."
    );
    view! {
        <Card title="Classes" flush=true>
            <TableFrame label="Classes" class="explained">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Class"</th>
                        <th scope="col" class="number">"IoU"</th>
                        <th scope="col" class="number">"Pixels"</th>
                        <th scope="col" class="number">"Predicted"</th>
                        <th scope="col" class="number">"Right"</th>
                        <th scope="col">"Most taken for"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        </Card>
    }
}

fn taken_for(name: &str, class: u32, counts: SegmentedClass) -> AnyView {
    let Some((other, pixels)) = counts.taken_for else { return view! { "–" }.into_any() };
    let href = mistakes_at(name, Some(class), Some(other));
    let words = format!("{other} ({} %)", format::percentage(pixels, counts.truth));
    let label = format!("Class {class} taken for {words}");
    view! {
        <a href=href aria-label=label>
            {words}
        </a>
    }
    .into_any()
}
