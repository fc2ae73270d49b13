use super::*;

impl ReadAt for Vec<u8> {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> std::io::Result<()> {
        let bytes = self.get(offset as usize..).and_then(|bytes| bytes.get(..buffer.len()));
        buffer.copy_from_slice(bytes.ok_or(std::io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    let value = |digit: u8| (digit as char).to_digit(16).expect("a digit") as u8;
    digits.chunks(2).map(|pair| value(pair[0]) << 4 | value(pair[1])).collect()
}

const SCALAR: &str = "0a23d7ce 21000000 00000000 00004040 0700000000000000 0000000000000000 4a50454742595445 53000000";
const SPLIT: &str = "0a23d7ce 04000020 41414141 0a23d7ce 05000060 4242424242000000";

#[test]
fn a_record_with_one_label() {
    let file = bytes(SCALAR);
    let (payload, next) = read_record(&file, 0).expect("a record");
    assert_eq!((payload.len(), next), (33, 44));
    assert_eq!(read_image(&payload), Ok((vec![3.0], &b"JPEGBYTES"[..])));
    let mut written = Vec::new();
    write_record(&payload, &mut written);
    assert_eq!(written, file);
}

#[test]
fn a_record_with_seven_labels() {
    let mut file = bytes("0a23d7ce 37000000 07000000 00000000 0900000000000000 0000000000000000");
    file.extend([0; 28]);
    file.extend(b"PNG\0");
    let (payload, next) = read_record(&file, 0).expect("a record");
    assert_eq!((payload.len(), next), (55, 64));
    assert_eq!(read_image(&payload), Ok((vec![0.0; 7], &b"PNG"[..])));
    assert!(read_image(&payload[..40]).is_err_and(|message| message.contains("7 labels")));
}

#[test]
fn a_label_behind_the_header_counts_too() {
    let payload = bytes("01000000 00000000 0000000000000000 0000000000000000 00000040 ffd8");
    assert_eq!(read_image(&payload), Ok((vec![2.0], &[0xff, 0xd8][..])));
}

#[test]
fn parts_are_joined_with_the_magic() {
    let file = bytes(SPLIT);
    let (payload, next) = read_record(&file, 0).expect("a record");
    assert_eq!(payload, b"AAAA\x0a\x23\xd7\xceBBBBB");
    assert_eq!(next, 28);
    let mut written = Vec::new();
    write_record(&payload, &mut written);
    assert_eq!(written, file);
    let magics = bytes("0a23d7ce 00000020 0a23d7ce 00000040 0a23d7ce 00000060");
    assert_eq!(read_record(&magics, 0), Ok((bytes("0a23d7ce 0a23d7ce"), 24)));
    assert_eq!(read_record(&bytes("0a23d7ce 00000000"), 0), Ok((Vec::new(), 8)));
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
        let error = read_record(&bytes(hex), 0).expect_err("an explanation");
        assert!(error.contains(expected), "{hex}: {error}");
    }
    assert!(read_image(b"short").is_err());
}

/// `tests/mxnet/fixtures.py` made the file with the framework.
#[test]
fn the_frameworks_records_are_read() {
    let file = include_bytes!("../../../tests/fixtures/records.rec").to_vec();
    let (picture, next) = read_record(&file, 0).expect("a record");
    let (labels, bytes) = read_image(&picture).expect("one label");
    let decoded = image::load_from_memory(bytes).expect("a picture");
    assert_eq!((&labels[..], decoded.width(), decoded.height()), (&[3.0][..], 5, 6));
    let (labels, next) = read_record(&file, next).expect("a record");
    assert_eq!(read_image(&labels).expect("two labels").0.len(), 2);
    let (parts, next) = read_record(&file, next).expect("a record");
    assert_eq!(read_image(&parts), Ok((vec![5.0], &b"AAAA\x0a\x23\xd7\xceBBBBB"[..])));
    assert_eq!(next, file.length());
}
