//! Archives that are no parent for a job.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
};

use crate::{
    parents::rename,
    support::{Job, archive},
};

fn parent() -> Job {
    let mut parent = Job::new();
    parent.set("epochs", "1");
    parent.succeed();
    parent
}

fn refused(bytes: &[u8]) -> String {
    let mut job = Job::new();
    job.model(bytes);
    job.refused_at_once()
}

#[test]
fn another_network_is_named_with_both_values() {
    let bytes = parent().model_archive();
    for (name, value, expected) in [
        ("num_classes", "4", "ClientError: num_classes of the model channel is 3, this job has 4. "),
        ("num_layers", "32", "ClientError: num_layers of the model channel is 20, this job has 32. "),
        ("num_layers", "18", "ClientError: num_layers of the model channel is 20, this job has 18. "),
        ("image_shape", "3,7,8", "ClientError: image_shape of the model channel is 3,8,8, this job has 3,7,8. "),
        ("image_shape", "1,8,8", "ClientError: image_shape of the model channel is 3,8,8, this job has 1,8,8. "),
    ] {
        let mut job = Job::new();
        job.model(&bytes);
        job.set(name, value);
        let message = job.refused();
        assert!(message.starts_with(expected), "{message}");
    }
}

#[test]
fn what_is_no_archive_is_refused() {
    assert!(refused(b"").contains("it is empty"));
    assert!(refused(b"some text, but no archive").contains("not compressed with gzip"));
    assert!(refused(&archive(&BTreeMap::new())).contains("no file image-classification-NNNN.params"));
    let other = BTreeMap::from([("model.pth".to_owned(), vec![1, 2, 3])]);
    assert!(refused(&archive(&other)).contains("no file image-classification-NNNN.params"));
}

#[test]
fn files_that_are_links_or_in_an_archive_of_their_own_are_named() {
    let parent = parent();
    let nested = BTreeMap::from([("model.tar.gz".to_owned(), parent.model_archive())]);
    let message = refused(&archive(&nested));
    assert!(message.contains("NNNN.params, and it holds the archive model.tar.gz, which is not opened"), "{message}");
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    builder.append_link(&mut header, "image-classification-0001.params", "blobs/0").expect("memory takes it");
    let message = refused(&gzip(&builder.into_inner().expect("memory takes it")));
    assert!(message.contains("image-classification-0001.params is a link to blobs/0, and links are not followed"), "{message}");
}

#[test]
fn archives_of_other_programs_are_read_to_their_last_checkpoint() {
    let mut parent = Job::new();
    parent.set("epochs", "3");
    parent.set("checkpoint_frequency", "1");
    parent.succeed();
    let files = parent.model_files();
    let plain = gunzip(&archive(&files));
    let (one, other) = plain.split_at(plain.len() / 3);
    let members = [gzip(one), gzip(other)].concat();
    let last = "image-classification-0003.params";
    let others = gunzip(&archive(&files.iter().filter(|(name, _)| *name != last).map(|(n, b)| (n.clone(), b.clone())).collect()));
    // The two blocks of zeros at the end are replaced.
    let sparse = gzip(&[&others[..others.len() - 1024], &with_holes(last, &files[last]), &[0; 1024]].concat());
    for (form, bytes) in [("two members", members), ("holes", sparse)] {
        let mut child = Job::new();
        child.model(&bytes);
        child.file("model", "application/x-sagemaker-model", "._model.tar.gz", b"\0\x05\x16\x07");
        let (_, log) = child.succeed();
        assert!(log.contains("Loaded weights of epoch 3 "), "{form}: {log}");
        assert!(log.contains("The channel model holds ._model.tar.gz, in which macOS keeps attributes."), "{log}");
    }
}

#[test]
fn a_broken_checkpoint_before_the_last_one_is_no_obstacle() {
    let mut files = parent().model_files();
    let last = files["image-classification-0001.params"].clone();
    files.insert("image-classification-0001.params".to_owned(), b"no arrays".to_vec());
    files.insert("image-classification-0002.params".to_owned(), last.clone());
    let mut child = Job::new();
    child.model(&archive(&files));
    assert!(child.succeed().1.contains("Loaded weights of epoch 2 "));
    files.insert("image-classification-0001.params".to_owned(), last);
    files.insert("image-classification-0002.params".to_owned(), b"no arrays".to_vec());
    assert!(refused(&archive(&files)).contains("image-classification-0002.params cannot be used"));
}

/// An entry of GNU tar's old sparse format: everything but a hole in the middle of zeros, which is put there.
fn with_holes(name: &str, content: &[u8]) -> Vec<u8> {
    let middle = content.len() / 2;
    let zeros = content[middle..].iter().take_while(|byte| **byte == 0).count();
    let mut header = tar::Header::new_gnu();
    header.set_path(name).expect("a name");
    header.set_entry_type(tar::EntryType::GNUSparse);
    header.set_size((content.len() - zeros) as u64);
    header.set_mode(0o644);
    let gnu = header.as_gnu_mut().expect("a GNU header");
    for (place, (offset, length)) in [(0, middle), (middle + zeros, content.len() - middle - zeros)].into_iter().enumerate() {
        gnu.sparse[place].set_offset(offset as u64);
        gnu.sparse[place].set_length(length as u64);
    }
    gnu.set_real_size(content.len() as u64);
    header.set_cksum();
    let mut entry = [header.as_bytes(), &content[..middle], &content[middle + zeros..]].concat();
    entry.resize(entry.len().next_multiple_of(512), 0);
    entry
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain).expect("gzip");
    plain
}

#[test]
fn a_cut_or_changed_archive_is_refused() {
    let bytes = parent().model_archive();
    for length in [1, 10, 20, bytes.len() / 3, bytes.len() - 1] {
        let message = refused(&bytes[..length]);
        assert!(message.contains("not a model of image classification"), "{length}: {message}");
    }
    let mut changed = bytes.clone();
    let place = bytes.len() / 2;
    changed[place] ^= 0x55;
    refused(&changed);
}

#[test]
fn a_foreign_network_is_refused() {
    let mut files = parent().model_files();
    let parameters = files.get_mut("image-classification-0001.params").expect("the parameters");
    rename(parameters, "arg:stage1_unit1", 4);
    assert!(refused(&archive(&files)).contains("arg:stage1_unit1"));
    let mut files = parent().model_files();
    files.insert("image-classification-0001.params".to_owned(), b"not arrays".to_vec());
    assert!(refused(&archive(&files)).contains("image-classification-0001.params cannot be used"));
}

#[test]
fn missing_files_are_named() {
    for name in ["image-classification-symbol.json", "model-shapes.json"] {
        let mut files = parent().model_files();
        files.remove(name);
        assert!(refused(&archive(&files)).contains(name));
    }
}

#[test]
fn one_archive_is_wanted() {
    let mut job = Job::new();
    job.file("model", "application/x-sagemaker-model", "model.tar", b"x");
    assert!(job.refused().contains("holds no .tar.gz file"));
    job.file("model", "application/x-sagemaker-model", "a.tar.gz", b"x");
    job.file("model", "application/x-sagemaker-model", "b.tar.gz", b"x");
    assert!(job.refused().contains("holds 2 .tar.gz files"));
}
