//! A test for each trick.

use domain::artifact::{ArtifactReport, EntryKind, seedings};
use tar::EntryType;

use super::made::{archive, archive_of, classifier, gzip, parameters, raw, residual_20};
use crate::artifact::xray::examine;

fn report(bytes: &[u8]) -> ArtifactReport {
    examine(bytes, bytes.len() as u64)
}

#[track_caller]
fn refused(bytes: &[u8], expected: &str) {
    let report = report(bytes);
    let problem = report.problem.clone().unwrap_or_default();
    assert!(problem.contains(expected), "{problem:?} does not say {expected:?}");
    assert!(seedings(&report).iter().all(|seeding| !seeding.is_possible()));
}

#[track_caller]
fn cautioned(bytes: &[u8], expected: &str) -> ArtifactReport {
    let report = report(bytes);
    assert!(report.cautions.iter().any(|caution| caution.contains(expected)), "{:?} does not say {expected:?}", report.cautions);
    report
}

#[test]
fn what_is_no_gzip() {
    refused(b"", "It is empty.");
    refused(b"PK\x03\x04 a zip file", "It is a ZIP archive");
    refused(&[0; 4096], "not compressed with gzip");
    refused(&[0x1F, 0x8B], "too early");
    refused(&[&[0x1F, 0x8B, 8, 0][..], &[0xFF; 5000]].concat(), "damaged");
}

#[test]
fn what_is_gzip_and_no_archive() {
    refused(&gzip(&[b'x'; 5000]), "no header of an entry");
    refused(&gzip(b"short"), "too early");
    // What a job leaves that had nothing to save: whole, and no use to any algorithm.
    let empty = report(&gzip(&[0; 1024]));
    assert_eq!((empty.problem.as_deref(), empty.entry_count), (None, 0));
    assert!(seedings(&empty).iter().all(|seeding| !seeding.is_possible()));
}

#[test]
fn a_bomb() {
    let one = gzip(&vec![0; 32 << 20]);
    let head = raw(b"zeros", EntryType::Regular, 8 << 30, b"", b"");
    let mut bomb = gzip(&head);
    // Two gigabytes of zeros in two megabytes, as joined streams.
    for _ in 0..64 {
        bomb.extend_from_slice(&one);
    }
    refused(&bomb, "made to fill disks");
}

#[test]
fn a_gigantic_extended_header() {
    refused(&archive_of(&[raw(b"x", EntryType::XHeader, 1 << 33, b"", b"")]), "extended header claims 8589934592 bytes");
    refused(&archive_of(&[raw(b"L", EntryType::GNULongName, 1 << 33, b"", b"")]), "extended header claims");
    let endless = archive_of(&vec![raw(b"x", EntryType::XHeader, 0, b"", b""); 100_001]);
    refused(&endless, "more than 100000 entries");
}

#[test]
fn paths_that_lead_elsewhere() {
    for path in ["../../etc/cron.d/x", "/etc/passwd", "a/../../b"] {
        let report = cautioned(&archive_of(&[raw(path.as_bytes(), EntryType::Regular, 1, b"x", b"")]), path);
        assert_eq!(report.entries[0].path, path);
    }
    let report = cautioned(&archive_of(&[raw("a\u{202E}b\x1b[31m".as_bytes(), EntryType::Regular, 0, b"", b"")]), "do not show");
    assert!(!report.entries[0].path.contains(['\u{202E}', '\x1b']));
}

#[test]
fn links_and_devices() {
    let report =
        cautioned(&archive_of(&[raw(b"model.params", EntryType::Symlink, 0, b"", b"/etc/shadow")]), "link to /etc/shadow");
    assert_eq!(report.entries[0].kind, EntryKind::Link("/etc/shadow".to_owned()));
    assert_eq!(report.entries[0].digest, None);
    cautioned(&archive_of(&[raw(b"hard", EntryType::Link, 0, b"", b"../x")]), "link to ../x");
    cautioned(&archive_of(&[raw(b"null", EntryType::Char, 0, b"", b"")]), "neither a file nor a folder");
}

#[test]
fn archives_that_were_cut() {
    let whole = archive(&classifier(0.1));
    for length in [20, whole.len() / 2, whole.len() - 9, whole.len() - 1] {
        let report = report(&whole[..length]);
        assert!(report.problem.is_some(), "{length} of {} bytes", whole.len());
        // The object that is there was read to its end all the same.
        assert!(report.digest.is_some());
    }
    let cut = report(&whole[..whole.len() - 40]);
    let last = cut.entries.last().expect("what was met");
    assert!(last.cut_at.is_some_and(|read| read < last.size), "{last:?}");
    assert_eq!((last.digest.as_ref(), cut.entry_count), (None, cut.entries.len() as u64));
    let mut damaged = whole.clone();
    let middle = damaged.len() - 6;
    damaged[middle] ^= 0xFF;
    assert!(report(&damaged).problem.is_some(), "the check sum is wrong");
}

