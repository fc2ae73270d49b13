//! The order of names as people count: `net-2` before `net-10`, and `Net` beside `net`.

use std::fmt::Write;

/// A text whose order by bytes is the natural order of the names: Latin letters count without regard to their case, and a run
/// of digits counts as a number. Names that differ in nothing else have the same key.
pub fn natural_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 8);
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let is_number = first.is_ascii_digit();
        let end = rest.find(|sign: char| sign.is_ascii_digit() != is_number).unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        if is_number {
            // Of two numbers the one with more digits is larger. A name has at most 63 characters, so two digits tell how many.
            let digits = part.trim_start_matches('0');
            // Writing to a `String` cannot fail.
            let _ = write!(key, "{:02}{digits}", digits.len());
        } else {
            key.push_str(&part.to_ascii_lowercase());
        }
        rest = behind;
    }
    key
}

#[cfg(test)]
mod tests {
    use super::natural_key;

    #[test]
    fn numbers_count_as_numbers_and_case_does_not_count() {
        let mut names =
            ["run-10", "Run-9", "run-2-b", "run-2", "RUN-02-a", "run", "digits", "run-2a", "net10x2", "net10x10", "Net9x3"];
        names.sort_by_key(|name| natural_key(name));
        let expected =
            ["digits", "Net9x3", "net10x2", "net10x10", "run", "run-2", "RUN-02-a", "run-2-b", "run-2a", "Run-9", "run-10"];
        assert_eq!(names, expected);
        assert_eq!(natural_key("Net-007"), natural_key("net-7"));
        assert_ne!(natural_key("net-70"), natural_key("net-7"));
        assert_eq!(natural_key(""), "");
    }

    #[test]
    fn a_zero_is_the_smallest_number() {
        assert!(natural_key("run-0") < natural_key("run-1"));
        assert!(natural_key("run-00") < natural_key("run-01"));
        assert!(natural_key("run-") < natural_key("run-0"));
    }
}
