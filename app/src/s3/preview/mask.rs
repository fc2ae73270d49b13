//! A mask of semantic segmentation: its colours, and the indices behind them.

use console::{
    data::object_preview::{Mask, MaskIndex, is_in_annotation_channel},
    format, paths,
    s3_location::leaf,
};
use domain::S3Uri;
use leptos::prelude::*;

use crate::ui::{Card, TableFrame};

/// The index that no loss and no metric counts.
const IGNORED: u8 = 255;

/// The mask with a legend.
#[component]
pub fn MaskPreview(
    /// The object.
    uri: S3Uri,
    /// What it holds.
    mask: Mask,
) -> impl IntoView {
    let (title, what) = match is_in_annotation_channel(uri.key()) {
        true => ("Mask", "Mask"),
        false => ("Picture", "Picture with a palette"),
    };
    let src = if mask.is_recoloured { paths::mask(&uri) } else { paths::picture(&uri) };
    let alt = format!("{what} {}, {}", leaf(uri.key()), mask.words());
    let note = mask.is_recoloured.then(|| {
        view! {
            <p class="muted">"The colours are the console's: those of the file cannot be told apart. Training reads the indices."</p>
        }
    });
    let rows = mask.indices.iter().map(|index| legend_row(*index, mask.share(index))).collect_view();
    view! {
        <Card title=title>
            <img class="picture mask" src=src alt=alt />
            {note}
        </Card>
        <Card title="Indices of the pixels" flush=true>
            <TableFrame label="Indices">
                <thead>
                    <tr>
                        <th scope="col">"Index"</th>
                        <th scope="col" class="number">"Pixels"</th>
                        <th scope="col" class="number">"Share"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        </Card>
    }
}

fn legend_row(index: MaskIndex, share: String) -> impl IntoView {
    let [red, green, blue] = index.colour;
    let style = format!("background: rgb({red} {green} {blue})");
    let note = (index.index == IGNORED).then(|| view! { <span class="muted">" not counted in training"</span> });
    view! {
        <tr>
            <th scope="row">
                <span class="swatch" style=style aria-hidden="true"></span>
                {index.index}
                {note}
            </th>
            <td class="number">{format::count(index.pixels)}</td>
            <td class="number">{share}</td>
        </tr>
    }
}
