//! Previews of honest and of hostile objects.

use console::data::object_preview::{Picture, Preview};
use mxnet_formats::record_io::{labelled_header, write_record};

use super::preview::preview;

fn whole(key: &str, bytes: &[u8]) -> Preview {
    preview(key, bytes, bytes.len() as u64)
}

#[test]
fn text_is_told_from_what_is_not() {
    assert_eq!(whole("a.txt", b"one\ntwo"), Preview::Text { text: "one\ntwo".to_owned(), is_cut: false });
    assert_eq!(whole("a", b""), Preview::Empty);
    assert!(matches!(whole("a.txt", b"\0\x01\x02"), Preview::Binary(lines) if lines[0].starts_with("00 01 02 ")));
    assert!(matches!(whole("a.txt", b"\xFF\xFE"), Preview::Binary(_)));
    // A sign of several bytes that the cut went through.
    let cut = preview("a.txt", &"aü".as_bytes()[..2], 3);
    assert_eq!(cut, Preview::Text { text: "a".to_owned(), is_cut: true });
}

#[test]
fn pages_and_drawings_are_text() {
    let page = b"<html><script>alert(1)</script></html>";
    assert!(matches!(whole("evil.html", page), Preview::Text { .. }));
    assert!(matches!(whole("evil.png", page), Preview::Text { .. }));
    assert!(matches!(whole("evil.svg", b"<svg onload='alert(1)'/>"), Preview::Text { .. }));
    assert_eq!(whole("a.txt", b"\x89PNG\r\n\x1a\n..."), Preview::Picture(Picture::Png));
    assert_eq!(preview("a.jpg", b"\xFF\xD8\xFF\xE0", 1 << 30), Preview::LargePicture(1 << 30));
}

#[test]
fn json_is_laid_out_and_lines_are_judged_one_by_one() {
    assert_eq!(whole("a.json", b"{\"a\":[1]}"), Preview::Json("{\n  \"a\": [\n    1\n  ]\n}".to_owned()));
    assert!(matches!(whole("a.json", b"{\"a\":"), Preview::Text { .. }));
    assert!(matches!(whole("deep.json", "[".repeat(60_000).as_bytes()), Preview::Text { .. }));
    let Preview::JsonLines { lines, is_cut } = whole("a.manifest", b"{\"source-ref\": \"s3://b/a.jpg\"}\nno\n") else {
        panic!("no lines");
    };
    assert!(!is_cut && lines[0] == Ok("{\"source-ref\":\"s3://b/a.jpg\"}".to_owned()) && lines[1].is_err());
}

#[test]
fn lists_of_images_keep_lines_that_are_none() {
    let Preview::ImageList { rows, .. } = whole("train.lst", b"5\t1\tcats/one.jpg\n7\t2\t5\t0.1\ta.jpg\n1 1 b.jpg\n") else {
        panic!("no list");
    };
    let row = rows[0].as_ref().expect("a row");
    assert_eq!((row.index.as_str(), &row.labels[..], row.path.as_str()), ("5", &["1".to_owned()][..], "cats/one.jpg"));
    assert_eq!(rows[1].as_ref().expect("a row").labels.len(), 3);
    assert_eq!(rows[2], Err("1 1 b.jpg".to_owned()));
}

#[test]
fn records_show_their_images_and_what_is_wrong_behind_them() {
    let mut file = Vec::new();
    let payload = [&0_u32.to_le_bytes()[..], &3_f32.to_le_bytes(), &[0; 16], b"\xFF\xD8\xFF"].concat();
    file.extend_from_slice(&[0x0A, 0x23, 0xD7, 0xCE]);
    file.extend_from_slice(&(payload.len() as u32).to_le_bytes());
    file.extend_from_slice(&payload);
    file.push(0);
    let Preview::Records { records, problem, is_cut } = whole("a.rec", &file) else { panic!("no records") };
    assert!(problem.is_none() && !is_cut);
    assert_eq!((&records[0].labels[..], records[0].picture), (&[3.0][..], Some(Picture::Jpeg)));
    let Preview::Records { records, problem, .. } = whole("a.rec", &file[..20]) else { panic!("no records") };
    assert!(records.is_empty() && problem.is_some());
}

