//! Reading records and images, against bytes that MXNet's own writer wrote.

use super::*;

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let value = |digit: u8| (digit as char).to_digit(16).expect("a digit") as u8;
    digits.chunks(2).map(|pair| value(pair[0]) << 4 | value(pair[1])).collect()
}

fn read(file: &[u8], offset: u64) -> Result<(Vec<u8>, u64), String> {
    read_record(file, offset).map_err(|error| error.to_string())
}

/// Labels and image.
fn image(payload: &[u8]) -> Result<(Vec<f32>, &[u8]), String> {
    read_image(payload).map(|found| (found.labels(), found.image)).map_err(|error| error.to_string())
}

fn written(payload: &[u8]) -> Vec<u8> {
    let mut written = Vec::new();
    write_record(&mut written, payload).expect("memory takes it");
    written
}

const SCALAR: &str = "0a23d7ce 21000000 00000000 00004040 0700000000000000 0000000000000000 4a50454742595445 53000000";
const SPLIT: &str = "0a23d7ce 04000020 41414141 0a23d7ce 05000060 4242424242000000";

#[test]
fn a_record_with_one_label() {
    let file = bytes(SCALAR);
    let (payload, next) = read(&file, 0).expect("a record");
    assert_eq!((payload.len(), next), (33, 44));
    assert_eq!(image(&payload), Ok((vec![3.0], &b"JPEGBYTES"[..])));
    assert_eq!(written(&payload), file);
}

#[test]
fn a_record_with_seven_labels() {
    let mut file = bytes("0a23d7ce 37000000 07000000 00000000 0900000000000000 0000000000000000");
    file.extend([0; 28]);
    file.extend(b"PNG\0");
    let (payload, next) = read(&file, 0).expect("a record");
    assert_eq!((payload.len(), next), (55, 64));
    assert_eq!(image(&payload), Ok((vec![0.0; 7], &b"PNG"[..])));
    assert!(image(&payload[..40]).is_err_and(|message| message.contains("7 labels")));
}

#[test]
fn several_labels_are_read_as_they_were_written() {
    let payload = [labelled_header(&[1.0, 0.0, 1.0], 7), b"JPEG".to_vec()].concat();
    assert_eq!(image(&payload), Ok((vec![1.0, 0.0, 1.0], &b"JPEG"[..])));
    assert_eq!(read_image(&payload).expect("an image").id, 7);
}

#[test]
fn a_label_behind_the_header_counts_too() {
    let payload = bytes("01000000 00000000 0000000000000000 0000000000000000 00000040 ffd8");
    assert_eq!(image(&payload), Ok((vec![2.0], &[0xff, 0xd8][..])));
}

#[test]
fn parts_are_joined_with_the_magic() {
    let file = bytes(SPLIT);
    let (payload, next) = read(&file, 0).expect("a record");
    assert_eq!(payload, b"AAAA\x0a\x23\xd7\xceBBBBB");
    assert_eq!(next, 28);
    assert_eq!(written(&payload), file);
    let magics = bytes("0a23d7ce 00000020 0a23d7ce 00000040 0a23d7ce 00000060");
    assert_eq!(read(&magics, 0), Ok((bytes("0a23d7ce 0a23d7ce"), 24)));
    assert_eq!(read(&bytes("0a23d7ce 00000000"), 0), Ok((Vec::new(), 8)));
}

#[test]
fn what_is_not_a_record_is_explained() {
    for (hex, expected) in [
        ("ffd8ffe0 00104a46", "found"),
        ("0a23d7ce", "ends inside"),
        ("0a23d7ce 21000000 0000", "only 2 are left"),
        ("0a23d7ce 00000060", "kind 3"),
        ("0a23d7ce 00000020", "missing"),
        ("0a23d7ce 00000020 0a23d7ce 00000000", "kind 0"),
        ("0a23d7ce 000000e0", "kind 7"),
    ] {
        let error = read(&bytes(hex), 0).expect_err("an explanation");
        assert!(error.contains(expected), "{hex}: {error}");
    }
    assert!(image(b"short").is_err());
}

/// `trainer/tests/mxnet/fixtures.py` made the file with MXNet.
#[test]
fn the_records_of_mxnet_are_read() {
    let file = include_bytes!("../../tests/fixtures/records.rec");
    let (picture, next) = read(file, 0).expect("a record");
    let (labels, bytes) = image(&picture).expect("one label");
    let decoded = ::image::load_from_memory(bytes).expect("a picture");
    assert_eq!((&labels[..], decoded.width(), decoded.height()), (&[3.0][..], 5, 6));
    let (labels, next) = read(file, next).expect("a record");
    assert_eq!(image(&labels).expect("two labels").0.len(), 2);
    let (parts, next) = read(file, next).expect("a record");
    assert_eq!(image(&parts), Ok((vec![5.0], &b"AAAA\x0a\x23\xd7\xceBBBBB"[..])));
    assert_eq!(next, file.len() as u64);
}
