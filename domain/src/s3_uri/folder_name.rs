//! Names of folders.

/// Why a name cannot be a folder's.
pub fn reason_against(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        return Some("Enter a name for the folder.");
    }
    if name.contains('/') {
        return Some("A name holds no slash; make one folder after the other.");
    }
    if name.chars().any(char::is_control) || matches!(name, "." | "..") {
        return Some("Many programs cannot work with this name. Choose another.");
    }
    // A key has 1024 bytes at most, and files must have room below.
    (name.len() > 255).then_some("A folder's name has at most 255 bytes here.")
}

#[cfg(test)]
mod tests {
    use super::reason_against;

    #[test]
    fn names_that_break_programs_are_refused() {
        assert_eq!(reason_against("cats and dogs"), None);
        for name in ["", "a/b", "..", "a\nb", &"x".repeat(256)] {
            assert!(reason_against(name).is_some(), "{name}");
        }
    }
}
