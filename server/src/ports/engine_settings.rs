//! The settings file of the embedded engine, `engine.json`, as its readers here share it.

use std::{fs, io, path::Path};

use serde_json::{Map, Value};

/// Bytes of a file with every setting, and room to spare.
const MAX_FILE_SIZE: u64 = 1 << 20;

/// All members of the file; none when there is no file.
///
/// # Errors
/// Why it cannot be read, in words.
pub(super) fn read(file: &Path) -> Result<Map<String, Value>, String> {
    match fs::metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Map::new()),
        Ok(found) if found.len() > MAX_FILE_SIZE => return Err("it is too large".to_owned()),
        _ => {}
    }
    let text = fs::read(file).map_err(|error| error.to_string())?;
    serde_json::from_slice(&text).map_err(|error| error.to_string())
}
