use std::{
    fs,
    io::{ErrorKind, Read},
    os::unix::fs::symlink,
    path::Path,
};

use nix::{
    fcntl::openat,
    sys::stat::{Mode, mkdirat},
    unistd::mkfifo,
};

use super::{FOLDER, Folder, Listing, MAX_PATH_LENGTH, Resolver, resolve, resolve_in_kernel, resolve_part_by_part};

#[test]
fn only_regular_files_in_real_folders_are_read() {
    read_a_folder_with(resolve);
}

#[cfg(target_os = "linux")]
#[test]
fn only_regular_files_in_real_folders_are_read_by_the_kernel() {
    read_a_folder_with(resolve_in_kernel);
}

#[test]
fn only_regular_files_in_real_folders_are_read_part_by_part() {
    read_a_folder_with(resolve_part_by_part);
}

fn read_a_folder_with(resolver: Resolver) {
    let place = tempfile::tempdir().expect("a folder");
    let (outside, base) = (place.path().join("outside"), place.path().join("base"));
    for folder in [outside.as_path(), &base.join("model/deep")] {
        fs::create_dir_all(folder).expect("a folder");
        fs::write(folder.join("file"), "text").expect("a file");
    }
    symlink(&outside, base.join("linked")).expect("a link");
    symlink(&outside, base.join("model/linked")).expect("a link");
    symlink(outside.join("file"), base.join("model/other")).expect("a link");
    mkfifo(&base.join("model/pipe"), Mode::S_IRWXU).expect("a pipe");

    for hidden in ["linked", "linked/deep", "model/deep/file"] {
        let error = Folder::open_with(resolver, &base, Path::new(hidden)).expect_err(hidden);
        assert_eq!(error.kind(), ErrorKind::NotADirectory, "{hidden}");
    }
    assert!(Folder::open_with(resolver, &base, Path::new("../outside")).is_err(), "above");
    assert!(Folder::open_with(resolver, &base, Path::new("absent")).expect("no error").is_none());
    let model = Folder::open_with(resolver, &base, Path::new("model")).expect("no error").expect("a folder");
    let Listing { entries, excluded } = model.list().expect("a list");
    let found: Vec<_> = entries.iter().map(|entry| (entry.path.as_path(), entry.is_folder)).collect();
    assert_eq!(found, [(Path::new("deep"), true), (Path::new("deep/file"), false)]);
    assert_eq!(entries[1].size, 4);
    assert_eq!(excluded, ["linked", "other", "pipe"].map(Path::new));
    assert_eq!(Some(entries[1].modified), fs::metadata(base.join("model/deep/file")).and_then(|file| file.modified()).ok());
    for hidden in ["linked/file", "other", "pipe", "deep", "absent", "deep/file/x", ""] {
        assert!(model.file(Path::new(hidden)).expect("no error").is_none(), "{hidden}");
    }
    let mut text = String::new();
    let mut file = model.file(Path::new("deep/file")).expect("no error").expect("a file");
    file.read_to_string(&mut text).expect("it can be read");
    assert_eq!(text, "text");
}

#[test]
fn folders_are_listed_as_far_as_the_kernel_takes_their_path() {
    let place = tempfile::tempdir().expect("a folder");
    let base = Folder::open(place.path(), Path::new("")).expect("no error").expect("a folder");
    let name = "x".repeat(255);
    let mut deepest = base.descriptor.try_clone().expect("a descriptor");
    for _ in 0..17 {
        mkdirat(&deepest, name.as_str(), Mode::S_IRWXU).expect("a folder");
        deepest = openat(&deepest, name.as_str(), FOLDER, Mode::empty()).expect("the folder");
    }
    for resolver in [resolve, resolve_part_by_part] {
        let base = Folder { descriptor: base.descriptor.try_clone().expect("a descriptor"), resolver };
        let Listing { entries, excluded } = base.list().expect("a list");
        let lengths: Vec<usize> = entries.iter().map(|entry| entry.path.as_os_str().len()).collect();
        assert_eq!((lengths.len(), lengths.last()), (16, Some(&MAX_PATH_LENGTH)));
        assert_eq!(excluded.len(), 1);
    }
}
