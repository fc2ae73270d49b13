//! One pass over lists of any release, and over lists that lie.

use super::*;

fn written() -> Vec<u8> {
    let arrays = [
        NamedArray { name: "arg:fc1_weight".to_owned(), shape: vec![2, 3], values: vec![1.0, -2.0, f32::NAN, 0.0, 2.0, 4.0] },
        NamedArray { name: "aux:bn1_moving_var".to_owned(), shape: vec![1], values: vec![1.5] },
    ];
    let mut bytes = Vec::new();
    write_float32(&arrays, &mut bytes).expect("memory takes it");
    bytes
}

fn scanned(bytes: &[u8]) -> Result<Vec<ScannedArray>, String> {
    scan(bytes, |_, _| {}).map_err(|error| error.to_string())
}

#[test]
fn a_list_is_read_in_one_pass() {
    let mut seen = Vec::new();
    let arrays = scan(written().as_slice(), |index, values| seen.push((index, values.len()))).expect("a list");
    let [weight, variance] = &arrays[..] else { panic!("{arrays:?}") };
    assert_eq!((weight.name.as_str(), &weight.shape[..], weight.elements), ("arg:fc1_weight", &[2, 3][..], 6));
    assert_eq!((weight.square_sum, weight.not_finite), (25.0, 1));
    assert_eq!((variance.name.as_str(), variance.square_sum), ("aux:bn1_moving_var", 2.25));
    assert_eq!(seen, [(0, 6), (1, 1)]);
}

#[test]
fn what_ends_early_goes_on_or_lies_is_refused() {
    let bytes = written();
    for length in 0..bytes.len() {
        assert!(scanned(&bytes[..length]).is_err(), "{length}");
    }
    assert_eq!(scanned(&[&bytes[..], &[0]].concat()), Err("something follows the list".to_owned()));
    let changed = |offset: usize, with: &[u8]| {
        let mut list = bytes.clone();
        list[offset..offset + with.len()].copy_from_slice(with);
        scanned(&list).expect_err("a refusal")
    };
    assert!(changed(16, &[0xFF; 8]).contains("arrays"));
    assert!(changed(28, &[1]).contains("dense"));
    assert!(changed(32, &[0xFF, 0xFF, 0xFF, 0x7F]).contains("dimensions"));
    assert!(changed(36, &[0xFF; 8]).contains("negative"));
    assert!(changed(36, &[0, 0, 0, 0, 0, 0, 0, 0x40]).contains("more elements"));
    // Claims to be far larger than what follows: no memory is taken for it.
    assert!(changed(36, &[0, 0, 0, 0, 1, 0, 0, 0]).contains("too early"));
    assert!(changed(60, &[99]).contains("unknown type"));
}

#[test]
fn lists_of_older_releases_are_read() {
    let list = |array: &[u8]| {
        let mut bytes = [LIST_MAGIC.to_le_bytes(), [0; 8], 1_u64.to_le_bytes()].concat();
        bytes.extend_from_slice(array);
        bytes.extend([1_u64.to_le_bytes(), 1_u64.to_le_bytes()].concat());
        bytes.push(b'w');
        bytes
    };
    let tail = |code: i32| [1_i32.to_le_bytes(), 0_i32.to_le_bytes(), code.to_le_bytes()].concat();
    let oldest = [
        &2_u32.to_le_bytes()[..],
        &1_u32.to_le_bytes(),
        &2_u32.to_le_bytes(),
        &tail(0),
        &3_f32.to_le_bytes(),
        &4_f32.to_le_bytes(),
    ];
    let arrays = scanned(&list(&oldest.concat())).expect("a list");
    assert_eq!((&arrays[0].shape[..], arrays[0].square_sum), (&[1, 2][..], 25.0));
    let wide = [&WIDE.to_le_bytes()[..], &1_u32.to_le_bytes(), &2_i64.to_le_bytes(), &tail(2), &[0, 0x3C, 0, 0xC0]];
    let arrays = scanned(&list(&wide.concat())).expect("a list");
    assert_eq!((arrays[0].element, arrays[0].square_sum), (ElementType::Float16, 5.0));
}
