//! Results that are kept, found and removed.

use super::*;
use crate::evaluation::tests::made::{evaluation, listed};

fn artifact() -> S3Uri {
    S3Uri::parse("s3://bucket/model.tar.gz").expect("a location")
}

#[test]
fn results_are_kept_by_the_versions_of_model_and_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let folders = Folders::new(folder.path(), "console-local.db");
    let key = |etag: &str, digest: &str| Key::new(&artifact(), etag, &[listed(digest)]);
    assert_eq!(folders.find(&key("one", "a")), None);
    folders.keep(&key("one", "a"), &evaluation("a", &[1]), None).expect("kept");
    assert_eq!(folders.find(&key("one", "a")), Some(evaluation("a", &[1])));
    assert_eq!((folders.find(&key("two", "a")), folders.find(&key("one", "b"))), (None, None));
    assert_eq!(folders.newest(&artifact(), "one"), Some(evaluation("a", &[1])));
    assert_eq!(folders.newest(&artifact(), "two"), None);
    fs::write(folders.kept().join(key("one", "a").file_name()), "{").expect("a broken file");
    assert_eq!(folders.find(&key("one", "a")), None);
}

#[test]
fn the_oldest_results_go() {
    let folder = tempfile::tempdir().expect("a folder");
    let folders = Folders::new(folder.path(), "console-local.db");
    for number in 0..MAX_KEPT + 3 {
        folders.keep(&Key::new(&artifact(), &number.to_string(), &[]), &evaluation("a", &[]), None).expect("kept");
    }
    assert_eq!(folders.files().len(), MAX_KEPT);
    assert!(folders.newest(&artifact(), &(MAX_KEPT + 2).to_string()).is_some());
}

#[test]
fn masks_are_kept_and_removed_with_their_result() {
    let folder = tempfile::tempdir().expect("a folder");
    let folders = Folders::new(folder.path(), "console-local.db");
    let (key, made) = (Key::new(&artifact(), "one", &[listed("a")]), folder.path().join("made"));
    let drawn = |text: &str| {
        fs::create_dir_all(&made).expect("a folder");
        fs::write(made.join("0.png"), text).expect("a mask");
    };
    drawn("first");
    folders.keep(&key, &evaluation("a", &[1]), Some(&made)).expect("kept");
    assert_eq!(folders.mask(&key, 0).as_deref(), Some(&b"first"[..]));
    assert_eq!(folders.mask(&key, 1), None);
    // One that is found again keeps its masks; one that is made anew has others.
    folders.keep(&key, &evaluation("a", &[1]), Some(&made)).expect("kept");
    assert_eq!(folders.mask(&key, 0).as_deref(), Some(&b"first"[..]));
    drawn("second");
    folders.keep(&key, &evaluation("a", &[1]), Some(&made)).expect("kept");
    assert_eq!(folders.mask(&key, 0).as_deref(), Some(&b"second"[..]));
    assert_eq!(Key::parse(&key.name()), Some(key.clone()));
    assert_eq!(
        Key::of(&evaluation("a", &[1])),
        Some(Key::new(&S3Uri::parse("s3://bucket/model.tar.gz").expect("a location"), "one", &[listed("a")]))
    );
    fs::remove_file(folders.kept().join(key.file_name())).expect("removed");
    folders.keep(&Key::new(&artifact(), "two", &[]), &evaluation("a", &[]), None).expect("kept");
    assert_eq!(folders.mask(&key, 0), None);
    assert!(!folders.kept().join(key.masks_name()).exists());
}

#[test]
fn what_is_no_key_names_no_folder_and_what_is_no_file_is_no_mask() {
    let digest = "0123456789abcdef0123456789abcdef";
    assert!(Key::parse(&format!("{digest}-{digest}")).is_some());
    for text in [
        String::new(),
        digest.to_owned(),
        format!("{digest}-{digest}-{digest}"),
        format!("{digest}-{}", &digest[1..]),
        format!("{digest}-{}", digest.to_uppercase()),
        format!("../{}-{digest}", &digest[3..]),
        format!("{digest}-../../../../../../{}", &digest[18..]),
        format!("{digest}-{}/", &digest[1..]),
    ] {
        assert_eq!(Key::parse(&text), None, "{text}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let folders = Folders::new(folder.path(), "console-local.db");
    let key = Key::new(&artifact(), "one", &[]);
    let masks = folders.kept().join(key.masks_name());
    fs::create_dir_all(masks.join("0.png")).expect("a folder");
    fs::write(folder.path().join("secret"), "secret").expect("a file");
    std::os::unix::fs::symlink(folder.path().join("secret"), masks.join("1.png")).expect("a link");
    fs::write(masks.join("2.png"), vec![0; (1 << 20) + 1]).expect("a large file");
    assert_eq!([0, 1, 2].map(|number| folders.mask(&key, number)), [None, None, None]);
}

#[test]
fn the_work_of_a_killed_console_is_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let folders = Folders::new(folder.path(), "console-local.db");
    let work = folders.begin_work(7).expect("a folder");
    fs::write(work.join("model.tar.gz"), "half of it").expect("a file");
    assert!(!folders.begin_work(7).expect("the same").join("model.tar.gz").exists());
    folders.clear_work().expect("removed");
    assert!(!work.exists());
    folders.clear_work().expect("nothing there");
}