#[test]
fn records_of_object_detection_show_their_boxes() {
    let mut file = Vec::new();
    let labels = [2.0, 5.0, 1.0, 0.25, 0.5, 0.75, 1.0];
    for labels in [&labels[..], &labels[..2], &[0.0, 1.0]] {
        let payload = [labelled_header(labels, 4).as_slice(), b"\xFF\xD8\xFF"].concat();
        write_record(&mut file, &payload).expect("memory takes it");
    }
    let Preview::Records { records, .. } = whole("a.rec", &file) else { panic!("no records") };
    let boxes = records[0].boxes.as_ref().expect("boxes");
    assert_eq!(boxes[0].title(), "class 1");
    assert_eq!([boxes[0].left, boxes[0].top, boxes[0].right, boxes[0].bottom], [0.25, 0.5, 0.75, 1.0]);
    assert_eq!((records[0].box_count, records[1].boxes.as_deref(), &records[2].boxes), (1, Some(&[][..]), &None));
}

#[test]
fn an_annotation_has_boxes_and_names_its_image() {
    let document = br#"{"file": "b/c.jpg", "image_size": [{"width": 200, "height": 100, "depth": 3}],
        "annotations": [{"class_id": 2, "left": 20, "top": 10, "width": 100, "height": 50},
            {"class_id": 7, "left": 0, "top": 0, "width": 1, "height": 1}],
        "categories": [{"class_id": 2, "name": "triangle"}]}"#;
    let Preview::Annotation(annotation) = whole("a/train_annotation/b/c.json", document) else { panic!("no annotation") };
    assert_eq!(annotation.image.as_deref(), Some("a/train/b/c.jpg"));
    let first = &annotation.boxes[0];
    assert_eq!([first.left, first.top, first.right, first.bottom], [0.1, 0.1, 0.6, 0.6]);
    assert_eq!((first.title(), annotation.boxes[1].title()), ("class 2 (triangle)".to_owned(), "class 7".to_owned()));
    assert!(annotation.text.contains("\n  \"file\": \"b/c.jpg\""));
    for other in
        [r#"{"annotations": [{"bbox": [1, 2, 3, 4]}]}"#, r#"{"image_size": [{"width": 0, "height": 1}], "annotations": []}"#]
    {
        assert!(matches!(whole("a.json", other.as_bytes()), Preview::Json(_)), "{other}");
    }
}

#[test]
fn masks_show_their_indices_and_grey_pictures_stay_pictures() {
    let encoded = |color: png::ColorType| {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 4, 1);
        encoder.set_color(color);
        if color == png::ColorType::Indexed {
            encoder.set_palette([0, 0, 0, 128, 0, 0].as_slice());
        }
        encoder.write_header().expect("a header").write_image_data(&[0, 0, 0, 1]).expect("pixels");
        bytes
    };
    let (palette, grey) = (encoded(png::ColorType::Indexed), encoded(png::ColorType::Grayscale));
    for key in ["a.png", "a/train_annotation/a.png"] {
        let Preview::Mask(mask) = whole(key, &palette) else { panic!("no mask") };
        assert!(!mask.is_recoloured);
        assert_eq!(mask.words(), "4 × 1 pixels: index 0 75.0 %, index 1 25.0 %");
    }
    assert_eq!(whole("a/train/a.png", &grey), Preview::Picture(Picture::Png));
    assert!(matches!(whole("a/train_annotation/a.png", &grey), Preview::Mask(mask) if mask.is_recoloured));
    assert_eq!(preview("a.png", &palette, 2 << 20), Preview::Picture(Picture::Png), "the rest of the mask was not read");
}
