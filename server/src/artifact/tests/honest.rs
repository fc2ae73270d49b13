use std::io::Read;

use domain::artifact::{EntryKind, seedings};
use sha2::{Digest, Sha256};
use tar::EntryType;

use super::made::{archive, archive_of, classifier, gzip, parameters, raw, residual_20};
use crate::artifact::xray::examine;

#[test]
fn a_model_is_understood() {
    let bytes = archive(&classifier(0.1));
    let report = examine(&bytes[..], bytes.len() as u64);
    assert_eq!((report.problem.as_deref(), &report.cautions[..]), (None, &[][..]));
    assert_eq!(report.digest, Some(hex::encode(Sha256::digest(&bytes))));
    assert_eq!((report.entry_count, report.image_shape, report.classes()), (3, Some([3, 28, 28]), Some(10)));
    let parameters = report.parameters.as_ref().expect("parameters");
    assert_eq!((parameters.epoch, parameters.residual_layers, parameters.layer_count), (Some(3), Some(20), 12));
    assert_eq!((parameters.trained, parameters.auxiliary, parameters.not_finite), (9 * 144 + 50, 4, 0));
    assert_eq!(parameters.layers[11].norm, Some(2.0));
    let network = report.network.as_ref().expect("a network");
    assert_eq!((&network.inputs[..], network.operators.get("FullyConnected")), (&["data".to_owned()][..], Some(&1)));
    assert!(seedings(&report)[0].is_possible(), "{:?}", seedings(&report)[0].obstacles);
    let file = &classifier(0.1)[0].1;
    assert_eq!(report.entries[0].digest, Some(hex::encode(Sha256::digest(file))));
}

#[test]
fn of_several_epochs_the_last_counts() {
    let file = |seed| parameters(&residual_20(seed));
    let bytes = archive(&[
        ("image-classification-0002.params", file(0.2)),
        ("image-classification-0010.params", file(0.3)),
        ("image-classification-0009.params", file(0.4)),
    ]);
    let parameters = examine(&bytes[..], bytes.len() as u64).parameters.expect("parameters");
    assert_eq!((parameters.file.as_str(), parameters.epoch, parameters.files), ("image-classification-0010.params", Some(10), 3));
}

#[test]
fn long_names_folders_and_joined_streams_are_read() {
    let long = format!("{}/hyperparams.json", "folder".repeat(30));
    let honest = archive(&[(&long, br#"{"num_classes": "7", "base_network": "vgg-16"}"#.to_vec())]);
    let report = examine(&honest[..], honest.len() as u64);
    assert_eq!((report.entries[0].path.as_str(), report.classes()), (long.as_str(), Some(7)));
    let path = format!("{} path={}\n", 9 + 1 + "path=".len() + 150 - 10 + 1, "n".repeat(140));
    let path = format!("{} path={}\n", path.len(), "n".repeat(140));
    let extended = archive_of(&[
        raw(b"x", EntryType::XHeader, path.len() as u64, path.as_bytes(), b""),
        raw(b"short", EntryType::Regular, 3, b"abc", b""),
        raw(b"folder/", EntryType::Directory, 0, b"", b""),
    ]);
    let report = examine(&extended[..], extended.len() as u64);
    assert_eq!(report.entries.iter().map(|entry| entry.path.len()).collect::<Vec<_>>(), [140, 7]);
    assert_eq!(report.entries[1].kind, EntryKind::Folder);
    let tar = [raw(b"a", EntryType::Regular, 3, b"abc", b""), vec![0; 1024]].concat();
    let joined = [gzip(&tar[..500]), gzip(&tar[500..])].concat();
    assert_eq!(examine(&joined[..], joined.len() as u64).problem, None);
}

#[test]
fn archives_of_other_systems_are_read_as_a_job_reads_them() {
    let shadow = b"\0\x05\x16\x07\0\x02\0\0Mac OS X".to_vec();
    let bytes = archive(&[
        ("./._image-classification-0001.params", shadow.clone()),
        ("./image-classification-0001.params", parameters(&residual_20(0.2))),
        ("._model-shapes.json", shadow),
    ]);
    let report = examine(&bytes[..], bytes.len() as u64);
    let found = report.parameters.expect("parameters");
    assert_eq!((found.file.as_str(), found.files), ("image-classification-0001.params", 1));
    assert_eq!(
        report.cautions,
        ["The archive holds 2 files whose names begin with ._, in which macOS keeps attributes. No job reads them."]
    );
    // The same with a hole, as `tar --sparse` leaves one out where a file is zero.
    let holed = parameters(&[("arg:fc1_weight", vec![1000], vec![0.0; 1000])]);
    let middle = holed.len() / 2;
    let map = format!("0,{middle},{},{}", middle + 100, holed.len() - middle - 100);
    let line = |key: &str, value: &str| {
        let rest = format!(" {key}={value}\n");
        let length = (rest.len()..).find(|length| length.to_string().len() + rest.len() == *length).expect("a length");
        format!("{length}{rest}")
    };
    let attributes = [
        line("GNU.sparse.size", &holed.len().to_string()),
        line("GNU.sparse.name", "image-classification-0002.params"),
        line("GNU.sparse.map", &map),
    ]
    .concat();
    let stored = [&holed[..middle], &holed[middle + 100..]].concat();
    let bytes = archive_of(&[
        raw(b"x", EntryType::XHeader, attributes.len() as u64, attributes.as_bytes(), b""),
        raw(b"GNUSparseFile.0/y", EntryType::Regular, stored.len() as u64, &stored, b""),
    ]);
    let report = examine(&bytes[..], bytes.len() as u64);
    assert_eq!((report.problem, report.parameters.and_then(|found| found.epoch)), (None, Some(2)));
    assert_eq!(
        (report.entries[0].size, report.entries[0].digest.clone()),
        (holed.len() as u64, Some(hex::encode(Sha256::digest(&holed))))
    );
}

#[test]
fn a_gigabyte_takes_little_memory() {
    // Fifty megabytes that a decoder of everything at once would hold: counted here by what is asked for at a time.
    struct Counted<R>(R, usize);
    impl<R: Read> Read for Counted<R> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.1 = self.1.max(buffer.len());
            self.0.read(buffer)
        }
    }
    let values = vec![0.5_f32; 5 << 20];
    let bytes = archive(&[("image-classification-0001.params", parameters(&[("arg:fc1_weight", vec![5 << 20], values)]))]);
    let mut counted = Counted(&bytes[..], 0);
    let report = examine(&mut counted, bytes.len() as u64);
    assert_eq!(report.parameters.expect("parameters").trained, 5 << 20);
    assert!(counted.1 <= 64 * 1024, "{} bytes were asked for at once", counted.1);
}
