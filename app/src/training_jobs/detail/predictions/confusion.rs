//! Which class was taken for which.

use std::collections::BTreeMap;

use console::{format, paths};
use domain::evaluation::{ClassCounts, Confused, Counts};
use leptos::prelude::*;

use super::Chosen;
use crate::ui::{Card, TableFrame};

/// Classes up to which the whole matrix is shown. A larger one fits no screen and consists of zeros.
const MAX_MATRIX: u32 = 30;
/// Pairs of classes that are listed instead.
const MAX_PAIRS: usize = 30;
/// Classes whose figures are listed of images that show several.
const MAX_CLASSES: usize = 100;
/// Steps of the scale of colours.
const STEPS: u64 = 5;

/// The confusion matrix; of many classes the pairs that are confused most; of images that show several the figures of each class.
#[component]
pub fn ClassTable(
    /// The job.
    name: String,
    /// How many classes there are.
    classes: u32,
    /// How often each was predicted.
    counts: Counts,
    /// Which images are shown below.
    chosen: Chosen,
) -> impl IntoView {
    match counts {
        Counts::Confusion(cells) if classes <= MAX_MATRIX => {
            view! { <Matrix name=name classes=classes cells=cells chosen=chosen /> }.into_any()
        }
        Counts::Confusion(cells) => view! { <Pairs name=name cells=cells /> }.into_any(),
        Counts::PerClass(counts) => view! { <PerClass name=name counts=counts /> }.into_any(),
    }
}

/// The address of the images of a class that were taken for another.
fn mistakes_at(name: &str, truth: Option<u32>, predicted: Option<u32>) -> String {
    format!("{}#mistakes", paths::predictions(name, truth, predicted, 1))
}

/// How strong a cell's colour is, from 0: its share of the images of its class.
fn step(images: u64, of_class: u64) -> u64 {
    (images * STEPS).div_ceil(of_class.max(1)).min(STEPS)
}

#[component]
fn Matrix(
    /// The job.
    name: String,
    /// How many classes there are.
    classes: u32,
    /// The pairs that occur.
    cells: Vec<Confused>,
    /// Which images are shown below.
    chosen: Chosen,
) -> impl IntoView {
    let mut of_class: BTreeMap<u32, u64> = BTreeMap::new();
    cells.iter().for_each(|cell| *of_class.entry(cell.truth).or_default() += cell.images);
    let images: BTreeMap<(u32, u32), u64> = cells.iter().map(|cell| ((cell.truth, cell.predicted), cell.images)).collect();
    let headings = (0..classes).map(|class| view! { <th scope="col" class="number">{class}</th> }).collect_view();
    let row = |truth: u32| {
        let total = of_class.get(&truth).copied().unwrap_or_default();
        let cell = |predicted: u32| {
            let count = images.get(&(truth, predicted)).copied().unwrap_or_default();
            let is_chosen = chosen.truth == Some(truth) && chosen.predicted == Some(predicted);
            cell(&name, Confused { truth, predicted, images: count }, step(count, total), is_chosen)
        };
        view! {
            <tr>
                <th scope="row">{truth}</th>
                {(0..classes).map(cell).collect_view()}
            </tr>
        }
    };
    let rows = (0..classes).map(row).collect_view();
    view! {
        <Card title="Confusion matrix" flush=true>
            <TableFrame label="Confusion matrix" class="confusion explained">
                <caption>
                    "Images by their class (rows) and the class that the model predicts (columns). Right answers are on the diagonal. The stronger the colour, the larger the share of the class's images. A number beside the diagonal leads to its images."
                </caption>
                <thead>
                    <tr>
                        <th scope="col">
                            "Class " <span class="muted">"(predicted →)"</span>
                        </th>
                        {headings}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        </Card>
    }
}

fn cell(name: &str, cell: Confused, step: u64, is_chosen: bool) -> impl IntoView + use<> {
    let Confused { truth, predicted, images } = cell;
    let kind = if truth == predicted { "right" } else { "confused" };
    let class = format!("number {kind} heat-{step}");
    let count = format::count(images);
    if images == 0 || truth == predicted {
        return view! { <td class=class>{count}</td> }.into_any();
    }
    let label = format!("{count} images of class {truth} predicted as {predicted}");
    let href = mistakes_at(name, Some(truth), Some(predicted));
    view! {
        <td class=class>
            <a href=href aria-label=label aria-current=is_chosen.then_some("true")>
                {count}
            </a>
        </td>
    }
    .into_any()
}

