//! A scene in the forms in which the algorithms read it.

use std::io;

use image::{ExtendedColorType, ImageEncoder, codecs::jpeg::JpegEncoder};
use mxnet_formats::record_io::{labelled_header, write_record};
use png::{BitDepth, ColorType, Encoder};
use serde_json::{Value, json};

use crate::{
    drawing::{SIDE, Scene},
    shape::{Class, Shape},
};

/// Quality of the images, of 100.
const QUALITY: u8 = 85;
/// Red, green and blue of the background and of each class: the first colours of the PASCAL VOC masks.
const PALETTE: [u8; 12] = [0, 0, 0, 128, 0, 0, 0, 128, 0, 128, 128, 0];
/// Numbers before the objects in a label, and numbers of each object.
const LABEL_HEADER: [f32; 2] = [2.0, 5.0];

/// A scene as a JPEG image.
///
/// # Errors
/// Those of the encoder; writing to memory has none.
pub fn image(scene: &Scene) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    encoder.write_image(&scene.pixels, SIDE, SIDE, ExtendedColorType::Rgb8).map_err(io::Error::other)?;
    Ok(bytes)
}

/// The class of each pixel as a palette PNG: its indices are those of [`Scene::mask`].
///
/// # Errors
/// As [`image()`].
pub fn mask(scene: &Scene) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, SIDE, SIDE);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(PALETTE.as_slice());
    let mut writer = encoder.write_header().map_err(io::Error::other)?;
    writer.write_image_data(&scene.mask).map_err(io::Error::other)?;
    writer.finish().map_err(io::Error::other)?;
    Ok(bytes)
}

/// The boxes of an image in a channel of annotations; `file` is the image's path in the channel of images.
pub fn annotation(shapes: &[Shape], file: &str) -> Value {
    let category = |class: Class| json!({ "class_id": class.number(), "name": class.name() });
    let mut annotation = json!({ "file": file });
    if let (Some(all), Value::Object(boxes)) = (annotation.as_object_mut(), boxes(shapes)) {
        all.extend(boxes);
        all.insert("categories".to_owned(), Class::ALL.map(category).into());
    }
    annotation
}

/// The boxes of an image in a line of an augmented manifest.
pub fn boxes(shapes: &[Shape]) -> Value {
    let object = |shape: &Shape| {
        json!({
            "class_id": shape.class.number(),
            "left": shape.left,
            "top": shape.top,
            "width": shape.side,
            "height": shape.side,
        })
    };
    json!({
        "image_size": [{ "width": SIDE, "height": SIDE, "depth": 3 }],
        "annotations": shapes.iter().map(object).collect::<Vec<_>>(),
    })
}

/// Appends an image with the label of object detection to a RecordIO file.
///
/// # Errors
/// For an image beyond 512 MiB, which no record holds.
pub fn append_record(file: &mut Vec<u8>, id: u64, shapes: &[Shape], image: &[u8]) -> io::Result<()> {
    let share = |pixels: u32| pixels as f32 / SIDE as f32;
    let object = |shape: &Shape| {
        let (right, bottom) = (shape.left + shape.side, shape.top + shape.side);
        [f32::from(shape.class.number()), share(shape.left), share(shape.top), share(right), share(bottom)]
    };
    let label: Vec<f32> = LABEL_HEADER.into_iter().chain(shapes.iter().flat_map(object)).collect();
    write_record(file, &[labelled_header(&label, id).as_slice(), image].concat())
}

#[cfg(test)]
mod tests {
    use mxnet_formats::record_io::first_records;

    use super::*;
    use crate::{Pattern, draw};

    #[test]
    fn a_mask_holds_the_class_of_each_pixel_and_a_palette() {
        let scene = draw(Pattern::Plain, 3);
        let bytes = mask(&scene).expect("a mask");
        let mut decoder = png::Decoder::new(io::Cursor::new(&bytes));
        decoder.set_transformations(png::Transformations::IDENTITY);
        let mut reader = decoder.read_info().expect("a PNG");
        assert_eq!((reader.info().color_type, reader.info().bit_depth), (ColorType::Indexed, BitDepth::Eight));
        assert_eq!(reader.info().palette.as_deref(), Some(PALETTE.as_slice()));
        let mut indices = vec![0; (SIDE * SIDE) as usize];
        reader.next_frame(&mut indices).expect("pixels");
        assert!(indices == scene.mask);
    }

    #[test]
    fn an_image_is_near_its_scene() {
        let scene = draw(Pattern::New, 3);
        let bytes = image(&scene).expect("an image");
        assert!((3000..6000).contains(&bytes.len()), "{} bytes", bytes.len());
        let decoded = image::load_from_memory(&bytes).expect("a JPEG").into_rgb8();
        assert_eq!(decoded.dimensions(), (SIDE, SIDE));
        let distance: u64 = decoded.iter().zip(&scene.pixels).map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
        assert!(distance / (scene.pixels.len() as u64) < 8, "{distance}");
    }

    #[test]
    fn record_and_annotation_say_the_same() {
        let scene = draw(Pattern::Plain, 11);
        let mut file = Vec::new();
        append_record(&mut file, 5, &scene.shapes, b"JPEG").expect("memory takes it");
        let (records, error) = first_records(&file, 0, 2);
        assert!(error.is_none() && records.len() == 1);
        assert_eq!((records[0].id, records[0].image.as_slice()), (5, b"JPEG".as_slice()));
        let labels = &records[0].labels;
        assert_eq!(labels[..2], [2.0, 5.0]);
        let annotation = annotation(&scene.shapes, "a.jpg");
        let objects = annotation["annotations"].as_array().expect("objects");
        assert_eq!(labels.len(), 2 + 5 * objects.len());
        for (label, object) in labels[2..].chunks(5).zip(objects) {
            let number = |name: &str| object[name].as_f64().expect("a number") as f32;
            let pixels: Vec<f32> = label[1..].iter().map(|share| share * SIDE as f32).collect();
            assert_eq!(label[0], number("class_id"));
            assert_eq!(pixels[..2], [number("left"), number("top")]);
            assert_eq!((pixels[2] - pixels[0], pixels[3] - pixels[1]), (number("width"), number("height")));
        }
        assert_eq!(annotation["file"], "a.jpg");
        assert_eq!(annotation["categories"][2], json!({ "class_id": 2, "name": "triangle" }));
    }
}
