//! The `.lst` file: index, class and path of an image in each line, separated by tabs.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// Reads all lines; gives class and path of every image.
///
/// # Errors
/// A sentence that names the line and what is wrong with it.
pub(crate) fn read_image_list(text: &str) -> Result<Vec<(f32, PathBuf)>, String> {
    let mut seen = BTreeSet::new();
    let mut images = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |what: &str| format!("line {}: {what}", number + 1);
        let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
        let [index, label, path] = columns[..] else {
            return Err(wrong(&format!("{} columns separated by tabs instead of index, class and path", columns.len())));
        };
        let index: u64 = index.parse().map_err(|_| wrong("the index is not a whole number"))?;
        if !seen.insert(index) {
            return Err(wrong(&format!("the index {index} stands in an earlier line too")));
        }
        let label = label.parse().map_err(|_| wrong("the class is not a number"))?;
        let path = Path::new(path);
        let inside = path.components().all(|component| matches!(component, Component::Normal(_) | Component::CurDir));
        if path.as_os_str().is_empty() || !inside {
            return Err(wrong("the path does not lead to a file inside the channel"));
        }
        images.push((label, path.to_owned()));
    }
    Ok(images)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_images() {
        let images = read_image_list("5\t1\tcats/one.jpg\r\n\n1000\t0.000\tdogs/two.jpg\n").expect("a list");
        assert_eq!(images, [(1.0, PathBuf::from("cats/one.jpg")), (0.0, PathBuf::from("dogs/two.jpg"))]);
    }

    #[test]
    fn wrong_lines_are_named() {
        for (text, expected) in [
            ("0\t1\ta.jpg\n1 1 b.jpg", "line 2: 1 columns"),
            ("0\t1\t2\ta.jpg", "line 1: 4 columns"),
            ("x\t1\ta.jpg", "index"),
            ("0\t1\ta.jpg\n0\t1\tb.jpg", "earlier line"),
            ("0\tcat\ta.jpg", "class"),
            ("0\t1\t../a.jpg", "inside the channel"),
            ("0\t1\t/etc/passwd", "inside the channel"),
            ("0\t1\t", "inside the channel"),
        ] {
            let error = read_image_list(text).expect_err("an explanation");
            assert!(error.contains(expected), "{error}");
        }
    }
}
