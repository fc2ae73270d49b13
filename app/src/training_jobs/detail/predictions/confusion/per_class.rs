//! The figures of each class, of images that show several.

use console::format;
use domain::evaluation::ClassCounts;
use leptos::prelude::*;

use super::super::chosen_images::mistakes_at;
use crate::ui::{Card, TableFrame};

/// Classes whose figures are listed.
const MAX_CLASSES: usize = 100;

/// The figures of the classes; of many those with the most wrong answers.
fn most_wrong(counts: Vec<ClassCounts>) -> Vec<(u32, ClassCounts)> {
    let mut classes: Vec<(u32, ClassCounts)> = (0..).zip(counts).collect();
    if classes.len() > MAX_CLASSES {
        classes.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.missed + counts.invented));
        classes.truncate(MAX_CLASSES);
    }
    classes
}

/// Precision and recall of each class.
#[component]
pub fn PerClass(
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
    fn of_many_classes_those_with_the_most_wrong_answers_are_listed() {
        let missed = |missed| ClassCounts { missed, ..ClassCounts::default() };
        let classes = |found: Vec<(u32, ClassCounts)>| found.into_iter().map(|(class, _)| class).collect::<Vec<_>>();
        assert_eq!(classes(most_wrong(vec![missed(1), missed(9)])), [0, 1]);
        let many = classes(most_wrong((0..200).map(missed).collect()));
        assert_eq!((many.len(), many[0], many[99]), (100, 199, 100));
    }
}
