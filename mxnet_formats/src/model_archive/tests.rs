use std::io::{Read, Write};

use flate2::{Compression, write::GzEncoder};
use tar::{EntryType, Header};

use super::{ArchiveReader, Broken, Kind, Oddities, is_shadow_file};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn padded(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.resize(bytes.len().next_multiple_of(512), 0);
    bytes
}

fn entry(path: &str, kind: EntryType, content: &[u8], change: impl FnOnce(&mut Header)) -> Vec<u8> {
    let mut header = Header::new_gnu();
    header.as_mut_bytes()[..path.len()].copy_from_slice(path.as_bytes());
    header.set_entry_type(kind);
    header.set_size(content.len() as u64);
    header.set_mode(0o644);
    change(&mut header);
    header.set_cksum();
    padded([header.as_bytes(), content].concat())
}

fn file(path: &str, content: &[u8]) -> Vec<u8> {
    entry(path, EntryType::Regular, content, |_| ())
}

fn extended(attributes: &[(&str, &str)]) -> Vec<u8> {
    let line = |(key, value): &(&str, &str)| {
        let rest = format!(" {key}={value}\n");
        let length = (rest.len()..).find(|length| length.to_string().len() + rest.len() == *length).expect("a length");
        format!("{length}{rest}")
    };
    let text: String = attributes.iter().map(line).collect();
    entry("pax", EntryType::XHeader, text.as_bytes(), |_| ())
}

fn archive(entries: &[Vec<u8>]) -> Vec<u8> {
    [entries.concat(), vec![0; 1024]].concat()
}

type Files = Vec<(String, u64, Vec<u8>)>;

fn files(bytes: &[u8]) -> Result<Files, Broken> {
    let mut reader = ArchiveReader::open(bytes, bytes.len() as u64)?;
    let mut files = Vec::new();
    while let Some(head) = reader.next_entry()? {
        let mut content = Vec::new();
        reader.read_to_end(&mut content)?;
        files.push((String::from_utf8_lossy(&head.path).into_owned(), head.size, content));
    }
    reader.finish()?;
    Ok(files)
}

/// 4 bytes at 2, 3 bytes at 600, a hole to the end at 1000.
fn expected() -> (Vec<u8>, &'static [u8]) {
    let mut content = vec![0; 1000];
    content[2..6].copy_from_slice(b"DATA");
    content[600..603].copy_from_slice(b"end");
    (content, b"DATAend")
}

#[test]
fn a_file_with_holes_is_read_whole_in_all_four_forms() {
    let (content, stored) = expected();
    let old = entry("model", EntryType::GNUSparse, stored, |header| {
        let gnu = header.as_gnu_mut().expect("a GNU header");
        for (place, (offset, length)) in [(2, 4), (600, 3), (1000, 0)].into_iter().enumerate() {
            gnu.sparse[place].set_offset(offset);
            gnu.sparse[place].set_length(length);
        }
        gnu.set_real_size(1000);
    });
    let pairs =
        [("GNU.sparse.offset", "2"), ("GNU.sparse.numbytes", "4"), ("GNU.sparse.offset", "600"), ("GNU.sparse.numbytes", "3")];
    let first = [&[("GNU.sparse.size", "1000"), ("GNU.sparse.numblocks", "2")][..], &pairs].concat();
    let second = [("GNU.sparse.size", "1000"), ("GNU.sparse.name", "model"), ("GNU.sparse.map", "2,4,600,3")];
    let third =
        [("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.name", "model"), ("GNU.sparse.realsize", "1000")];
    let with_map = [padded(b"3\n2\n4\n600\n3\n1000\n0\n".to_vec()), stored.to_vec()].concat();
    for (form, entries) in [
        ("old", vec![old]),
        ("0.0", vec![extended(&first), file("model", stored)]),
        ("0.1", vec![extended(&second), file("GNUSparseFile.1/model", stored)]),
        ("1.0", vec![extended(&third), file("GNUSparseFile.1/model", &with_map)]),
    ] {
        let whole = [vec![file("before", b"x")], entries, vec![file("behind", b"y")]].concat();
        let found = files(&gzip(&archive(&whole))).unwrap_or_else(|error| panic!("{form}: {error}"));
        let names: Vec<&str> = found.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(names, ["before", "model", "behind"], "{form}");
        assert_eq!((found[1].1, &found[1].2), (1000, &content), "{form}");
    }
}

