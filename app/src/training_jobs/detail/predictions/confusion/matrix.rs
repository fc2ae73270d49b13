//! A confusion matrix.

use std::collections::BTreeMap;

use console::format;
use domain::evaluation::Confused;
use leptos::prelude::*;

use super::{
    super::{Chosen, chosen_images::mistakes_at},
    Counted,
};
use crate::ui::{Card, TableFrame};

/// Steps of the scale of colours.
const STEPS: u64 = 5;

/// All classes by all classes.
#[component]
pub fn Matrix(
    /// The job.
    name: String,
    /// How many classes there are.
    classes: u32,
    /// The pairs that occur.
    cells: Vec<Confused>,
    /// What is counted.
    counted: Counted,
    /// Which images are shown below.
    chosen: Chosen,
) -> impl IntoView {
    let mut of_class: BTreeMap<u32, u64> = BTreeMap::new();
    cells.iter().for_each(|cell| *of_class.entry(cell.truth).or_default() += cell.count);
    let counts: BTreeMap<(u32, u32), u64> = cells.iter().map(|cell| ((cell.truth, cell.predicted), cell.count)).collect();
    let headings = (0..classes).map(|class| view! { <th scope="col" class="number">{class}</th> }).collect_view();
    let row = |truth: u32| {
        let total = of_class.get(&truth).copied().unwrap_or_default();
        let cell = |predicted: u32| {
            let count = counts.get(&(truth, predicted)).copied().unwrap_or_default();
            let is_chosen = chosen.truth == Some(truth) && chosen.predicted == Some(predicted);
            cell(&name, Confused { truth, predicted, count }, (counted, total), is_chosen)
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
                <caption>{caption(counted)}</caption>
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

fn cell(name: &str, cell: Confused, (counted, of_class): (Counted, u64), is_chosen: bool) -> impl IntoView + use<> {
    let Confused { truth, predicted, count } = cell;
    let kind = if cell.is_right() { "right" } else { "confused" };
    let class = format!("number {kind} heat-{}", step(count, of_class));
    let words = words(count, of_class, counted);
    if count == 0 || cell.is_right() {
        return view! { <td class=class>{words}</td> }.into_any();
    }
    let label = match counted {
        Counted::Images => format!("{words} images of class {truth} predicted as {predicted}"),
        Counted::Pixels => format!("{words} % of the pixels of class {truth} predicted as {predicted}"),
    };
    let href = mistakes_at(name, Some(truth), Some(predicted));
    view! {
        <td class=class>
            <a href=href aria-label=label aria-current=is_chosen.then_some("true")>
                {words}
            </a>
        </td>
    }
    .into_any()
}

fn caption(counted: Counted) -> &'static str {
    match counted {
        Counted::Images => {
            "Images by their class (rows) and the class that the model predicts (columns). Right answers are on the diagonal. The \
             stronger the colour, the larger the share of the class's images. A number beside the diagonal leads to its images."
        }
        Counted::Pixels => {
            "Of the pixels of each class (rows), the percentage that the model predicts to be of each class (columns). Right pixels are \
             on the diagonal. A class without pixels has no percentages. A number beside the diagonal leads to the images."
        }
    }
}

/// What stands in a cell.
fn words(count: u64, of_class: u64, counted: Counted) -> String {
    match counted {
        Counted::Images => format::count(count),
        Counted::Pixels => format::percentage(count, of_class),
    }
}

/// How strong a cell's colour is, from 0: its share of its class.
fn step(count: u64, of_class: u64) -> u64 {
    (count * STEPS).div_ceil(of_class.max(1)).min(STEPS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_the_share_of_the_class() {
        assert_eq!([0, 1, 20, 21, 99, 100].map(|count| step(count, 100)), [0, 1, 1, 2, 5, 5]);
        assert_eq!(step(0, 0), 0);
    }

    #[test]
    fn pixels_are_told_as_shares_of_their_class() {
        assert_eq!(words(1234, 10_000, Counted::Images), "1,234");
        assert_eq!(words(1234, 10_000, Counted::Pixels), "12.3");
        assert_eq!(words(0, 0, Counted::Pixels), "–");
    }
}
