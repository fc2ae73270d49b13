//! Lists as MXNet lays them out, and lists that lie.

use super::*;

fn arrays() -> Vec<NamedArray> {
    vec![
        NamedArray { name: "arg:fc1_weight".to_owned(), shape: vec![2, 3], values: vec![1.0, -2.0, 3.5, 0.0, 1e-20, 7.0] },
        NamedArray { name: "aux:bn1_moving_var".to_owned(), shape: vec![1], values: vec![1.5] },
    ]
}

fn read(mut bytes: &[u8], max_elements: u64) -> Result<Vec<NamedArray>, String> {
    read_float32(&mut bytes, max_elements).map_err(|error| error.to_string())
}

fn written() -> Vec<u8> {
    let mut bytes = Vec::new();
    write_float32(&arrays(), &mut bytes).expect("memory takes it");
    bytes
}

#[test]
fn a_list_is_laid_out_as_mxnet_does() {
    let bytes = written();
    assert_eq!(bytes[..8], [0x12, 1, 0, 0, 0, 0, 0, 0]);
    assert_eq!(bytes[16..24], [2, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(bytes[24..36], [0xC9, 0xFA, 0x93, 0xF9, 0, 0, 0, 0, 2, 0, 0, 0]);
    assert_eq!(bytes[36..52], [2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(bytes[52..64], [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert!(bytes.ends_with(b"\x12\0\0\0\0\0\0\0aux:bn1_moving_var"));
}

#[test]
fn what_was_written_is_read() {
    assert_eq!(read(&written(), 7), Ok(arrays()));
}

#[test]
fn a_list_that_ends_early_or_late_is_refused() {
    let bytes = written();
    for length in 0..bytes.len() {
        assert!(read(&bytes[..length], 7).is_err(), "{length}");
    }
    let longer = [bytes, vec![0]].concat();
    assert_eq!(read(&longer, 7), Err("something follows the list".to_owned()));
}

#[test]
fn claims_are_not_believed() {
    assert!(read(&written(), 6).is_err_and(|error| error.contains("larger than")));
    let changed = |offset: usize, bytes: &[u8]| {
        let mut list = written();
        list[offset..offset + bytes.len()].copy_from_slice(bytes);
        read(&list, 7).expect_err("a refusal")
    };
    assert!(changed(16, &[0xFF; 8]).contains("arrays"));
    assert!(changed(32, &[0xFF; 4]).contains("dimensions"));
    assert!(changed(36, &[0xFF; 8]).contains("negative"));
    assert!(changed(36, &[0, 0, 0, 0, 0, 0, 0, 0x40]).contains("larger than"));
    assert!(changed(60, &[1]).contains("32-bit"));
    assert!(changed(28, &[1]).contains("dense"));
}

/// `trainer/tests/mxnet/fixtures.py` made the file with MXNet.
#[test]
fn a_list_of_mxnet_is_read_and_written_byte_for_byte() {
    let file: &[u8] = include_bytes!("../../../tests/fixtures/arrays.params");
    let arrays = read(file, 5).expect("a list");
    assert_eq!(
        arrays,
        [
            NamedArray { name: "arg:fc1_bias".to_owned(), shape: vec![3], values: vec![1.0, 2.0, 3.0] },
            NamedArray { name: "aux:bn0_moving_var".to_owned(), shape: vec![1, 2], values: vec![4.0, 5.0] },
        ]
    );
    let mut written = Vec::new();
    write_float32(&arrays, &mut written).expect("memory takes it");
    assert_eq!(written, file);
}
