use super::*;

/// Bytes from groups of hexadecimal digits.
fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text.chars().filter_map(|character| character.to_digit(16)).collect();
    digits.chunks_exact(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect()
}

fn scalar() -> Vec<u8> {
    [hex("0a23d7ce 21000000 00000000 00004040 0700000000000000 0000000000000000"), b"JPEGBYTES\0\0\0".to_vec()].concat()
}

#[test]
fn a_scalar_label_follows_the_flag() {
    let file = [scalar(), scalar()].concat();
    let records = records(&file).expect("the framework wrote this");
    assert_eq!(records.len(), 2);
    assert_eq!((records[1].labels.as_slice(), records[1].id, records[1].image.as_ref()), (&[3.0][..], 7, &b"JPEGBYTES"[..]));
}

#[test]
fn several_labels_follow_the_header() {
    let header = hex("0a23d7ce 37000000 07000000 00000000 0900000000000000 0000000000000000");
    let labels: Vec<u8> = (0..7).flat_map(|label| (label as f32).to_le_bytes()).collect();
    let file = [header, labels, b"PNG\0".to_vec()].concat();
    let records = records(&file).expect("the framework wrote this");
    assert_eq!((records[0].labels.len(), records[0].labels[6], records[0].image.as_ref()), (7, 6.0, &b"PNG"[..]));
}

#[test]
fn parts_are_joined_with_the_magic_number() {
    let file = [hex("0a23d7ce 04000020"), b"AAAA".to_vec(), hex("0a23d7ce 05000060"), b"BBBBB\0\0\0".to_vec()].concat();
    let joined = payload(&file, &mut 0).expect("the framework wrote this");
    assert_eq!(joined.as_ref(), [&b"AAAA"[..], &MAGIC, b"BBBBB"].concat());
    let file = hex("0a23d7ce 00000020 0a23d7ce 00000040 0a23d7ce 00000060");
    assert_eq!(payload(&file, &mut 0).expect("two magic numbers").as_ref(), [MAGIC, MAGIC].concat());
}

#[test]
fn damage_is_located() {
    let good = scalar();
    let at = |file: &[u8]| records(file).expect_err("damaged").offset;
    assert_eq!(at(b"<html>not found</html>"), 0);
    assert_eq!(at(&[good.clone(), good[..20].to_vec()].concat()), good.len());
    assert_eq!(at(&[good.clone(), hex("0a23d7ce")].concat()), good.len());
    assert_eq!(at(&hex("0a23d7ce 00000000")), 0);
    assert_eq!(at(&hex("0a23d7ce 04000020 41414141")), 12);
    assert_eq!(at(&hex("0a23d7ce 04000060 41414141")), 0);
    let endless = hex("0a23d7ce 18000000 ffffffff 00000000 0000000000000000 0000000000000000");
    assert_eq!(records(&endless).expect_err("too many labels").reason, "the record is too short for its labels");
    assert!(records(&[]).expect("an empty file has no records").is_empty());
}
