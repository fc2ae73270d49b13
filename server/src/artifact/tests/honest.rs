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