#[test]
fn sizes_that_lie() {
    refused(&archive_of(&[raw(b"a", EntryType::Regular, 1 << 40, b"abc", b"")]), "too early");
    let mut wrong = raw(b"a", EntryType::Regular, 3, b"abc", b"");
    wrong[124..136].copy_from_slice(b"zzzzzzzzzzz\0");
    refused(&gzip(&wrong), "no header of an entry");
    // An object that is shorter than the store said.
    let bytes = archive(&classifier(0.1));
    let report = examine(&bytes[..], bytes.len() as u64 + 1000);
    assert_eq!(report.digest, None);
}

#[test]
fn parameters_that_lie() {
    let mut file = parameters(&residual_20(0.1));
    file[16..24].copy_from_slice(&u64::MAX.to_le_bytes());
    cautioned(&archive(&[("image-classification-0001.params", file)]), "claims to hold");
    let mut file = parameters(&residual_20(0.1));
    file[36..44].copy_from_slice(&(1_u64 << 40).to_le_bytes());
    let report = cautioned(&archive(&[("image-classification-0001.params", file)]), "ends too early");
    assert_eq!(report.parameters, None);
    assert!(!seedings(&report)[0].is_possible());
}

#[test]
fn the_last_checkpoint_counts_in_whatever_state_it_is() {
    let (good, broken) = (parameters(&residual_20(0.1)), b"no arrays".to_vec());
    let name = |epoch: u32| format!("image-classification-{epoch:04}.params");
    for (first, second) in [((1, &good), (2, &broken)), ((2, &broken), (1, &good))] {
        let files = [(&*name(first.0), first.1.clone()), (&*name(second.0), second.1.clone())];
        let report = cautioned(&archive(&files), "image-classification-0002.params cannot be read");
        assert_eq!(report.parameters, None);
        let obstacles = &seedings(&report)[0].obstacles;
        assert!(obstacles.iter().any(|obstacle| obstacle == "The parameters cannot be read."), "{obstacles:?}");
    }
    let files = [(&*name(1), broken), (&*name(2), good)];
    let report = cautioned(&archive(&files), "image-classification-0001.params cannot be read");
    assert_eq!(report.parameters.and_then(|found| found.epoch), Some(2));
}

#[test]
fn graphs_that_are_deep_or_endless() {
    let deep = [b"{\"nodes\":".to_vec(), vec![b'['; 1 << 20]].concat();
    cautioned(&archive(&[("image-classification-symbol.json", deep)]), "cannot be used");
    cautioned(&archive(&[("image-classification-symbol.json", vec![b' '; 17 << 20])]), "too large");
    let shapes = [b"[".to_vec(), vec![b'['; 50_000]].concat();
    assert_eq!(report(&archive(&[("model-shapes.json", shapes.clone()), ("hyperparams.json", shapes)])).problem, None);
}

#[test]
fn archives_in_archives_are_not_opened() {
    let inner = archive(&classifier(0.1));
    let report = cautioned(&archive(&[("model.tar.gz", inner)]), "model.tar.gz is an archive itself. It is not opened");
    assert_eq!((report.problem.as_deref(), report.parameters, report.entry_count), (None, None, 1));
}

#[test]
fn what_follows_an_archive() {
    let bytes = [archive(&classifier(0.1)), b"MALICE".to_vec()].concat();
    let report = cautioned(&bytes, "follows the archive");
    assert_eq!(report.problem, None);
}

#[test]
fn names_that_are_endless() {
    let arrays: Vec<_> = (0..5000).map(|_| ("arg:x_weight", vec![1], vec![1.0])).collect();
    let report = report(&archive(&[("image-classification-0001.params", parameters(&arrays))]));
    let parameters = report.parameters.expect("parameters");
    assert_eq!((parameters.layer_count, parameters.layers.len()), (5000, 4096));
    let many: Vec<_> = (0..600).map(|_| raw(b"a", EntryType::Regular, 0, b"", b"")).collect();
    let report = examine(&archive_of(&many)[..], archive_of(&many).len() as u64);
    assert_eq!((report.entry_count, report.entries.len()), (600, 500));
}
