//! Archives made for tests.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use tar::{Builder, EntryType, Header};

/// An array: name, shape, values.
pub(crate) type Array = (&'static str, Vec<i64>, Vec<f32>);

/// A file of parameters, as MXNet lays it out.
pub(crate) fn parameters(arrays: &[Array]) -> Vec<u8> {
    let mut bytes = [0x112_u64.to_le_bytes(), [0; 8], (arrays.len() as u64).to_le_bytes()].concat();
    for (_, shape, values) in arrays {
        bytes.extend(0xF993_FAC9_u32.to_le_bytes());
        bytes.extend(0_i32.to_le_bytes());
        bytes.extend((shape.len() as u32).to_le_bytes());
        bytes.extend(shape.iter().flat_map(|size| size.to_le_bytes()));
        bytes.extend([1_i32, 0, 0].iter().flat_map(|field| field.to_le_bytes()));
        bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    }
    bytes.extend((arrays.len() as u64).to_le_bytes());
    for (name, _, _) in arrays {
        bytes.extend((name.len() as u64).to_le_bytes());
        bytes.extend(name.as_bytes());
    }
    bytes
}

/// The arrays of a residual network with 20 layers, as far as their names go, with values that follow from `seed`.
pub(crate) fn residual_20(seed: f32) -> Vec<Array> {
    const UNITS: [&str; 9] = [
        "arg:stage1_unit1_conv1_weight",
        "arg:stage1_unit2_conv1_weight",
        "arg:stage1_unit3_conv1_weight",
        "arg:stage2_unit1_conv1_weight",
        "arg:stage2_unit2_conv1_weight",
        "arg:stage2_unit3_conv1_weight",
        "arg:stage3_unit1_conv1_weight",
        "arg:stage3_unit2_conv1_weight",
        "arg:stage3_unit3_conv1_weight",
    ];
    let values = |count: usize, place: usize| (0..count).map(|index| ((index + place) as f32 * seed).sin()).collect::<Vec<_>>();
    let mut arrays: Vec<Array> =
        UNITS.iter().enumerate().map(|(place, name)| (*name, vec![4, 4, 3, 3], values(144, place * 1000))).collect();
    arrays.push(("arg:fc1_weight", vec![10, 4], values(40, 9000)));
    arrays.push(("arg:fc1_bias", vec![10], values(10, 9100)));
    arrays.push(("aux:bn1_moving_var", vec![4], vec![1.0; 4]));
    arrays
}

/// The files of a model of image classification.
pub(crate) fn classifier(seed: f32) -> Vec<(&'static str, Vec<u8>)> {
    let symbol = r#"{"nodes":[{"op":"null","name":"data","inputs":[]},{"op":"null","name":"fc1_weight","inputs":[]},
        {"op":"FullyConnected","name":"fc1","attrs":{"num_hidden":"10"},"inputs":[[0,0,0]]}],"arg_nodes":[0],"heads":[[2,0,0]]}"#;
    vec![
        ("image-classification-0003.params", parameters(&residual_20(seed))),
        ("image-classification-symbol.json", symbol.as_bytes().to_vec()),
        ("model-shapes.json", br#"[{"shape":[1,3,28,28],"name":"data"}]"#.to_vec()),
    ]
}

/// A `tar.gz` of files.
pub(crate) fn archive(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for (path, content) in files {
        let mut header = Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, path, &content[..]).expect("memory takes it");
    }
    gzip(&builder.into_inner().expect("memory takes it"))
}

/// Bytes, compressed.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// One entry with a header of any kind; the path is taken as it is.
pub(crate) fn raw(path: &[u8], kind: EntryType, size: u64, content: &[u8], link: &[u8]) -> Vec<u8> {
    let mut header = Header::new_ustar();
    header.as_mut_bytes()[..path.len()].copy_from_slice(path);
    header.as_mut_bytes()[157..157 + link.len()].copy_from_slice(link);
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_mode(0o644);
    header.set_cksum();
    let mut bytes = header.as_bytes().to_vec();
    bytes.extend_from_slice(content);
    bytes.resize(bytes.len().next_multiple_of(512), 0);
    bytes
}

/// Raw entries with an end, compressed.
pub(crate) fn archive_of(entries: &[Vec<u8>]) -> Vec<u8> {
    gzip(&[entries.concat(), vec![0; 1024]].concat())
}