/// The pairs of classes that are confused most, the most frequent first.
fn most_confused(mut cells: Vec<Confused>) -> Vec<Confused> {
    cells.retain(|cell| cell.truth != cell.predicted);
    cells.sort_by_key(|cell| (std::cmp::Reverse(cell.images), cell.truth, cell.predicted));
    cells.truncate(MAX_PAIRS);
    cells
}

#[component]
fn Pairs(
    /// The job.
    name: String,
    /// The pairs that occur.
    cells: Vec<Confused>,
) -> impl IntoView {
    let row = |cell: Confused| {
        let href = mistakes_at(&name, Some(cell.truth), Some(cell.predicted));
        view! {
            <tr>
                <th scope="row">
                    <a href=href>{format!("Class {} predicted as {}", cell.truth, cell.predicted)}</a>
                </th>
                <td class="number">{format::count(cell.images)}</td>
            </tr>
        }
    };
    let rows = most_confused(cells).into_iter().map(row).collect_view();
    view! {
        <Card title="Classes that are confused most" flush=true>
            <TableFrame label="Classes that are confused most" class="explained">
                <caption>"The most frequent wrong answers; a matrix of all classes would be too large."</caption>
                <thead>
                    <tr>
                        <th scope="col">"Classes"</th>
                        <th scope="col" class="number">"Images"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        </Card>
    }
}

/// The figures of the classes; of many those with the most wrong answers.
fn most_wrong(counts: Vec<ClassCounts>) -> Vec<(u32, ClassCounts)> {
    let mut classes: Vec<(u32, ClassCounts)> = (0..).zip(counts).collect();
    if classes.len() > MAX_CLASSES {
        classes.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.missed + counts.invented));
        classes.truncate(MAX_CLASSES);
    }
    classes
}

#[component]
fn PerClass(
    /// The job.
    name: String,
    /// The figures by class.
    counts: Vec<ClassCounts>,
) -> impl IntoView {
    let share = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), format::accuracy);
    let row = |(class, counts): (u32, ClassCounts)| {
        view! {
            <tr>
                <th scope="row">{class}</th>
                <td class="number">{format::count(counts.found + counts.missed)}</td>
                <td class="number">{share(counts.precision())}</td>
                <td class="number">{share(counts.recall())}</td>
                <td class="number">
                    <a href=mistakes_at(&name, Some(class), None)>{format::count(counts.missed)}</a>
                </td>
                <td class="number">
                    <a href=mistakes_at(&name, None, Some(class))>{format::count(counts.invented)}</a>
                </td>
            </tr>
        }
    };
    let all = counts.len();
    let cut = (all > MAX_CLASSES)
        .then(|| format!(" These are the {MAX_CLASSES} of {} classes with the most wrong answers.", format::count(all as u64)));
    let rows = most_wrong(counts).into_iter().map(row).collect_view();
    view! {
        <Card title="Classes" flush=true>
            <TableFrame label="Classes" class="explained">
                <caption>
                    "An image may show several classes. Precision: how many of the images that are said to show the class do. Recall: how many of the images that show it are said to."
                    {cut}
                </caption>
                <thead>
                    <tr>
                        <th scope="col">"Class"</th>
                        <th scope="col" class="number">"Images"</th>
                        <th scope="col" class="number">"Precision"</th>
                        <th scope="col" class="number">"Recall"</th>
                        <th scope="col" class="number">"Missed"</th>
                        <th scope="col" class="number">"Wrongly said"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        </Card>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_the_share_of_the_class() {
        assert_eq!([0, 1, 20, 21, 99, 100].map(|images| step(images, 100)), [0, 1, 1, 2, 5, 5]);
        assert_eq!(step(0, 0), 0);
    }

    #[test]
    fn the_most_frequent_confusions_come_first() {
        let cell = |truth, predicted, images| Confused { truth, predicted, images };
        let found = most_confused(vec![cell(0, 0, 90), cell(0, 1, 2), cell(1, 0, 7), cell(2, 1, 7)]);
        assert_eq!(found, [cell(1, 0, 7), cell(2, 1, 7), cell(0, 1, 2)]);
        let missed = |missed| ClassCounts { missed, ..ClassCounts::default() };
        let classes = |found: Vec<(u32, ClassCounts)>| found.into_iter().map(|(class, _)| class).collect::<Vec<_>>();
        assert_eq!(classes(most_wrong(vec![missed(1), missed(9)])), [0, 1]);
        let many = classes(most_wrong((0..200).map(missed).collect()));
        assert_eq!((many.len(), many[0], many[99]), (100, 199, 100));
        assert_eq!(most_confused((0..100).map(|class| cell(class, 200, 1)).collect()).len(), MAX_PAIRS);
    }
}
