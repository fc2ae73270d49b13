//! Which class was taken for which.

pub mod matrix;
pub mod per_class;

use console::{
    data::evaluation::{MAX_MATRIX, shown_confusion},
    format,
};
use domain::evaluation::{Confused, Counts};
use leptos::prelude::*;

use self::{matrix::Matrix, per_class::PerClass};
use super::{Chosen, chosen_images::mistakes_at};
use crate::ui::{Card, TableFrame};

/// What a confusion matrix counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Images, told as numbers.
    Images,
    /// Pixels, told as shares of those of their class.
    Pixels,
}

/// The confusion matrix of images; of those that show several classes the figures of each class.
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
        Counts::Confusion(cells) => {
            view! { <Confusion name=name classes=classes cells=cells counted=Counted::Images chosen=chosen /> }.into_any()
        }
        Counts::PerClass(counts) => view! { <PerClass name=name counts=counts /> }.into_any(),
    }
}

/// The confusion matrix, or of many classes the pairs that are confused most.
#[component]
pub fn Confusion(
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
    if classes <= MAX_MATRIX {
        view! { <Matrix name=name classes=classes cells=cells counted=counted chosen=chosen /> }.into_any()
    } else {
        view! { <Pairs name=name cells=shown_confusion(cells, classes) counted=counted /> }.into_any()
    }
}

#[component]
fn Pairs(
    /// The job.
    name: String,
    /// The pairs, the most frequent first.
    cells: Vec<Confused>,
    /// What is counted.
    counted: Counted,
) -> impl IntoView {
    let noun = match counted {
        Counted::Images => "Images",
        Counted::Pixels => "Pixels",
    };
    let row = |cell: Confused| {
        let href = mistakes_at(&name, Some(cell.truth), Some(cell.predicted));
        view! {
            <tr>
                <th scope="row">
                    <a href=href>{format!("Class {} predicted as {}", cell.truth, cell.predicted)}</a>
                </th>
                <td class="number">{format::count(cell.count)}</td>
            </tr>
        }
    };
    let rows = cells.into_iter().map(row).collect_view();
    view! {
        <Card title="Classes that are confused most" flush=true>
            <TableFrame label="Classes that are confused most" class="explained">
                <caption>"The most frequent wrong answers; a matrix of all classes would be too large."</caption>
                <thead>
                    <tr>
                        <th scope="col">"Classes"</th>
                        <th scope="col" class="number">{noun}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        </Card>
    }
}
