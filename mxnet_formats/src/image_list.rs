//! The `.lst` file: index, labels and path of an image in each line, separated by tabs.

use std::{
    collections::BTreeSet,
    path::{Component, Path, PathBuf},
};

/// The columns of a line, without the white space around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListLine<'a> {
    /// The image's number; a list has no number twice.
    pub index: &'a str,
    /// The labels, at least one.
    pub labels: Vec<&'a str>,
    /// The image's path below the folder of images.
    pub path: &'a str,
}

impl<'a> ListLine<'a> {
    /// Splits a line.
    ///
    /// # Errors
    /// The number of columns, when there are fewer than three.
    pub fn split(line: &'a str) -> Result<Self, usize> {
        let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
        match columns[..] {
            [index, ref labels @ .., path] if !labels.is_empty() => Ok(Self { index, labels: labels.to_vec(), path }),
            _ => Err(columns.len()),
        }
    }
}

/// An image of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedImage {
    /// Its labels, at least one.
    pub labels: Vec<f32>,
    /// Its path, which leads out of no folder.
    pub path: PathBuf,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct ListedError {
    /// Which line, counted from 1.
    pub line: usize,
    /// Why it cannot be read.
    pub problem: LineProblem,
}

/// Why a line cannot be read, as the rest of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineProblem {
    /// Fewer than three columns.
    #[error("{0} columns separated by tabs instead of index, class and path")]
    Columns(usize),
    /// An index that is no whole number.
    #[error("the index is not a whole number")]
    Index,
    /// An index for the second time.
    #[error("the index {0} stands in an earlier line too")]
    RepeatedIndex(u64),
    /// A label that is no number.
    #[error("the class is not a number")]
    Label,
    /// A path that is empty, absolute, or leads out of the folder.
    #[error("the path does not lead to a file inside the channel")]
    Path,
}

/// Reads all lines that are not empty.
///
/// # Errors
/// [`ListedError`] for the first line that cannot be read.
pub fn read_image_list(text: &str) -> Result<Vec<ListedImage>, ListedError> {
    let mut seen = BTreeSet::new();
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| listed(line, &mut seen).map_err(|problem| ListedError { line: number + 1, problem })).collect()
}

fn listed(line: &str, seen: &mut BTreeSet<u64>) -> Result<ListedImage, LineProblem> {
    let ListLine { index, labels, path } = ListLine::split(line).map_err(LineProblem::Columns)?;
    let index = index.parse().map_err(|_| LineProblem::Index)?;
    if !seen.insert(index) {
        return Err(LineProblem::RepeatedIndex(index));
    }
    let labels = labels.iter().map(|label| label.parse()).collect::<Result<_, _>>().map_err(|_| LineProblem::Label)?;
    let path = Path::new(path);
    let is_inside = path.components().all(|component| matches!(component, Component::Normal(_) | Component::CurDir));
    if path.as_os_str().is_empty() || !is_inside {
        return Err(LineProblem::Path);
    }
    Ok(ListedImage { labels, path: path.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(labels: &[f32], path: &str) -> ListedImage {
        ListedImage { labels: labels.to_vec(), path: path.into() }
    }

    #[test]
    fn lines_become_images() {
        let images = read_image_list("5\t1\tcats/one.jpg\r\n\n1000\t0.000\tdogs/two.jpg\n").expect("a list");
        assert_eq!(images, [image(&[1.0], "cats/one.jpg"), image(&[0.0], "dogs/two.jpg")]);
    }

    #[test]
    fn a_line_may_have_a_label_for_each_class() {
        let images = read_image_list("5\t1\t0\t1\ta.jpg").expect("a list");
        assert_eq!(images, [image(&[1.0, 0.0, 1.0], "a.jpg")]);
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
            ("99999999999999999999\t1\ta.jpg", "index"),
            ("-1\t1\ta.jpg", "index"),
            ("0\t1\t../a.jpg", "inside the channel"),
            ("0\t1\t/etc/passwd", "inside the channel"),
            ("0\t1\t", "inside the channel"),
        ] {
            let error = read_image_list(text).expect_err("an explanation").to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
