//! Images with the boxes of object detection drawn over them.

use console::{
    data::object_preview::{Annotation, ObjectBox, words_of_boxes},
    paths,
    s3_location::leaf,
};
use domain::S3Uri;
use leptos::prelude::*;

use crate::ui::{Alert, AlertKind, Card, CodeBlock, TableFrame};

/// Colours of boxes. Classes beyond them begin anew, so each box has its class as text, too.
const COLOURS: u64 = 5;

/// A picture with boxes. They are in its text alternative.
#[component]
pub fn BoxedPicture(
    /// Address of the picture.
    src: String,
    /// What the picture is called.
    name: String,
    /// The boxes.
    boxes: Vec<ObjectBox>,
) -> impl IntoView {
    let alt = words_of_boxes(&name, &boxes);
    let outline = |object: ObjectBox| {
        object.problem().is_none().then(|| {
            let [left, top, right, bottom] = [object.left, object.top, object.right, object.bottom].map(percent);
            let style = format!("left: {left:.2}%; top: {top:.2}%; width: {:.2}%; height: {:.2}%", right - left, bottom - top);
            let colours = format!("object-box {}", colour_class(&object.class));
            view! {
                <span class=colours style=style aria-hidden="true">
                    <span>{object.class}</span>
                </span>
            }
        })
    };
    view! {
        <span class="boxed-picture">
            <img src=src alt=alt loading="lazy" />
            {boxes.into_iter().map(outline).collect_view()}
        </span>
    }
}

fn percent(share: f64) -> f64 {
    share.clamp(0.0, 1.0) * 100.0
}

fn colour_class(class: &str) -> String {
    format!("series-{}", class.parse::<u64>().unwrap_or_default() % COLOURS + 1)
}

/// An annotation beside its image.
#[component]
pub fn AnnotationPreview(
    /// The annotation.
    annotation: Annotation,
) -> impl IntoView {
    let Annotation { text, boxes, box_count, image, has_image } = annotation;
    let row = |object: ObjectBox| {
        let class = object.title();
        let place = object.place();
        view! {
            <tr>
                <th scope="row">{class}</th>
                <td class:wrong=object.problem().is_some()>{place}</td>
            </tr>
        }
    };
    let more = box_count.saturating_sub(boxes.len());
    let rows = boxes.clone().into_iter().map(row).collect_view();
    view! {
        <Card title="Image with its boxes">
            <AnnotatedImage image=image has_image=has_image boxes=boxes />
            <TableFrame label="Objects">
                <thead>
                    <tr>
                        <th scope="col">"Object"</th>
                        <th scope="col">"Place"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
            {(more > 0).then(|| view! { <p class="muted">{format!("{more} more objects are in the document below.")}</p> })}
        </Card>
        <Card title="JSON">
            <div class="preview-text">
                <CodeBlock label="JSON of the object" code=Signal::stored(text) />
            </div>
        </Card>
    }
}

#[component]
fn AnnotatedImage(
    /// Where the image must be.
    image: Option<String>,
    /// Whether it is there.
    has_image: bool,
    /// The boxes.
    boxes: Vec<ObjectBox>,
) -> impl IntoView {
    let Some(image) = image.and_then(|image| S3Uri::parse(&image).ok()) else {
        return view! {
            <Alert kind=AlertKind::Warning title="The document names no image">
                <p>"Object detection reads the image's path in its channel from the member file. Add it."</p>
            </Alert>
        }
        .into_any();
    };
    let location = paths::s3_location(&image);
    if !has_image {
        return view! {
            <Alert kind=AlertKind::Warning title="The image is missing">
                <p>{format!("{image} does not exist. Upload it, or correct the member file.")}</p>
            </Alert>
        }
        .into_any();
    }
    view! {
        <p>
            <BoxedPicture src=paths::picture(&image) name=leaf(image.key()).to_owned() boxes=boxes />
        </p>
        <p>
            <a class="break-anywhere" href=location>
                {image.to_string()}
            </a>
        </p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{colour_class, percent};

    #[test]
    fn every_class_has_a_colour() {
        assert_eq!(["0", "4", "5", "x"].map(colour_class), ["series-1", "series-5", "series-1", "series-1"]);
        assert_eq!([percent(-0.005), percent(0.5), percent(1.01)], [0.0, 50.0, 100.0]);
    }
}
