//! The `.lst` file: index, labels and path of an image in each line, separated by tabs.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// Reads all lines; gives labels and path of every image. There is at least one label.
///
/// # Errors
/// A sentence that names the line and what is wrong with it.
pub(crate) fn read_image_list(text: &str) -> Result<Vec<(Vec<f32>, PathBuf)>, String> {
    let mut seen = BTreeSet::new();
    let mut images = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |what: &str| format!("line {}: {what}", number + 1);
        let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
        let [index, ref labels @ .., path] = columns[..] else {
            return Err(wrong(&format!("{} columns separated by tabs instead of index, class and path", columns.len())));
        };
        if labels.is_empty() {
            return Err(wrong(&format!("{} columns separated by tabs instead of index, class and path", columns.len())));
        }
        let index: u64 = index.parse().map_err(|_| wrong("the index is not a whole number"))?;
        if !seen.insert(index) {
            return Err(wrong(&format!("the index {index} stands in an earlier line too")));
        }
        let labels: Result<Vec<f32>, _> = labels.iter().map(|label| label.parse()).collect();
        let labels = labels.map_err(|_| wrong("the class is not a number"))?;
        let path = Path::new(path);
        let inside = path.components().all(|component| matches!(component, Component::Normal(_) | Component::CurDir));
        if path.as_os_str().is_empty() || !inside {
            return Err(wrong("the path does not lead to a file inside the channel"));
        }
        images.push((labels, path.to_owned()));
    }
    Ok(images)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_images() {
        let images = read_image_list("5\t1\tcats/one.jpg\r\n\n1000\t0.000\tdogs/two.jpg\n").expect("a list");
        assert_eq!(images, [(vec![1.0], PathBuf::from("cats/one.jpg")), (vec![0.0], PathBuf::from("dogs/two.jpg"))]);
    }

    #[test]
    fn a_line_may_have_a_label_for_each_class() {
        let images = read_image_list("5\t1\t0\t1\ta.jpg").expect("a list");
        assert_eq!(images, [(vec![1.0, 0.0, 1.0], PathBuf::from("a.jpg"))]);
    }

    #[test]
    fn wrong_lines_are_named() {
        for (text, expected) in [
            ("0\t1\ta.jpg\n1 1 b.jpg", "line 2: 1 columns"),
            ("0\ta.jpg", "line 1: 2 columns"),
            ("0\t1\t\ta.jpg", "class"),
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