#[test]
fn an_old_map_may_go_on_in_further_blocks() {
    let mut content = Vec::new();
    let mut stored = Vec::new();
    let mut further = [[0; 512]; 2];
    let mut old = entry("model", EntryType::GNUSparse, &[7; 30], |header| {
        let gnu = header.as_gnu_mut().expect("a GNU header");
        gnu.set_is_extended(true);
        gnu.set_real_size(60);
        for place in 0..30_u64 {
            let (offset, length) = (format!("{:011o}\0", place * 2 + 1), "00000000001\0");
            content.extend([0, 7]);
            stored.push(7);
            let pair = [offset.as_bytes(), length.as_bytes()].concat();
            let place = place as usize;
            match place {
                0..4 => header_pair(gnu, place, &pair),
                4..25 => further[0][(place - 4) * 24..][..24].copy_from_slice(&pair),
                _ => further[1][(place - 25) * 24..][..24].copy_from_slice(&pair),
            }
        }
        further[0][504] = 1;
    });
    old.splice(512..512, further.concat());
    let found = files(&gzip(&archive(&[old, file("behind", b"y")]))).expect("an archive");
    assert_eq!((found[0].1, &found[0].2, found[1].0.as_str()), (60, &content, "behind"));
}

fn header_pair(gnu: &mut tar::GnuHeader, place: usize, pair: &[u8]) {
    gnu.sparse[place].offset.copy_from_slice(&pair[..12]);
    gnu.sparse[place].numbytes.copy_from_slice(&pair[12..]);
}

#[test]
fn a_map_that_lies_is_refused() {
    for (map, size) in
        [("2,4,600,4", "1000"), ("2,4,600", "1000"), ("600,3,2,4", "1000"), ("2,4,600,3", "602"), ("2,4,3,3", "1000")]
    {
        let attributes = [("GNU.sparse.size", size), ("GNU.sparse.map", map)];
        let bytes = gzip(&archive(&[extended(&attributes), file("model", b"DATAend")]));
        assert!(matches!(files(&bytes), Err(Broken::Holes(_))), "{map} of {size}");
    }
    let endless = [("GNU.sparse.size", "18446744073709551615"), ("GNU.sparse.map", "0,7")];
    let bytes = gzip(&archive(&[extended(&endless), file("model", b"DATAend")]));
    let mut reader = ArchiveReader::open(&bytes[..], bytes.len() as u64).expect("gzip");
    reader.next_entry().expect("an archive");
    let error = std::io::copy(&mut reader, &mut std::io::sink()).expect_err("a limit");
    assert!(error.to_string().contains("unpacks to"), "{error}");
}

#[test]
fn a_gzip_of_several_members_is_one_archive() {
    let plain = archive(&[file("first", &[1; 3000]), file("second", &[2; 3000])]);
    let (one, other) = plain.split_at(plain.len() / 3);
    let joined = [gzip(one), gzip(other)].concat();
    assert_eq!(files(&joined).expect("an archive"), files(&gzip(&plain)).expect("an archive"));
    assert!(files(&joined[..joined.len() - 9]).is_err(), "the second member was cut");
}

#[test]
fn what_is_no_archive_says_so() {
    assert_eq!(files(b"").expect_err("a reason").sentence(), "It is empty.");
    assert_eq!(files(b"no gzip").expect_err("a reason").sentence(), "It is not compressed with gzip.");
}

#[test]
fn what_its_owner_takes_for_files_of_the_model_is_named() {
    let link = entry("a/model.params", EntryType::Symlink, b"", |header| header.set_link_name("blobs/0").expect("a name"));
    let bytes = gzip(&archive(&[link, file("x/model.tar.gz", b"")]));
    let mut reader = ArchiveReader::open(&bytes[..], bytes.len() as u64).expect("gzip");
    let mut oddities = Oddities::default();
    assert_eq!(oddities.hint(), None);
    let head = reader.next_entry().expect("an archive").expect("an entry");
    assert_eq!((head.kind, oddities.take(&head)), (Kind::Link, None));
    let hint = oddities.hint().expect("a hint");
    assert_eq!(hint, "a/model.params is a link to blobs/0, and links are not followed: pack the files themselves");
    let head = reader.next_entry().expect("an archive").expect("an entry");
    assert!(oddities.take(&head).is_some_and(|sentence| sentence.starts_with("x/model.tar.gz is an archive itself.")));
    assert!(oddities.hint().is_some_and(|hint| hint.starts_with("it holds the archive x/model.tar.gz")));
    assert!(is_shadow_file("a/._model.params") && !is_shadow_file("._a/model.params") && !is_shadow_file(".model"));
}
