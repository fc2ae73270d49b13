//! Lists of image files: index, one or more labels, relative path, separated by tabs.

/// One line of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) labels: Vec<f32>,
    pub(crate) path: String,
}

/// Reads a list.
///
/// # Errors
/// The number of the first line (from 1) that is not of the form, and what is wrong with it.
pub(crate) fn parse(text: &str) -> Result<Vec<Entry>, (usize, &'static str)> {
    let mut seen = std::collections::HashSet::new();
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| entry(line, &mut seen).map_err(|reason| (number + 1, reason))).collect()
}

fn entry(line: &str, seen: &mut std::collections::HashSet<u64>) -> Result<Entry, &'static str> {
    let columns: Vec<&str> = line.trim_end_matches('\r').split('\t').collect();
    let [index, labels @ .., path] = columns.as_slice() else { return Err("there is no tab between index, label and path") };
    let index: u64 = index.trim().parse().map_err(|_| "the index is not a whole number")?;
    if !seen.insert(index) {
        return Err("the index was used before");
    }
    let labels: Result<Vec<f32>, _> = labels.iter().map(|label| label.trim().parse()).collect();
    match labels {
        Ok(labels) if !labels.is_empty() => Ok(Entry { labels, path: path.trim().to_owned() }),
        Ok(_) => Err("the label is missing"),
        Err(_) => Err("the label is not a number"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hold_index_labels_and_path() {
        let entries = parse("5\t1\tyour image.jpg\r\n\n7\t0.0\t2\tclass/other.png\n").expect("well formed");
        assert_eq!(entries[0], Entry { labels: vec![1.0], path: "your image.jpg".to_owned() });
        assert_eq!(entries[1], Entry { labels: vec![0.0, 2.0], path: "class/other.png".to_owned() });
    }

    #[test]
    fn the_wrong_line_is_named() {
        assert_eq!(parse("1 0 a.jpg"), Err((1, "there is no tab between index, label and path")));
        assert_eq!(parse("1\t0\ta.jpg\n1\t0\tb.jpg"), Err((2, "the index was used before")));
        assert_eq!(parse("1\tcat\ta.jpg"), Err((1, "the label is not a number")));
        assert_eq!(parse("1\ta.jpg"), Err((1, "the label is missing")));
    }
}
