//! Previews with rows: JSON lines, lists of images, records.

use console::{
    data::object_preview::{ImageRow, ObjectBox, RecordRow},
    format, paths,
};
use domain::S3Uri;
use leptos::prelude::*;

use super::boxes::BoxedPicture;
use crate::ui::{Alert, AlertKind, Card, TableFrame};

/// JSON lines, each with its number.
#[component]
pub fn JsonRows(
    /// The lines, or what is wrong with them.
    lines: Vec<Result<String, String>>,
    /// Whether there are more.
    is_cut: bool,
) -> impl IntoView {
    let row = |(index, line): (usize, Result<String, String>)| {
        let cell = match line {
            Ok(text) => view! { <td class="mono break-anywhere">{text}</td> }.into_any(),
            Err(reason) => view! { <td class="break-anywhere wrong">{format!("Not JSON: {reason}")}</td> }.into_any(),
        };
        view! {
            <tr>
                <th scope="row" class="number">
                    {index + 1}
                </th>
                {cell}
            </tr>
        }
    };
    view! {
        <Card title="JSON lines" flush=true>
            <TableFrame label="Lines">
                <thead>
                    <tr>
                        <th scope="col" class="number">"Line"</th>
                        <th scope="col">"Content"</th>
                    </tr>
                </thead>
                <tbody>{lines.into_iter().enumerate().map(row).collect_view()}</tbody>
            </TableFrame>
            {cut(is_cut)}
        </Card>
    }
}

/// The lines of a `.lst` file.
#[component]
pub fn ImageRows(
    /// The lines, or those that are none as they stand.
    rows: Vec<Result<ImageRow, String>>,
    /// Whether there are more.
    is_cut: bool,
) -> impl IntoView {
    let row = |row: Result<ImageRow, String>| match row {
        Ok(ImageRow { index, labels, path }) => view! {
            <tr>
                <th scope="row" class="number">
                    {index}
                </th>
                <td>{labels.join(", ")}</td>
                <td class="mono break-anywhere">{path}</td>
            </tr>
        }
        .into_any(),
        Err(line) => view! {
            <tr>
                <td colspan="3" class="break-anywhere wrong">
                    {format!("Not a line with index, labels and path, separated by tabs: {line}")}
                </td>
            </tr>
        }
        .into_any(),
    };
    view! {
        <Card title="Images of the list" flush=true>
            <TableFrame label="Images">
                <thead>
                    <tr>
                        <th scope="col" class="number">"Index"</th>
                        <th scope="col">"Labels"</th>
                        <th scope="col">"Path in the channel"</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </TableFrame>
            {cut(is_cut)}
        </Card>
    }
}

/// The first images of a RecordIO file, with their labels.
#[component]
pub fn RecordRows(
    /// The file.
    uri: S3Uri,
    /// The images.
    records: Vec<RecordRow>,
    /// What is wrong behind them.
    problem: Option<String>,
    /// Whether there are more.
    is_cut: bool,
) -> impl IntoView {
    let number = records.len();
    let has_boxes = records.iter().any(|record| record.boxes.is_some());
    let beside = move || view! { <span class="muted">{format!("(the first {number})")}</span> };
    let record = move |record: RecordRow| {
        let labels = labels(&record);
        let (src, name) = (paths::record_picture(&uri, record.offset, record.size), format!("Image {}", record.id));
        let picture = match (record.picture, record.boxes) {
            (Some(_), Some(boxes)) => view! { <BoxedPicture src=src name=name boxes=boxes /> }.into_any(),
            (Some(_), None) => view! { <img src=src alt=name loading="lazy" /> }.into_any(),
            (None, _) => view! { <span class="muted">"not a JPEG or PNG"</span> }.into_any(),
        };
        view! {
            <li title=format!("Image {}, {} at byte {}", record.id, format::bytes(record.size), record.offset)>
                {picture}
                <small>{labels}</small>
            </li>
        }
    };
    view! {
        <Card title="Images" beside=beside>
            {problem
                .map(|problem| {
                    view! {
                        <Alert kind=AlertKind::Error title="The file is damaged">
                            <p>{format!("After the images below: {problem}.")}</p>
                        </Alert>
                    }
                })}
            <ul class="thumbnails" class:thumbnails-boxed=has_boxes>{records.into_iter().map(record).collect_view()}</ul>
            {is_cut.then(|| view! { <p class="muted">"There are more. Only the first images are shown."</p> })}
        </Card>
    }
}

fn labels(record: &RecordRow) -> String {
    if let Some(boxes) = &record.boxes {
        return objects(boxes, record.box_count);
    }
    let shown = record.labels.iter().map(f32::to_string).collect::<Vec<_>>().join(", ");
    match record.label_count {
        1 => format!("label {shown}"),
        count if count > record.labels.len() => format!("labels {shown}, … ({count})"),
        _ => format!("labels {shown}"),
    }
}

/// How many objects there are, and of which classes.
fn objects(boxes: &[ObjectBox], count: usize) -> String {
    let classes = boxes.iter().map(ObjectBox::title).collect::<Vec<_>>().join(", ");
    match count {
        0 => "no objects".to_owned(),
        1 => format!("1 object: {classes}"),
        count if count > boxes.len() => format!("{count} objects: {classes}, …"),
        count => format!("{count} objects: {classes}"),
    }
}

fn cut(is_cut: bool) -> Option<impl IntoView> {
    is_cut.then(
        || view! { <p class="muted container-body">"Only the first lines are shown. Download the object for the rest."</p> },
    )
}
