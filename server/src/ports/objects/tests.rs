//! Previews of honest and of hostile objects.

use console::data::object_preview::{Picture, Preview};

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
